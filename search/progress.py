"""Progress: a bar on a terminal, a plain line now and then elsewhere, nothing when asked to be quiet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from search.cli import Session

# Off a terminal (a log, a pipe) a line every so many steps is enough to see that it goes on.
LINES = 4


@contextmanager
def progress(session: Session, label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to be told (done, total)."""
    if session.quiet:
        yield lambda done, total: None
    elif sys.stderr.isatty():
        with _bar(label) as tell:
            yield tell
    else:
        yield _lines(label)


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    bar = click.progressbar(length=1, label=label, file=sys.stderr, show_pos=True)
    with bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield tell


def _lines(label: str) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done == total or done % max(1, total // LINES) == 0:
            click.echo(f"{label}: {done} of {total}", err=True)

    return tell
