"""The reading order of a page: that of the file, which knows columns and cells, with parts put right that it has late.

Some producers write the masthead or a heading after the text that stands below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.extract.pages.values import Line


def in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with every strand that stands above an earlier one moved before it.

    A strand runs down the page without going back up. Columns and cells stand beside each other, so they are never
    entirely above one another and keep the order of the file.
    """
    placed: list[list[Line]] = []
    for strand in _strands(lines):
        foot = min(line.bottom for line in strand)
        below = (
            place for place, other in enumerate(placed) if foot >= max(line.top for line in other) - strand[-1].size
        )
        placed.insert(next(below, len(placed)), strand)
    return tuple(line for strand in placed for line in strand)


def _strands(lines: Sequence[Line]) -> list[list[Line]]:
    strands: list[list[Line]] = []
    for line in lines:
        last = strands[-1][-1] if strands else None
        if last is None or line.bottom > last.bottom + max(line.size, last.size):
            strands.append([line])
        else:
            strands[-1].append(line)
    return strands
