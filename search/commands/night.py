"""`verbale night`: what the last night brought."""

from __future__ import annotations

from itertools import islice

import click

from search.cli import Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale night
  verbale night --last 7
  verbale night --json | jq '.[0].sources[] | select(.state != "ok")'
"""


@click.command(epilog=EPILOG)
@click.option(
    "--last", type=click.IntRange(min=1), default=1, show_default=True, help="So many nights, the newest first."
)
@json_option
@click.pass_obj
def command(session: Session, last: int, as_json: bool) -> None:
    """Show the report of the last `verbale update` or `crawl`.

    For each source: what is new, changed, gone (for three nights, and kept), not there, blocked and failed; counts
    outside what the source should give; slow hosts; how much of the catalogue is held. `verbale sources check` looks
    at one page of each source now.
    """
    from search.night import NightPage
    from search.night_log import nights
    from search.terminal import print_json

    found = list(islice(nights(session.home), last))
    if as_json:
        print_json([night.as_json() for night in found])
    elif found:
        click.echo("\n\n".join("\n".join(NightPage(night).lines()) for night in found))
    else:
        session.say(f"No night was spent in {session.home.path} yet; `verbale update` spends one.")
