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
    from search.comparing import Readings
    from search.redline import Redline

EPILOG = """\b
Examples:
  verbale compare A/C.1/80/L.20 A/RES/80/16
  verbale compare A/RES/79/23 A/RES/80/22 --changes-only
  verbale compare zero-draft.docx rev1.docx --html redline.html --side-by-side
  verbale compare draft.docx draft.docx          # its tracked changes
  verbale compare A/C.1/80/L.20 A/RES/80/16 --docx redline.docx
  verbale compare --chain A/RES/80/16
  verbale compare --chains
"""


@click.command(epilog=EPILOG)
@click.argument("old", required=False, shell_complete=complete_words)
@click.argument("new", required=False, shell_complete=complete_words)
@click.option(
    "--chain", metavar="SYMBOL", help="A whole chain of drafts in one table: by a document of it, or by name."
)
@click.option("--chains", is_flag=True, help="List the chains that were found.")
@click.option(
    "--lang", default="", metavar="L", help="The language of both texts, such as fr; of a file, what it is in."
)
@click.option(
    "--reading",
    type=click.Choice(["accepted", "unrevised", "old-unrevised", "new-unrevised"]),
    default="accepted",
    show_default=True,
    help="Texts with tracked changes: as accepted, or both, or one of them, as they stood before.",
)
@click.option("--changes-only", is_flag=True, help="Leave out paragraphs that are the same at the same place.")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the redline as one HTML file.",
)
@click.option("--side-by-side", is_flag=True, help="In the HTML file: the old text beside the new one.")
@click.option(
    "--docx",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the redline as a Word file with tracked changes.",
)
@json_option
@click.pass_obj
def command(
    session: Session,
    old: str | None,
    new: str | None,
    chain: str | None,
    chains: bool,
    lang: str,
    reading: Readings,
    changes_only: bool,
    html: Path | None,
    side_by_side: bool,
    docx: Path | None,
    as_json: bool,
) -> None:
    """Compare two texts: paragraphs first, then words, changes of commitment marked.

    OLD and NEW are symbols in any spelling, or files (PDF, DOCX, HTML, text). A/75/816@3 is version 3 of a document.
    What moved, was split, merged or renumbered is recognised; printed numbers are not compared.
    """
    if chain or chains:
        _only_a_chain(old, docx, changes_only, side_by_side, reading != "accepted")
        _list_chains(session, as_json) if chains else _show_chain(session, chain or "", lang, html, as_json)
        return
    if not old or not new:
        raise click.UsageError("Two texts are compared: name OLD and NEW, or a chain with --chain SYMBOL.")
    if side_by_side and html is None:
        raise click.UsageError("--side-by-side is how an HTML file is laid out: name the file with --html FILE.")
    redline = _redline(session, old, new, lang, reading)
    _save(session, redline, html, docx, changes_only=changes_only, beside=side_by_side)
    if as_json or (html is None and docx is None):
        _print(redline, changes_only=changes_only, as_json=as_json)


def _redline(session: Session, old: str, new: str, language: str, reading: Readings) -> Redline:
    """What became of one text in the other, and what a reader should know of it on stderr."""
    from corpus.workers import Workers
    from search.comparing import compared, side
    from search.reading_room import reading_room

    with ExitStack() as stack:
        # Two files are compared where nothing is held at all.
        files = all(Path(name).is_file() for name in (old, new))
        store = None if files else stack.enter_context(reading_room(session)).store
        workers = stack.enter_context(Workers(1, session.config.extract))
        sides = [side(store, name, lambda path: _read(workers, path)) for name in (old, new)]
        redline = compared(sides[0], sides[1], language, reading)
    for notice in redline.notices:
        session.say(f"Note: {notice}")
    return redline


def _save(
    session: Session, redline: Redline, html: Path | None, docx: Path | None, *, changes_only: bool, beside: bool
) -> None:
    """Write the files that were asked for."""
    from search.redline.files import content
    from search.workshop import now

    for path, kind in ((html, "html"), (docx, "docx")):
        if path is not None:
            _write(path, content(redline, kind, now(), only_changes=changes_only, beside=beside))
            session.say(f"Wrote {path}.")


def _print(redline: Redline, *, changes_only: bool, as_json: bool) -> None:
    from search.redline.terminal import lines
    from search.redline.told import redline_json
    from search.terminal import print_json

    if as_json:
        print_json(redline_json(redline, only_changes=changes_only))
        return
    for line in lines(redline, colour=_in_colour(), only_changes=changes_only):
        click.echo(line)


def _only_a_chain(*others: object) -> None:
    if any(others):
        raise click.UsageError(
            "--chain and --chains take no texts, and of the other options only --lang, --html, --json."
        )


def _list_chains(session: Session, as_json: bool) -> None:
    from search.chains import all_chains
    from search.reading_room import reading_room
    from search.redline.chain import chain_json
    from search.redline.chain_terminal import listed
    from search.terminal import print_json

    with reading_room(session) as library:
        found = all_chains(library.store, session.config.chains)
    if as_json:
        print_json({"chains": [chain_json(one) for one in found]})
        return
    for line in listed(found):
        click.echo(line)
    if not found:
        session.say("No chains were found; [[chains]] in verbale.toml names them by hand.")


def _show_chain(session: Session, wanted: str, language: str, html: Path | None, as_json: bool) -> None:
    from search.chains import chains_of, follow
    from search.reading_room import reading_room
    from search.redline.chain import followed_json, remarks
    from search.redline.chain_page import chain_page
    from search.redline.chain_terminal import chain_lines
    from search.terminal import print_json

    with reading_room(session) as library:
        first, *others = chains_of(library.store, session.config.chains, wanted)
        table = follow(library.store, first, language)
    for other in others:
        session.say(f"Note: {wanted} is also in the chain {other.name!r} ({other.reason}); --chain takes its name too.")
    for remark in remarks(table):
        session.say(f"Note: {remark}")
    if html is not None:
        _write(html, chain_page(table))
        session.say(f"Wrote {html}.")
    if as_json:
        print_json(followed_json(table))
    elif html is None:
        for line in chain_lines(table):
            click.echo(line)


def _in_colour() -> bool:
    """Whether words are struck and coloured; else signs stand around them."""
    chosen = click.get_current_context().color
    return sys.stdout.isatty() if chosen is None else chosen


def _write(path: Path, page: str | bytes) -> None:
    try:
        path.write_bytes(page.encode() if isinstance(page, str) else page)
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
