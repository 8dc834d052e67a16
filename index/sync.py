"""Bringing an index level with the store: what changed since its checkpoint, or everything into a new one beside it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.durable import fsync_folder
from corpus.errors import EngineError, EngineNotReady
from corpus.store import Store
from corpus.store.database import IDENTITY
from index.batches import Progress, batches, write_batches
from index.engine import Engine, open_engine

# In a new index until it is swapped in: the identity of the store that it is made from.
_MADE_FROM = "made-from"


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
        before = engine.checkpoint()
        head, changed = store.last_changes(before)
        if (changed and before == 0) or before > head:
            engine.close()
            return rebuild(store, name, folder, progress)
        if changed:
            write_batches(engine, store, batches((), changed, before, head), progress)
    finally:
        engine.close()
    return Synced(len(changed), rebuilt=False)


def is_level(store: Store, engine: Engine) -> bool:
    """Whether an index has everything of a store; one that is ahead of it belongs to another store."""
    head, changed = store.changes(engine.checkpoint())
    return not changed and engine.checkpoint() <= head


def rebuild(store: Store, name: str, folder: Path, progress: Progress) -> Synced:
    """Make the whole index anew beside the old one, then swap it in; readers keep the old one until then.

    One that was killed goes on from its last batch. Raises EngineError.
    """
    beside = built_beside(folder)
    identity = store.remembered(IDENTITY)
    engine = _begun(store, name, beside) or _anew(name, beside, identity)
    built = _fill(engine, store, progress)
    (beside / _MADE_FROM).unlink(missing_ok=True)
    swap(beside, folder)
    # An engine that keeps its index elsewhere changes over and lets go of the old one here, not in the first search.
    open_engine(name, folder).close()
    return built


def build(store: Store, name: str, folder: Path, progress: Progress) -> Synced:
    """Make a whole index beside the one in `folder`, which stays as it is; never go on with one. Raises EngineError."""
    return _fill(_anew(name, built_beside(folder), ""), store, progress)


def _begun(store: Store, name: str, beside: Path) -> Engine | None:
    """The new index that an earlier rebuild from this very store began, if it can be gone on with."""
    try:
        mark = (beside / _MADE_FROM).read_text(encoding="utf-8")
        if not mark or mark != store.remembered(IDENTITY):
            return None
        engine = open_engine(name, beside)
    except (OSError, ValueError, EngineError):
        return None
    if engine.checkpoint() <= store.last_changes(0)[0]:
        return engine
    engine.close()  # of a later state of the store, which was put back to an earlier one
    return None


def _anew(name: str, beside: Path, identity: str) -> Engine:
    """An empty index, marked as one of the store with this identity; one without a mark is not gone on with."""
    shutil.rmtree(beside, ignore_errors=True)
    engine = open_engine(name, beside)
    if identity:
        with suppress(OSError):  # without it, a killed rebuild starts again
            (beside / _MADE_FROM).write_text(identity, encoding="utf-8")
    return engine


def _fill(engine: Engine, store: Store, progress: Progress) -> Synced:
    """Write what a new index does not have yet: at first all documents, and those first that the feed does not know."""
    try:
        before = engine.checkpoint()
        head, changed = store.last_changes(before)
        held: set[int] = set(store.document_ids())
        if before == 0:
            changed = [change for change in changed if change.document_id in held]
        unmentioned = sorted(held - {change.document_id for change in changed}) if before == 0 else []
        write_batches(engine, store, batches(unmentioned, changed, before, head), progress)
    finally:
        engine.close()
    return Synced(len(held), rebuilt=True)


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
