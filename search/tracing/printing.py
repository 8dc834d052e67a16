"""Traces as a terminal shows them. Altered words are marked by signs, not by colour alone."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import click

from search.cli import Session
from search.redline import Piece
from search.tracing.origins import Origin, Origins
from search.tracing.values import Place, Reuse, Trace

WIDTH = 100
INDENT = "      "
_SIGNS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
_COLOURS = {"removed": "red", "added": "green"}
_NO_ORIGIN = {
    "own": "no document before has it",
    "formula": "a formula of very many paragraphs",
    "short": "too few words",
}


def print_trace(trace: Trace, session: Session) -> None:
    """Print each document that has the words, oldest first; counts and notices go to stderr."""
    for notice in trace.notices:
        session.say(f"Note: {notice}")
    for place, reuse in enumerate(trace.reuses, 1):
        _print_reuse(place, reuse, first=reuse is trace.first)
    if trace.method == "phrase":
        session.say(f"{trace.total} paragraph{'' if trace.total == 1 else 's'} with this phrase")
        return
    documents = f"{trace.total} document{'' if trace.total == 1 else 's'}"
    session.say(f"{documents}: {trace.exact} with the exact words, {trace.total - trace.exact} with altered ones")


def _print_reuse(number: int, reuse: Reuse, *, first: bool) -> None:
    place = reuse.place
    told = [place.document.date or "no date", click.style(place.cite_as, bold=True), _verdict(place)]
    click.echo(f"{number:>3}. {'  '.join(told)}{'  first in this corpus' if first else ''}")
    if place.document.title and place.document.title not in place.cite_as:
        click.echo(INDENT + textwrap.shorten(place.document.title, WIDTH - len(INDENT), placeholder=" …"))
    if place.verdict == "altered":
        click.echo(_filled(signed(reuse.pieces)))
    if reuse.also:
        also = "; ".join(f"{other.cite_as} ({_verdict(other)})" for other in reuse.also)
        click.echo(_filled(f"Also: {also}"))
    click.echo(f"{INDENT}{place.url}\n")


def _verdict(place: Place) -> str:
    return "exact" if place.verdict == "exact" else f"altered, {place.likeness:.0%} alike"


def signed(pieces: Sequence[Piece]) -> str:
    """Words removed as `[-words-]`, words added as `{+words+}`, the spaces behind them outside."""
    told = []
    for piece in pieces:
        words = piece.text.rstrip()
        sign = _SIGNS[piece.kind].format(words)
        told.append(click.style(sign, fg=_COLOURS.get(piece.kind)) + piece.text[len(words) :])
    return "".join(told)


def _filled(text: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False, break_long_words=False
    )


def print_origins(told: Origins, session: Session) -> None:
    """Print a line for each paragraph, then the documents that they come from."""
    click.echo(click.style(f"{told.document.key}  {told.document.title}", bold=True))
    for origin in told.paragraphs:
        click.echo(_line(origin))
    if told.documents:
        click.echo("\nComes from:")
    for each in told.documents:
        paragraphs = f"{each.paragraphs} paragraph{'' if each.paragraphs == 1 else 's'}"
        click.echo(
            f"{paragraphs:>14}, {each.words:>5} words  {each.document.date or 'no date':<10}  {each.document.key}"
        )
    for notice in told.notices:
        session.say(f"Note: {notice}")
    session.say(", ".join(f"{count} {source}" for source, count in told.counts.items() if count))


def _line(origin: Origin) -> str:
    passage = origin.passage
    name = passage.number or (f"p. {passage.page}" if passage.page else f"¶ {passage.place}")
    share = f"{origin.share:.0%}" if origin.place else ""
    where = _dated(origin.place) if origin.place else _NO_ORIGIN[origin.source]
    closest = (
        f"\n{'closest' if origin.place else 'also in':>18}{origin.closest.likeness:>5.0%}  {_dated(origin.closest)}"
        if origin.closest
        else ""
    )
    words = "" if passage.number else f"  “{textwrap.shorten(passage.text, 30, placeholder='…')}”"
    return f"{name:>10}  {origin.source:<8}{share:>5}  {where}{words}{closest}"


def _dated(place: Place) -> str:
    return f"{place.document.date or 'no date':<10}  {place.cite_as}"
