"""A whole chain of texts in one table: a row for each paragraph of the last, a cell for each member. Pure functions.

Each member is compared with the one before it, and a paragraph is followed back from link to link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from search.redline import Change, Paragraph, Redline, Text
from search.redline.lineage import Chain
from search.redline.told import summary

How = Literal["first", "same", "changed", "split", "merged", "new", ""]


@dataclass(frozen=True, slots=True)
class Cell:
    """The paragraphs of one member that a row's paragraph came from, and how they came from the member before.

    `first`: it stands in the first text of the chain; `new`: it has nothing before it; empty: it is not there yet.
    """

    how: How
    moved: bool = False
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the last text by its place, with a cell for each member."""

    place: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A paragraph that a member has and the next one has not: the member by its place in the chain, and its place."""

    member: int
    place: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A chain followed through its texts. `redlines` compares each with the one before; `missing` are not held."""

    chain: Chain
    texts: tuple[Text, ...]
    redlines: tuple[Redline, ...]
    rows: tuple[Row, ...]
    dropped: tuple[Dropped, ...]
    missing: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def paragraphs(self, member: int, cell: Cell) -> list[Paragraph]:
        """The paragraphs of a cell in the column `member`."""
        return [self.texts[member].paragraphs[place] for place in cell.places]


def followed(
    chain: Chain, redlines: Sequence[Redline], missing: Sequence[str] = (), notices: Sequence[str] = ()
) -> Followed:
    """The table of a chain of two and more texts, of which each redline compares two neighbours."""
    texts = (redlines[0].old, *(redline.new for redline in redlines))
    back = [{place: change for change in redline.changes for place in change.new} for redline in redlines]
    rows = tuple(Row(place, _cells(back, place)) for place in range(len(texts[-1].paragraphs)))
    dropped = tuple(
        Dropped(member, place)
        for member, redline in enumerate(redlines)
        for change in redline.changes
        if not change.new
        for place in change.old
    )
    return Followed(chain, texts, tuple(redlines), rows, dropped, tuple(missing), tuple(notices))


def _cells(back: Sequence[dict[int, Change]], place: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    places: tuple[int, ...] = (place,)
    for changes in reversed(back):
        came = list(dict.fromkeys(changes[at] for at in places))
        before = tuple(sorted({old for change in came for old in change.old}))
        how: How = _how(came) if before else "new" if places else ""
        cells.append(Cell(how, any(change.moved for change in came), places))
        places = before
    return (Cell("first" if places else "", False, places), *reversed(cells))


def _how(came: Sequence[Change]) -> How:
    """How one or several paragraphs came to be; what says most of several that came otherwise."""
    kinds = {change.kind for change in came if change.old}
    order: tuple[How, ...] = ("split", "merged", "changed", "same")
    return next((kind for kind in order if kind in kinds), "same")


def told_cell(cell: Cell) -> str:
    """A cell in words: `changed, moved`; empty where the paragraph is not there yet."""
    if not cell.how:
        return ""
    return ("stands" if cell.how == "first" else cell.how) + (", moved" if cell.moved else "")


def since(row: Row) -> int:
    """The member with which the paragraph came into the chain, by its place."""
    return next(at for at, cell in enumerate(row.cells) if cell.places)


def counts(table: Followed) -> dict[str, int]:
    """How many paragraphs of the last text came into the chain with each member, by its name."""
    came = Counter(since(row) for row in table.rows)
    return {text.name: came[at] for at, text in enumerate(table.texts)}


def remarks(table: Followed) -> list[str]:
    """What a reader should know: what was left out, and what was remarked of the texts."""
    missing = f"Not compared, because their texts are not held in this language: {', '.join(table.missing)}."
    first = (
        f"“stands” means that a paragraph is in {table.texts[0].name}, the first text of the chain that is held; where "
        "it came from before that is not said here."
    )
    return [*([missing] if table.missing else []), *table.notices, first]


def chain_json(chain: Chain) -> dict[str, Any]:
    """A chain in the list of them."""
    return {
        "name": chain.name,
        "by": chain.by,
        "reason": chain.reason,
        "documents": list(chain.keys),
        "held": list(chain.held),
    }


def followed_json(table: Followed) -> dict[str, Any]:
    """What `verbale compare --chain --json` prints."""
    return {
        **chain_json(table.chain),
        "missing": list(table.missing),
        "notices": remarks(table),
        "members": [
            {
                "name": text.name,
                "title": text.title,
                "date": text.date,
                "language": text.language,
                "payload_digest": text.digest,
                "paragraphs": len(text.paragraphs),
                "came_in": counts(table)[text.name],
                "compared": summary(table.redlines[at - 1]) if at else "",
            }
            for at, text in enumerate(table.texts)
        ],
        "rows": [_row_json(table, row) for row in table.rows],
        "dropped": [
            {"member": table.texts[one.member].name, **_place(table.texts[one.member].paragraphs[one.place])}
            for one in table.dropped
        ],
    }


def _row_json(table: Followed, row: Row) -> dict[str, Any]:
    last = table.texts[-1].paragraphs[row.place]
    return {
        **_place(last),
        "text": last.text,
        "since": table.texts[since(row)].name,
        "cells": [
            {
                "member": table.texts[at].name,
                "how": cell.how,
                "moved": cell.moved,
                "at": [_place(paragraph) for paragraph in table.paragraphs(at, cell)],
            }
            for at, cell in enumerate(row.cells)
        ],
    }


def _place(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "number": paragraph.number,
        "page": paragraph.page,
        "cite_as": paragraph.cite,
        "url": paragraph.url,
        "begins": " ".join(paragraph.text.split()[:_WORDS]),
    }


_WORDS = 8
