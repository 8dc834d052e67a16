"""The report as a page: what its template is given, and a file of its own that needs no server."""

from __future__ import annotations

from typing import Any

from search.quotes import VERDICTS, Checked, Report
from search.quotes.printing import summary

# The page has its own style within it and nothing else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
LEADS = {"verbatim": "Cite as", "altered": "Altered from", "not found": "Nearest", "not covered": "Nearest"}


def report_parts(report: Report) -> dict[str, Any]:
    """What the template shows: those to look at in the order of the draft, and the author's own words apart."""
    shown = [one for one in report.checked if not one.own_words]
    return {
        "shown": shown,
        "own": [one for one in report.checked if one.own_words],
        "summary": summary(report),
        "leads": LEADS,
        "wrong_first": sum(1 for one in shown if _to_mend(one)),
        "verdicts": VERDICTS,
    }


def _to_mend(one: Checked) -> bool:
    return one.claim.quoted and (one.verdict in ("altered", "not found") or bool(one.notes))


def report_page(report: Report) -> str:
    """The report as one HTML file. Its links lead to the originals at their sources."""
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("search.web", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("quotes_file.html")
    return template.render(
        report=report, policy=_POLICY, link=lambda place: _safe(place.original), **report_parts(report)
    )


def _safe(address: str) -> str:
    """An address that a page may link to; a source's `javascript:` is none."""
    return address if address.startswith(("https://", "http://")) else ""
