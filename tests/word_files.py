"""Word files for tests, made of WordprocessingML that the tests write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml

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


def told(*paragraphs: str, **parts: str) -> list[tuple[str, str]]:
    """The passages of a Word file with those paragraphs, each the inner XML of a `w:p`."""
    return said(written(paragraphs, **parts))


def written(paragraphs: Sequence[str], **parts: str) -> bytes:
    """A Word file with those paragraphs."""

    def fill(document: Word) -> None:
        for inner in paragraphs:
            add(document, inner)

    return saved(fill, **parts)
