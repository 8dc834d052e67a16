"""The report on a draft as a terminal shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from types import MappingProxyType

import click

from search.cli import Session
from search.quotes import Checked, Report
from search.redline import Piece

WIDTH = 100
INDENT = "    "
_COLOURS = MappingProxyType({"verbatim": "green", "altered": "red", "not found": "yellow", "not covered": "cyan"})
_MOST_QUOTED = 300


def print_report(report: Report, session: Session) -> None:
    """Print every quotation, and the sentences that are somebody else's; the counts go to stderr."""
    for one in report.checked:
        if not one.own_words:
            click.echo("\n".join(_lines(one)) + "\n")
    for line in summary(report):
        session.say(line)
    for notice in report.notices:
        session.say(f"Note: {notice}")


def summary(report: Report) -> list[str]:
    """The counts in a line for the quotations and one for the sentences."""
    lines = []
    for kind, counts in report.counts().items():
        total = sum(counts.values())
        told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
        if total:
            lines.append(f"{total} {kind if total > 1 else kind[:-1]}: {told}")
    return lines or ["Nothing to check: no sentence and no quotation was found."]


def _lines(one: Checked) -> Iterator[str]:
    claim = one.claim
    where = f"page {claim.page}, paragraph {claim.paragraph}" if claim.page else f"paragraph {claim.paragraph}"
    outside = ", without quotation marks" if not claim.quoted else ""
    yield f"{click.style(one.headline.upper(), fg=_COLOURS[one.verdict], bold=True)}  {where}{outside}"
    yield _wrapped(redlined(one.pieces) if one.pieces and one.verdict == "altered" else _shortened(claim.text))
    if one.reason:
        yield _wrapped(one.reason)
    if one.place:
        lead = {"verbatim": "Cite", "altered": "Altered from"}.get(one.verdict, "Nearest")
        more = f" ({one.place.date})" if one.place.date else ""
        yield _wrapped(f"{lead}: {one.place.cite}{more}  {one.place.url}")
    if one.also:
        others = "; ".join(place.cite.removesuffix(".") for place in one.also)
        rest = f" and {one.also_total - len(one.also)} more" if one.also_total > len(one.also) else ""
        yield _wrapped(f"Also: {others}{rest}")
    if one.left_out:
        yield _wrapped(f"Left out: {'; '.join(_shortened(words) for words in one.left_out)}")
    if one.differs:
        yield _wrapped(f"Differs in print alone: {', '.join(one.differs)}")
    for note in one.notes:
        yield _wrapped(click.style(note, bold=True))


def redlined(pieces: Sequence[Piece], *, plain: bool = False) -> str:
    """The pieces in one line: `[-theirs-]` is in the document and not in the draft, `{+yours+}` the other way.

    In colours, unless it is to be `plain`.
    """
    line = "".join(_piece(piece) for piece in pieces).strip()
    return click.unstyle(line) if plain else line


def _piece(piece: Piece) -> str:
    text, space = piece.text.rstrip(), " " if piece.text[-1:].isspace() else ""
    if piece.kind == "removed":
        return click.style(f"[-{text}-]", fg="red") + space
    if piece.kind == "added":
        return click.style(f"{{+{text}+}}", fg="green") + space
    return piece.text


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_QUOTED else f"{text[:_MOST_QUOTED].rstrip()}…"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False)
