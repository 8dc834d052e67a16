"""Bringing an index level with the store: what changed since its checkpoint, or everything into a new one beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.archive import fsync_folder
from corpus.errors import EngineError, EngineNotReady
from corpus.store import Store, StoredDocument, StoredPassage
from corpus.store.facts import MAIN_LANGUAGE
from index.engine import Engine, Record, open_engine
from index.records import describe, document_record, passage_record

# Documents written in one commit of the engine: a crash costs at most this many, which the feed repeats.
BATCH = 2_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did: how many documents were written, and whether the index was made anew."""

    documents: int
    rebuilt: bool


def sync(store: Store, name: str, folder: Path, progress: Progress) -> Synced:
    """Bring the index in `folder` level with the store; make it anew where it cannot be read.

    `progress` is told how many of how many documents are written. Raises EngineError.
    """
    recover(folder)
    try:
        engine = open_engine(name, folder)
    except EngineNotReady:
        return rebuild(store, name, folder, progress)
    try:
        head, changed = store.changes(engine.checkpoint())
        if (changed and engine.checkpoint() == 0) or engine.checkpoint() > head:
            engine.close()
            return rebuild(store, name, folder, progress)
        if changed:
            _write_batches(engine, store, changed, head, progress)
    finally:
        engine.close()
    return Synced(len(changed), rebuilt=False)


def is_level(store: Store, engine: Engine) -> bool:
    """Whether an index has everything of a store; one that is ahead of it belongs to another store."""
    head, changed = store.changes(engine.checkpoint())
    return not changed and engine.checkpoint() <= head


def rebuild(store: Store, name: str, folder: Path, progress: Progress) -> Synced:
    """Make the whole index anew beside the old one, then swap it in; readers keep the old one until then."""
    built = build(store, name, folder, progress)
    swap(built_beside(folder), folder)
    return built


def build(store: Store, name: str, folder: Path, progress: Progress) -> Synced:
    """Make a whole index beside the one in `folder`, which stays as it is. Raises EngineError."""
    beside = built_beside(folder)
    shutil.rmtree(beside, ignore_errors=True)
    head, _ = store.changes(0)
    ids = store.document_ids()
    engine = open_engine(name, beside)
    try:
        _write_batches(engine, store, ids, head, progress)
    finally:
        engine.close()
    return Synced(len(ids), rebuilt=True)


def built_beside(folder: Path) -> Path:
    """Where a new index grows."""
    return folder.with_name(f"{folder.name}.new")


def swap(beside: Path, folder: Path) -> None:
    """Put the folder `beside` in the place of `folder`. Raises EngineError.

    Killed between the two renames, it leaves `folder.old` and `folder.new`; `recover` finishes the work.
    """
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if folder.exists():
            folder.rename(old)
        beside.rename(folder)
        fsync_folder(folder.parent)
    except OSError as error:
        raise EngineError(f"The new index cannot be put in place of {folder}: {error.strerror}.") from error
    shutil.rmtree(old, ignore_errors=True)


def recover(folder: Path) -> None:
    """Finish or undo a swap that was killed half way: the index is never missing for longer than until here."""
    old = folder.with_name(f"{folder.name}.old")
    if not folder.exists() and old.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write_batches(engine: Engine, store: Store, ids: Sequence[int], head: int, progress: Progress) -> None:
    """Write documents batch by batch; only the last commit moves the checkpoint, so a killed sync starts again."""
    before = engine.checkpoint()
    starts = range(0, len(ids), BATCH)
    for start in starts:
        batch = ids[start : start + BATCH]
        last = start == starts[-1]
        engine.write(records(store, batch, progress, (start, len(ids))), batch, head if last else before)
    if not ids:
        engine.write((), (), head)


def records(store: Store, ids: Sequence[int], progress: Progress, place: tuple[int, int]) -> Iterator[Record]:
    """The records of these documents: one for each of its current passages, and one of the whole.

    `place` is how many documents were written before these, and how many there are in all.
    """
    before, total = place
    documents = store.documents(ids)
    for done, document_id in enumerate(ids, before + 1):
        document = documents.get(document_id)
        if document is not None:
            yield from records_of(document, store.current_passages(document_id))
        progress(done, total)


def records_of(document: StoredDocument, passages: Sequence[StoredPassage]) -> Iterator[Record]:
    """The records of one document: its paragraphs, then the whole.

    Paragraphs of a part (a State's reply in a report) are found under the part, but count as words of the whole.
    """
    bibliography = describe(
        document.id,
        symbol=document.symbol,
        family=document.family,
        symbol_key=document.symbol_key,
        title=document.title,
        language=next(iter(document.languages), MAIN_LANGUAGE),
        date=document.date,
        keywords={
            "source": [document.source],
            "process": [document.process],
            "type": [document.type],
            "session": [document.session],
            "by": document.submitters,
            "lang": document.languages,
        },
    )
    written = [
        passage_record(
            bibliography,
            id=passage.id,
            place=passage.place,
            text=passage.text,
            number=passage.number,
            heading=passage.heading,
            language=passage.language or passage.version_language,
        )
        for passage in passages
    ]
    yield from (record for record, passage in zip(written, passages, strict=True) if passage.document_id == document.id)
    yield document_record(bibliography, written)
