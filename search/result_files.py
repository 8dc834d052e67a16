"""Results of a search as files: tables (CSV, XLSX, JSON lines) and bibliographies (RIS, BibTeX, CSL-JSON).

Everything is written piece by piece as hits arrive, but for XLSX, which is a zip and is finished as a whole.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType

from corpus.store import StoredDocument
from search.answer import FoundDocument, document_path
from search.bibliography import BIBTEX_TYPE, CSL_TYPE, RIS_TYPE, bibtex, csl, ris
from search.result_rows import COLUMNS, Row, rows

# https://owasp.org/www-community/attacks/CSV_Injection: what begins so is run as a formula, in full-width letters too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = "\ufeff"
# Excel's limit; what is longer would be left out of the file without a word.
_LONGEST_CELL = 32_767
_WIDTHS: Mapping[str, int] = MappingProxyType({"symbol": 18, "title": 50, "snippet": 90, "permalink": 40, "url": 40})


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what it is called, its media type, how its names end, and what writes it."""

    label: str
    media_type: str
    ending: str
    write: Callable[[Iterable[FoundDocument], str, datetime], Iterator[bytes]]


def csv_pieces(table: Iterable[Row]) -> Iterator[bytes]:
    """Rows as CSV (RFC 4180, UTF-8) under a line of names; no cell can be taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in table:
        writer.writerow([harmless(cell) for cell in cells(row)])
        yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece


def cells(row: Row) -> list[str | int]:
    """A row as cells: submitters in one, nothing where no page is known."""
    return [row.page or "" if name == "page" else _cell(getattr(row, name)) for name in COLUMNS]


def _cell(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def harmless(cell: str | int) -> str | int:
    """A cell that no spreadsheet runs: what would be a formula begins with an apostrophe."""
    if isinstance(cell, int):
        return cell
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def xlsx_file(table: Iterable[Row], at: datetime) -> bytes:
    """Rows as an Excel workbook made at a moment: every cell is text, or the number of a page."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    book = Workbook(made, {"constant_memory": True})
    # Else it is the clock's time wherever this runs.
    book.set_properties({"created": at.replace(tzinfo=None)})
    sheet = book.add_worksheet("Results")
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(table, 1):
        for column, cell in enumerate(cells(row)):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                # A carriage return would be shown as `_x000D_`.
                sheet.write_string(number, column, "\n".join(cell.splitlines())[:_LONGEST_CELL])
    book.close()
    return made.getvalue()


def json_lines(table: Iterable[Row]) -> Iterator[bytes]:
    """Rows as JSON, a line each."""
    for row in table:
        yield (json.dumps(asdict(row), ensure_ascii=False) + "\n").encode()


def csl_pieces(found: Iterable[tuple[StoredDocument, str]]) -> Iterator[bytes]:
    """Documents with their permalinks as one list of CSL-JSON."""
    opening = "[\n"
    for document, permalink in found:
        yield (opening + json.dumps(csl(document, permalink), ensure_ascii=False)).encode()
        opening = ",\n"
    yield b"[]\n" if opening == "[\n" else b"\n]\n"


def cited(hits: Iterable[FoundDocument], form: str) -> Iterator[tuple[StoredDocument, str]]:
    """The documents of hits with their permalinks, each once: paragraphs of one document are one entry."""
    met: set[int] = set()
    for hit in hits:
        if hit.document.id not in met:
            met.add(hit.document.id)
            yield hit.document, form + document_path(hit.document.key)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("CSV", "text/csv", "csv", lambda hits, form, at: csv_pieces(rows(hits, form))),
        "xlsx": Format("Excel", _XLSX, "xlsx", lambda hits, form, at: iter([xlsx_file(rows(hits, form), at)])),
        "jsonl": Format(
            "JSON lines", "application/jsonl", "jsonl", lambda hits, form, at: json_lines(rows(hits, form))
        ),
        "ris": Format("RIS", RIS_TYPE, "ris", lambda hits, form, at: (ris(*one).encode() for one in cited(hits, form))),
        "bibtex": Format(
            "BibTeX", BIBTEX_TYPE, "bib", lambda hits, form, at: (bibtex(*one).encode() for one in cited(hits, form))
        ),
        "csl": Format("CSL-JSON", CSL_TYPE, "json", lambda hits, form, at: csl_pieces(cited(hits, form))),
    }
)


def written(name: str, hits: Iterable[FoundDocument], form: str, at: datetime, *, bom: bool = False) -> Iterator[bytes]:
    """The pieces of a file of FORMATS. `form` is where the web form is, `at` the moment of the writing.

    `bom` begins CSV with the mark by which Excel knows UTF-8; other formats have no use for it.
    """
    if bom and name == "csv":
        yield _BOM.encode()
    yield from FORMATS[name].write(hits, form, at)
