"""A report as lines of text and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from search.coverage.lines import KINDS, Line
from search.coverage.report import Report
from search.result_files import harmless

COLUMNS = ("kind", "source", "process", "what", "says", "command", "url")


def csv_rows(told: Report) -> Iterator[bytes]:
    """Every line as a row of CSV (RFC 4180, UTF-8) under a row of names; no cell can be taken for a formula."""
    yield _row(COLUMNS)
    for kind in told.kinds:
        for line in told.lines(kind):
            cells = (line.kind, line.source, line.process, line.what, line.says, " or ".join(line.commands), line.url)
            yield _row(tuple(str(harmless(cell)) for cell in cells))


def _row(cells: tuple[str, ...]) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerow(cells)
    return made.getvalue().encode()


def text_lines(told: Report, most: int | None = None) -> Iterator[str]:
    """A report as text: at most so many lines of each kind (None for all), and how many more there are."""
    counts = told.counts()
    for kind in told.kinds:
        yield f"{KINDS[kind]}: {counts[kind] or 'none'}"
        for line in told.lines(kind, 0, most):
            yield from _told(line)
        if most is not None and counts[kind] > most:
            yield f"  ... and {counts[kind] - most} more: verbale coverage --kind {kind}"
        yield ""
    yield "What nobody names cannot be listed: that something is not listed here does not say that it is held."


def _told(line: Line) -> Iterator[str]:
    yield f"  {line.what}: {line.says}" if line.says else f"  {line.what}"
    if line.places:
        yield f"      cited in {'; '.join(name for name, _ in line.places)}"
    yield from (f"      {mend}" for mend in (line.url, *line.commands) if mend)
