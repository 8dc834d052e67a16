"""The thesaurus: the shipped one is as its rules say, one of the user's own adds to it, and what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ConfigError
from index.analysis import terms
from search.thesaurus import LONGEST, Thesaurus, entries, shipped, thesaurus

SIX = ("en", "fr", "es", "ru", "ar", "zh")
TOLD = Thesaurus(
    entries(
        """
        [[concept]]
        name = "confidence-building measures"
        en = ["confidence-building measure", "confidence-building measures", "CBM"]
        fr = ["mesures de confiance"]
        ru = ["мера укрепления доверия"]
        ar = ["تدابير بناء الثقة"]
        zh = ["建立信任措施"]
        [[concept]]
        name = "measures"
        en = ["confidence-building"]
        fr = ["État membre"]
        """,
        "a test",
    )
)
CONCEPTS = tuple(entry.concept for entry in shipped())


def words(text: str) -> tuple[str, ...]:
    return terms(text).exact


def test_there_are_150_concepts_of_one_name_each_in_six_languages() -> None:
    told = CONCEPTS
    assert len(told) >= 150
    assert len({concept.name for concept in told}) == len(told)
    assert [concept.name for concept in told if not all(concept.forms.get(language) for language in SIX)] == []


def test_no_name_means_two_things_and_none_is_too_long() -> None:
    meant: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for concept in CONCEPTS:
        for language, names in concept.forms.items():
            for name in names:
                assert 0 < len(words(name)) <= LONGEST, name
                meant.setdefault((language, words(name)), set()).add(concept.name)
    assert {said: told for said, told in meant.items() if len(told) > 1} == {}


def test_every_shipped_concept_is_found_by_its_first_names() -> None:
    told = Thesaurus(shipped())
    for concept in CONCEPTS:
        for language in SIX:
            run = words(concept.forms[language][0])
            assert told.longest(run) is not None, concept.name


@pytest.mark.parametrize(
    ("typed", "count", "name"),
    [
        ("cbm", 1, "confidence-building measures"),
        ("CBM between States", 1, "confidence-building measures"),
        ("confidence building measures regional", 3, "confidence-building measures"),
        ("confidence building first", 2, "measures"),
        ("mesure de confiance", 3, "confidence-building measures"),
        ("мер укрепления доверия", 3, "confidence-building measures"),
        ("تَدَابِير بناء الثقة", 3, "confidence-building measures"),
        ("建立信任措施", 6, "confidence-building measures"),
        ("Etats membres", 2, "measures"),
    ],
)
def test_the_most_words_from_the_first_on_are_a_concept(typed: str, count: int, name: str) -> None:
    found = TOLD.longest(words(typed))
    assert found is not None
    assert (found[0], found[1].name) == (count, name)


@pytest.mark.parametrize("typed", ["", "measures", "building confidence", "trust"])
def test_other_words_are_no_concept(typed: str) -> None:
    assert TOLD.longest(words(typed)) is None


def test_a_home_adds_concepts_which_come_before_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "thesaurus.toml"
    own.write_text('[[concept]]\nname = "our talks"\nen = ["Exampleland talks", "ET", "CBM"]\n', encoding="utf-8")
    told = thesaurus(own)
    assert len(told.entries) == len(shipped()) + 1
    assert told.longest(words("ET"))[1].name == "our talks"  # type: ignore[index]
    assert told.longest(words("CBM"))[1].name == "our talks"  # type: ignore[index]
    assert thesaurus(tmp_path / "none.toml").entries == shipped()


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[[concept", "is not TOML"),
        ("x = 1", "[[concept]] tables only"),
        ("concept = 1", "[[concept]] tables only"),
        ("concept = [1]", "[[concept]] tables only"),
        ('[[concept]]\nname = "x"\nen = ["x"]\n[other]\nx = 1', "[[concept]] tables only"),
        ('[[concept]]\nen = ["x"]', "not complete"),
        ('[[concept]]\nname = "x"', "not complete"),
        ('[[concept]]\nname = "x"\nen = "x"', "not complete"),
        ('[[concept]]\nname = "x"\nen = []', "not complete"),
        ('[[concept]]\nname = "x"\nen = ["..."]', "not complete"),
        ('[[concept]]\nname = 1\nen = ["x"]', "not complete"),
    ],
)
def test_what_is_no_thesaurus_is_said(toml: str, says: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"own\.toml") as caught:
        thesaurus(own)
    assert says in str(caught.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    own = tmp_path / "thesaurus.toml"
    own.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        thesaurus(own)


@given(st.lists(st.text(max_size=8), max_size=12))
def test_any_words_are_a_concept_or_none(typed: list[str]) -> None:
    found = TOLD.longest(typed)
    assert found is None or 1 <= found[0] <= len(typed)
