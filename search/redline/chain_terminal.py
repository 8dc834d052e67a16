"""A chain as a terminal shows it: its members, then one line a paragraph of the last text. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from search.redline import Paragraph
from search.redline.chain import Cell, Followed, Row, counts, since, told_cell
from search.redline.lineage import Chain
from search.redline.told import summary

_OPENING = 60


def chain_lines(table: Followed) -> Iterator[str]:
    """The members with what became of the text before them, then the paragraphs of the last and where they came in."""
    yield click.style(table.chain.name, bold=True)
    yield f"Found by: {table.chain.reason}."
    came = counts(table)
    for at, text in enumerate(table.texts):
        name = f"{text.name} ({text.date})" if text.date else text.name
        what = f"{summary(table.redlines[at - 1])}; " if at else ""
        yield f"  {at + 1}  {name}: {what}{came[text.name]} of the last text's paragraphs came in here"
    for row in table.rows:
        yield ""
        yield from _row(table, row)
    if table.dropped:
        yield ""
        yield click.style("No longer in the next text:", bold=True)
        for one in table.dropped:
            paragraph = table.texts[one.member].paragraphs[one.place]
            yield f"  {one.member + 1}  {_number(paragraph)}  {_opening(paragraph)}"


def _row(table: Followed, row: Row) -> Iterator[str]:
    last = table.texts[-1].paragraphs[row.place]
    yield click.style(f"{_number(last)}  {_opening(last)}", dim=since(row) == 0 and _untouched(row))
    yield "  " + " | ".join(f"{at + 1} {_cell(table, at, cell)}" for at, cell in enumerate(row.cells))


def _untouched(row: Row) -> bool:
    return all(cell.how in ("first", "same") and not cell.moved for cell in row.cells)


def _cell(table: Followed, member: int, cell: Cell) -> str:
    numbers = " + ".join(_number(paragraph) for paragraph in table.paragraphs(member, cell))
    return f"{told_cell(cell)} {numbers}" if cell.places else "-"


def _number(paragraph: Paragraph) -> str:
    return paragraph.number or "¶"


def _opening(paragraph: Paragraph) -> str:
    words = " ".join(paragraph.text.split())
    return words if len(words) <= _OPENING else f"{words[:_OPENING].rsplit(' ', 1)[0]} …"


def listed(chains: Sequence[Chain]) -> Iterator[str]:
    """All chains: the documents of each, under the rule that found it."""
    rule = ""
    for chain in chains:
        if chain.reason != rule:
            yield click.style(f"{chain.reason[0].upper()}{chain.reason[1:]}", bold=True)
            rule = chain.reason
        yield f"  {chain.name}: {len(chain.keys)} documents, {len(chain.held)} held"
        yield f"    {', '.join(chain.keys)}"
