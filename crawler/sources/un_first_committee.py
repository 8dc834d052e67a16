"""The First Committee: resolutions and drafts on ICT security by symbol, and all drafts of this session and the last.

Drafts are numbered one after another and listed nowhere that a program may read: `A/C.1/81/L.1`, `L.2` ... are counted
through, each with its first revision (sources.md section 10.1). Votes come from the library (`un-library`).
"""

from __future__ import annotations

from datetime import date

from crawler.source import Expect, Reading, Series, Source
from crawler.symbol_api import BASE, catalogued, no_pages, postings, series, session_of_the_assembly

_MOST_DRAFTS = 150


def begin(source: Source, today: date) -> Reading:
    """One posting for each symbol and language."""
    return Reading(postings(source, source.symbols or catalogued("un-first-committee")))


def drafts(source: Source, today: date) -> tuple[Series, ...]:
    """The drafts of the current and the previous session, unless the user asks for symbols of his own."""
    if source.symbols:
        return ()
    now = session_of_the_assembly(today)
    return tuple(
        series(
            source, f"A/C.1/{session}/L.{{}} A/C.1/{session}/L.{{}}/Rev.1", process="first-committee",
            last=_MOST_DRAFTS, growing=session == now,
        )
        for session in (now, now - 1)
    )  # fmt: skip


SOURCE = Source(
    title="UN: First Committee: resolutions and drafts by symbol, all drafts of this session and the last (ODS)",
    bases=BASE,
    expect=Expect(at_least=40, at_most=600),
    begin=begin,
    read=no_pages,
    series=drafts,
    languages=("en",),
)
