"""`verbale complete`: what a query may go on as."""

from __future__ import annotations

import click

from search.cli import Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale complete a-75-8
  verbale complete 'points of con'
  verbale complete 2021 --json

In bash and zsh the Tab key does the same for `verbale search` and `verbale show`, once this line is in ~/.bashrc
(or, with zsh_source, in ~/.zshrc):
  eval "$(_VERBALE_COMPLETE=bash_source verbale)"
"""


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1, required=True, metavar="BEGINNING...")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many at most.")
@json_option
@click.pass_obj
def command(session: Session, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Say how a query may go on: symbols, names of documents, concepts, words of the corpus, titles."""
    from search.reading_room import reading_room
    from search.terminal import print_json

    with reading_room(session) as library:
        found = library.complete(" ".join(words), limit)
    if as_json:
        print_json([one.as_json() for one in found])
        return
    for one in found:
        click.echo(f"{one.text}  {click.style(f'({one.kind}) {one.about}', dim=True)}")
    if not found:
        session.say("Nothing that is held goes on so.")
