"""Mending a home: the store from the archive, and what the archive lost from where it once came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from corpus.archive.files import files
from corpus.archive.whole import known_damage, read_archive, remember_damage
from corpus.damage import Damage
from corpus.document import Posting, Response
from corpus.errors import FetchError, StoreError
from corpus.intake import Delivery
from corpus.store import Store, StoredVersion
from corpus.store.whole import check_store
from corpus.warc import IMPORTED, payload_digest
from crawler.classify import classify
from crawler.fetch import Fetcher, Request
from search.cli import Session
from search.crawling import web_fetcher
from search.rebuilding import rebuild_home
from search.workshop import Workshop, now, workshop


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a home found: damages not mended yet, how many were mended earlier, how much was looked at."""

    damages: tuple[Damage, ...]
    mended: int
    records: int


def look(session: Session) -> Looked:
    """Read the whole archive and check the store against it. Raises StoreError where nothing was ever kept."""
    archive = session.home.archive
    if not session.home.exists() and not files(archive):
        raise StoreError(f"Nothing is held in {session.home.path} yet, so there is nothing to verify.")
    found = read_archive(archive)
    known = known_damage(archive)
    every = [*found.damages, *check_store(session.home.database, found)]
    new = tuple(damage for damage in _once(every) if (damage.file, damage.offset) not in known)
    return Looked(new, len(known), len(found.records))


def _once(damages: Sequence[Damage]) -> Iterator[Damage]:
    """Each place in the archive once, told by whoever knows whose bytes they were."""
    told = {(damage.file, damage.offset): damage for damage in damages if damage.file}
    for damage in damages:
        if damage.file:
            told[damage.file, damage.offset] = max(damage, told[damage.file, damage.offset], key=lambda one: one.url)
    yield from told.values()
    yield from (damage for damage in damages if not damage.file)


def repair(session: Session, looked: Looked) -> Iterator[tuple[Damage, str]]:
    """Mend what can be mended: each damage with what became of it, empty where nothing helps.

    The archive first: a store made again from an archive with a gap would have the gap too. Call it without a lock.
    """
    lost = [damage for damage in looked.damages if damage.part == "archive"]
    broken = [damage for damage in looked.damages if damage.part == "store"]
    if lost:
        try:
            yield from _archive_mended(session, lost)
        except StoreError as error:
            session.say(f"What the archive lost cannot be named: {error}")
    if broken:
        with session.home.writing("verify"):
            rebuild_home(session)
        yield from ((damage, "the store was made again from the archive") for damage in broken)


def _archive_mended(session: Session, lost: Sequence[Damage]) -> Iterator[tuple[Damage, str]]:
    with workshop(session, "verify") as shop, web_fetcher(session.config) as fetcher:
        for damage in lost:
            how = _replaced(shop, fetcher, damage) if damage.file else _noted(shop, damage)
            if how and damage.file:
                remember_damage(session.home.archive, damage, how)
            yield damage, how


def _noted(shop: Workshop, damage: Damage) -> str:
    """A document whose note was lost is taken in again from its own bytes, which writes the note."""
    archived = shop.store.archived(damage.digest)
    if archived is None:
        return ""
    for version in shop.store.versions_at(archived.ref.file, archived.ref.offset):
        again = replace(shop.archive.read(archived.ref), fetched=now())
        next(shop.intake.take([_delivery(shop.store, version, again)]))
    return "its note was written again"


def _replaced(shop: Workshop, fetcher: Fetcher, damage: Damage) -> str:
    """How a lost record was replaced; empty where it could not be."""
    versions = shop.store.versions_at(damage.file, damage.offset)
    if not versions:
        return "nothing in the store needs it"
    for version in versions:
        response = _again(fetcher, version, now())
        if response is None:
            return ""
        shop.store.forget_record(damage.file, damage.offset)
        deposit = next(shop.intake.take([_delivery(shop.store, version, response)]))
        if deposit.reason:
            return ""
        shop.store.point_to_latest(version.payload_digest)
    return "it was fetched again"


def _again(fetcher: Fetcher, version: StoredVersion, at: datetime) -> Response | None:
    """The file as it is now where it once came from."""
    if urlsplit(version.url).scheme == "file":
        path = Path(unquote(urlsplit(version.url).path))
        body = path.read_bytes() if path.is_file() else b""
        # The address may come from a capture made elsewhere: only the very bytes that were lost are taken.
        lost = payload_digest(body) == version.payload_digest
        return Response(version.url, version.url, IMPORTED, (), body, at) if lost else None
    try:
        answer = fetcher.get(Request(version.url))
    except FetchError:
        return None
    return answer if isinstance(answer, Response) and classify(answer).good else None


def _delivery(store: Store, version: StoredVersion, response: Response) -> Delivery:
    document = store.documents([version.document_id])[version.document_id]
    posting = Posting(version.url, document.source, symbol=document.symbol, language=version.language)
    return Delivery(replace(response, url=version.url), posting, "listing", "verify")
