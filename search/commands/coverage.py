"""`verbale coverage`: what is known and not held, with what mends it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from search.cli import Session
from search.options import json_option

if TYPE_CHECKING:
    from search.coverage import Report

EPILOG = """\b
Examples:
  verbale coverage
  verbale coverage --kind gaps --kind cited
  verbale coverage --source osce --json
  verbale coverage --csv > not-held.csv
"""
# Those of search.coverage.lines, which help must not load the store for.
_KINDS = ("sources", "cited", "gaps", "languages", "catalogue", "years")
# Of each kind, where all kinds are told.
_FIRST = 10


@click.command(epilog=EPILOG)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only this kind, in whole; repeatable.")
@click.option("--source", default="", metavar="S", help="Only what concerns this source, such as un or osce.")
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV on stdout, a line for each thing not held.")
@click.pass_obj
def command(session: Session, kinds: tuple[str, ...], source: str, as_json: bool, as_csv: bool) -> None:
    """Say what is known and not held, and how to get it.

    Sources that are blocked or not visited of late, documents that texts cite, gaps in series of symbols, languages
    that documents lack, entries of the catalogue, years with few documents. Nobody knows what nobody names: that
    something is not listed here does not mean that it is held, or that it does not exist.
    """
    from corpus.vocabulary import SOURCES
    from search.coverage import report
    from search.reading_room import reading_room
    from search.terminal import print_json
    from search.workshop import now

    if as_json and as_csv:
        raise click.UsageError("Choose one of --json and --csv.")
    with reading_room(session) as library:
        named = sorted({*SOURCES, *filter(None, library.store.counts().by_source)})
        if source and source not in named:
            raise click.UsageError(f"There is no source {source!r}. There are: {', '.join(named)}.")
        told = report(library.store, session.config, now(), kinds, source)
        if as_json:
            print_json(told.as_json())
        elif as_csv:
            _print_csv(told)
        else:
            _print_lines(told, _FIRST if not kinds else None)


def _print_csv(told: Report) -> None:
    from search.coverage.table import csv_rows

    for piece in csv_rows(told):
        sys.stdout.buffer.write(piece)


def _print_lines(told: Report, most: int | None) -> None:
    from search.coverage.table import text_lines

    for line in text_lines(told, most):
        click.echo(line)
