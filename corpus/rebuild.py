"""Making the store again from the archive alone, without network: everything but the archive is a cache.

The new store grows beside the old one and takes its place in one rename, so that a rebuild killed half way changes
nothing. Visits that never reached the archive (a host that did not answer) are copied from the old store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.archive import Archive
from corpus.document import ArchiveRef, Posting
from corpus.durable import fsync_folder
from corpus.errors import ArchiveError, ExtractError, StoreError
from corpus.intake import Delivery, arrival_of, delivery_visit, start
from corpus.store import Store, Visit
from corpus.workers import Started, Workers


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found: documents stored, and `lost`: URL and reason of what the archive could not give.

    `continues` says that the new store goes on with the ids and the change feed of the old one: an index of the old
    one needs only what its feed announces.
    """

    documents: int
    lost: tuple[tuple[str, str], ...]
    continues: bool = False


def rebuild(
    archive: Archive,
    database: Path,
    workers: Workers,
    fill: Callable[[Store], object],
    progress: Callable[[int, int], None],
    at: datetime,
) -> Rebuilt:
    """Make a new store beside `database` from `archive`; `install` puts it in its place.

    `fill` puts in what does not come from the archive; `at` is the time under which differences are announced. Raises
    StoreError; a damaged record is reported in the result and the rest goes in.
    """
    beside = built_beside(database)
    _remove(beside)
    store = Store.open(beside, writing=True)
    try:
        fill(store)
        found = list(archive.notes())
        notes = [note for note in found if not isinstance(note, ArchiveRef)]
        told = {(note["ref"]["file"], note["ref"]["offset"]) for note in notes}
        # A damaged answer is reported with its note; a damaged note leaves only its place to report.
        lost = [
            (f"{ref.file} at {ref.offset}", "this record is damaged")
            for ref in found
            if isinstance(ref, ArchiveRef) and (ref.file, ref.offset) not in told
        ]
        result = _replay(archive, store, workers, notes, progress, lost)
        _copy_unarchived_visits(database, store)
        return replace(result, continues=store.keep_identities(database, at))
    finally:
        store.close()


def built_beside(database: Path) -> Path:
    """Where the new store grows."""
    return database.with_name(f"{database.name}.new")


def install(database: Path) -> None:
    """Put the store that `rebuild` made in the place of the old one, durably."""
    _settle(database)
    _remove_side_files(database)
    built_beside(database).replace(database)
    fsync_folder(database.parent)


def _replay(
    archive: Archive,
    store: Store,
    workers: Workers,
    notes: list[dict[str, Any]],
    progress: Callable[[int, int], None],
    lost: list[tuple[str, str]],
) -> Rebuilt:
    documents = 0
    deliveries = _deliveries(archive, store, workers, notes, lost)
    for done, ((delivery, ref), extract) in enumerate(workers.in_order(deliveries), 1):
        visit = delivery_visit(delivery, ref, extract)
        if isinstance(extract, ExtractError):
            store.visit(visit)
        else:
            store.deposit(arrival_of(delivery, ref, extract), visit)
            documents += 1
        progress(done, len(notes))
    return Rebuilt(documents, tuple(lost))


def _deliveries(
    archive: Archive, store: Store, workers: Workers, notes: list[dict[str, Any]], lost: list[tuple[str, str]]
) -> Iterator[tuple[tuple[Delivery, ArchiveRef], Started]]:
    for note in notes:
        ref = ArchiveRef(**note["ref"])
        if "posting" not in note:
            store.visit(_visit(note, ref))
            continue
        try:
            delivery = _delivery(archive, note, ref)
        except ArchiveError as error:
            lost.append((note["url"], str(error)))
            continue
        yield (delivery, ref), start(workers, delivery.response)


def _delivery(archive: Archive, note: Mapping[str, Any], ref: ArchiveRef) -> Delivery:
    posting = note["posting"] | {name: tuple(note["posting"].get(name, ())) for name in ("submitters", "otherwise")}
    # A revisit's bytes are those of an earlier record, which had its own address and time.
    response = replace(
        archive.read(ref), url=note["url"], status=note["status"], fetched=datetime.fromisoformat(note["fetched"])
    )
    return Delivery(response, Posting(**posting), note["origin"], note["source"], note["verdict"])


def _visit(note: Mapping[str, Any], ref: ArchiveRef) -> Visit:
    fetched = datetime.fromisoformat(note["fetched"])
    return Visit(
        note["source"], note["url"], note["verdict"], note["reason"], fetched, note["status"], note["digest"], ref,
        note["etag"], note["last_modified"],
    )  # fmt: skip


def _copy_unarchived_visits(old: Path, store: Store) -> None:
    if not old.exists():
        return
    try:
        before = Store.open(old)
    except StoreError:
        return  # an unreadable store is why people rebuild
    try:
        for visit in before.unarchived_visits():
            store.visit(visit)
    finally:
        before.close()


def _settle(database: Path) -> None:
    """Bring what the old store's journal holds into its file, so that a kill before the swap loses nothing of it."""
    if database.exists():
        try:
            Store.open(database, writing=True).settle()
        except StoreError:
            return  # it is being replaced because it cannot be read


def _remove_side_files(database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    _remove_side_files(database)
