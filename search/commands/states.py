"""`verbale states`: who said what, and for whom nothing is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from search.cli import Session
from search.options import json_option

if TYPE_CHECKING:
    from search.library import Library
    from search.states_told import Told

EPILOG = """\b
Examples:
  verbale states
  verbale states Türkiye --topic "points of contact"
  verbale states TUR --process oewg-2021 --csv > turkiye.csv
  verbale states "African Group" --session "UNGA 80"
  verbale states --silent ransomware --json
"""


@click.command(epilog=EPILOG)
@click.argument("state", required=False, default="")
@click.option("--topic", metavar="QUERY", default="", help="Only what matches this query, with the paragraphs.")
@click.option("--silent", metavar="QUERY", default="", help="For which States nothing that matches is found.")
@click.option("--process", metavar="P", default="", help="Only documents of this process, such as oewg-2021.")
@click.option("--session", "held_in", metavar="S", default="", help="Only documents of this session.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table (CSV) on stdout instead of text.")
@json_option
@click.pass_obj
def command(
    session: Session, state: str, topic: str, silent: str, process: str, held_in: str, as_csv: bool, as_json: bool
) -> None:
    """Say what a State or group submitted or said, with how sure that is and where it was read.

    STATE is any writing of a name, in six languages, or an ISO code: Turkey, Türkiye, TUR. Without it every State is
    listed. Joint texts count for a member only where the text itself lists it, and are marked.
    """
    from search.reading_room import reading_room
    from search.states_told import csv_text, lines
    from search.terminal import print_json

    if silent and (state or topic):
        raise click.UsageError("--silent looks at all States: leave out STATE and --topic.")
    if topic and not state:
        raise click.UsageError("--topic is asked of one State: name it, or use --silent QUERY for all.")
    if as_csv and as_json:
        raise click.UsageError("Choose one of --csv and --json.")
    with reading_room(session) as library:
        told = _told(library, state, topic, silent, process, held_in)
    if as_csv:
        click.echo(csv_text(told), nl=False)
    elif as_json:
        print_json([row.as_json() for row in told] if isinstance(told, tuple) else told.as_json())
    else:
        click.echo("\n".join(lines(told)))


def _told(library: Library, state: str, topic: str, silent: str, process: str, session: str) -> Told:
    """The report that was asked for; a query that cannot be run is refused as the search refuses it."""
    from corpus.errors import QueryError
    from search import states

    try:
        if silent:
            return states.silent(library, silent, process, session)
        if state:
            return states.said(library, state, topic, process, session)
        return states.directory(library, process, session)
    except QueryError as error:
        raise click.ClickException(str(error)) from error
