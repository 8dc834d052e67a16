"""EU acts and papers on cyber security: CELLAR by CELEX number, and the Council's register (sources.md section 6).

CELLAR has the same bytes as EUR-Lex, and shows programs no challenge. It is asked for the acts of the catalogue, and
for what the last years brought whose English title speaks of the field. Its answers are tables: one row a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote_plus

from corpus.catalogue import entries
from corpus.document import Posting
from corpus.symbols import parse
from crawler.source import Expect, Page, Reading, Source
from crawler.sparql import LANGUAGES, by_celex, of_year

# Years of new acts that are looked through, this one included.
_YEARS = 3
# Acts and preparatory papers; corrigenda share the number of what they correct (sources.md 6.2).
_CELEX = re.compile(r"3\d{4}[A-Z]\d{4}|5\d{4}[A-Z]{2}\d{4}")
# Which file of an act is taken, the best first; the others are asked for where it is not there.
_TYPES = ("xhtml", "html", "fmx4", "pdfa2a", "pdfa1b", "pdfa1a", "pdf")
_COUNCIL = re.compile(r"ST (?P<number>\d+)/(?P<year>\d\d)")
_CELLAR = re.compile(r"https?://publications\.europa\.eu(?=/)")


def begin(source: Source, today: date) -> Reading:
    """The questions to CELLAR, and the Council's papers of the catalogue."""
    known = [entry.posting for entry in entries() if entry.posting.source == "eu"]
    numbers = source.symbols or tuple(posting.symbol for posting in known if _CELEX.fullmatch(posting.symbol))
    base = source.bases["cellar"]
    years = () if source.symbols else range(today.year, today.year - _YEARS, -1)
    questions = (*by_celex(base, numbers, source.languages), *(of_year(base, y, source.languages) for y in years))
    papers = () if source.symbols else tuple(_papers(known, source.bases["council"]))
    return Reading(papers, questions)


def _papers(known: list[Posting], base: str) -> Iterator[Posting]:
    for posting in known:
        if found := _COUNCIL.fullmatch(posting.symbol):
            name = f"ST-{found['number']}-20{found['year']}-INIT"
            yield Posting(f"{base}/doc/document/{name}/en/pdf", "eu", symbol=posting.symbol, language="en")


def read(page: Page) -> Reading:
    """One posting for each act and language that a table tells of."""
    try:
        rows = json.loads(page.body)["results"]["bindings"]
        told = [row for row in map(_row, rows) if _CELEX.fullmatch(row["celex"])]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Reading(understood=False, reason=f"CELLAR did not answer with a table ({type(error).__name__})")
    files: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in told:
        if row["type"] in _TYPES:
            files.setdefault((row["celex"], row["language"]), []).append(row)
    # A literal of the wrong type matches nothing and is no error (sources.md 6.2).
    if not files and "VALUES ?celex" in unquote_plus(page.url):
        return Reading(understood=False, reason="CELLAR knows none of the acts asked for")
    return Reading(tuple(_posting(rows, page.bases["cellar"]) for rows in files.values()))


def _row(binding: dict[str, Any]) -> dict[str, str]:
    said = {name: str(binding[name]["value"]) if name in binding else "" for name in _NAMES}
    said["language"] = LANGUAGES.get(said["language"].rsplit("/", 1)[-1].upper(), "")
    return said


_NAMES = ("celex", "date", "title", "language", "type", "item")


def _posting(rows: list[dict[str, str]], base: str) -> Posting:
    best, *others = sorted(rows, key=lambda row: (_TYPES.index(row["type"]), row["item"]))
    symbol = parse(best["celex"])
    # The graph names things by http; the same host answers by https.
    address, *further = (_CELLAR.sub(base, row["item"]) for row in (best, *others))
    return Posting(
        address,
        "eu",
        symbol=symbol.text if symbol else best["celex"],
        title=" ".join(best["title"].split()),
        date=best["date"][:10],
        language=best["language"],
        otherwise=tuple(dict.fromkeys(further)),
    )


SOURCE = Source(
    title="EU: acts and papers on cyber security (CELLAR), Council conclusions (register)",
    bases={"cellar": "https://publications.europa.eu", "council": "https://data.consilium.europa.eu"},
    expect=Expect(at_least=15, at_most=600),
    begin=begin,
    read=read,
    languages=("en",),
)
