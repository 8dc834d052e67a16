"""Entries of the UN Digital Library: votes, sponsors, agenda items, and what drafts became (sources.md section 3).

Only its exchange with other libraries (OAI-PMH) is asked, month by month: its search is closed to programs, and its
pages mostly show a challenge. What it says are facts of documents that come from elsewhere; nothing depends on it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from corpus.catalogue import entries
from corpus.document import Posting
from crawler.library_entry import LibraryEntry, library_entry
from crawler.marc import MarcRecord, marc_record, named, words, xml_tree
from crawler.source import Expect, Page, Reading, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

# An entry is often finished months after its document: those of this month and the three before are read anew.
_MONTHS = 4
# First Committee and both working groups.
_BODIES = re.compile(r"A/(?:C\.1|AC\.290|AC\.292)/")
_CYBER = re.compile(r"\bcyber", re.IGNORECASE)
_ICT = re.compile(r"\bicts?\b|information (?:and (?:tele)?communications?|security)|\bdigital technolog", re.IGNORECASE)
_SECURITY = re.compile(r"international (?:peace and )?security|state behaviour", re.IGNORECASE)


def begin(source: Source, today: date) -> Reading:
    """The windows of the last months, the oldest first, each with both its ends: without an end it answers 503."""
    return Reading(follow=tuple(_window(source.bases["library"], today, back) for back in reversed(range(_MONTHS))))


def _window(base: str, today: date, back: int) -> str:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    first = date(year, month + 1, 1)
    last = min(today, first.replace(day=monthrange(first.year, first.month)[1]))
    return _address(base, metadataPrefix="marcxml", **{"from": first.isoformat(), "until": last.isoformat()})


def _address(base: str, **arguments: str) -> str:
    return f"{base}/oai2d?{urlencode({'verb': 'ListRecords', **arguments})}"


def read(page: Page) -> Reading:
    """What the entries of our field say, and the rest of the list. Deleted entries say nothing."""
    try:
        tree = xml_tree(page.body)
    except ValueError as error:
        return Reading(understood=False, reason=str(error))
    if (failed := next(named(tree, "error"), None)) is not None:
        code = str(failed.get("code") or "unnamed")
        reason = "" if code == "noRecordsMatch" else f"the library says {code}: {words(failed)}"
        return Reading(understood=not reason, reason=reason)
    found = [node for node in named(tree, "record") if next(node.iterchildren("{*}header"), None) is not None]
    if not found:
        return Reading(understood=False, reason="it lists no records and does not say that there are none")
    records = [_record(node) for node in found if not _is_deleted(node)]
    told = [entry for record in records if not record.authority and (entry := library_entry(record))]
    odd = sum(1 for entry in told if not (entry.number and (entry.symbol or entry.title)))
    token = words(next(named(tree, "resumptionToken"), None))
    return Reading(
        follow=(_address(page.bases["library"], resumptionToken=token),) if token else (),
        understood=not odd,
        reason=f"{odd} of its {len(told)} records have no number, or neither symbol nor title" if odd else "",
        records=tuple(_posting(page.bases["library"], entry) for entry in told if _is_ours(entry)),
    )


def _is_deleted(node: _Element) -> bool:
    return any(header.get("status") == "deleted" for header in node.iterchildren("{*}header"))


def _record(node: _Element) -> MarcRecord:
    """The entry of a record; where it leaves its number out, the identifier around it ends with it."""
    record = marc_record(node)
    identifier = words(next(named(node, "identifier"), None))
    return MarcRecord(record.number or identifier.rpartition(":")[2], record.fields, record.authority)


def _is_ours(entry: LibraryEntry) -> bool:
    """Whether an entry belongs to the field, by its symbol, by documents it belongs to, or by what it is about."""
    if (
        not entry.number
        or not (entry.symbol or entry.title)
        or (entry.votes_only and not (entry.symbol and entry.vote))
    ):
        return False
    if _BODIES.match(entry.symbol) or entry.symbol in _catalogued() or any(map(_BODIES.match, entry.related)):
        return True
    about = " ".join((entry.title, *entry.subjects))
    return bool(_CYBER.search(about) or (_ICT.search(about) and _SECURITY.search(about)))


@lru_cache(maxsize=1)
def _catalogued() -> frozenset[str]:
    return frozenset(filter(None, (entry.posting.symbol for entry in entries())))


def _posting(base: str, entry: LibraryEntry) -> Posting:
    if entry.votes_only:
        # The document has an entry of its own: two that tell title and address in turn would be news every night.
        return Posting("", "un", symbol=entry.symbol, vote=entry.vote)
    return Posting(
        url=f"{base}/record/{entry.number}",
        source="un",
        symbol=entry.symbol,
        title=entry.title,
        date=entry.date,
        submitters=entry.submitters,
        agenda_item=entry.agenda_item,
        vote=entry.vote,
        adopted_as=entry.adopted_as,
        otherwise=entry.files,
    )


SOURCE = Source(
    title="UN Digital Library: votes, sponsors and agenda items of the field's documents (OAI-PMH)",
    bases={"library": "https://digitallibrary.un.org"},
    expect=Expect(at_least=0, at_most=20_000),
    begin=begin,
    read=read,
    tells_records=True,
)
