"""Marks show exactly what the query found, and snippets show them in a window."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.memory import open_index
from index.query import Exact, Fuzzy, Near, Phrase, Prefix, TextLeaf, Word
from search.marks import marks, snippet
from search.parse import parse
from tests.engine_contract import found, passage

TEXT = "States’ norms: confidence-building measures of each State, A/RES/75/240. 网络安全。 Measures build trust."


def marked(text: str, *leaves: TextLeaf, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in marks(text, language, leaves)]


@pytest.mark.parametrize(
    ("query", "slices"),
    [
        ("states", ["States", "State"]),
        ("confidence building", ["confidence", "building", "build"]),
        ('"confidence building measures"', ["confidence-building measures"]),
        ('"building * of"', ["building measures of"]),
        ('"norms states"', []),
        ("meas*", ["measures", "Measures"]),
        ("mesures~", ["measures", "Measures"]),
        ("a/res/75/240", ["A/RES/75/240"]),
        ("75", ["75"]),
        ("网络安全", ["网络安全"]),
        ("norms NEAR/2 measures", ["norms", "measures"]),
        ("norms NEAR/1 measures", []),
        ("norm* NEAR/2 measure*", ["norms", "measures"]),
        ('"building meas* of"', ["building measures of"]),
        ("norms NEAR/2 measures NEAR/2 state", ["norms", "measures", "State"]),
        ("norms -measures", ["norms"]),
        ("title:norms", []),
        ("text:norms", ["norms"]),
        ("source:un trust", ["trust"]),
        ('norms "states norms"', ["States’ norms"]),
    ],
)
def test_what_is_marked(query: str, slices: list[str]) -> None:
    assert marked(TEXT, *parse(query, ["en"]).leaves) == slices


def test_stems_are_those_of_the_language_of_the_text() -> None:
    leaves = parse("numérique", ["fr"]).leaves
    assert marked("économie numérique, réseaux numériques", *leaves, language="fr") == ["numérique", "numériques"]
    assert marked("numérique", *leaves, language="en") == []


def test_nothing_is_marked_in_nothing() -> None:
    assert marks("", "en", [Word("norm")]) == []
    assert marks("norm", "en", []) == []
    assert marks("norm", "en", [Phrase(("", ""))]) == []


def test_a_long_text_full_of_the_words_is_marked_at_once() -> None:
    text = "norm of states " * 2_000
    assert len(marks(text, "en", [Near((("norm",), ("states",)), 5), Word("norm")])) == 4_000


_WORDS = st.sampled_from(("norm", "norms", "form", "cyber", "state", "x", "75"))
_PHRASES = st.lists(st.one_of(_WORDS, st.sampled_from(("", "no*", "s*"))), min_size=1, max_size=3).map(tuple)
_LEAVES = st.one_of(
    st.builds(Word, _WORDS),
    st.builds(Exact, _WORDS),
    st.builds(Phrase, _PHRASES),
    st.builds(Near, st.lists(_PHRASES, min_size=2, max_size=3).map(tuple), st.integers(0, 3)),
    st.builds(Prefix, st.sampled_from(("n", "no", "c"))),
    st.builds(Fuzzy, _WORDS),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(_WORDS, max_size=9).map(" ".join), min_size=1, max_size=5), _LEAVES)
def test_what_is_found_has_marks_and_nothing_else_has(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], leaf: TextLeaf
) -> None:
    engine = open_index(tmp_path_factory.mktemp("index"))
    engine.write([passage(number, text) for number, text in enumerate(texts)], (), 1)
    assert set(found(engine, leaf)) == {number for number, text in enumerate(texts) if marks(text, "en", [leaf])}
    engine.close()


def test_a_snippet_shows_the_densest_marks_between_words() -> None:
    text = "norm " + "and other words " * 20 + "norm norms normal " + "and more of them " * 20
    shown, inside = snippet(text, marks(text, "en", [Prefix("norm")]), 80)
    assert [shown[start:end] for start, end in inside] == ["norm", "norms", "normal"]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert set(shown.strip("…").split()) <= set(text.split())
    assert len(shown) <= 82


def test_a_snippet_of_a_short_text_is_the_text() -> None:
    assert snippet("a norm", [[2, 6]], 80) == ("a norm", [[2, 6]])


def test_a_snippet_without_marks_is_the_beginning() -> None:
    assert snippet("one two three four", [], 8) == ("one two…", [])


@settings(deadline=None)
@given(
    st.text(st.sampled_from("ab 网\n"), max_size=120),
    st.lists(st.tuples(st.integers(0, 119), st.integers(1, 40)), max_size=6),
    st.integers(1, 60),
)
def test_any_snippet_keeps_its_marks_in_place(text: str, spans: list[tuple[int, int]], width: int) -> None:
    given_marks: list[list[int]] = []
    for start, length in sorted(spans):
        if (not given_marks or start > given_marks[-1][1]) and start + length <= len(text):
            given_marks.append([start, start + length])
    shown, inside = snippet(text, given_marks, width)
    assert len(shown) <= max(width + 2, 0) or shown == text
    assert shown.removeprefix("…").removesuffix("…") in text
    slices = [text[start:end] for start, end in given_marks]
    for start, end in inside:
        assert 0 <= start < end <= len(shown)
        assert any(shown[start:end] in whole for whole in slices)
