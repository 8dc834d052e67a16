"""Reports of the Groups of Governmental Experts, and the Secretary-General's reports with national views, by symbol.

The catalogue knows them; the Official Document System answers each symbol with its file (sources.md section 2).
"""

from __future__ import annotations

from datetime import date

from crawler.source import Expect, Reading, Source
from crawler.symbol_api import BASE, catalogued, no_pages, postings


def begin(source: Source, today: date) -> Reading:
    """One posting for each symbol and language."""
    return Reading(postings(source, source.symbols or catalogued("un-gge")))


SOURCE = Source(
    title="UN: GGE reports and the Secretary-General's reports with national views, by symbol (ODS)",
    bases=BASE,
    expect=Expect(at_least=30, at_most=200),
    begin=begin,
    read=no_pages,
    languages=("en",),
)
