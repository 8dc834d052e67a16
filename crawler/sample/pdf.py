"""Draws a sample document as PDF with fpdf2 and its core fonts, so only in languages that Windows-1252 can write.

The same document gives the same bytes: the creation date is the document's own, and fpdf2 makes the file id from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from crawler.sample.document import SampleDocument
from crawler.sample.front import notices
from crawler.sample.pages import Mark, Page, Rule, Ruler, compose

if TYPE_CHECKING:
    from fpdf import FPDF

_EMPHASIS = {"plain": "", "bold": "B", "italic": "I"}
_LANGUAGES = {"en": "en-US", "fr": "fr-FR", "es": "es-ES", "de": "de-DE"}


def render_pdf(document: SampleDocument) -> bytes:
    """The document as a PDF file on letter paper. Its texts must be writable in Windows-1252."""
    from fpdf import FPDF

    pdf = FPDF(unit="pt", format="letter")
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(datetime.combine(document.date, time(12), tzinfo=UTC))
    pdf.set_title(document.title)
    pdf.set_lang(_LANGUAGES[document.language])
    pages = compose(document, _ruler())
    for number, page in enumerate(pages, 1):
        pdf.add_page()
        around = list(_around(document, number, len(pages)))
        # Files of the United Nations write running heads before the text, and the job number of page 1 after it.
        for item in (*page, *around) if number == 1 else (*around, *page):
            _draw(pdf, item)
    return bytes(pdf.output())


@cache
def _ruler() -> Ruler:
    """The widths of letters in the three styles, by the letter as we write it: constants of the core fonts."""
    from fpdf import FPDF

    pdf = FPDF(unit="pt")
    pdf.core_fonts_encoding = "windows-1252"
    letters = [bytes([code]).decode("windows-1252", "replace") for code in range(32, 256)]
    widths = {}
    for style, emphasis in _EMPHASIS.items():
        pdf.set_font("Times", emphasis, 10)
        widths[style] = {letter: pdf.get_string_width(letter) * 100 for letter in letters if letter != "\ufffd"}
    return widths


def _draw(pdf: FPDF, item: Mark | Rule) -> None:
    if isinstance(item, Rule):
        pdf.set_line_width(item.width)
        pdf.line(item.x, item.y, item.to, item.y)
        return
    pdf.set_font("Times", _EMPHASIS[item.style], item.size)
    pdf.set_char_spacing(item.spacing)
    pdf.text(item.x, item.y, item.text)


def _around(document: SampleDocument, number: int, of: int) -> Iterator[Mark | Rule]:
    """Running head, page number, job number and the notice that this is a sample, as the layout has them."""
    marks = {"un": _un_marks, "osce": _osce_marks}.get(document.layout, _plain_marks)
    yield from marks(document, number, of)
    for line, notice in enumerate(notices(document.language)):
        yield Mark(205, 766 + 10 * line, notice, "bold", 8.5)


def _un_marks(document: SampleDocument, number: int, of: int) -> Page:
    day = document.date.strftime("%d%m%y")
    if number == 1:
        if not document.job:
            return []
        language = {"en": "E", "fr": "F", "es": "S"}[document.language]
        digits = document.job.replace("-", "")
        return [Mark(66, 741, f"{document.job} ({language})    {day}"), Mark(66, 752, f"*{digits}*", "plain", 9)]
    foot = Mark(60, 741, f"{number}/{of}", "bold", 8.5), Mark(518, 741, document.job, "plain", 7.5)
    if number % 2:
        foot = Mark(60, 741, document.job, "plain", 7.5), Mark(538, 741, f"{number}/{of}", "bold", 8.5)
    head = Mark(60 if number % 2 == 0 else 440, 57, document.symbol, "bold", 8.5)
    return [head, Rule(60, 66, 553, 0.8), *(mark for mark in foot if mark.text)]


def _osce_marks(document: SampleDocument, number: int, of: int) -> Page:
    if number == 1:
        return [Mark(72, 741, document.job, "plain", 8)]
    return [
        Mark(290, 60, f"– {number} –", "plain", 11),
        Mark(440, 60, document.symbol, "plain", 11),
        Mark(440, 74, document.printed_date, "plain", 11),
        Mark(72, 741, document.job, "plain", 8),
    ]


def _plain_marks(document: SampleDocument, number: int, of: int) -> Page:
    return [Mark(520, 741, f"{number}/{of}", "plain", 9)] if of > 1 else []
