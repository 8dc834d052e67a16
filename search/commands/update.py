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
    from search.crawling import Allowance, crawl_sources
    from search.report_output import print_reports
    from search.workshop import bring_index_level, workshop

    with workshop(session, "update") as shop:
        reports = crawl_sources(session, shop, sources, Allowance(documents, minutes, megabytes, everything))
        bring_index_level(session, shop.store)
    if not print_reports(reports, as_json):
        raise SystemExit(PARTLY)
