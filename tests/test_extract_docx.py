"""Word files: numbers as Word prints them, tracked changes, notes, tables. The files are made here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml

from corpus.document import Passage
from corpus.errors import EmptyDocument, ExtractError
from corpus.extract import extract

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LIST = "<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='7'/></w:numPr></w:pPr>"
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="24"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"""
FOOTNOTES = f"""<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> See A/199/12.</w:t></w:r></w:p>
</w:footnote></w:footnotes>"""


def saved(fill: Callable[[Word], object], **parts: str) -> bytes:
    """A Word file with the given XML in some of its parts."""
    document = Document()
    fill(document)
    plain, filled = io.BytesIO(), io.BytesIO()
    document.save(plain)
    named = {f"word/{name}.xml": text for name, text in parts.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(filled, "w") as new:
        for name in {*old.namelist(), *named}:
            new.writestr(name, named.get(name) or old.read(name))
    return filled.getvalue()


def add(document: Word, inner: str) -> None:
    """Add a paragraph written in WordprocessingML."""
    section = document.element.body[-1]
    section.addprevious(parse_xml(f"<w:p {W}>{inner}</w:p>"))


def said(body: bytes) -> list[tuple[str, str]]:
    return [(passage.number, passage.text) for passage in extract(body).passages]


def run(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def test_automatic_numbers_are_printed() -> None:
    def fill(document: Word) -> None:
        for level, words in (
            (0, "States:"),
            (1, "meet;"),
            (2, "here;"),
            (2, "there;"),
            (1, "part."),
            (0, "States end."),
        ):
            add(document, LIST.format(level=level) + run(words))

    assert said(saved(fill, numbering=NUMBERING)) == [
        ("24", "States:"), ("24 (a)", "meet;"), ("24 (a) (i)", "here;"), ("24 (a) (ii)", "there;"), ("24 (b)", "part."),
        ("25", "States end."),
    ]  # fmt: skip


def test_of_tracked_changes_the_accepted_reading_counts() -> None:
    def fill(document: Word) -> None:
        inserted = f"<w:ins w:id='1'>{run('shall')}</w:ins>"
        deleted = "<w:del w:id='2'><w:r><w:delText>should </w:delText></w:r></w:del>"
        add(document, run("1. States ") + deleted + inserted + run(" answer."))

    assert said(saved(fill)) == [("1", "States shall answer.")]


def test_footnotes_stand_behind_their_paragraph() -> None:
    def fill(document: Word) -> None:
        add(document, run("1. States recall") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run(" the report."))
        add(document, run("2. States end."))

    assert said(saved(fill, footnotes=FOOTNOTES)) == [
        ("1", "States recall the report."), ("fn 1", "See A/199/12."), ("2", "States end."),
    ]  # fmt: skip


def test_marks_typed_by_hand_are_not_fused_and_powers_stay() -> None:
    raised = "<w:vertAlign w:val='superscript'/>"

    def fill(document: Word) -> None:
        add(document, run("In development") + run("1", raised) + run(" over 10") + run("3", raised) + run(" cases."))

    assert said(saved(fill)) == [("", "In development over 10³ cases.")]


def test_headings_are_a_path() -> None:
    def fill(document: Word) -> None:
        document.add_heading("II. Threats", 1)
        document.add_heading("A. Old ones", 2)
        document.add_paragraph("States know them well enough by now.")
        document.add_heading("III. Rules", 1)
        document.add_paragraph("States keep them as well as they can.")

    passages: tuple[Passage, ...] = extract(saved(fill)).passages
    assert [passage.heading for passage in passages] == [("II. Threats", "A. Old ones"), ("III. Rules",)]


def test_tables_are_rows_and_numbered_rows_are_paragraphs() -> None:
    def fill(document: Word) -> None:
        document.add_paragraph("The following States took part in the session of the group.")
        table = document.add_table(2, 2)
        for cell, words in zip(table._cells, ["Exampleland", "Chair", "Testovia", "Member"], strict=True):
            cell.text = words
        numbered = document.add_table(1, 2)
        for cell, words in zip(numbered._cells, ["7.", "States answer."], strict=True):
            cell.text = words

    assert said(saved(fill))[1:] == [("", "Exampleland | Chair"), ("", "Testovia | Member"), ("7", "States answer.")]


def test_a_masthead_set_with_tabs_is_read() -> None:
    def fill(document: Word) -> None:
        document.add_paragraph("United Nations\tA/199/12")
        document.add_paragraph("General Assembly\tDistr.: General")
        document.add_paragraph("\t4 March 2031")
        document.add_heading("A directory of points of contact", 1)
        document.add_paragraph("1. The Assembly has before it the report that it asked for in its resolution 198/7.")

    front = extract(saved(fill)).front
    assert (front.symbol, front.title, front.date_issued) == (
        "A/199/12", "A directory of points of contact", "2031-03-04",
    )  # fmt: skip


def test_an_empty_file_says_so() -> None:
    with pytest.raises(EmptyDocument, match="no text"):
        extract(saved(lambda document: None))


@pytest.mark.parametrize("keep", [400, 3_000, 8_000])
def test_a_cut_file_says_so(keep: int) -> None:
    whole = saved(lambda document: document.add_paragraph("Words."))
    with pytest.raises(ExtractError):
        extract(whole[:keep] + b"word/document.xml")


def test_an_entity_bomb_and_a_file_of_the_machine_stay_out() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom"}">' for n in range(9))
    outside = '<!ENTITY out SYSTEM "file:///etc/passwd">'
    text = f"""<!DOCTYPE d [{bomb}{outside}]><w:document {W}><w:body><w:p><w:r><w:t>safe</w:t></w:r></w:p>
<w:p><w:r><w:t>&e8;&out;</w:t></w:r></w:p></w:body></w:document>"""
    told = " ".join(words for _, words in said(saved(lambda document: None, document=text)))
    assert told.startswith("safe")
    assert "root:" not in told
    assert len(told) < 100
