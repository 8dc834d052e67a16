"""From bytes to an Extract: which kind of file it is, what it says, who wrote it when, paragraph by paragraph.

Pure: reads no file and no network. It is run in a worker process (`corpus.workers`), because a damaged file can make
a parser slow, greedy or fatal.
"""

from __future__ import annotations

from dataclasses import replace

from corpus.document import Extract, Passage
from corpus.errors import EmptyDocument, ExtractError, NeedsOcr, Unsupported
from corpus.extract.formats import Format, formats
from corpus.extract.sniffing import sniff, unread_reason

__all__ = ["EXTRACTOR", "MOST_PAGES", "extract", "extract_by_ocr", "sniff"]

# Raised whenever the same bytes give other passages or front matter: stored extracts are then made again.
EXTRACTOR = "verbale-3"
MOST_PAGES = 5_000


def extract(
    body: bytes, *, name: str = "", media_type: str = "", most_pages: int = MOST_PAGES, whole: bool = False
) -> Extract:
    """What a file says; `whole` leaves its front matter among the passages, as in a draft of one's own.

    `name` and `media_type` are what the sender claims; they only break ties, the bytes decide. Old office files are
    read through LibreOffice where it is installed. Raises Encrypted, EmptyDocument, NeedsOcr, Unsupported, or
    ExtractError for a damaged file or one of more than `most_pages` pages, with one sentence for users.
    """
    if not body.strip():
        raise EmptyDocument("The file is empty.")
    kind = sniff(body, name, media_type)
    chosen = next((module for module in formats() if module.MEDIA_TYPES[0] == kind), None)
    if chosen is None:
        raise Unsupported(unread_reason(kind))
    try:
        _refuse_long(chosen, body, most_pages)
        return _extract(chosen, body, kind, whole=whole)
    except (ExtractError, MemoryError):
        raise
    except RecursionError:
        raise ExtractError("It is nested too deeply to be read.") from None
    except Exception as error:
        # Parsers meet files that their authors never thought of; whatever they raise is the fault of this file.
        raise ExtractError(f"It is damaged and cannot be read ({type(error).__name__}).") from error


def extract_by_ocr(body: bytes, *, name: str = "") -> Extract:
    """What a scanned PDF says, read by OCR. Raises NeedsOcr where that is not installed or finds no words."""
    from corpus.extract.tools.ocr import installed, searchable

    made, how = searchable(body, installed())
    try:
        read = extract(made, name=name)
    except (NeedsOcr, EmptyDocument):
        raise NeedsOcr("This PDF holds pictures of its pages but no text, and OCR found no words in them.") from None
    return replace(read, notes=(f"Read by OCR ({how}): words may be wrong.", *read.notes))


def _refuse_long(chosen: Format, body: bytes, most_pages: int) -> None:
    count = getattr(chosen, "count_pages", None)
    if count is not None and (pages := count(body)) > most_pages:
        raise ExtractError(f"It has {pages} pages; [extract] pages allows {most_pages}.")


def _extract(chosen: Format, body: bytes, kind: str, *, whole: bool) -> Extract:
    from corpus.extract.front import read_front
    from corpus.extract.languages import with_languages
    from corpus.extract.parts import parts_of
    from corpus.extract.passages import passages_of

    reading = chosen.read(body)
    front = read_front(reading)
    # A file that is nothing but its title still has that to say.
    passages = passages_of(reading.blocks if whole else front.body) or passages_of(reading.blocks)
    if not any(_says_something(passage) for passage in passages) and not front.matter.title:
        raise EmptyDocument("The file opens but holds no text.")
    language, spoken = with_languages(passages, reading.language)
    parts = parts_of(spoken, front.matter)
    return Extract(kind, language, reading.pages, front.matter, spoken, EXTRACTOR, reading.notes, parts)


def _says_something(passage: Passage) -> bool:
    return any(map(str.isalnum, passage.text))
