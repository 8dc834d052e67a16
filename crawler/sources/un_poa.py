"""The Programme of Action: its drafts, resolutions and the Secretary-General's report, by symbol (sources.md 1.7).

It never had a body of its own: what was said of it in the working group is found there. Addenda bring later replies.
"""

from __future__ import annotations

from datetime import date

from crawler.source import Expect, Reading, Series, Source
from crawler.symbol_api import BASE, catalogued, no_pages, postings, series

_PROCESS = "poa"
# The Secretary-General's report with the views of States, whose addenda come one by one.
_REPORT = "A/78/76"
_MOST_ADDENDA = 9


def begin(source: Source, today: date) -> Reading:
    """One posting for each symbol and language."""
    return Reading(postings(source, source.symbols or catalogued("un-poa"), _PROCESS))


def addenda(source: Source, today: date) -> tuple[Series, ...]:
    """The addenda of the report, unless the user asks for symbols of his own."""
    if source.symbols:
        return ()
    return (series(source, f"{_REPORT}/Add.{{}}", process=_PROCESS, last=_MOST_ADDENDA, patience=3),)


SOURCE = Source(
    title="UN: Programme of Action: drafts, resolutions and the Secretary-General's report, by symbol (ODS)",
    bases=BASE,
    expect=Expect(at_least=4, at_most=60),
    begin=begin,
    read=no_pages,
    series=addenda,
    languages=("en",),
)
