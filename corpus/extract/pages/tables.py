"""Rows of tables whose cells run over several lines, put together: what stands between two wider spaces is one row.

Only where the space tells: in a table with equal steps each printed line stays a line. Two columns of running text are
no table: there the file goes down the whole first column before it comes to the second. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.extract.numbering import opens_with_number
from corpus.extract.pages.values import Line, Sheet

# Of the width of the text: a line that goes further is running text.
_RUNNING = 0.8
# In steps within a cell: the least space between rows, and the most between rows of one table.
_ROW, _TABLE = 1.18, 3.2
_MOST_LINES = 12
# The first page opens with a masthead of columns, which is read as such.
_MASTHEAD = 0.6


@dataclass(frozen=True, slots=True)
class Band:
    """Everything on one baseline: the places of its lines in the file, and the lines."""

    places: tuple[int, ...]
    lines: tuple[Line, ...]

    @property
    def bottom(self) -> float:
        """The baseline's height."""
        return self.lines[0].bottom

    @property
    def columns(self) -> int:
        """How many columns have something on this baseline; a printed number is none."""
        return sum(len(line.parts) for line in self.lines if opens_with_number(line.text) < len(line.text))


def with_rows(sheet: Sheet) -> Sheet:
    """The page with every row of several lines as one line with cells."""
    bands = _bands(sheet.lines)
    width = _text_width(sheet.lines)
    merged: dict[int, Line | None] = {}
    for zone in _zones(bands, sheet, width):
        for row in _rows(zone):
            if len(row) > 1 and (line := _row_line(row)) is not None:
                places = sorted(place for band in row for place in band.places)
                merged |= dict.fromkeys(places)
                merged[places[0]] = line
    if not merged:
        return sheet
    lines = (merged.get(place, line) for place, line in enumerate(sheet.lines))
    return replace(sheet, lines=tuple(line for line in lines if line is not None))


def _bands(lines: Sequence[Line]) -> list[Band]:
    """The lines by baseline, from the top."""
    grouped: list[list[tuple[int, Line]]] = []
    for place, line in sorted(enumerate(lines), key=lambda item: (-item[1].bottom, item[1].left)):
        if grouped and grouped[-1][0][1].bottom - line.bottom < 0.35 * line.size:
            grouped[-1].append((place, line))
        else:
            grouped.append([(place, line)])
    return [Band(tuple(place for place, _ in group), tuple(line for _, line in group)) for group in grouped]


def _text_width(lines: Sequence[Line]) -> float:
    return max((line.right for line in lines), default=0.0) - min((line.left for line in lines), default=0.0)


def _zones(bands: Sequence[Band], sheet: Sheet, width: float) -> list[list[Band]]:
    """The parts of a page that may be tables: baselines that follow closely, none of running text, some with cells."""
    zones: list[list[Band]] = [[]]
    for band in bands:
        if band.columns < 2 and any(line.right - line.left > _RUNNING * width for line in band.lines):
            zones.append([])
            continue
        if zones[-1] and zones[-1][-1].bottom - band.bottom > _TABLE * band.lines[0].size:
            zones.append([])
        zones[-1].append(band)
    return [zone for zone in zones if _is_table(zone, sheet)]


def _is_table(zone: Sequence[Band], sheet: Sheet) -> bool:
    if sum(band.columns > 1 for band in zone) < 2 or not any(line.cells for band in zone for line in band.lines):
        return False
    if sheet.number == 1 and zone[0].bottom > _MASTHEAD * sheet.height:
        return False
    return _by_rows([place for row in _rows(zone) for place in [sorted(_places(row))]])


def _places(row: Iterable[Band]) -> list[int]:
    return [place for band in row for place in band.places]


def _by_rows(rows: Sequence[Sequence[int]]) -> bool:
    """Whether the file holds one row behind the other; a few that are late do not matter."""
    late = sum(above[-1] > below[0] for above, below in pairwise(rows))
    return late <= len(rows) // 4


def _rows(zone: Sequence[Band]) -> list[list[Band]]:
    """The baselines of a table by rows; each alone where the steps do not differ."""
    steps = [band.bottom - following.bottom for band, following in pairwise(zone)]
    least = min((step for step, band in zip(steps, zone, strict=False) if step > 0.8 * band.lines[0].size), default=0.0)
    rows: list[list[Band]] = [[zone[0]]]
    for step, band in zip(steps, zone[1:], strict=True):
        if step > _ROW * least:
            rows.append([band])
        else:
            rows[-1].append(band)
    tall = max(map(len, rows)) > _MOST_LINES or len(rows) < 3
    return [[band] for band in zone] if tall else rows


def _row_line(row: Sequence[Band]) -> Line | None:
    """The row as one line with cells; None where everything stands in one column, as a heading in a table does."""
    columns: list[list[tuple[float, float, Line, str]]] = []
    for band in row:
        for line in band.lines:
            for (left, right), text in zip(line.spans, line.parts, strict=True):
                _put(columns, (left, right, line, text))
    columns.sort(key=lambda cells: min(left for left, *_ in cells))
    if len(columns) < 2:
        return None
    first, last = row[0].lines[0], row[-1].lines[-1]
    texts = [_joined([text for *_, text in cells]) for cells in columns]
    places, at = [], 0
    for text in texts[:-1]:
        at += len(text) + 1
        places.append(at)
    edges = [(min(left for left, *_ in cells), max(right for _, right, *_ in cells)) for cells in columns]
    lines = [line for band in row for line in band.lines]
    return replace(
        first, text=" ".join(texts), left=edges[0][0], right=edges[-1][1], bottom=last.bottom, top=first.top,
        bold=all(line.bold for line in lines), italic=all(line.italic for line in lines), hyphen=False,
        cells=tuple(places), spans=tuple(edges), marks=tuple(mark for line in lines for mark in line.marks),
    )  # fmt: skip


def _put(columns: list[list[tuple[float, float, Line, str]]], cell: tuple[float, float, Line, str]) -> None:
    """Put a cell into the column that it stands in: with those above or below which it lies."""
    left, right = cell[:2]
    over = [cells for cells in columns if any(left < other[1] and other[0] < right for other in cells)]
    whole = [part for cells in over for part in cells]
    columns[:] = [cells for cells in columns if cells not in over]
    columns.append([*whole, cell])


def _joined(texts: Sequence[str]) -> str:
    """The lines of a cell as one text."""
    whole = texts[0]
    for text in texts[1:]:
        whole += text if whole.endswith("-") and text[:1].islower() else f" {text}"
    return whole
