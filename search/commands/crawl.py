"""`verbale crawl`: fetch without indexing."""

from __future__ import annotations

import click

from search.cli import PARTLY, Session
from search.options import budget_options, json_option

EPILOG = """\b
Examples:
  verbale crawl un-gge
  verbale crawl --documents 20
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
    """Fetch and store documents without indexing them; `verbale update` does both.

    The next search, index or update brings the index up to date.
    """
    from search.crawling import Allowance
    from search.night_shift import spend_night

    allowance = Allowance(documents, minutes, megabytes, everything)
    if not spend_night(session, "crawl", sources, allowance, index=False, as_json=as_json):
        raise SystemExit(PARTLY)
