"""Opening a home for reading, and first mending what a killed run left undone, if nobody else is at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import EngineNotReady, HomeError
from index.engine import open_engine
from index.sync import is_level
from search.cli import Session
from search.library import Library
from search.workshop import bring_index_level, workshop


@contextmanager
def reading_room(session: Session) -> Iterator[Library]:
    """The library of this home, with an index level with its store. Raises VerbaleError."""
    if session.home.exists() and _needs_work(session):
        _mend(session)
    library = Library.open(session.home, session.config)
    try:
        yield library
    finally:
        library.close()


def _needs_work(session: Session) -> bool:
    from corpus.store import Store

    folder = session.home.index(session.config.engine)
    if not folder.exists():
        return True
    store = Store.open(session.home.database)
    try:
        engine = open_engine(session.config.engine, folder)
        try:
            return not is_level(store, engine)
        finally:
            engine.close()
    except EngineNotReady:
        return True
    finally:
        store.close()


def _mend(session: Session) -> None:
    try:
        with workshop(session, "search") as shop:
            bring_index_level(session, shop.store)
    except HomeError as error:
        # Somebody else is writing, or the home is read-only: the search answers from what is there and says so.
        session.say(str(error))
