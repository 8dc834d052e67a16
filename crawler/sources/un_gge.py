"""UN documents that have a symbol, asked for by symbol at the Official Document System (sources.md section 2).

The GGE and OEWG reports, the resolutions and drafts, and the Secretary-General's reports with national views are known
from the catalogue; the ODS symbol API answers each with its file.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from corpus.catalogue import entries
from corpus.document import Posting
from corpus.symbols import parse
from crawler.source import Expect, Page, Reading, Source

_PROCESSES = (
    "gge", "national-views", "first-committee", "oewg-2019", "oewg-2021", "poa", "global-mechanism",
)  # fmt: skip


def begin(source: Source, today: date) -> Reading:
    """One posting for each symbol and language."""
    return Reading(
        tuple(
            Posting(_address(source.bases["ods"], symbol, language), "un", symbol=symbol, language=language)
            for symbol in source.symbols or _catalogued()
            for language in source.languages
        )
    )


def read(page: Page) -> Reading:
    """The symbol API has no pages to read."""
    return Reading(understood=False, reason="the symbol API answered with a page")


def _catalogued() -> tuple[str, ...]:
    postings = (entry.posting for entry in entries())
    return tuple(
        posting.symbol
        for posting in postings
        if posting.process in _PROCESSES and (symbol := parse(posting.symbol)) and symbol.system == "un"
    )


def _address(base: str, symbol: str, language: str) -> str:
    # Slashes in the symbol must be escaped (sources.md 2.3); urlencode does.
    return f"{base}/api/symbol/access?{urlencode({'s': symbol, 'l': language, 't': 'pdf'})}"


SOURCE = Source(
    title="UN: GGE and OEWG reports, resolutions, Secretary-General's reports, by symbol (ODS)",
    bases={"ods": "https://documents.un.org"},
    expect=Expect(at_least=80, at_most=400),
    begin=begin,
    read=read,
    languages=("en",),
)
