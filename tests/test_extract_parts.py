"""Replies in a report of the Secretary-General and decisions behind a journal, as documents of their own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import FrontMatter, Part, Passage
from corpus.extract import extract
from corpus.extract.parts import parts_of
from crawler.sample.collection import documents
from crawler.sample.files import render_file

REPLIES = ("II. Replies received from Governments",)


def sample(name: str, suffix: str) -> tuple[tuple[Part, ...], tuple[Passage, ...]]:
    document = next(item for item in documents() if item.name == name and item.language == "en")
    made = extract(render_file(document, suffix), name=f"sample{suffix}")
    return made.parts, made.passages


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html"])
def test_each_reply_has_its_state_language_and_date(suffix: str) -> None:
    parts, passages = sample("sg-report-views", suffix)
    assert [(part.submitters, part.language, part.date) for part in parts] == [
        (("Exampleland",), "en", "2024-05-14"),
        (("Facsimilia",), "fr", "2024-05-27"),
        (("Placeholder Islands",), "en", "2024-04-30"),
        (("Republic of Muestra",), "es", "2024-05-22"),
        (("Republic of Testonia",), "en", "2024-05-31"),
    ]
    assert passages[parts[1].first - 1].text == "[Original: French]"
    assert passages[parts[0].last].text == "[Original: French]"
    assert parts[0].first > 2, "the introduction belongs to the report"
    if suffix != ".html":
        assert passages[0].heading == ("I. Introduction",)


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_a_decision_behind_a_journal_is_a_part_with_its_symbol(suffix: str) -> None:
    parts, passages = sample("osce-jour-9462", suffix)
    assert [part.symbol for part in parts] == ["PC.DEC/9202"]
    assert parts[0].title.startswith("CONFIDENCE-BUILDING MEASURES")
    assert parts[0].date == "2024-03-14"
    assert passages[parts[0].first - 1].text == "The Permanent Council,"
    assert passages[parts[0].first - 1].heading[0] == "DECISION No. 9202"
    assert parts[0].last == len(passages)


def reply(heading: tuple[str, ...], *texts: str) -> list[Passage]:
    return [Passage(text, "", heading) for text in texts]


@pytest.mark.parametrize(
    ("bracket", "language"),
    [
        ("[Original: English]", "en"),
        ("[Original: English and French]", "en/fr"),
        ("[Original : anglais]", "en"),
        ("[Original: inglés]", "en"),
        ("[Подлинный текст на русском языке]", "ru"),
        ("[原件：阿拉伯文]", "ar"),
        ("[الأصل: بالفرنسية]", "fr"),
    ],
)
def test_the_language_is_read_in_the_six_languages(bracket: str, language: str) -> None:
    passages = reply((*REPLIES, "Exampleland*"), bracket, "[5 May 2021]", "Words.")
    assert parts_of(passages, FrontMatter()) == (
        Part("Exampleland", 1, 3, "", ("Exampleland",), language, "2021-05-05"),
    )


def test_a_reply_ends_before_the_next_section_but_not_at_its_own_headings() -> None:
    state = (*REPLIES, "Exampleland")
    passages = [
        *reply(("I. Introduction",), "Words of the report."),
        *reply(state, "[Original: English]", "[5 May 2021]", "Opening words."),
        *reply((*REPLIES, "General appreciation"), "Words under a heading of the reply set like the name of a State."),
        *reply(("III. Replies received from organizations",), "Words of the report again."),
    ]
    assert [(part.first, part.last) for part in parts_of(passages, FrontMatter())] == [(2, 5)]


def test_a_name_that_is_no_heading_is_found_before_the_language() -> None:
    passages = reply(REPLIES, "The replies follow.", "Exampleland", "[Original: English] [5 May 2021]", "Words.")
    assert [(part.title, part.first, part.date) for part in parts_of(passages, FrontMatter())] == [
        ("Exampleland", 2, "2021-05-05")
    ]


def test_nothing_is_split_where_nobody_is_named() -> None:
    assert parts_of(reply((), "A sentence that ends.", "[Original: English]", "Words."), FrontMatter()) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from([(), REPLIES, (*REPLIES, "Exampleland"), ("Annex",)]),
            st.sampled_from(["[Original: English]", "[5 May 2021]", "Exampleland", "Some words.", ""]),
        )
    )
)
def test_parts_never_overlap_and_stay_within_the_document(rows: list[tuple[tuple[str, ...], str]]) -> None:
    parts = parts_of([Passage(text, "", heading) for heading, text in rows], FrontMatter())
    edges = [edge for part in parts for edge in (part.first, part.last)]
    assert edges == sorted(edges)
    assert all(part.first <= part.last <= len(rows) for part in parts)
    assert all(earlier.last < later.first for earlier, later in pairwise(parts))
