"""The contract of `index.engine.Engine`, for every engine there is, with `memory` as the judge of the others."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import EngineError, EngineNotReady, StoreError
from index.engine import Engine, Part, Record, open_engine
from index.query import (
    FACETS,
    And,
    Everything,
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
    Scope,
    Sort,
    Synonyms,
    Word,
)
from index.ranking import MAX_EXPANSION
from tests.engine_contract import AT_HAND, Step, document, failing, found, passage, queries, same, steps


@pytest.fixture(params=AT_HAND)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def engine(name: str, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(name, tmp_path / "index")
    yield opened
    opened.close()


SCOPES: tuple[Scope, ...] = ("document", "passage")
PASSAGES = (
    passage(1, "States should respect the norms of responsible behaviour.", title="Final report", heading="Norms"),
    passage(2, "A directory of points of contact, as in A/RES/75/240.", title="Final report", heading="Confidence"),
    passage(3, "Confidence-building measures: States share points of view.", title="Final report", document=1),
    passage(4, "No norm was agreed.", title="Cyber norms", document=2, day=20190911, keywords={"by": ("chad",)}),
    passage(
        5, "网络安全能力建设 and nothing else", title="", document=3, day=20210318, keywords={"by": ("chad", "peru")}
    ),
)


# Queries, and the ids of the passages that they find.
EVERY_NODE: tuple[tuple[Query, set[int]], ...] = (
    (Word("norm"), {1, 4}),
    (Word("norm", "text"), {1, 4}),
    (Word("norm", "title"), {4}),
    (Word("report"), set()),
    (Word("report", "title"), {1, 2, 3}),
    (Word("confid"), {2, 3}),
    (Word("confid", "text"), {3}),
    (Exact("norms"), {1}),
    (Exact("a/res/75/240"), {2}),
    (Exact("240"), {2}),
    (Phrase(("points", "of", "contact")), {2}),
    (Phrase(("points", "", "contact")), {2}),
    (Phrase(("", "points", "of", "")), {2, 3}),
    (Phrase(("contact", "points")), set()),
    (Phrase(("points", "of", "con*")), {2}),
    (Phrase(("po*", "of")), {2, 3}),
    (Phrase(("q*", "of")), set()),
    (Phrase(("confidence", "states")), set()),
    (Phrase(("in", "a/res/75/240")), {2}),
    (Phrase(("网络", "络安", "安全")), {5}),
    (Phrase(("",)), set()),
    (Near((("states",), ("norms",)), 3), {1}),
    (Near((("norms",), ("states",)), 3), {1}),
    (Near((("norms",), ("states",)), 2), set()),
    (Near((("norm*",), ("sta*",)), 3), {1}),
    (Near((("points", "of", "contact"), ("directory",)), 1), {2}),
    (Near((("states",), ("respect",), ("norms",)), 1), {1}),
    (Near((("states",), ("states",)), 9), set()),
    (Prefix("nor"), {1, 4}),
    (Prefix("网"), {5}),
    (Fuzzy("nrm"), {4}),
    (Fuzzy("nomrs"), {1}),
    (Fuzzy("nomr"), {4}),
    (Fuzzy("nomr", 2), {1, 4}),
    (Synonyms((Word("norm"), Phrase(("points", "of", "view")))), {1, 3, 4}),
    (Synonyms((Exact("norms"), Phrase(("points", "of", "con*")))), {1, 2}),
    (Synonyms((Word("report"), Word("norm")), "title"), {1, 2, 3, 4}),
    (Synonyms(()), set()),
    (Keyword("by", "chad"), {4, 5}),
    (Keyword("by", "cha"), set()),
    (Range(20190000, 20191231), {4}),
    (Range(0, 99999999), {4, 5}),
    (And((Word("state"), Word("point"))), {3}),
    (And((Word("state"), Not(Word("point")))), {1}),
    (And(()), {1, 2, 3, 4, 5}),
    (Or((Word("directori"), Word("agre"))), {2, 4}),
    (Or(()), set()),
    (Not(Word("norm")), {2, 3, 5}),
    (Not(Everything()), set()),
    (Everything(), {1, 2, 3, 4, 5}),
    (Or((Not(Word("norm")), Keyword("by", "chad"))), {2, 3, 4, 5}),
)


@pytest.mark.parametrize(("query", "ids"), EVERY_NODE)
def test_every_node_finds_what_it_says(engine: Engine, query: Query, ids: set[int]) -> None:
    engine.write(PASSAGES, (), 1)
    results = engine.search(query, "passage", limit=100)
    assert {hit.record for hit in results.hits} == ids
    assert results.total == len(ids)


def test_any_word_of_a_document_counts_its_title(engine: Engine) -> None:
    engine.write([document(1, "Of the group.", title="Final report", heading="Norms")], (), 1)
    assert found(engine, Word("report"), "document") == [1]
    assert found(engine, Word("norm"), "document") == [1]
    assert found(engine, Word("report", "text"), "document") == []
    assert found(engine, Word("report"), "passage") == []


def test_scopes_do_not_mix(engine: Engine) -> None:
    engine.write([document(1, "one two"), passage(1, "one"), passage(2, "two")], (), 1)
    assert found(engine, Word("one"), "document") == [1]
    assert found(engine, Word("two"), "passage") == [2]
    assert found(engine, Everything(), "document") == [1]
    assert engine.search(Not(Word("one")), "passage").total == 1


def test_the_better_match_comes_first(engine: Engine) -> None:
    engine.write(
        [
            document(1, "cyber " + "word " * 50),
            document(2, "word " * 50, title="cyber"),
            document(3, "cyber cyber " + "word " * 49),
            document(4, "other"),
        ],
        (),
        1,
    )
    assert found(engine, Word("cyber"), "document") == [2, 3, 1]


def test_boosted_keywords_outrank_words(engine: Engine) -> None:
    engine.write(
        [
            document(1, "A/75/816 and A/75/816", title="A/75/816"),
            document(2, "other", keywords={"symbol": ("A/75/816",)}),
            document(3, "other", keywords={"family": ("A/75/816",)}),
        ],
        (),
        1,
    )
    query = Or((Exact("a/75/816"), Keyword("symbol", "A/75/816", 1000.0), Keyword("family", "A/75/816", 500.0)))
    assert found(engine, query, "document") == [2, 3, 1]


def test_equal_scores_go_by_id(engine: Engine) -> None:
    engine.write([passage(number, "same words") for number in (7, 3, 5)], (), 1)
    engine.write([passage(4, "same words")], (), 2)
    assert found(engine, Word("same")) == [3, 4, 5, 7]


def test_sorted_by_date_and_symbol(engine: Engine) -> None:
    engine.write(
        [
            document(1, "x", day=0, symbol_key="b"),
            document(2, "x", day=20210318, symbol_key=""),
            document(3, "x", day=20190000, symbol_key="a/00000010"),
            document(4, "x", day=20190000, symbol_key="a/00000009"),
        ],
        (),
        1,
    )
    orders: dict[Sort, list[int]] = {"date": [3, 4, 2, 1], "-date": [2, 3, 4, 1], "symbol": [4, 3, 1, 2]}
    for sort, ids in orders.items():
        assert [hit.record for hit in engine.search(Everything(), "document", sort=sort).hits] == ids


def test_equal_dates_keep_paragraphs_in_their_order(engine: Engine) -> None:
    engine.write(
        [
            passage(9, "x", document=2, order=1),
            passage(3, "x", document=2, order=2),
            passage(5, "x", document=1, order=9),
        ],
        (),
        1,
    )
    for sort in ("date", "symbol"):
        assert [hit.record for hit in engine.search(Everything(), "passage", sort=sort).hits] == [5, 9, 3]


def test_pages_make_up_the_whole(engine: Engine) -> None:
    engine.write([passage(number, "norm " * (number % 7)) for number in range(1, 41)], (), 1)
    whole = found(engine, Word("norm"))
    pages = [engine.search(Word("norm"), "passage", offset=offset, limit=9) for offset in range(0, 45, 9)]
    assert [hit.record for page in pages for hit in page.hits] == whole
    assert {page.total for page in pages} == {len(whole)}
    assert engine.search(Word("norm"), "passage", limit=0).hits == ()


def test_facets_count_all_hits_not_the_page(engine: Engine) -> None:
    engine.write(
        [
            passage(number, "norm", keywords={"by": ("chad", "peru") if number % 2 else ("peru",), "year": ("2021",)})
            for number in range(10)
        ],
        (),
        1,
    )
    results = engine.search(Word("norm"), "passage", limit=1, facets=("by", "year", "source"))
    assert results.facets == {"by": (("peru", 10), ("chad", 5)), "year": (("2021", 10),), "source": ()}


def test_a_removed_document_is_gone_with_its_passages(engine: Engine) -> None:
    engine.write([document(1, "norm"), document(2, "norm"), passage(1, "norm"), passage(2, "norm", document=2)], (), 1)
    engine.write((), [1, 99], 2)
    assert found(engine, Word("norm"), "document") == [2]
    assert found(engine, Word("norm"), "passage") == [2]
    results = engine.search(Not(Word("other")), "passage", facets=("by",))
    assert results.total == 1
    assert engine.terms("n", 5) == [("norm", 1)]


@pytest.mark.parametrize(
    "query", [Phrase(("norm",)), Phrase(("norm", "of")), Near((("norm",), ("of",)), 3), Prefix("no")]
)
def test_positions_of_removed_records_are_not_searched(engine: Engine, query: Query) -> None:
    # Enough that stay, so that an engine keeps the old segment instead of merging it away.
    stay = [passage(number, "norm of states", document=2) for number in range(100, 140)]
    engine.write([*(passage(number, "norm of states") for number in range(1, 9)), *stay], (), 1)
    engine.write((), [1], 2)
    assert found(engine, query) == list(range(100, 140))


def test_a_written_document_takes_the_place_of_its_old_self(engine: Engine) -> None:
    engine.write([document(1, "old words"), passage(1, "old words")], (), 1)
    engine.write([document(1, "new words"), passage(8, "new words")], [1], 2)
    assert found(engine, Word("old"), "passage") == []
    assert found(engine, Word("new"), "passage") == [8]
    assert found(engine, Word("word"), "document") == [1]


def test_a_record_takes_the_place_of_one_with_its_id(engine: Engine) -> None:
    engine.write([document(1, "old"), passage(1, "old")], (), 1)
    engine.write([passage(1, "new")], (), 2)
    assert found(engine, Everything(), "passage") == [1]
    assert found(engine, Word("old"), "passage") == []
    assert found(engine, Word("old"), "document") == [1]


def test_scores_forget_what_was_removed(engine: Engine, name: str, tmp_path: Path) -> None:
    kept = [passage(1, "norm of states"), passage(2, "states agree on much else")]
    gone = [passage(number, "norm " * number, document=9) for number in range(3, 9)]
    engine.write([*kept, *gone], (), 1)
    engine.write((), [9], 2)
    fresh = open_engine(name, tmp_path / "fresh")
    fresh.write(kept, (), 1)
    for query in (Word("norm"), Word("state"), Prefix("st"), Phrase(("norm", "of"))):
        same(engine.search(query, "passage"), fresh.search(query, "passage"))
    fresh.close()


def test_checkpoint_and_records_outlive_the_process(engine: Engine, name: str, tmp_path: Path) -> None:
    assert engine.checkpoint() == 0
    engine.write(PASSAGES, (), 41)
    engine.write((), (), 42)
    engine.close()
    again = open_engine(name, tmp_path / "index")
    assert again.checkpoint() == 42
    assert found(again, Word("norm")) == [1, 4]
    again.close()


def test_an_empty_index_answers(engine: Engine) -> None:
    results = engine.search(Or((Word("x"), Not(Word("x")), Phrase(("x", "y")))), "document", facets=FACETS)
    assert (results.total, results.hits) == (0, ())
    assert set(results.facets.values()) == {()}
    assert engine.best_passages(Word("x"), [1], 3)[1].total == 0
    assert engine.terms("", 5) == []
    assert engine.search(Everything(), "passage", sort="symbol").total == 0


def test_a_write_that_fails_is_not_seen(engine: Engine) -> None:
    engine.write([passage(1, "before")], (), 1)

    def broken() -> Iterator[Record]:
        yield passage(2, "half")
        raise StoreError("the store went away")

    with pytest.raises(StoreError):
        engine.write(broken(), [1], 2)
    assert engine.checkpoint() == 1
    assert found(engine, Everything()) == [1]
    engine.write([passage(3, "after")], (), 3)
    assert found(engine, Everything()) == [1, 3]


def test_parts_make_what_one_write_makes(engine: Engine, name: str, tmp_path: Path) -> None:
    one = open_engine(name, tmp_path / "one")
    for written in (engine, one):
        written.write([*PASSAGES, document(1, "old"), document(9, "gone"), passage(90, "norm", document=9)], (), 1)
    new = [document(1, "new norms", title="Final report"), passage(6, "A new norm."), passage(3, "States.", document=4)]
    engine.write_parts([partial(list, new[:1]), partial(list, new[1:])], [1, 9], 2)
    one.write(new, [1, 9], 2)
    assert engine.checkpoint() == 2
    for scope in SCOPES:
        for query in (Word("norm"), Word("state"), Exact("new"), Phrase(("new", "norm")), Prefix("n"), Everything()):
            same(engine.search(query, scope, facets=FACETS), one.search(query, scope, facets=FACETS))
    one.close()


@pytest.mark.parametrize("count", [0, 1])
def test_one_part_or_none_is_written(engine: Engine, count: int) -> None:
    engine.write([passage(1, "old"), passage(2, "old", document=2)], (), 1)
    engine.write_parts([partial(list, [passage(3, "new")])] * count, [1], 2)
    assert found(engine, Everything()) == [2, 3][: 1 + count]
    assert engine.checkpoint() == 2


@pytest.mark.parametrize("bad", [0, 1])
def test_a_part_that_fails_leaves_everything_as_it_was(engine: Engine, tmp_path: Path, bad: int) -> None:
    engine.write([passage(1, "before")], (), 1)
    parts: list[Part] = [partial(list, [passage(2, "half")])] * 2
    parts[bad] = partial(failing, [passage(3, "half")])
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StoreError, match="the store went away"):
        engine.write_parts(parts, [1], 2)
    assert [path for path in sorted(tmp_path.rglob("*")) if not path.name.endswith("LOCK")] == [
        path for path in before if not path.name.endswith("LOCK")
    ]
    assert engine.checkpoint() == 1
    assert found(engine, Everything()) == [1]
    engine.write([passage(3, "after")], (), 3)
    assert found(engine, Everything()) == [1, 3]


def test_a_search_during_a_write_sees_the_last_commit(engine: Engine, name: str, tmp_path: Path) -> None:
    engine.write([passage(1, "norm")], (), 1)
    reader = open_engine(name, tmp_path / "index")
    seen: list[list[int]] = []

    def watched() -> Iterator[Record]:
        yield passage(2, "norm", document=2)
        seen.append(found(engine, Word("norm")))
        seen.append(found(reader, Word("norm")))

    engine.write(watched(), [1], 2)
    assert seen == [[1], [1]]
    assert found(engine, Word("norm")) == found(reader, Word("norm")) == [2]
    assert reader.checkpoint() == 2
    reader.close()


def test_an_index_swapped_in_is_seen(engine: Engine, name: str, tmp_path: Path) -> None:
    engine.write([passage(1, "old")], (), 1)
    beside = open_engine(name, tmp_path / "beside")
    beside.write([passage(2, "new")], (), 1)
    beside.close()
    (tmp_path / "index").rename(tmp_path / "before")
    assert found(engine, Everything()) in ([1], [])
    (tmp_path / "beside").rename(tmp_path / "index")
    assert found(engine, Everything()) == [2]


def test_best_passages_of_each_document(engine: Engine) -> None:
    engine.write(PASSAGES, (), 1)
    query = And((Word("norm"), Or((Word("state"), Keyword("by", "chad"))), Not(Word("contact"))))
    best = engine.best_passages(query, [2, 1, 7], 1)
    assert {key: [hit.record for hit in results.hits] for key, results in best.items()} == {1: [1], 2: [4], 7: []}
    assert {key: results.total for key, results in best.items()} == {1: 2, 2: 1, 7: 0}
    assert engine.best_passages(Word("report", "title"), [1], 3)[1].total == 0
    # A page that shows a document asks for all of them.
    assert len(engine.best_passages(query, [1], 1_000_000)[1].hits) == 2


def test_terms_are_the_commonest_of_texts_and_titles(engine: Engine) -> None:
    engine.write(
        [
            document(1, "norms norms norm nothing", title="norms"),
            document(2, "norm", heading="nouns"),
            document(3, "states", title="norm"),
            passage(1, "north"),
        ],
        (),
        1,
    )
    assert engine.terms("no", 5) == [("norm", 3), ("norms", 1), ("nothing", 1)]
    assert engine.terms("no", 1) == [("norm", 3)]
    assert engine.terms("q", 5) == []


def test_a_wide_prefix_is_cut_to_the_commonest_with_a_notice(engine: Engine) -> None:
    words = [f"w{number:03}" for number in range(MAX_EXPANSION + 20)]
    engine.write([passage(number, f"{word} other") for number, word in enumerate(words)], (), 1)
    engine.write([passage(5_000, " ".join(words[-30:])), passage(6_000, words[0], document=2)], [3], 2)
    results = engine.search(Prefix("w"), "passage", limit=1_000)
    assert "commonest" in results.notices[0]
    found_ids = {hit.record for hit in results.hits}
    assert set(range(len(words) - 30, len(words))) <= found_ids
    assert results.total == MAX_EXPANSION + 2
    assert engine.search(Prefix("w00"), "passage").notices == ()
    assert engine.search(Prefix("w"), "passage").notices == results.notices


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    history=st.lists(steps(), min_size=1, max_size=4),
    asked=st.lists(st.tuples(queries(), st.sampled_from(("document", "passage"))), min_size=8, max_size=12),
    sort=st.sampled_from(("relevance", "date", "-date", "symbol")),
    offset=st.integers(0, 3),
)
def test_all_engines_answer_alike(
    history: list[Step], asked: list[tuple[Query, Scope]], sort: Sort, offset: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        judge, *others = (
            open_engine(name, Path(folder) / name) for name in sorted(AT_HAND, key=lambda n: n != "memory")
        )
        for number, step in enumerate(history, 1):
            for engine in (judge, *others):
                engine.write(step.records, step.removed, number)
        for other in others:
            answers_alike(other, judge, asked, sort, offset)
        for engine in (judge, *others):
            engine.close()


def answers_alike(other: Engine, judge: Engine, asked: list[tuple[Query, Scope]], sort: Sort, offset: int) -> None:
    """Every answer of an engine is the judge's."""
    for query, scope in asked:
        expected = judge.search(query, scope, sort=sort, offset=offset, limit=5, facets=FACETS)
        same(other.search(query, scope, sort=sort, offset=offset, limit=5, facets=FACETS), expected)
        best = judge.best_passages(query, [1, 2, 3, 4, 5], 2)
        answered = other.best_passages(query, [1, 2, 3, 4, 5], 2)
        assert answered.keys() == best.keys()
        for key in best:
            same(answered[key], best[key])
    assert list(other.terms("n", 3)) == list(judge.terms("n", 3))


def test_an_unknown_engine_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"no engine 'sphinx'; there are memory"):
        open_engine("sphinx", tmp_path)


def test_a_damaged_index_is_not_ready_and_says_the_cure(engine: Engine, name: str, tmp_path: Path) -> None:
    engine.write(PASSAGES, (), 1)
    engine.close()
    for file in (tmp_path / "index").iterdir():
        file.write_bytes(b"\x80\x04nonsense" * 3)
    with pytest.raises(EngineNotReady, match="verbale index"):
        open_engine(name, tmp_path / "index")
