"""The query language: what every construct means, and what is said of what cannot be searched."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import QueryError
from index.engine import open_engine
from index.query import (
    And,
    Exact,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Synonyms,
    Word,
    text_leaves,
)
from search.grammar import MAX_LENGTH
from search.grammar_fields import FAMILY_BOOST, SYMBOL_BOOST
from search.grammar_tree import MAX_DEPTH, MAX_LEAVES
from search.parse import parse
from tests.engine_contract import AT_HAND, document, passage

# A point of a paragraph, in each of its spellings.
POINT = Synonyms((Phrase(("13", "f")), Exact("13f")))


def of(text: str, *languages: str) -> Query:
    return parse(text, languages or ("en",)).query


def symbol(text: str, family: str = "") -> tuple[Query, ...]:
    """What a typed symbol means."""
    return (
        Keyword("symbol", text, SYMBOL_BOOST),
        Keyword("family", family or text, FAMILY_BOOST),
        Exact(text.casefold()),
    )


A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("norms", Word("norm")),
        ("cyber norms", And((Word("cyber"), Word("norm")))),
        ("a AND b", And((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a OR b OR c", Or((A, B, C))),
        ("a NOT b", And((A, Not(B)))),
        ("a -b", And((A, Not(B)))),
        ("a -(b c)", And((A, Not(And((B, C)))))),
        ('a -"b c"', And((A, Not(Phrase(("b", "c")))))),
        ("NOT a OR b", Or((Not(A), B))),
        ("((((a))))", A),
        ("(a b) c", And((And((A, B)), C))),
        ("or and not", And((Word("or"), Word("and"), Word("not")))),
        ("a - b", And((A, B))),
        ("confidence-building", And((Word("confid"), Word("build")))),
        ("State’s", Word("state")),
        ("don't", Phrase(("don", "t"))),
        ("C++", Word("c")),
        ("e-mail", Phrase(("e", "mail"))),
        ("13(f)", POINT),
        ("13f", POINT),
        ("norm 13 (f)", And((Word("norm"), POINT))),
        ("13 (f) norm", And((POINT, Word("norm")))),
        ("(norm 13) (f)", And((And((Word("norm"), Word("13"))), Word("f")))),
        ("2021 (f OR x)", And((Word("2021"), Or((Word("f"), Word("x")))))),
        ("http://un.org/a?b=c", Phrase(("http", "un", "org", "a", "b", "c"))),
        ("12:30", Phrase(("12", "30"))),
        ('"freedom of information"', Phrase(("freedom", "of", "information"))),
        ("“states’ norms”", Phrase(("states", "norms"))),
        ("«états membres»", Phrase(("etats", "membres"))),
        ('"states"', Exact("states")),
        ('"a * b"', Phrase(("a", "", "b"))),
        ('"the attribut* of"', Phrase(("the", "attribut*", "of"))),
        ('"attribut*"', Prefix("attribut")),
        ("a NEAR/2 attribut*", Near((("a",), ("attribut*",)), 2)),
        ('"a b*"~5', Near((("a",), ("b*",)), 5)),
        ('"a b"~5', Near((("a",), ("b",)), 5)),
        ('"a b" NEAR/8 c', Near((("a", "b"), ("c",)), 8)),
        ("a NEAR b", Near((("a",), ("b",)), 10)),
        ("a NEAR/3 b NEAR/3 c", Near((("a",), ("b",), ("c",)), 3)),
        ("x a NEAR/0 b", And((Word("x"), Near((("a",), ("b",)), 0)))),
        ('a NEAR/2 (b OR "c d")', Or((Near((("a",), ("b",)), 2), Near((("a",), ("c", "d")), 2)))),
        ("confidence-building NEAR/2 a", Near((("confidence", "building"), ("a",)), 2)),
        ("attribut*", Prefix("attribut")),
        ("Étа*", Prefix("etа")),
        ("confidence-buil*", And((Word("confid"), Prefix("buil")))),
        ("attribtion~", Fuzzy("attribtion", 1)),
        ("attribtion~2", Fuzzy("attribtion", 2)),
        ("title:norms", Word("norm", "title")),
        ("title: norms a", And((Word("norm", "title"), A))),
        ('title:"the norms"', Phrase(("the", "norms"), "title")),
        ("title:(a NEAR/1 b)", Near((("a",), ("b",)), 1, "title")),
        ("TITLE:nor*", Prefix("nor", "title")),
        ("source:UN", Keyword("source", "un")),
        ("process:oewg-2021", Or((Keyword("process", "oewg-2021"), Keyword("process", "oewg 2021")))),
        ('by:"Russian Federation"', Keyword("by", "russian federation")),
        ('by:"Côte d’Ivoire"', Keyword("by", "cote d'ivoire")),
        ("lang:French", Keyword("lang", "fr")),
        ("lang:FR", Keyword("lang", "fr")),
        ("session:75", Keyword("session", "75")),
        ("para:24(b)", Keyword("para", "24(b)")),
        ("year:2021", Range(20210000, 20211231)),
        ("year:2019..2021", Range(20190000, 20211231)),
        ("year:..2021", Range(0, 20211231)),
        ("date:2021-03..", Range(20210300, 99999999)),
        ("date:2020-02", Range(20200200, 20200229)),
        ("date:2021-03-18", Range(20210318, 20210318)),
        ("year:(2019 OR 2021)", Or((Range(20190000, 20191231), Range(20210000, 20211231)))),
        ("A/75/816", Or(symbol("A/75/816"))),
        ("A-AC.292-2024-CRP1", Or(symbol("A/AC.292/2024/CRP.1"))),
        ("res. 75/240", Or(symbol("A/RES/75/240"))),
        ("a/c.1/73/l.27/rev.1", Or(symbol("A/C.1/73/L.27/Rev.1", "A/C.1/73/L.27"))),
        ("A/68/98*", Or(symbol("A/68/98"))),
        ("75/816", Or((*symbol("A/75/816"), Phrase(("75", "816"))))),
        ("(A/75/816, a)", And((Or(symbol("A/75/816")), A))),
        ("NOT A/75/816", Not(Or(symbol("A/75/816")))),
        ('"A/75/816"', Exact("a/75/816")),
        ("title:A/75/816", Exact("a/75/816", "title")),
        (
            "symbol:75/816",
            Or((Keyword("symbol", "A/75/816", SYMBOL_BOOST), Keyword("family", "A/75/816", FAMILY_BOOST))),
        ),
        ("A/75/816 NEAR/9 a", Near((("a/75/816",), ("a",)), 9)),
        ("网络", Word("网络")),
        ("网络安全", Or((And((Word("网络"), Word("络安"), Word("安全"))), Phrase(("网络", "络安", "安全"))))),
        ("网", Prefix("网")),
        ("（a OR b）", Or((A, B))),
        ("الدولة", Word("الدوله")),
        ("\u200fa\u200e \0b", And((A, B))),
    ],
)
def test_what_a_query_means(text: str, query: Query) -> None:
    assert of(text) == query


def test_a_word_is_looked_up_in_every_language() -> None:
    assert of("nations", "en", "fr", "zh") == Synonyms((Word("nation"), Word("nations")))
    assert of("security", "en", "es-MX") == Synonyms((Word("secur"), Word("security")))
    assert of("l'état", "fr") == Word("etat")
    assert of("меры", "ru", "en") == Synonyms((Word("мер"), Word("меры")))
    assert of("a", *()) == A


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "Type a word"),
        ("  ", 0, "Type a word"),
        ("... ???", 0, "Type a word"),
        ('a "b c', 2, "not closed"),
        ("a (b", 2, "not closed"),
        ("a (", 2, "Close it"),
        ("a ()", 2, "nothing between"),
        ("a b)", 3, "closes nothing"),
        (")", 0, "closes nothing"),
        ("NOT", 0, "behind"),
        ("a NOT", 2, "behind"),
        ("OR a", 0, "both sides"),
        ("a OR", 2, "both sides"),
        ("a AND OR b", 6, "both sides"),
        ("(a OR) b", 3, "both sides"),
        ("a NEAR/5", 2, "both sides"),
        ("a NEAR/five b", 2, "'five' is no distance"),
        ("a NEAR/101 b", 2, "0 to 100"),
        ('"a b"~999', 5, "0 to 100"),
        ("a NEAR/2 b NEAR/3 c", 11, "one distance"),
        ("a NEAR/2 nor~", 9, "title:(a NEAR/5 b)"),
        ("a NEAR/2 title:b", 9, "title:(a NEAR/5 b)"),
        ("a NEAR/2 (b c)", 12, "joined by OR"),
        ("a NEAR b NEAR c NEAR d NEAR e NEAR f NEAR g", 2, "At most 6"),
        ("year:(2019 NEAR 2021)", 11, "texts only"),
        ("*", 0, "beginning of a word"),
        ("a * b", 2, "beginning of a word"),
        ("cy*ber", 0, "attribut*"),
        ("*ber", 0, "attribut*"),
        ("word~3", 0, "word~2"),
        ("titel:a", 0, "Did you mean title:?"),
        ("a country:chad", 2, "Did you mean by:?"),
        ("qqq:a", 0, "There are symbol"),
        ("title:", 0, "needs a value"),
        ("title: ...", 0, "needs a value"),
        ("year:-", 0, "needs a value"),
        ("title:(a OR by:chad)", 12, "inside title:"),
        ("year:21", 5, "2019..2021"),
        ("year:2021-03", 5, "2019..2021"),
        ("year:2021..2019", 5, "earlier"),
        ("date:2021-13", 5, "month"),
        ("date:2021-02-29", 5, "28"),
        ("date:soon", 5, "2021-03-18"),
        ("by:ru*", 3, "whole value"),
        ("symbol:A/75/*", 7, "whole symbol"),
        ("\u200f\u200fa OR", 4, "both sides"),
    ],
)
def test_what_cannot_be_searched_is_said_with_its_place(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as refused:
        of(text)
    assert says in str(refused.value)
    assert refused.value.position == position


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("a — b", "Left out"),
        ('a ""', "Left out"),
        ("a or b", "in capitals"),
        ("wom?n", "question mark"),
        ("a, b; c", ""),
    ],
)
def test_what_is_left_out_is_said(text: str, notice: str) -> None:
    notices = parse(text, ["en"]).notices
    assert notices == () if not notice else notice in notices[0]


def test_leaves_to_mark_are_those_a_hit_can_show() -> None:
    parsed = parse('norms -draft by:chad ("a b" OR nor*) norms', ["en"])
    assert parsed.leaves == (Word("norm"), Phrase(("a", "b")), Prefix("nor"))


def test_limits_are_said() -> None:
    with pytest.raises(QueryError, match="at most 20,000") as refused:
        of("norm " * 20_000)
    assert refused.value.position == MAX_LENGTH
    with pytest.raises(QueryError, match="200 words") as refused:
        of("ab " * (MAX_LEAVES + 1))
    assert refused.value.position == 3 * MAX_LEAVES
    with pytest.raises(QueryError, match="100 words at most"):
        of('"' + "ab " * 101 + '"')
    with pytest.raises(QueryError, match="combinations"):
        of(" NEAR ".join(["(a OR b OR c OR d OR e)"] * 3))
    with pytest.raises(QueryError, match="deep in one another"):
        of("(a OR (b " * MAX_DEPTH + "c" + "))" * MAX_DEPTH)


def test_brackets_that_say_nothing_may_be_many() -> None:
    assert of("(" * 5_000 + "a" + ")" * 5_000) == A
    assert of("a " * 150).parts == (A,) * 150  # type: ignore[union-attr]


_PIECES = st.one_of(
    st.sampled_from(
        [
            "(",
            ")",
            '"',
            "-",
            "NOT ",
            " OR ",
            " AND ",
            " NEAR/2 ",
            "NEAR/",
            "*",
            "~",
            "~2",
            ":",
            "title:",
            "year:",
            "by:",
            "symbol:",
            "para:",
            "x:",
            "2021",
            "..",
            "A/75/816",
            "75/240",
            "'",
            "’",
            "“",
            "网络",
            "网",
            "\u0640",
            "\0",
            "\u200b",
            "\u202e",
            " ",
            "  ",
            "\n",
            "\ud800",
            "٢",
            "e\u0301",
            "ﷺ",
            "½",
            "_",
            "state's",
            "norm",
            "cyber-",
        ]
    ),
    st.text(max_size=6),
)


def answer(text: str, languages: tuple[str, ...]) -> Query | None:
    """The query, or None for an error, which must have a place in the text and say a sentence."""
    try:
        return parse(text, languages).query
    except QueryError as error:
        position, message = error.position, str(error)
    assert 0 <= position <= len(text)
    assert message.endswith((".", "?"))
    return None


@settings(deadline=None, max_examples=300)
@given(st.lists(_PIECES, max_size=14).map("".join), st.sampled_from((("en",), ("en", "fr", "zh"), ())))
def test_any_string_is_a_query_or_an_error_with_a_place(text: str, languages: tuple[str, ...]) -> None:
    query = answer(text, languages)
    if query is not None:
        _sound(query)


def _sound(query: Query) -> None:
    """No part of a query says nothing, or matches everything by accident."""
    match query:
        case And(parts) | Or(parts) | Synonyms(parts):
            assert len(parts) > 1
            for part in parts:
                _sound(part)
        case Not(part):
            _sound(part)
        case Phrase(terms):
            assert terms[0]
            assert terms[-1]
            assert len(terms) > 1
        case Near(phrases):
            assert len(phrases) > 1
            assert all(phrase and phrase[0] and phrase[-1] for phrase in phrases)
        case Word(term) | Exact(term) | Prefix(term) | Fuzzy(term):
            assert term
        case Keyword(_, value):
            assert value
        case Range(low, high):
            assert low <= high
        case _:
            raise AssertionError(query)


@pytest.mark.slow
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(_PIECES, max_size=10).map("".join), min_size=20, max_size=30))
def test_whatever_parses_runs_in_every_engine(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engines = [open_engine(name, Path(folder) / name) for name in AT_HAND]
        for engine in engines:
            engine.write([document(1, "cyber norms of states"), passage(1, "cyber norms, A/75/816")], (), 1)
        for text in texts:
            query = answer(text, ("en", "zh"))
            for scope in ("document", "passage"):
                totals = {engine.search(query, scope).total for engine in engines if query is not None}
                assert len(totals) <= 1
        for engine in engines:
            engine.close()


MONSTERS = (
    *("(" * 50_000, '"' * 99_999, "a" * 100_000, "-" * 100_000, "a OR " * 20_000, "\0" * 100_000, "网" * 20_000),
    *("NEAR " * 4_000, "a:" * 10_000, "1/" * 10_000, "(" * 500 + "a" + ")" * 500, "\u202e\u200b*", "~" * 5_000),
    *("\ud800" * 100, "a-" * 9_000, "a* " * 6_000, "(a OR " * 3_000, "NOT " * 4_000 + "a", '"a b"~5 ' * 2_000),
)


@pytest.mark.parametrize("text", MONSTERS, ids=range(len(MONSTERS)))
def test_monstrous_strings_are_answered(text: str) -> None:
    query = answer(text, ("en", "fr", "es", "ru", "ar", "zh"))
    assert query is None or len(text_leaves(query)) < 2_000
