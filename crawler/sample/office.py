"""Writes a sample document as DOCX with python-docx, the same bytes for the same document."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING

from crawler.sample.document import Block, SampleDocument, Span
from crawler.sample.front import FrontLine, front, notices

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def render_docx(document: SampleDocument) -> bytes:
    """The document as a Word file. Footnotes stand at its end: python-docx cannot write real ones."""
    import docx

    word = docx.Document()
    properties = word.core_properties
    properties.title, properties.author, properties.comments = document.title, "verbale", notices("en")[0]
    properties.created = properties.modified = datetime.combine(document.date, time(12))
    properties.language = document.language
    word.sections[0].footer.paragraphs[0].text = notices("en")[0]
    _front(word, document)
    for block in document.blocks:
        _block(word, block)
    for mark, text in (note for block in document.blocks for note in block.notes):
        word.add_paragraph(f"{mark} {text}")
    for notice in notices(document.language):
        word.add_paragraph(notice)
    buffer = io.BytesIO()
    word.save(buffer)
    return _without_times(buffer.getvalue())


def _front(word: Document, document: SampleDocument) -> None:
    page = front(document)
    if page.masthead:
        word.add_paragraph(f"{page.masthead}\t{document.symbol}")
        word.add_paragraph(page.organ)
        for text in page.right:
            if text and text != document.symbol:
                word.add_paragraph(text)
    for line in (*page.side, *page.below):
        _front_line(word, line)


def _front_line(word: Document, line: FrontLine) -> None:
    if line.look == "title":
        word.add_paragraph(line.text, style="Title")
        return
    paragraph = word.add_paragraph()
    run = paragraph.add_run(line.text)
    run.bold, run.italic = line.look in ("bold", "large"), line.look == "italic"
    _align(paragraph, line.align)


def _align(paragraph: Paragraph, align: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    sides = {"centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
    if align in sides:
        paragraph.alignment = sides[align]


def _block(word: Document, block: Block) -> None:
    from docx.enum.text import WD_BREAK

    if block.kind == "page":
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if block.kind in ("heading", "subheading"):
        word.add_paragraph(block.text, style="Heading 1" if block.kind == "heading" else "Heading 2")
        return
    paragraph = word.add_paragraph(f"{block.number}\t" if block.number else "")
    bold = block.kind in ("centre", "page")
    for span in block.spans:
        _span(paragraph, span, bold=bold)
    _align(paragraph, {"centre": "centre", "right": "right", "page": "right"}.get(block.kind, "left"))


def _span(paragraph: Paragraph, span: Span, *, bold: bool) -> None:
    run = paragraph.add_run(span.text)
    run.bold = bold
    run.italic = span.style == "italic"
    run.font.superscript = span.style == "note"


def _without_times(package: bytes) -> bytes:
    """The same ZIP file with every member dated 1980: python-docx stamps them with the clock."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            fresh = zipfile.ZipInfo(member.filename)
            fresh.compress_type, fresh.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(fresh, old.read(member))
    return buffer.getvalue()
