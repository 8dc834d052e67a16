"""National strategies: UNIDIR's database and ITU's repository (sources.md sections 8.1 and 8.2), and the catalogue.

UNIDIR's database answers questions in JSON (Uwazi); which properties its entries have is not certain, so they are read
by what their names and values look like. ITU's page links each file with the name of its State.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from corpus.catalogue import entries
from corpus.document import Posting
from crawler.languages import language_of_code, language_of_file
from crawler.links import Link
from crawler.markup import links, soup
from crawler.source import Expect, Page, Reading, Source

_PROCESS = "national-strategies"
_PER_PAGE = 100
_ITU_PAGE = "/en/ITU-D/Cybersecurity/Pages/National-Strategies-repository.aspx"
_ITU_FILES = "/en/itu-d/cybersecurity/documents/national_strategies_repository/"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ORIGINAL = re.compile(r"_Orig_(?P<language>[A-Za-z]{2,3})(?![A-Za-z])", re.IGNORECASE)
_STATE = re.compile(r"countr|state|nation|publisher|author|organi[sz]ation", re.IGNORECASE)
_DATE = re.compile(r"date|year|adopt|publish|issued", re.IGNORECASE)


def begin(source: Source, today: date) -> Reading:
    """The first page of the database, ITU's page, and the catalogue's strategies whose address is known."""
    known = (entry.posting for entry in entries() if entry.posting.process == _PROCESS)
    postings = tuple(
        Posting(
            item.url, "national", _PROCESS, title=item.title, date=item.date, submitters=item.submitters,
            type_label=item.type_label, language=item.language,
        )
        for item in known
        if item.url
    )  # fmt: skip
    return Reading(postings, (_database(source.bases["unidir"], 0), source.bases["itu"] + _ITU_PAGE))


def _database(base: str, first: int) -> str:
    asked = {"limit": _PER_PAGE, "from": first, "order": "asc", "sort": "creationDate"}
    return f"{base}/api/search?{urlencode(asked)}"


def read(page: Page) -> Reading:
    """The files that a page of the database, or ITU's page, leads to."""
    return _entries(page) if "/api/search" in urlsplit(page.url).path else _repository(page)


def _entries(page: Page) -> Reading:
    try:
        answer = json.loads(page.body)
        rows, total = answer["rows"], int(answer["totalRows"])
    except (ValueError, KeyError, TypeError) as error:
        return Reading(understood=False, reason=f"the database did not answer with rows ({type(error).__name__})")
    base = page.bases["unidir"]
    postings = tuple(posting for row in rows if isinstance(row, dict) for posting in _files(row, base))
    first = int(dict(parse_qsl(urlsplit(page.url).query)).get("from", "0")) + len(rows)
    follow = (_database(base, first),) if rows and first < total else ()
    understood = bool(postings) or not rows
    return Reading(postings, follow, understood, "" if understood else "no entry of the database has a file")


def _files(row: Mapping[str, Any], base: str) -> Iterator[Posting]:
    """The files of one entry that is a State's; entries of organisations are had from these themselves."""
    said = _said(row.get("metadata"))
    state = next((label for name, label, _ in said if _STATE.search(name) and label), "")
    day = next((_day(value) for name, _, value in said if _DATE.search(name) and _day(value)), "")
    held = [item for name in ("documents", "attachments") for item in row.get(name) or () if isinstance(item, dict)]
    for item in held:
        name = str(item.get("filename") or "")
        if name and state:
            yield Posting(
                f"{base}/api/files/{quote(name)}",
                "national",
                _PROCESS,
                title=str(row.get("title") or ""),
                date=day,
                language=language_of_code(str(item.get("language") or row.get("language") or "")),
                submitters=(state,),
            )


def _said(metadata: object) -> list[tuple[str, str, object]]:
    """Name, label and value of every property of an entry."""
    told: list[tuple[str, str, object]] = []
    for name, values in metadata.items() if isinstance(metadata, dict) else ():
        for item in values if isinstance(values, list) else [values]:
            label = item.get("label") if isinstance(item, dict) else None
            told.append((str(name), str(label or ""), item.get("value") if isinstance(item, dict) else item))
    return told


def _day(value: object) -> str:
    """The day of a date kept as seconds since 1970, as such databases do; empty for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**33:
        return datetime.fromtimestamp(value, UTC).date().isoformat()
    return ""


def _repository(page: Page) -> Reading:
    """ITU's page: every link into its repository."""
    found = [link for link in links(soup(page.body, page.media_type), page.url) if _is_strategy(link)]
    return Reading(tuple(_strategies(found)), (), bool(found), "" if found else "no strategy is linked on it")


def _is_strategy(link: Link) -> bool:
    return urlsplit(link.url).path.lower().startswith(_ITU_FILES)


def _strategies(found: Iterable[Link]) -> Iterator[Posting]:
    for link in found:
        name = unquote(link.url.rsplit("/", 1)[-1])
        year, original = _YEAR.search(name), _ORIGINAL.search(name)
        language = language_of_code(original["language"]) if original else language_of_file(link.url)
        yield Posting(
            link.url, "national", _PROCESS, date=year[0] if year else "", type_label="National strategy",
            language=language, submitters=(link.text,) if link.text else (),
        )  # fmt: skip


SOURCE = Source(
    title="National strategies: UNIDIR's cyber policy database, ITU's repository",
    bases={"unidir": "https://database.cyberpolicyportal.org", "itu": "https://www.itu.int"},
    expect=Expect(at_least=80, at_most=5_000),
    begin=begin,
    read=read,
)
