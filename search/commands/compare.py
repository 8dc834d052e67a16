"""`verbale compare`: what became of one text in another."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from search.cli import Session
from search.options import complete_words, json_option

if TYPE_CHECKING:
    from corpus.document import Extract
    from corpus.workers import Workers
    from search.comparing import Reading

EPILOG = """\b
Examples:
  verbale compare A/C.1/80/L.20 A/RES/80/16
  verbale compare A/RES/79/23 A/RES/80/22 --changes-only
  verbale compare zero-draft.docx rev1.docx --html redline.html
  verbale compare draft.docx draft.docx          # its tracked changes
"""


@click.command(epilog=EPILOG)
@click.argument("old", shell_complete=complete_words)
@click.argument("new", shell_complete=complete_words)
@click.option(
    "--lang", default="", metavar="L", help="The language of both texts, such as fr; of a file, what it is in."
)
@click.option(
    "--reading",
    type=click.Choice(["accepted", "unrevised"]),
    default="accepted",
    show_default=True,
    help="Texts with tracked changes: as accepted, or as they stood before.",
)
@click.option("--changes-only", is_flag=True, help="Leave out paragraphs that are the same at the same place.")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the redline as one HTML file.",
)
@json_option
@click.pass_obj
def command(
    session: Session,
    old: str,
    new: str,
    lang: str,
    reading: Reading,
    changes_only: bool,
    html: Path | None,
    as_json: bool,
) -> None:
    """Compare two texts: paragraphs first, then words, changes of commitment marked.

    OLD and NEW are symbols in any spelling, or files (PDF, DOCX, HTML, text). A/75/816@3 is version 3 of a document.
    What moved, was split, merged or renumbered is recognised; printed numbers are not compared.
    """
    from corpus.workers import Workers
    from search.comparing import compared, side
    from search.reading_room import reading_room
    from search.redline.page import page_of
    from search.redline.terminal import lines
    from search.redline.told import redline_json
    from search.terminal import print_json

    with ExitStack() as stack:
        # Two files are compared where nothing is held at all.
        files = all(Path(name).is_file() for name in (old, new))
        store = None if files else stack.enter_context(reading_room(session)).store
        workers = stack.enter_context(Workers(1, session.config.extract))
        sides = [side(store, name, lambda path: _read(workers, path)) for name in (old, new)]
        redline = compared(sides[0], sides[1], lang, reading)
    for notice in redline.notices:
        session.say(f"Note: {notice}")
    if html is not None:
        _write(html, page_of(redline, only_changes=changes_only))
        session.say(f"Wrote {html}.")
    if as_json:
        print_json(redline_json(redline, only_changes=changes_only))
    elif html is None:
        for line in lines(redline, colour=_in_colour(), only_changes=changes_only):
            click.echo(line)


def _in_colour() -> bool:
    """Whether words are struck and coloured; else signs stand around them."""
    chosen = click.get_current_context().color
    return sys.stdout.isatty() if chosen is None else chosen


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(
            f"{path} cannot be written ({error.strerror}): name a file in a folder where you may write."
        ) from error


def _read(workers: Workers, path: Path) -> tuple[str, Extract]:
    """The digest of a file and what it says, read in a process of its own. Raises ExtractError."""
    from corpus.errors import ExtractError
    from corpus.warc import payload_digest

    try:
        body = path.read_bytes()
    except OSError as error:
        raise ExtractError(f"It cannot be opened ({error.strerror}).") from error
    return payload_digest(body), workers.outcome(workers.extract(body, name=path.name))
