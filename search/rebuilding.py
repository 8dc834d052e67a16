"""Making the store of a home again from its archive, and bringing the index level with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from corpus.archive import Archive
from corpus.rebuild import Rebuilt, built_beside, install, rebuild
from corpus.store import Store
from corpus.workers import Workers
from index import shingles, sync
from search.cli import Session
from search.progress import progress
from search.records import record_again
from search.workshop import bring_index_level, bring_shingles_level, load_catalogue, now


def rebuild_home(session: Session) -> tuple[Rebuilt, int]:
    """A new store from the archive in the place of the old one; what was found, and how many documents were indexed.

    Call it with the right to write. Raises StoreError, EngineError.
    """
    archive = Archive(session.home.archive)
    archive.recover()
    with (
        Workers(session.config.workers, session.config.extract) as workers,
        progress(session, "reading the archive") as tell,
    ):
        rebuilt = rebuild(archive, session.home.database, workers, _fill(session, archive), tell, now())
    return rebuilt, _level(session) if rebuilt.continues else _install(session)


def _fill(session: Session, archive: Archive) -> Callable[[Store], None]:
    """What puts the catalogue into a new store, and what libraries told."""

    def fill(store: Store) -> None:
        load_catalogue(store)
        record_again(archive, session.config, store)

    return fill


def _level(session: Session) -> int:
    """Put the new store in the place of the old one, whose ids it has, and index what differs; returns how much."""
    install(session.home.database)
    store = Store.open(session.home.database)
    try:
        return bring_index_level(session, store).documents
    finally:
        store.close()


def _install(session: Session) -> int:
    """Index the new store, then put both in the place of the old ones; returns how many documents were indexed.

    The old index goes first: killed in between, a home without an index is indexed by the next command, while an old
    index beside a new store would lead to the wrong paragraphs.
    """
    home, engine = session.home, session.config.engine
    folder = home.index(engine)
    store = Store.open(built_beside(home.database), writing=True)
    try:
        with progress(session, "indexing") as tell:
            built = sync.build(store, engine, folder, tell)
    finally:
        store.close()
    shutil.rmtree(folder, ignore_errors=True)
    shingles.remove(home.shingles)
    install(home.database)
    sync.swap(sync.built_beside(folder), folder)
    store = Store.open(home.database)
    try:
        bring_shingles_level(session, store)
    finally:
        store.close()
    return built.documents
