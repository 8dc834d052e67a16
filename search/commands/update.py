"""`verbale update`: the nightly job."""

from __future__ import annotations

import click

from search.cli import PARTLY, Session
from search.options import budget_options, json_option

EPILOG = """\b
Examples:
  verbale update
  verbale update un-oewg osce
  verbale update --documents 20 --minutes 10
"""


@click.command(epilog=EPILOG)
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@budget_options
@json_option
@click.pass_obj
def command(
    session: Session,
    sources: tuple[str, ...],
    documents: int | None,
    minutes: float | None,
    megabytes: float | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Crawl all sources (or those named) and index what changed.

    Exit code 4 means partly done: a source is blocked, unreachable, not understood or gave too little. What came is
    kept. `verbale sources` lists the sources.
    """
    from search.crawling import Allowance
    from search.night_shift import spend_night

    allowance = Allowance(documents, minutes, megabytes, everything)
    if not spend_night(session, "update", sources, allowance, index=True, as_json=as_json):
        raise SystemExit(PARTLY)
