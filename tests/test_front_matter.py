"""What first pages say: symbol, title, dates apart, session, agenda item, submitters. All documents here are ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import FrontMatter
from corpus.extract.blocks import Block, Kind, Reading
from corpus.extract.front import read_front
from corpus.extract.front.masthead import languages, symbol_of
from corpus.extract.front.page import is_date, last_day
from corpus.extract.front.submitters import speaker, sponsors, submitted_by
from corpus.extract.ordinals import ordinal

RUNNING = "1. The Assembly has before it the report that it asked for in its resolution 198/7 of 4 December 2030."


def plain(*lines: str, indent: float = 60.0, size: float = 10.0) -> Block:
    return Block(" ".join(lines), 1, indent=indent, size=size, lines=lines)


def bold(*lines: str, indent: float = 60.0, size: float = 10.0) -> Block:
    return Block(" ".join(lines), 1, indent=indent, size=size, bold=True, lines=lines)


def front(*blocks: Block) -> FrontMatter:
    return read_front(Reading(blocks, 1)).matter


def masthead(symbol: str, *right: str) -> list[Block]:
    return [plain("United Nations", symbol, size=14), plain("General Assembly", *right)]


def test_a_resolution() -> None:
    found = front(
        *masthead("A/RES/178/916", "Distr.: General", "11 December 2023"),
        bold("One hundred and seventy-eighth session"),
        plain("Agenda item 96 (b)"),
        bold("Developments in the field of information"),
        bold("Resolution adopted by the General Assembly", "on 4 December 2023", indent=120, size=13),
        plain("[on the report of the First Committee (A/178/940, para. 17)]", indent=120),
        bold("178/916.", "Building confidence by a directory", "of points of contact", indent=100, size=11),
        plain("The General Assembly,", indent=140),
        plain("Recalling its resolution 175/940 of 31 December 2020,", indent=140),
    )
    assert found == FrontMatter(
        symbol="A/RES/178/916",
        title="Building confidence by a directory of points of contact",
        date_issued="2023-12-11",
        date_adopted="2023-12-04",
        session="UNGA 178",
        agenda_item="96 (b)",
    )
    assert dict(found.read_at) == {
        "symbol": "page 1: A/RES/178/916",
        "title": "page 1: Building confidence by a directory",
        "date_issued": "page 1: 11 December 2023",
        "date_adopted": "page 1: on 4 December 2023",
        "session": "page 1: One hundred and seventy-eighth session",
        "agenda_item": "page 1: Agenda item 96 (b)",
    }


def test_what_stands_above_a_text_is_no_passage_of_it_but_remarks_are() -> None:
    read = read_front(
        Reading(
            (
                *masthead("A/RES/178/916", "Distr.: General", "11 December 2023"),
                bold("178/916. A directory", indent=100, size=11),
                plain("[without reference to a Main Committee (A/178/L.2)]", indent=120),
                plain("The General Assembly,", indent=140),
            )
        )
    )
    assert [block.text for block in read.body] == [
        "[without reference to a Main Committee (A/178/L.2)]", "The General Assembly,",
    ]  # fmt: skip


def test_a_draft_has_sponsors_and_a_title_of_its_own() -> None:
    found = front(
        *masthead("A/C.1/178/L.960/Rev.1", "Distr.: Limited", "30 October 2023", "Original: English"),
        bold("First Committee", size=11),
        plain("Agenda item 96"),
        bold("Developments in the field of information"),
        bold(
            "Bosnia and Herzegovina, Netherlands (Kingdom of the),* Samples", "and Testovia: revised draft resolution"
        ),
        bold("A directory of points of contact", indent=120, size=11),
        plain("The General Assembly,", indent=140),
    )
    assert found.title == "A directory of points of contact"
    assert found.submitters == ("Bosnia and Herzegovina", "Netherlands (Kingdom of the)", "Samples", "Testovia")
    assert (found.date_issued, found.original_language) == ("2023-10-30", "en")


def test_a_report_is_named_with_its_kind() -> None:
    found = front(
        *masthead(
            "A/180/931", "Distr.: General", "24 July 2025", "English", "Original: Arabic/English/French/", "Russian"
        ),
        bold("Eightieth session"),
        plain("Item 99 of the provisional agenda*"),
        bold("Developments in the field of information"),
        bold("A group and its work", indent=120, size=13),
        bold("Report of the Secretary-General**", indent=120, size=11),
        plain(RUNNING, indent=120),
        Block("A/180/150.", 1, Kind.NOTE, "*"),
    )
    assert found.title == "A group and its work: report of the Secretary-General"
    assert found.original_language == "ar/en/fr/ru"
    assert found.agenda_item == "99"


def test_a_report_without_a_title_of_its_own_bears_that_of_the_item() -> None:
    found = front(
        *masthead("A/180/931", "Distr.: General", "24 July 2025"),
        plain("Item 99 of the provisional agenda"),
        bold("Developments in the field of information"),
        bold("Note by the Secretary-General", indent=120),
        plain(RUNNING, indent=120),
    )
    assert found.title == "Developments in the field of information: note by the Secretary-General"


def test_a_letter_is_dated_apart_from_its_distribution() -> None:
    found = front(
        *masthead("A/169/723", "Distr.: General", "13 January 2015"),
        plain("Agenda item 91"),
        bold("Developments in the field of information"),
        bold("Letter dated 9 January 2015 from the Permanent", "Representative of Sampleria", indent=120, size=13),
        plain(
            "I have the honour to transmit the text that six States have agreed upon, and would be grateful for",
            indent=120,
        ),
    )
    assert (found.date_on_text, found.date_issued) == ("2015-01-09", "2015-01-13")
    assert found.title == "Letter dated 9 January 2015 from the Permanent Representative of Sampleria"


def test_a_conference_room_paper_with_a_broken_symbol() -> None:
    found = front(
        plain("United Nations", "A /AC.990/2021/CRP.", "2", size=14),
        plain("General Assembly", "Conference room paper", "10 March 2021", "English only"),
        bold("Open-ended working group", "Third substantive session", "8–12 March 2021"),
        bold("Final substantive report", indent=120, size=13),
        plain(RUNNING, indent=120),
    )
    assert (found.symbol, found.title) == ("A/AC.990/2021/CRP.2", "Final substantive report")
    assert (found.date_on_text, found.date_issued) == ("2021-03-10", "")
    assert (found.session, found.original_language) == ("3rd substantive session", "en")


def test_the_cover_of_a_supplement() -> None:
    blocks = (
        plain("A/180/21", indent=430),
        bold("United Nations", size=18),
        bold("Report of the Committee on Words", size=20),
        bold("Forty-seventh session", "(28 April–9 May 2031)", size=15),
        bold("General Assembly", "Official Records", "Supplement No. 21", size=14),
    )
    found = front(*blocks)
    assert (found.symbol, found.title, found.date_on_text) == (
        "A/180/21", "Report of the Committee on Words", "2031-05-09",
    )  # fmt: skip
    dated = (*blocks, Block("[30 May 2031]", 4), Block("1. The Committee met.", 5))
    assert front(*dated).date_on_text == "2031-05-30"


def test_a_decision_of_the_osce() -> None:
    found = front(
        plain("Organization for Security and Co-operation in Europe", "PC.DEC/9202"),
        plain("Permanent Council", "14 March 2024"),
        plain("Original: ENGLISH"),
        bold("9462nd Plenary Meeting"),
        bold("PC Journal No. 9462, Agenda item 1"),
        bold("DECISION No. 9202"),
        bold("CONFIDENCE-BUILDING MEASURES", "AND CONTACT POINTS"),
        plain("The Permanent Council,"),
    )
    assert found == FrontMatter(
        symbol="PC.DEC/9202",
        title="CONFIDENCE-BUILDING MEASURES AND CONTACT POINTS",
        date_adopted="2024-03-14",
        session="Meeting 9462",
        agenda_item="1",
        original_language="en",
    )


@pytest.mark.parametrize(
    "heading",
    ["Resolution 9101 (2031) of 24 November 2031", "101 (2031). Resolution of 24 November 2031 (S/3199/Rev.2]"],
)
def test_a_resolution_of_the_security_council(heading: str) -> None:
    found = front(plain(heading), plain("The Security Council,"), plain("Recalling its earlier resolutions,"))
    assert found.symbol in ("S/RES/9101(2031)", "S/RES/101(2031)")
    assert found.date_adopted == "2031-11-24"
    assert found.title == heading.removesuffix(" (S/3199/Rev.2]")


def test_a_number_with_a_year_is_a_resolution_only_where_the_council_speaks() -> None:
    assert front(plain("Resolution 9101 (2031) of 24 November 2031"), plain("Notes on it")).symbol == ""


def test_a_regulation_of_the_european_union() -> None:
    found = front(
        plain("17.5.2031 EN Official Journal of the European Union"),
        bold("COUNCIL REGULATION (EU) 2031/796"),
        bold("of 17 May 2031"),
        bold("concerning cyber-attacks"),
        plain("THE COUNCIL OF THE EUROPEAN UNION,"),
    )
    assert (found.symbol, found.date_adopted) == ("32031R0796", "2031-05-17")
    assert found.title == "COUNCIL REGULATION (EU) 2031/796 of 17 May 2031 concerning cyber-attacks"


def test_a_document_of_the_council_of_the_european_union() -> None:
    found = front(
        bold("Council of the European Union"),
        plain("Brussels, 18 November 2031", "(OR. en)"),
        plain("15833/31"),
        Block("Subject: | Declaration on international law in cyberspace", 1, Kind.ROW),
        plain("Delegations will find attached the declaration that the Council approved at its meeting today."),
    )
    assert found.title == "Declaration on international law in cyberspace"
    assert found.date_on_text == "2031-11-18"
    assert found.symbol.startswith("ST 15833/31")


def test_a_statement() -> None:
    found = front(
        Block("Republic of Testonia", 1, size=17, bold=True, centred=True),
        Block("Statement by the Republic of Testonia on international law", 1, size=14, bold=True, centred=True),
        Block("New York, 17–21 February 2031", 1, size=11, centred=True),
        Block("19 February 2031", 1, size=11, centred=True),
        plain("Mr. Chair, my delegation thanks you for your work and that of your team over all these long years."),
    )
    assert found.title == "Statement by the Republic of Testonia on international law"
    assert found.submitters == ("Republic of Testonia",)
    assert found.date_on_text == "2031-02-19"


def test_a_symbol_that_is_only_cited_is_not_that_of_the_document() -> None:
    found = front(
        bold("A paper on words", size=16),
        plain("This paper answers A/180/931 and comes back to A/AC.990/2021/CRP.2, paragraph 7."),
        plain(RUNNING),
    )
    assert found.symbol == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Seventy-ninth session", 79),
        ("Eightieth session", 80),
        ("Eleventh substantive session", 11),
        ("48th session", 48),
        ("Soixante-dix-neuvième session", 79),
        ("Quatre-vingtième session", 80),
        ("Vingt et unième session", 21),
        ("Septuagésimo noveno período de sesiones", 79),
        ("Décimo período de sesiones", 10),
        ("Семьдесят девятая сессия", 79),
        ("第七十九届会议", 79),
        ("A meeting", 0),
    ],
)
def test_ordinals(text: str, number: int) -> None:
    assert ordinal(text) == number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("22 September 2024", "2024-09-22"),
        ("Brussels, 18 November 2024", "2024-11-18"),
        ("[17 June 2025]", "2025-06-17"),
        ("New York, 7–11 July 2025", ""),
        ("17 a 21 de febrero de 2025", ""),
        ("It was adopted on 4 December 2023 by all", ""),
    ],
)
def test_lines_that_are_a_date(text: str, iso: str) -> None:
    assert is_date(text) == iso


def test_a_session_ends_on_its_last_day() -> None:
    assert last_day("12 May–13 June 2025") == "2025-06-13"


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("A/RES/79/1", "A/RES/79/1"),
        ("A/76/136*", "A/76/136"),
        ("E/2025/31-E/CN.16/2025/4", "E/2025/31"),
        ("S /2025/12", "S/2025/12"),
        ("FCCC/CP/2015/10/Add.1", "FCCC/CP/2015/10/Add.1"),
        ("see A/79/1", ""),
        ("and/or", ""),
        ("24-16433 (E)", ""),
    ],
)
def test_symbols_of_mastheads(written: str, symbol: str) -> None:
    assert symbol_of(written) == symbol


def test_languages_in_a_masthead() -> None:
    assert languages("Arabic/English/French/") == ["ar", "en", "fr"]
    assert languages("ENGLISH only") == ["en"]
    assert languages("anglais") == ["en"]
    assert languages("General") == []


def test_who_submitted_it() -> None:
    assert sponsors("Singapore: draft resolution") == ("Singapore",)
    assert (
        sponsors("Trinidad and Tobago and Viet Nam: amendments to draft resolution A/C.1/80/L.2")[0]
        == "Trinidad and Tobago"
    )
    assert sponsors("A title: with a colon") == ()
    assert submitted_by("Draft resolution submitted by the Chair") == ("Chair",)
    assert speaker("Statement by Exampleland on norms") == ("Exampleland",)
    assert speaker("Statement by H.E. Ms. Erika Example") == ()


BLOCKS = st.builds(
    Block,
    st.one_of(
        st.text(min_size=1, max_size=50),
        st.sampled_from(
            ("PC.DEC/1202", "COUNCIL REGULATION (EU) 2019/796", "Permanent Council", "Testovia: draft resolution")
        ),
        st.sampled_from(
            ("United Nations", "A/RES/79/1", "Distr.: General", "Agenda item 7", "Official Records", "DECISION No. 12")
        ),
    ),
    st.integers(0, 2),
    st.sampled_from(list(Kind)),
    size=st.sampled_from([0.0, 10.0, 14.0]),
    bold=st.booleans(),
)


@settings(deadline=None)  # the first example builds the patterns of all symbols
@given(st.lists(BLOCKS, max_size=12), st.text(max_size=20))
def test_any_first_page_is_read(blocks: list[Block], title: str) -> None:
    reading = Reading(tuple(blocks), title=title)
    read = read_front(reading)
    assert set(read.body) <= set(reading.blocks)
