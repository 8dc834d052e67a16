"""Reports of crawls, as a terminal and as JSON show them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from crawler.report import CrawlReport
from search.terminal import print_json


def print_reports(reports: Sequence[CrawlReport], as_json: bool) -> bool:
    """Print what each source gave; returns whether all went well."""
    if as_json:
        print_json([_json(report) for report in reports])
    else:
        for report in reports:
            click.echo(report.line())
            for reason in report.reasons():
                click.echo(f"  {reason}", err=True)
    return all(report.state == "ok" for report in reports)


def _json(report: CrawlReport) -> dict[str, object]:
    return {
        "source": report.source,
        "state": report.state,
        "pages": report.pages,
        "found": report.found,
        "changes": {str(change): count for change, count in report.changes.items()},
        "absent": report.absent,
        "cut_short": report.cut_short,
        "not_understood": [{"url": url, "reason": reason} for url, reason in report.misunderstood],
        "unread": [{"url": url, "verdict": verdict, "reason": reason} for url, verdict, reason in report.unread],
    }
