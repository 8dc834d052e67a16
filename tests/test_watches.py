"""Watches: what is news, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import ChainSettings
from corpus.errors import ConfigError
from search.tracing.wording import least_likeness, match, may_match
from search.watches import Watch
from search.watches.definitions import parse_watch, written
from search.watches.digest import altered
from search.watches.tracing import Traced, traced, wording
from tests.watched import SENTENCE, Watching, told

OTHER = "The annual report on warehouses is noted."


@pytest.fixture
def watching(tmp_path: Path) -> Watching:
    home = Watching(tmp_path / "home")
    home.bring("A/199/10", OTHER, "The keys hang beside the door.")
    return home


def test_a_query_tells_new_paragraphs_once(watching: Watching) -> None:
    assert watching.add("keys", "keys door") == 1
    assert watching.news() == []
    watching.bring("A/199/11", OTHER, "A key opens every door.")
    [alert] = watching.news()
    assert told([alert]) == [("keys", "found", "A/199/11, para. 2")]
    assert (alert.path, alert.text, alert.language) == ("/d/A/199/11#para-2", "A key opens every door.", "en")
    assert watching.news() == []


def test_a_query_keeps_all_its_grammar(watching: Watching) -> None:
    watching.add("narrow", '(symbol:"A/199/11" OR symbol:"A/199/12") "every door" -window')
    watching.bring("A/199/11", "A key opens every door.", "Every door and every window.")
    watching.bring("A/199/13", "Here too a key opens every door.")
    assert told(watching.news()) == [("narrow", "found", "A/199/11, para. 1")]


def test_a_query_tells_what_changed_and_what_is_gone(watching: Watching) -> None:
    watching.add("keys", "keys")
    watching.bring("A/199/10", OTHER, "The keys hang behind the door.")
    [changed] = watching.news()
    assert (changed.kind, changed.before) == ("changed", "A/199/10, para. 2")
    assert altered(changed.pieces) == "The keys hang [-beside-] {+behind+} the door."
    watching.bring("A/199/10", OTHER, "Nothing is left there.")
    [gone] = watching.news()
    assert (gone.kind, gone.text, gone.before) == (
        "disappeared", "The keys hang behind the door.", "A/199/10, para. 2"
    )  # fmt: skip


def test_a_sentence_appears_word_for_word_or_altered(watching: Watching) -> None:
    assert watching.add("count", trace=SENTENCE) == 0
    altered_sentence = SENTENCE.replace("shall", "should").replace("sunset", "sunrise")
    watching.bring("A/199/11", f"Moreover, {SENTENCE}, as was agreed.", f"1. {altered_sentence}.", OTHER)
    whole, other = watching.news()
    assert told([whole, other]) == [
        ("count", "appeared", "A/199/11, para. 1"),
        ("count", "appeared", "A/199/11, para. 2"),
    ]
    assert whole.pieces == ()
    assert altered(other.pieces).startswith("Every keeper of the warehouse [-shall-] {+should+} count the keys")
    assert watching.news() == []


def test_a_sentence_changes_and_disappears(watching: Watching) -> None:
    watching.bring("A/199/11", OTHER, f"{SENTENCE}.")
    assert watching.add("count", trace=SENTENCE) == 1
    # It stands elsewhere, under another number, in a longer paragraph: its language is as it was.
    watching.bring("A/199/11", OTHER, "A new paragraph.", f"As was agreed, {SENTENCE}.")
    assert watching.news() == []
    watching.bring("A/199/11", OTHER, "A new paragraph.", f"As was agreed, {SENTENCE.replace('shall', 'may')}.")
    [changed] = watching.news()
    assert (changed.kind, changed.citation, changed.before) == ("changed", "A/199/11, para. 3", "A/199/11, para. 3")
    assert [piece.text.strip() for piece in changed.pieces if piece.kind != "same"] == ["shall", "may"]
    watching.bring("A/199/11", OTHER, "A new paragraph.")
    [gone] = watching.news()
    assert (gone.kind, gone.citation, gone.before, gone.number) == (
        "disappeared", "A/199/11", "A/199/11, para. 3", "3"
    )  # fmt: skip
    assert watching.news() == []


def test_a_new_draft_is_compared_with_the_one_that_it_revises(watching: Watching) -> None:
    watching.bring("A/C.1/199/L.2", OTHER, f"{SENTENCE}.")
    watching.add("count", trace=SENTENCE)
    watching.bring("A/C.1/199/L.2/Rev.1", OTHER, f"{SENTENCE.replace('shall', 'may')}.", "A third paragraph.")
    [changed] = watching.news()
    assert (changed.kind, changed.citation, changed.before) == (
        "changed", "A/C.1/199/L.2/Rev.1, para. 2", "A/C.1/199/L.2, para. 2"
    )  # fmt: skip
    watching.bring("A/C.1/199/L.2/Rev.2", OTHER, "Nothing of it is left.")
    [gone] = watching.news()
    assert (gone.kind, gone.citation, gone.before) == (
        "disappeared", "A/C.1/199/L.2/Rev.2", "A/C.1/199/L.2/Rev.1, para. 2"
    )  # fmt: skip
    # An addendum takes no draft's place.
    watching.bring("A/C.1/199/L.2/Add.1", OTHER, "Programme budget implications.")
    assert watching.news() == []


def test_a_resolution_is_compared_with_the_draft_that_it_was(watching: Watching) -> None:
    said = {"title": "Counting of keys", "session": "UNGA 199"}
    watching.bring("A/C.1/199/L.7", OTHER, f"{SENTENCE}.", type="draft resolution", date="2044-10-09", **said)
    watching.add("count", trace=SENTENCE)
    altered_words = f"{SENTENCE.replace('shall', 'may')}."
    watching.bring("A/RES/199/41", OTHER, altered_words, type="resolution", date="2044-12-05", **said)
    [changed] = watching.news()
    assert (changed.kind, changed.citation, changed.before) == (
        "changed", "General Assembly resolution 199/41, para. 2", "A/C.1/199/L.7, para. 2"
    )  # fmt: skip
    # The resolution of the next session is another text: that it lacks the words is no news.
    watching.bring("A/RES/200/40", OTHER, "Nothing.", type="resolution", date="2045-12-05", title=said["title"])
    assert watching.news() == []


def test_a_draft_of_another_symbol_is_compared_with_the_one_before(watching: Watching) -> None:
    of = {"process": "oewg-2021", "session": "OEWG 2031 session 9"}
    watching.bring("A/AC.292/2031/CRP.1", OTHER, f"{SENTENCE}.", title="Zero draft of the final report", **of)
    watching.add("count", trace=SENTENCE)
    watching.bring(
        "A/AC.292/2031/CRP.3", OTHER, "Nothing is left of it.", title="First draft of the final report", **of
    )
    [gone] = watching.news()
    assert (gone.kind, gone.citation, gone.before) == (
        "disappeared", "A/AC.292/2031/CRP.3", "A/AC.292/2031/CRP.1, para. 2"
    )  # fmt: skip


def test_chains_set_by_hand_are_followed(watching: Watching) -> None:
    watching.bring("A/199/31", OTHER, f"{SENTENCE}.")
    watching.add("count", trace=SENTENCE)
    watching.chains = (ChainSettings("keys", ("A/199/31", "A/199/77")),)
    watching.bring("A/199/77", OTHER, f"{SENTENCE.replace('shall', 'may')}.")
    [changed] = watching.news()
    assert (changed.kind, changed.before) == ("changed", "A/199/31, para. 2")


def test_other_spaces_dashes_and_capitals_are_no_news(watching: Watching) -> None:
    watching.bring("A/199/11", OTHER, f"{SENTENCE} again-and-again.")
    watching.add("count", trace=SENTENCE)
    watching.add("keys", "keys")
    watching.bring("A/199/11", OTHER, f"{SENTENCE.upper()}  again – and – again")
    assert watching.news() == []


def test_a_store_made_anew_is_no_news_and_hides_none(watching: Watching) -> None:
    watching.bring("A/199/11", f"{SENTENCE}.")
    watching.add("count", trace=SENTENCE)
    watching.add("keys", "keys")
    for file in watching.path.glob("corpus.db*"):
        file.unlink()
    watching.bring("A/199/10", OTHER, "The keys hang beside the door.")
    watching.bring("A/199/12", "The keys are new.")
    watching.bring("A/199/11", f"{SENTENCE}.")
    assert told(watching.news()) == [("keys", "found", "A/199/12, para. 1")]
    assert watching.news() == []


def test_languages_are_watched_each_for_itself(watching: Watching) -> None:
    watching.add("clefs", "clefs")
    watching.bring("A/199/10", "Les clefs pendent à côté de la porte.", language="fr")
    [alert] = watching.news()
    assert (alert.language, alert.path) == ("fr", "/d/A/199/10?lang=fr#para-1")


def test_a_file_written_by_hand_begins_with_the_next_run(watching: Watching) -> None:
    (watching.path / "watches").mkdir()
    (watching.path / "watches" / "keys.toml").write_text('query = "keys"\n')
    began = watching.run()
    assert began.ran[0].began
    assert not began.news
    watching.bring("A/199/11", "A box of keys.")
    assert told(watching.news()) == [("keys", "found", "A/199/11, para. 1")]
    # Another question begins anew.
    (watching.path / "watches" / "keys.toml").write_text('query = "box"\n')
    assert watching.run().ran[0].began
    assert watching.news() == []


def test_a_query_that_cannot_be_run_says_so_and_keeps_no_other_waiting(watching: Watching) -> None:
    watching.add("keys", "keys")
    (watching.path / "watches" / "broken.toml").write_text("query = '(keys'\n")
    watching.bring("A/199/11", "A box of keys.")
    told_ = watching.run()
    assert not told_.whole
    assert [bool(each.trouble) for each in told_.ran] == [True, False]
    assert len(told_.news) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("query = 'a'\ntrace = 'b'\n", "either a query or a trace"),
        ("made = '2031'\n", "either a query or a trace"),
        ("querry = 'a'\n", "'querry' is not known"),
        ("query = 3\n", "'query' is not known or no text"),
        ("query = ", "is not valid TOML"),
    ],
)
def test_a_file_that_is_no_watch_is_named(text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as refused:
        parse_watch("keys", text, "/home/watches/keys.toml")
    assert "/home/watches/keys.toml" in str(refused.value)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: bool(text.split())))
def test_a_watch_is_read_as_it_was_written(text: str) -> None:
    watch = Watch("keys", query=" ".join(text.split()), made="2031-03-04T02:30:00+00:00")
    assert parse_watch("keys", written(watch), "keys.toml") == watch


WORDS = (
    "count keys door warehouse keeper sunset others tell before shall every report lamp shelf north rain "
    "gate river paper ink stamp letter bell tower clock street morning visitor guard window"
).split()


@pytest.mark.slow
@given(
    # One word said again and again stands in many places; short sentences have to be more alike (`least_likeness`).
    sentence=st.lists(st.sampled_from(WORDS), min_size=14, max_size=30, unique=True),
    before=st.lists(st.sampled_from(["alpha", "beta", "gamma"]), max_size=30),
    after=st.lists(st.sampled_from(["delta", "epsilon", "zeta"]), max_size=30),
    first=st.integers(0, 4),
)
def test_a_sentence_of_which_every_fifth_word_was_replaced_is_found(
    sentence: list[str], before: list[str], after: list[str], first: int
) -> None:
    inner = [place for place in range(first, len(sentence), 5) if 0 < place < len(sentence) - 1]
    there = [f"other{place}" if place in inner else word for place, word in enumerate(sentence)]
    text = " ".join([*before, *there, *after])
    found = traced(wording(" ".join(sentence)), wording(text))
    assert isinstance(found, Traced)
    assert found.words == " ".join(there)
    assert bool(found.pieces) is bool(inner)


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_two_texts_are_compared(sentence: str, text: str) -> None:
    wanted = wording(sentence)
    found = traced(wanted, wording(text)) if wanted.terms else None
    # The quick look before the comparison never turns away what the comparison finds.
    assert may_match(wanted.terms, wording(text).terms) or match(wanted.terms, wording(text).terms) is None
    if found is not None:
        assert found.words in text
        same = sum(len(wording(piece.text).terms) for piece in found.pieces if piece.kind == "same")
        assert not found.pieces or 2 * same >= least_likeness(len(wanted.terms)) * len(wanted.terms) - 1
