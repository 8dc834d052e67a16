"""Chains told by symbols, titles and sessions, and a chain of texts in one table. All text here is ours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.redline import Paragraph, Text
from search.redline.chain import Followed, counts, followed, followed_json, told_cell
from search.redline.chain_page import chain_page
from search.redline.chain_terminal import chain_lines, listed
from search.redline.compare import compare
from search.redline.lineage import Chain, Member, chains, folded

EMPTY = Member("", "", "", "", "", "", "", "", "", "", held=True)


def draft(symbol: str, title: str = "Keys of warehouses", session: str = "UNGA 99", **more: str) -> Member:
    family = symbol.partition("/Rev.")[0]
    told = replace(EMPTY, key=symbol, symbol=symbol, family=family, symbol_key=symbol, title=title, session=session)
    return replace(told, type="draft resolution", **more)  # type: ignore[arg-type]


def resolution(symbol: str, title: str = "Keys of warehouses", session: str = "UNGA 99") -> Member:
    return replace(draft(symbol, title, session), type="resolution")


def paper(key: str, title: str, label: str, session: str = "", date: str = "", symbol: str = "") -> Member:
    told = replace(EMPTY, key=key, title=title, type_label=label, session=session, date=date, process="oewg-2098")
    return replace(told, symbol=symbol, family=symbol, symbol_key=symbol)


def keys(*members: Member, by: str = "") -> list[tuple[str, ...]]:
    return [chain.keys for chain in chains(members) if by in ("", chain.by)]


def test_drafts_become_the_resolution_of_their_title_and_session() -> None:
    found = keys(
        draft("A/C.1/99/L.2", date="2031-10-01"),
        draft("A/C.1/99/L.2/Rev.1", date="2031-10-20"),
        resolution("A/RES/99/7", "Keys of – warehouses"),
        draft("A/C.1/99/L.3", "Lanterns"),
        resolution("A/RES/98/7", session="UNGA 98"),
        draft("A/C.1/97/L.2", session="UNGA 97"),
    )
    assert found == [
        ("A/C.1/99/L.2", "A/C.1/99/L.2/Rev.1", "A/RES/99/7"),
        ("A/C.1/97/L.2", "A/RES/98/7", "A/RES/99/7"),
    ]


def test_what_a_draft_was_adopted_as_goes_before_its_title() -> None:
    one = draft("A/C.1/99/L.2", "Lanterns of ferries", adopted_as="A/RES/99/8")
    other = draft("A/C.1/99/L.4", adopted_as="A/RES/99/9")
    assert keys(one, other, resolution("A/RES/99/8", "Lanterns"), resolution("A/RES/99/7")) == [
        ("A/C.1/99/L.2", "A/RES/99/8")
    ]


def test_two_resolutions_of_one_title_are_not_guessed_between() -> None:
    assert keys(draft("A/C.1/99/L.2"), resolution("A/RES/99/7A"), resolution("A/RES/99/7B")) == []


def test_revisions_are_a_chain_and_addenda_are_none() -> None:
    members = [draft(f"A/199/12{end}", title=end or "first") for end in ("", "/Rev.1", "/Rev.2", "/Add.1", "/Corr.1")]
    members = [replace(member, family="A/199/12", type="report") for member in members]
    assert keys(*members) == [("A/199/12", "A/199/12/Rev.1", "A/199/12/Rev.2")]


def test_drafts_of_one_title_in_one_session_follow_one_another() -> None:
    assert keys(draft("A/C.2/99/L.9", date="2031-10-01"), draft("A/C.2/99/L.8", date="2031-11-01")) == [
        ("A/C.2/99/L.9", "A/C.2/99/L.8")
    ]


def test_from_pre_draft_to_final_report() -> None:
    found = keys(
        paper("e", "First draft of the report", "draft report"),
        paper("b", "Second “Pre-draft” (revised) of the report", "revised pre-draft"),
        paper("d", "Zero draft of the report", "zero draft"),
        paper("a", "Initial “Pre-draft” of the report", "pre-draft"),
        paper("f", "Final Substantive Report", "conference room paper (final report)"),
        paper("z", "Compendium of statements on the final report", "compendium of statements"),
        paper("A/99/816", "Report of the group", "final report", symbol="A/99/816"),
    )
    assert found == [("a", "b", "d", "e", "f", "A/99/816")]


def test_progress_reports_have_their_own_drafts_and_a_chain_of_their_own() -> None:
    title = "Report of the open-ended working group ({} annual progress report)"
    found = keys(
        paper("A/97/1", title.format("first"), "annual progress report", "3rd session", symbol="A/97/1"),
        paper("A/98/1", title.format("second"), "annual progress report", "5th session", symbol="A/98/1"),
        paper("A/99/1", "Report of the open-ended working group (final report)", "final report", "x", symbol="A/99/1"),
        paper("zero", "Zero draft of the first annual progress report", "zero draft", "3rd session"),
        paper("crp", "Draft annual progress report", "conference room paper (draft report)", "5th session"),
    )
    assert found == [("zero", "A/97/1"), ("crp", "A/98/1"), ("A/97/1", "A/98/1", "A/99/1")]


def test_a_chain_set_by_hand_corrects_those_found() -> None:
    members = [draft("A/C.1/99/L.2"), replace(draft("A/C.1/99/L.3"), held=False), resolution("A/RES/99/7")]
    hand = Chain("Keys", ("A/C.1/99/L.3", "A/RES/99/7"), "config")
    assert [chain.keys for chain in chains(members)] == [("A/C.1/99/L.2", "A/C.1/99/L.3", "A/RES/99/7")]
    assert chains(members, [hand]) == [
        hand,
        Chain("A/C.1/99/L.2 to A/C.1/99/L.3", ("A/C.1/99/L.2", "A/C.1/99/L.3"), "revisions", ("A/C.1/99/L.2",)),
    ]


def test_titles_differ_by_words_only() -> None:
    assert folded("Keys  2021–2025, of “States”") == folded("keys 2021-2025 of States")
    assert folded("Keys of States") != folded("Keys of State")


SENTENCES = {
    "keys": "States keep a directory of the keepers of keys and review it every year;",
    "keys now": "States shall keep a directory of the keepers of keys and review it every second year;",
    "lanterns": "Ferry companies inspect the lanterns of their boats before winter begins;",
    "maps": "The office of maps draws the harbours anew whenever a pier was built;",
    "bells": "Bells ring at noon in every town that has signed the charter of bells;",
}


def text(name: str, *said: str) -> Text:
    paragraphs = tuple(Paragraph(SENTENCES[one], f"OP{at}", url=f"/d/{name}#{at}") for at, one in enumerate(said, 1))
    return Text(name, "Keys", "en", "2031-01-01", "sha256:0", paragraphs)


@pytest.fixture(scope="module")
def table() -> Followed:
    texts = [
        text("L.1", "lanterns", "keys", "maps"),
        text("L.1/Rev.1", "keys", "bells", "maps"),
        text("RES", "bells", "keys now", "maps"),
    ]
    redlines = [compare(texts[0], texts[1]), compare(texts[1], texts[2])]
    return followed(Chain("L.1 to RES", ("L.1", "L.1/Rev.1", "RES"), "adoption"), redlines, ["L.0"])


def test_a_row_says_how_a_paragraph_came_through_each_text(table: Followed) -> None:
    told = [[told_cell(cell) for cell in row.cells] for row in table.rows]
    assert told[2] == ["stands", "same", "same"]
    assert told[0][:2] == ["", "new"]
    assert {told[0][2], told[1][2]} in ({"same, moved", "changed"}, {"same", "changed, moved"})
    numbers = [
        [[p.number for p in table.paragraphs(at, cell)] for at, cell in enumerate(row.cells)] for row in table.rows
    ]
    assert numbers == [[[], ["OP2"], ["OP1"]], [["OP2"], ["OP1"], ["OP2"]], [["OP3"], ["OP3"], ["OP3"]]]
    assert [(one.member, one.place) for one in table.dropped] == [(0, 0)]
    assert counts(table) == {"L.1": 2, "L.1/Rev.1": 1, "RES": 0}


def test_a_split_is_followed_to_the_one_it_came_from() -> None:
    whole = f"{SENTENCES['lanterns']} {SENTENCES['maps']}"
    old = Text("L.1", "", "en", "", "", (Paragraph(whole, "1"),))
    parts = Text("RES", "", "en", "", "", (Paragraph(SENTENCES["lanterns"], "1"), Paragraph(SENTENCES["maps"], "2")))
    table = followed(Chain("x", ("L.1", "RES"), "adoption"), [compare(old, parts)])
    assert [[told_cell(cell) for cell in row.cells] for row in table.rows] == [["stands", "split"]] * 2
    assert [row.cells[0].places for row in table.rows] == [(0,), (0,)]


def test_json_names_places_and_what_is_not_known(table: Followed) -> None:
    told = followed_json(table)
    assert told["missing"] == ["L.0"]
    assert "L.0" in told["notices"][0]
    assert "first text of the chain that is held" in told["notices"][-1]
    assert [row["since"] for row in told["rows"]] == ["L.1/Rev.1", "L.1", "L.1"]
    assert told["rows"][1]["cells"][0]["at"] == [
        {
            "number": "OP2",
            "page": 0,
            "cite_as": "",
            "url": "/d/L.1#2",
            "begins": "States keep a directory of the keepers of",
        }
    ]
    assert told["dropped"][0]["member"] == "L.1"


def test_terminal_and_file_show_the_same(table: Followed) -> None:
    lines = list(chain_lines(table))
    assert "  1 - | 2 new OP2 | 3" in "\n".join(lines)
    assert any("Ferry companies" in line for line in lines[-1:])
    page = chain_page(table)
    assert page.count("<tr>") == 1 + len(table.rows)
    assert "No longer in the next text" in page
    assert list(listed([table.chain]))[1] == "  L.1 to RES: 3 documents, 0 held"
