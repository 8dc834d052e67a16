"""The pure steps between words with places and paragraphs. All text here is ours."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.pages.footnotes import split_notes
from corpus.extract.pages.furniture import without_furniture
from corpus.extract.pages.joining import Joiner
from corpus.extract.pages.lines import lines_of
from corpus.extract.pages.order import in_order
from corpus.extract.pages.right_to_left import Letter, line_of
from corpus.extract.pages.values import Line, Run, Sheet, Word
from corpus.extract.wording import clean

WIDTH, HEIGHT = 600.0, 800.0


def word(text: str, left: float, *, bottom: float = 400.0, size: float = 10.0) -> Word:
    """A word whose letters are half as wide as high."""
    return Word(text, left, left + len(text) * size / 2, bottom, bottom + size)


def line(
    text: str, bottom: float, *, page: int = 1, left: float = 100.0, right: float = 500.0, size: float = 10.0
) -> Line:
    return Line(text, page, left, right, bottom, bottom + size)


def sheets(*pages: list[Line]) -> list[Sheet]:
    return [
        Sheet(number, WIDTH, HEIGHT, tuple(replace(item, page=number) for item in page))
        for number, page in enumerate(pages, 1)
    ]


def texts(pages: tuple[Sheet, ...]) -> list[list[str]]:
    return [[item.text for item in page.lines] for page in pages]


def test_a_raised_mark_is_no_part_of_the_words() -> None:
    raised = word("1", 130.0, bottom=404.0, size=6.0)
    made = lines_of([Run((word("States", 100), raised)), Run((word("agree.", 140),))], 1)
    assert [(item.text, item.marks) for item in made] == [("States agree.", ("1",))]


def test_a_raised_number_behind_a_quantity_stays() -> None:
    raised = word("3", 112.0, bottom=404.0, size=6.0)
    assert lines_of([Run((word("10", 100), raised, word("cases", 130)))], 1)[0].text == "10 3 cases"


def test_the_bracketed_marks_of_the_european_union_go_too() -> None:
    raised = word("2", 156.0, bottom=404.0, size=6.0)
    run = Run((word("Committee", 100), word("(", 150), raised, word("),", 160), word("and", 175)))
    assert (lines_of([run], 1)[0].text, lines_of([run], 1)[0].marks) == ("Committee, and", ("2",))


def test_letters_driven_apart_are_one_word() -> None:
    letters = [word(letter, 100 + 12 * place) for place, letter in enumerate("Invites")]
    assert lines_of([Run((*letters, word("States", 220)))], 1)[0].text == "Invites States"


def test_the_large_letter_of_a_masthead_belongs_to_its_symbol() -> None:
    run = Run((word("United", 100), word("Nations", 140), Word("A/199/12", 480, 540, 398, 418)))
    assert lines_of([run], 1)[0].parts == ("United Nations", "A/199/12")


def test_heads_feet_and_job_numbers_go_and_articles_stay() -> None:
    pages = [
        [
            line(f"A/199/12 A running title {page}", 770),
            line(f"Article {page + 4}", 745),
            line("Words of the text.", 500),
            line(f"{page}/3 31-01234", 20),
        ]
        for page in (1, 2, 3)
    ]
    kept = texts(without_furniture(sheets(*pages)))
    assert kept[1:] == [["Article 6", "Words of the text."], ["Article 7", "Words of the text."]]


@pytest.mark.parametrize(
    "foot", ["31-01234 (E) 040331", "*3101234*", "GE.31-01234 (E)", "Please recycle", "2 31-01234 /13"]
)
def test_what_only_first_pages_have_at_their_foot_goes(foot: str) -> None:
    assert texts(without_furniture(sheets([line("Words.", 500), line(foot, 100)]))) == [["Words."]]


def test_footnotes_are_small_print_behind_a_mark() -> None:
    body = replace(line("The group recalls its report.", 500), marks=("4",))
    pages = sheets(
        [body, line("______", 130, right=170), line("4 See A/199/12, which", 120, size=8)],
        [
            line("Words.", 500),
            line("______", 140),
            line("goes on here.", 130, size=8),
            line("* Reissued.", 118, size=8),
        ],
    )
    bodies, notes = split_notes([replace(page, lines=page.lines) for page in pages], 10.0)
    assert texts(bodies)[0] == ["The group recalls its report."]
    told = [(note.mark, note.page, [item.text for item in note.lines]) for note in notes]
    assert told == [("4", 1, ["See A/199/12, which", "goes on here."]), ("*", 2, ["Reissued."])]


def test_small_print_without_a_mark_is_body() -> None:
    pages = sheets([line("Words.", 500), line("Source: our own count.", 130, size=8)])
    bodies, notes = split_notes(pages, 10.0)
    assert (len(bodies[0].lines), notes) == (2, ())


def test_a_strand_that_stands_above_is_read_first_and_columns_are_not_touched() -> None:
    masthead, text = [line("United Nations", 760), line("A/199/12", 740)], [line("First.", 600), line("Second.", 580)]
    assert [item.text for item in in_order([*text, *masthead])] == ["United Nations", "A/199/12", "First.", "Second."]
    left = [line("left one", 700, right=280), line("left two", 300, right=280)]
    right = [line("right one", 700, left=320), line("right two", 300, left=320)]
    assert in_order([*left, *right]) == (*left, *right)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the whole of", "the text", "the whole of the text"),
        ("communi-", "cation is good", "communication is good"),
        ("confidence-", "building goes on", "confidence-building goes on"),
        ("Secretary-", "General speaks", "Secretary-General speaks"),
        ("Arabic/English/", "French", "Arabic/English/French"),
        ("from 3–", "14 June", "from 3–14 June"),
        ("States –", "and others", "States – and others"),
        ("各国承", "认规则", "各国承认规则"),
    ],
)
def test_lines_are_joined_as_words_are_spelled(first: str, second: str, joined: str) -> None:
    elsewhere = [line("communication and confidence-building are words of this text", 100)]
    assert Joiner(sheets(elsewhere)).join([line(first, 300), line(second, 288)]) == joined


def arabic(words: str) -> list[Letter]:
    """The letters of some words as they stand on a page, from the right, with a space of three points."""
    place, letters = 500.0, []
    for char in words:
        if char == " ":
            place -= 3
        else:
            letters.append(Letter(char, place - 5, place, 400, 410))
            place -= 5
    return letters


def test_lines_from_right_to_left_are_read_and_mirrored() -> None:
    run = line_of(arabic("الدول تقرر"), bold=False, width=WIDTH)
    assert run is not None
    assert [item.text for item in run.words] == ["الدول", "تقرر"]
    assert [item.left for item in run.words] == [100.0, 128.0]


def test_the_two_letters_of_one_glyph_are_turned_back() -> None:
    lam, alef = Letter("ل", 490, 495, 400, 410), Letter("ا", 490, 495, 400, 410)
    run = line_of([Letter("ا", 495, 500, 400, 410), alef, lam], bold=False, width=WIDTH)
    assert run is not None
    assert run.words[0].text == "الا"


def test_numbers_and_latin_words_run_from_the_left() -> None:
    def seen(latin: str, right: float) -> list[Letter]:
        left = right - 5 * len(latin)
        return [Letter(char, left + 5 * place, left + 5 * place + 5, 400, 410) for place, char in enumerate(latin)]

    letters = [*arabic("قرار"), *seen("240", 470), *seen("A/RES/75", 440), *seen("working", 390), *seen("group", 350)]
    run = line_of(letters, bold=False, width=WIDTH)
    assert run is not None
    assert " ".join(item.text for item in run.words) == "قرار 240 group working A/RES/75"


@given(st.text(max_size=80))
def test_cleaning_is_total_and_final(words: str) -> None:
    once = clean(words)
    assert clean(once) == once
    assert once == once.strip()
    assert "  " not in once


def test_cleaning_keeps_what_means_something() -> None:
    assert clean("ﬁrst\u00a0 co\u00adoperation\u200b") == "first cooperation"
    assert clean("10³ m², ½, №\u20095, “so” – …") == "10³ m², ½, № 5, “so” – …"
    assert clean("ﻻ１２") == "لا12"
    assert clean("大会，决定：") == "大会，决定："
