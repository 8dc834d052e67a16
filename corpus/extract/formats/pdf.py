"""PDF, read by pdfium: text with positions, so that page furniture and footnotes can be told from paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.errors import EmptyDocument, Encrypted, ExtractError, NeedsOcr
from corpus.extract.blocks import Block, Kind, Reading
from corpus.extract.pages.footnotes import Note, split_notes
from corpus.extract.pages.furniture import without_furniture
from corpus.extract.pages.glyphs import RawPage, read_page
from corpus.extract.pages.joining import Joiner
from corpus.extract.pages.lines import lines_of
from corpus.extract.pages.order import in_order
from corpus.extract.pages.paragraphs import measure, paragraphs
from corpus.extract.pages.tables import with_rows
from corpus.extract.pages.values import Sheet

MEDIA_TYPES = ("application/pdf", "application/x-pdf")
SUFFIXES = (".pdf",)

# Some servers put blank lines or a BOM before the signature; readers accept it within the first kilobyte.
_HEAD = 1024
# sources.md section 12, rule 6: below this many characters a page, the text layer is no text.
_FEWEST_CHARACTERS = 50
_MOST_OBJECTS = 500


def recognise(body: bytes) -> int:
    """3 if the signature of PDF stands in the first kilobyte."""
    return 3 if b"%PDF-" in body[:_HEAD] else 0


def count_pages(body: bytes) -> int:
    """How many pages a PDF has. Raises Encrypted or ExtractError."""
    import pypdfium2.raw as raw

    with _Opened(body, raw) as document:
        return document.count()


def read(body: bytes) -> Reading:
    """The paragraphs and footnotes of a PDF. Raises Encrypted, NeedsOcr, EmptyDocument or ExtractError."""
    import pypdfium2.raw as raw

    with _Opened(body, raw) as document:
        pages = list(document.pages())
    _refuse_without_text(pages)
    plain = [
        replace(sheet, lines=in_order(sheet.lines)) for sheet in without_furniture([_sheet(page) for page in pages])
    ]
    setting = measure(plain)
    bodies, notes = split_notes(plain, setting.size)
    bodies = tuple(with_rows(sheet) for sheet in bodies)
    joiner = Joiner(bodies)
    blocks = _with_notes(paragraphs(bodies, setting, joiner), notes, joiner)
    return Reading(tuple(blocks), len(pages), tuple(_remarks(pages)))


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    raw: RawPage
    pictured: bool = False
    damaged: bool = False


def _sheet(page: _Page) -> Sheet:
    return Sheet(page.number, page.raw.width, page.raw.height, lines_of(page.raw.runs, page.number))


class _Opened:
    """An open PDF document of pdfium; a context manager."""

    def __init__(self, body: bytes, raw: Any) -> None:
        self._body, self._raw = body, raw
        self._document: Any = None

    def __enter__(self) -> _Opened:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(self._body)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in (self._raw.FPDF_ERR_PASSWORD, self._raw.FPDF_ERR_SECURITY):
                raise Encrypted("This PDF asks for a password.") from error
            raise ExtractError("This PDF is damaged and cannot be opened.") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def count(self) -> int:
        """How many pages there are."""
        return len(self._document)

    def pages(self) -> Iterable[_Page]:
        """The words of each page. Raises EmptyDocument where there are none."""
        count = self.count()
        if not count:
            raise EmptyDocument("This PDF has no pages.")
        for index in range(count):
            yield self._page(index)

    def _page(self, index: int) -> _Page:
        handle = self._raw.FPDF_LoadPage(self._document.raw, index)
        if not handle:
            return _Page(index + 1, RawPage(0.0, 0.0, (), 0), damaged=True)
        try:
            page = read_page(handle, self._raw)
            pictured = page.characters < _FEWEST_CHARACTERS and self._shows(handle, any_drawing=not page.characters)
        finally:
            self._raw.FPDF_ClosePage(handle)
        return _Page(index + 1, page, pictured)

    def _shows(self, handle: Any, *, any_drawing: bool) -> bool:
        """Whether a page holds a picture, or, where no text stands, any drawing: letters can be drawn."""
        pictures = {self._raw.FPDF_PAGEOBJ_IMAGE, self._raw.FPDF_PAGEOBJ_FORM}
        if any_drawing:
            pictures |= {self._raw.FPDF_PAGEOBJ_PATH, self._raw.FPDF_PAGEOBJ_SHADING, self._raw.FPDF_PAGEOBJ_TEXT}
        count = min(self._raw.FPDFPage_CountObjects(handle), _MOST_OBJECTS)
        objects = (self._raw.FPDFPage_GetObject(handle, place) for place in range(count))
        return any(self._raw.FPDFPageObj_GetType(found) in pictures for found in objects)


def _refuse_without_text(pages: Sequence[_Page]) -> None:
    characters = sum(page.raw.characters for page in pages)
    if all(page.damaged for page in pages):
        raise ExtractError("This PDF opens, but none of its pages can be read.")
    if any(page.pictured for page in pages) and characters < _FEWEST_CHARACTERS * len(pages):
        raise NeedsOcr(
            "This PDF holds pictures of its pages but no text; make it searchable by OCR and import it again."
        )
    if not characters:
        raise EmptyDocument("This PDF holds no text.")


def _remarks(pages: Sequence[_Page]) -> Iterable[str]:
    damaged = [str(page.number) for page in pages if page.damaged]
    pictured = [str(page.number) for page in pages if page.pictured and not page.raw.characters]
    if damaged:
        yield f"Damaged and left out: page {', '.join(damaged)}."
    if pictured:
        yield f"Without text (a picture or a drawing): page {', '.join(pictured)}."


def _with_notes(blocks: Sequence[Block], notes: Sequence[Note], joiner: Joiner) -> Iterable[Block]:
    """The blocks, with the notes of a page behind the last paragraph that begins on it or before."""
    waiting = list(notes)
    for block in blocks:
        while waiting and waiting[0].page < block.page:
            yield _note(waiting.pop(0), joiner)
        yield block
    for note in waiting:
        yield _note(note, joiner)


def _note(note: Note, joiner: Joiner) -> Block:
    lines = tuple(line.text for line in note.lines)
    return Block(joiner.join(note.lines), note.page, Kind.NOTE, note.mark, size=note.lines[0].size, lines=lines)
