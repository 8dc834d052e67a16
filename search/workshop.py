"""Opening a home for writing: the lock, the archive, the store and the workers, joined as one intake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.archive import Archive
from corpus.intake import Intake
from corpus.store import Store
from corpus.workers import Workers
from index.sync import Synced, sync
from search.cli import Session
from search.progress import progress

CATALOGUE = "catalogue"
# From so many documents on it is told how far the index for tracing is.
_MANY = 1_000


@dataclass(frozen=True, slots=True)
class Workshop:
    """A home opened for writing."""

    store: Store
    archive: Archive
    intake: Intake


def now() -> datetime:
    """The time, for the edge of the program to pass inwards."""
    return datetime.now(UTC)


@contextmanager
def workshop(session: Session, command: str) -> Iterator[Workshop]:
    """This home, opened for writing by `command`, mended first where a killed run left it torn.

    Raises HomeLocked where another verbale writes in it, StoreError, ArchiveError.
    """
    with session.home.writing(command):
        archive = Archive(session.home.archive)
        for name in archive.recover():
            session.say(f"An earlier run was stopped while writing {name}; its archive file is closed and whole.")
        store = Store.open(session.home.database, writing=True)
        try:
            load_catalogue(store)
            with Workers(session.config.workers, session.config.extract) as workers:
                yield Workshop(store, archive, Intake(archive, store, workers))
        finally:
            archive.close()
            store.close()


def load_catalogue(store: Store) -> int:
    """Record the shipped catalogue, once for each of its editions; returns how many entries were new or changed."""
    from corpus.catalogue import edition, entries
    from corpus.document import Change

    if store.remembered(CATALOGUE) == edition():
        return 0
    postings = [(entry.posting, "catalogue-high" if entry.confidence == "high" else "catalogue") for entry in entries()]
    recorded = store.record(postings, now())
    store.remember(CATALOGUE, edition())
    return sum(item.change is not Change.SAME for item in recorded)


def bring_index_level(session: Session, store: Store) -> Synced:
    """Index what changed since the index was last whole, for searching and for tracing. Raises EngineError."""
    engine = session.config.engine
    with progress(session, "indexing") as tell:
        synced = sync(store, engine, session.home.index(engine), tell)
    bring_shingles_level(session, store)
    return synced


def bring_shingles_level(session: Session, store: Store, *, anew: bool = False) -> int:
    """Index word groups of what changed, with `anew` of everything; returns of how many documents. EngineError."""
    from index.shingles import follow

    with ExitStack() as stack:
        begun: list[Callable[[int, int], None]] = []

        def tell(done: int, total: int) -> None:
            # A few hundred documents take a second or two: nobody is told of that.
            if total >= _MANY:
                if not begun:
                    begun.append(stack.enter_context(progress(session, "indexing for tracing")))
                begun[0](done, total)

        return follow(store, session.home.shingles, tell, anew=anew)
