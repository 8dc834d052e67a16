"""From blocks to passages: printed numbers, preambular and operative paragraphs, headings. All text here is ours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract.blocks import Block, Kind
from corpus.extract.numbering import opens_with_number, read_number
from corpus.extract.passages import passages_of

BODY = 10.0


def text(words: str, *, indent: float = 100.0, page: int = 1, italic: bool = False) -> Block:
    return Block(words, page, indent=indent, size=BODY, opens_italic=italic)


def bold(words: str, size: float = BODY) -> Block:
    return Block(words, 1, indent=100.0, size=size, bold=True)


def numbers(*blocks: Block) -> list[str]:
    return [passage.number for passage in passages_of(blocks)]


@pytest.mark.parametrize(
    ("printed", "shown", "style", "value"),
    [
        ("24. States", "24", "1", 24),
        ("24) States", "24", "1", 24),
        ("3- States", "3", "1", 3),
        ("(b) a name", "(b)", "a", 2),
        ("b) a name", "(b)", "a", 2),
        ("(bb) a name", "(bb)", "a", 28),
        ("(iv) a name", "(iv)", "i", 4),
        ("(xxviii) a name", "(xxviii)", "i", 28),
        ("(12) a recital", "(12)", "(1)", 12),
        ("2.3 Purpose", "2.3", "1.1", 3),
        ("б) имя", "(б)", "a", 2),
        ("• a point", "", "•", 0),
        ("§ 7 Zweck", "§ 7", "§", 7),
        ("第二十一条 国家", "第二十一条", "条", 21),
        ("（十二） 机构", "(十二)", "(一)", 12),
        ("B. whereas States", "B", "A", 2),
    ],
)
def test_printed_numbers_are_read(printed: str, shown: str, style: str, value: int) -> None:
    found = read_number(printed)
    assert found is not None
    assert (found.shown, found.style, found.value) == (shown, style, value)
    assert printed[found.ends :] == printed.split(maxsplit=2 if style == "§" else 1)[-1]


@pytest.mark.parametrize(
    "words",
    ["2024 was a year", "30. Oktober 2019 in Berlin", "122.4 million people", "A/RES/73/27", "e.g. this", "(see"],
)
def test_other_numbers_are_none(words: str) -> None:
    assert read_number(words) is None


@given(st.text(max_size=60))
def test_reading_a_number_never_fails(words: str) -> None:
    found = read_number(words)
    assert found is None or 0 < found.ends <= len(words)
    assert opens_with_number(words) <= len(words)


def test_chinese_articles_have_their_items_and_recitals_stand_before_the_numbers() -> None:
    assert numbers(
        text("第一条 国家制定本条例。"), text("第二条 单位应当具备下列条件："), text("（一）有人员；"),
        text("(二)有制度。"), text("第三条规定的单位不在此列。"), text("第十条 本条例施行。"),
    ) == ["第一条", "第二条", "第二条 (一)", "第二条 (二)", "", "第十条"]  # fmt: skip
    assert numbers(text("A. whereas one;"), text("B. whereas two;"), text("1. Calls on all;"), text("2. Ends.")) == [
        "A", "B", "1", "2",
    ]  # fmt: skip


def test_items_stand_under_their_paragraph() -> None:
    assert numbers(
        text("24. States agree that:"),
        text("(a) One;", indent=120),
        text("(b) Two, namely:", indent=120),
        text("(i) Small;", indent=140),
        text("(ii) Large;", indent=140),
        text("(c) Three.", indent=120),
        text("25. States disagree."),
    ) == ["24", "24 (a)", "24 (b)", "24 (b) (i)", "24 (b) (ii)", "24 (c)", "25"]


def test_the_letter_i_follows_h() -> None:
    letters = [text(f"({letter}) Item;", indent=120) for letter in "abcdefghij"]
    assert numbers(text("7. List:"), *letters)[-3:] == ["7 (h)", "7 (i)", "7 (j)"]


def test_a_list_within_a_paragraph_keeps_the_numbers_around_it() -> None:
    found = numbers(
        text("2. The agenda was:"),
        text("1. Opening.", indent=130),
        text("2. Questions:", indent=130),
        text("(a) Of money;", indent=150),
        text("3. Closing.", indent=130),
        text("3. The group met."),
    )
    assert found == ["2", "2 (1)", "2 (2)", "2 (2) (a)", "2 (3)", "3"]


def test_numbers_resume_behind_a_list_that_looks_like_them() -> None:
    agenda = [text(f"{number}. Item {number}.") for number in range(1, 10)]
    found = numbers(text("1. Decision:"), bold("Agenda"), *agenda, bold("Next chapter"), text("2. The group met."))
    assert found[-1] == "2"


def test_two_numbers_in_one_line() -> None:
    passages = passages_of([text("12. (a) Each party names one;"), text("(b) Each party answers.", indent=120)])
    assert [(passage.number, passage.text) for passage in passages] == [
        ("12 (a)", "Each party names one;"),
        ("12 (b)", "Each party answers."),
    ]


def test_a_text_can_begin_in_the_middle() -> None:
    assert numbers(text("15. States recalled this."), text("16. States recalled that.")) == ["15", "16"]


RESOLUTION = (
    text("The General Assembly,", italic=True),
    text("Recalling its resolution 75/240,", italic=True),
    text("Noting the report,", italic=True),
    text("1. Decides to meet;", italic=True),
    text("2. Requests the Secretary-General:", italic=True),
    text("(a) To write;", indent=120),
    text("(b) To send;", indent=120),
    text("3. Also decides to end.", italic=True),
)


def test_resolutions_have_preambular_and_operative_paragraphs() -> None:
    assert numbers(*RESOLUTION) == ["", "PP1", "PP2", "OP1", "OP2", "OP2 (a)", "OP2 (b)", "OP3"]


def test_one_operative_paragraph_without_a_number_is_the_first() -> None:
    found = passages_of(
        [
            text("The General Assembly", italic=True),
            text("Adopts the following text and its annex:", italic=True),
            bold("A pact"),
            text("1. We, the States, agree."),
            text("2. We go on."),
        ]
    )
    assert [passage.number for passage in found] == ["", "OP1", "1", "2"]
    assert found[2].heading == ("A pact",)


def test_words_that_lead_in_to_operative_paragraphs_are_none() -> None:
    found = numbers(
        text("The Permanent Council,"), text("Recalling Decision No. 9039,"), text("Decides to:"), text("1. Meet;"),
        text("2. End."),
    )  # fmt: skip
    assert found == ["", "PP1", "", "OP1", "OP2"]


def test_numbers_begin_anew_in_an_annex() -> None:
    passages = passages_of(
        [*RESOLUTION, bold("Annex I"), bold("Terms of reference"), text("1. The group has members.")]
    )
    last = passages[-1]
    assert (last.number, last.heading) == ("1", ("Annex I", "Terms of reference"))


def test_a_report_goes_on_behind_a_resolution_in_it() -> None:
    found = numbers(
        bold("Chapter I"),
        text("5. The Commission recommends:"),
        bold("Draft resolution I"),
        *RESOLUTION,
        bold("Chapter II"),
        text("6. The Commission met."),
    )
    assert found[0] == "5"
    assert found[-1] == "6"
    assert "OP3" in found


@pytest.mark.parametrize(
    ("speaker", "preambular", "operative"),
    [
        ("L’Assemblée générale,", "Rappelant sa résolution 75/240,", "1. Décide de se réunir ;"),
        ("La Asamblea General,", "Recordando su resolución 75/240,", "1. Decide reunirse;"),
        ("Генеральная Ассамблея,", "ссылаясь на свою резолюцию 75/240,", "1. постановляет собраться;"),
        ("إن الجمعية العامة،", "إذ تشير إلى قرارها 75/240،", "1 - تقرر أن تجتمع؛"),
        ("大会，", "回顾其第75/240号决议，", "1. 决定举行会议；"),
        ("The Permanent Council,", "Recalling Decision No. 9039,", "1. Decides to meet;"),
    ],
)
def test_resolutions_in_other_languages(speaker: str, preambular: str, operative: str) -> None:
    assert numbers(text(speaker), text(preambular), text(operative)) == ["", "PP1", "OP1"]


def test_headings_are_a_path() -> None:
    passages = passages_of(
        [
            bold("II. Threats", 13),
            bold("A. Existing threats", 11.5),
            text("7. First."),
            bold("B. New threats", 11.5),
            text("8. Second."),
            bold("III. Rules", 13),
            text("9. Third."),
        ]
    )
    assert [passage.heading for passage in passages] == [
        ("II. Threats", "A. Existing threats"),
        ("II. Threats", "B. New threats"),
        ("III. Rules",),
    ]


def test_the_title_of_an_article_belongs_to_its_number() -> None:
    passages = passages_of([bold("Article 4"), bold("Definitions"), text("1. A term means something.")])
    assert passages[0].heading == ("Article 4 Definitions",)


def test_letters_c_and_i_are_headings_of_one_height() -> None:
    letters = "ABCDEFGHI"
    passages = passages_of(
        [block for letter in letters for block in (bold(f"{letter}. Part"), text("Some words here."))]
    )
    assert [passage.heading for passage in passages] == [(f"{letter}. Part",) for letter in letters]


def test_a_heading_with_nothing_under_it_is_not_lost() -> None:
    passages = passages_of([bold("I. Empty", 13), bold("II. Full", 13), text("Words.")])
    assert [(passage.text, passage.heading) for passage in passages] == [("I. Empty", ()), ("Words.", ("II. Full",))]


def test_a_table_of_contents_is_left_out() -> None:
    blocks = [
        bold("Contents", 13),
        text("I. Introduction ........................ 3"),
        text("Programme 1. A long name that goes on"),
        text("in the next line ....................... 9"),
        bold("I. Introduction", 13),
        text("1. The report begins."),
    ]
    assert [passage.text for passage in passages_of(blocks)] == ["The report begins."]


def test_notes_keep_their_mark_and_bullets_lose_theirs() -> None:
    passages = passages_of(
        [text("• A point of a list."), Block("See resolution 75/240.", 3, Kind.NOTE, "7"), Block("a | b", 3, Kind.ROW)]
    )
    assert [(passage.number, passage.text, passage.page) for passage in passages] == [
        ("", "A point of a list.", 1),
        ("fn 7", "See resolution 75/240.", 3),
        ("", "a | b", 3),
    ]


BLOCKS = st.builds(
    Block,
    st.one_of(
        st.text(min_size=1, max_size=40),
        st.sampled_from([block.text for block in RESOLUTION]),
        st.from_regex(r"\(?[a-z0-9ivx]{1,3}[.)] [A-Z][a-z]{1,8}\.", fullmatch=True),
    ),
    st.integers(1, 3),
    st.sampled_from(list(Kind)),
    indent=st.sampled_from([0.0, 100.0, 120.0, 140.0]),
    size=st.sampled_from([0.0, 10.0, 13.0]),
    bold=st.booleans(),
    opens_italic=st.booleans(),
)


@given(st.lists(BLOCKS, max_size=12))
def test_no_words_are_lost_and_nothing_fails(blocks: list[Block]) -> None:
    """Whatever the blocks: their words come back as text, number or heading, each page is that of its block."""
    passages = passages_of(blocks)
    said = " ".join(" ".join((passage.number, passage.text, *passage.heading)) for passage in passages).casefold()
    for block in blocks:
        for word in re.findall(r"[A-Z][a-z]{2,8}", block.text):
            assert word.casefold() in said
    assert {passage.page for passage in passages} <= {block.page for block in blocks}
