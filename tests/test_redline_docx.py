"""A redline as a Word file: accepting its tracked changes gives the new text, rejecting them the old one."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import extract
from search.redline import Change, Paragraph, Piece, Redline, Text
from search.redline.docx import AUTHOR, Line, lines, written
from search.redline.labels import label

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
OLD = (
    Paragraph("Recalling the reports that it received at its earlier sessions,", "PP1"),
    Paragraph("Decides to convene a meeting of experts in Geneva;", "OP1"),
    Paragraph("Requests the Secretariat to prepare a list of contact points and to keep it up to date;", "OP2"),
    Paragraph("Invites participating States to share their lessons;", "OP3"),
    Paragraph("Encourages regional bodies to do the same;", "OP4"),
    Paragraph("Notes that a report was made available to all of them;", "OP5"),
    Paragraph("Decides to remain seized of the matter.", "OP6"),
)
NEW = (
    Paragraph("Notes that a report was made available to all of them;", "OP1"),
    Paragraph("Recalling the reports that it received at its earlier sessions,", "PP1"),
    Paragraph("Decides to convene two meetings of experts in Geneva;", "OP2"),
    Paragraph("Requests the Secretariat to prepare a list of contact points;", "OP3"),
    Paragraph("Requests the Secretariat to keep it up to date;", "OP4"),
    Paragraph("Invites participating States and encourages regional bodies to share their lessons;", "OP5"),
    Paragraph("Welcomes the offer of a host country;", "OP6"),
)
CHANGES = (
    Change("same", (5,), (0,), moved=True, renumbered=True),
    Change("same", (0,), (1,)),
    Change(
        "changed", (1,), (2,), renumbered=True,
        pieces=(
            Piece("same", "Decides to convene "), Piece("removed", "a meeting "), Piece("added", "two meetings "),
            Piece("same", "of experts in Geneva;"),
        ),
    ),
    Change("split", (2,), (3, 4)),
    Change("merged", (3, 4), (5,)),
    Change("added", (), (6,)),
    Change("removed", (6,), ()),
)  # fmt: skip


def text(name: str, paragraphs: Sequence[Paragraph]) -> Text:
    return Text(name, "Contact points", "en", "2026-11-01", "ab" * 32, tuple(paragraphs))


REDLINE = Redline(text("A/C.9/99/L.1", OLD), text("A/RES/99/7", NEW), CHANGES)


def test_our_own_reader_reads_both_texts_back() -> None:
    passages = extract(written(REDLINE, AT)).passages[1:-1]  # without the note above and the sources below
    was = [item.unrevised if item.revision else item.text for item in passages]
    stands = ["" if item.revision == "struck" else item.text for item in passages]
    assert [_bare(item) for item in was if item] == [item.text for item in OLD]
    assert [_bare(item) for item in stands if item] == [item.text for item in NEW]


def _bare(said: str) -> str:
    """Without the number: where it was changed, what stood before is read with it."""
    return said.partition(". ")[2] or said


def test_changes_bear_their_author_and_date() -> None:
    import lxml.etree

    with zipfile.ZipFile(io.BytesIO(written(REDLINE, AT))) as made:
        tree = lxml.etree.fromstring(made.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    tracked = [
        item for item in tree.iter() if item.tag in {f"{w}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
    ]
    assert {item.get(f"{w}author") for item in tracked} == {AUTHOR}
    assert {item.get(f"{w}date") for item in tracked} == {"2026-11-30T09:00:00Z"}
    ids = [item.get(f"{w}id") for item in tracked]
    assert len(set(ids)) == len(ids)
    # The move has both ends, under one name, and the marks of its paragraphs move with it.
    ends = {item.tag.removeprefix(w): item.get(f"{w}name") for item in tree.iter() if "RangeStart" in str(item.tag)}
    assert ends == {"moveFromRangeStart": "move1", "moveToRangeStart": "move1"}
    marks = [
        item[0].tag.removeprefix(w)
        for item in tree.iter(f"{w}rPr")
        if (parent := item.getparent()) is not None and parent.tag == f"{w}pPr"
    ]
    assert sorted(marks) == ["del", "del", "ins", "ins", "moveFrom", "moveTo"]


def test_python_docx_opens_it_and_finds_heading_and_note() -> None:
    document = Document(io.BytesIO(written(REDLINE, AT)))
    assert document.paragraphs[0].text == "A/C.9/99/L.1 → A/RES/99/7"
    assert document.paragraphs[1].text.startswith("Made by machine")
    assert "SHA-256 abab" in document.paragraphs[-1].text
    assert document.core_properties.author == AUTHOR


@pytest.mark.parametrize(("language", "from_right"), [("ar", True), ("en", False)])
def test_arabic_runs_from_right_to_left(language: str, from_right: bool) -> None:
    side = Text("A/1", "", language, "", "", (Paragraph("ما يلي;"),))
    with zipfile.ZipFile(io.BytesIO(written(Redline(side, side, (Change("same", (0,), (0,)),)), AT))) as made:
        assert (b"<w:bidi/>" in made.read("word/document.xml")) is from_right


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    side = Text("<a & b>", "", "en", "", "", (Paragraph("One\x0c & <two>\nthree"),))
    body = written(Redline(side, side, (Change("same", (0,), (0,)),)), AT)
    assert Document(io.BytesIO(body)).paragraphs[2].text == "One & <two>\nthree"


def test_headings_stand_above_their_paragraphs() -> None:
    old = Text("A/1", "", "en", "", "", (Paragraph("Known to all.", "1", ("Threats",)),))
    new = Text("A/2", "", "en", "", "", (Paragraph("Known to all.", "1", ("Threats", "In general")),))
    said = list(lines(Redline(old, new, (Change("same", (0,), (0,)),))))
    assert [(line.level, line.mark, line.runs[0][1]) for line in said[:2]] == [
        (1, "same", "Threats"),
        (2, "added", "In general"),
    ]


def test_headings_of_the_old_text_alone_are_struck_where_they_stood() -> None:
    old = Text("A/1", "", "en", "", "", (
        Paragraph("Known to all.", "1", ("Threats",)), Paragraph("Lanterns are lit.", "2", ("Lanterns",)),
    ))  # fmt: skip
    new = Text("A/2", "", "en", "", "", (Paragraph("Known to all.", "1", ("Risks",)),))
    said = list(lines(Redline(old, new, (Change("same", (0,), (0,)), Change("removed", (1,), ())))))
    assert [(line.level, line.mark, line.runs[0][1]) for line in said if line.level] == [
        (1, "removed", "Threats"),
        (1, "added", "Risks"),
        (1, "removed", "Lanterns"),
    ]


@pytest.mark.parametrize(
    ("number", "printed"),
    [("24", "24. "), ("24 (b)", "(b) "), ("OP5", "5. "), ("OP5 (a)", "(a) "), ("PP3", ""), ("fn 1", "[1] "),
     ("Article 5", "Article 5 "), ("", "")],
)  # fmt: skip
def test_numbers_are_written_as_printed(number: str, printed: str) -> None:
    assert label(number) == printed


def reading(written_lines: Sequence[Line], struck: Sequence[str]) -> list[str]:
    """The paragraphs of one reading: runs and marks of the kinds `struck` are not in it."""
    said, held = [], ""
    for line in written_lines:
        held += "".join(words for kind, words in line.runs if kind not in struck)
        if line.mark not in struck:
            said.append(held)
            held = ""
    return [*said, held] if held else said


@given(st.integers(0, 9), st.integers(0, 9), st.randoms(use_true_random=False))
def test_any_redline_reads_back(olds: int, news: int, chance: random.Random) -> None:
    old = text("A/1", [Paragraph(f"old {at}", str(at + 1)) for at in range(olds)])
    new = text("A/2", [Paragraph(f"new {at}", str(at + 2)) for at in range(news)])
    linked = chance.sample(range(olds), min(olds, news) // 2)
    ends = chance.sample(range(news), len(linked))
    changes = [Change("changed", (was,), (stands,)) for was, stands in zip(linked, ends, strict=True)]
    changes += [Change("added", (), (at,)) for at in range(news) if at not in ends]
    changes.sort(key=lambda change: change.new)
    for at in set(range(olds)) - set(linked):
        changes.insert(chance.randrange(len(changes) + 1), Change("removed", (at,), ()))
    made = list(lines(Redline(old, new, tuple(changes))))
    assert reading(made, ("added", "to")) == [f"{at + 1}. old {at}" for at in range(olds)]
    assert reading(made, ("removed", "from")) == [f"{at + 2}. new {at}" for at in range(news)]


def test_no_part_bears_the_time_at_which_it_was_written() -> None:
    # Else the same address would give other bytes every two seconds, under the same ETag.
    with zipfile.ZipFile(io.BytesIO(written(REDLINE, AT))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
