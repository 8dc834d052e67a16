"""`verbale status`: what is held, and what could not be read."""

from __future__ import annotations

import click

from search.cli import Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale status
  verbale status --json
"""


@click.command(epilog=EPILOG)
@json_option
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """Say what is held, how the last visit of each source went, and what could not be read."""
    from search.reading_room import reading_room
    from search.status import status, status_lines
    from search.terminal import print_json

    with reading_room(session) as library:
        told = status(library, session.home)
    if as_json:
        print_json(told)
    else:
        click.echo("\n".join(status_lines(told)))
