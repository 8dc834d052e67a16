"""Opening the index for tracing: as it is for whoever only reads, brought level first for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import EngineNotReady, HomeError
from corpus.home import Home
from corpus.store import Store
from index.shingles import Shingles, is_followed
from search.cli import Session
from search.library import Library


def shingles_of(library: Library) -> Shingles:
    """The index for tracing that belongs to a library, to be closed by the caller. Raises EngineNotReady."""
    return Shingles.open(Home(library.store.path.parent).shingles)


@contextmanager
def tracing_room(session: Session) -> Iterator[tuple[Library, Shingles]]:
    """The library of this home with its index for tracing, both level with the store if that can be. VerbaleError."""
    from search.reading_room import reading_room

    with reading_room(session) as library:
        if not _is_level(library.store, session.home):
            _mend(session)
        with shingles_of(library) as shingles:
            yield library, shingles


def _is_level(store: Store, home: Home) -> bool:
    try:
        with Shingles.open(home.shingles) as shingles:
            return is_followed(store, shingles.checkpoint())
    except EngineNotReady:
        return False


def _mend(session: Session) -> None:
    # What writes is not loaded to read.
    from search.workshop import bring_shingles_level, workshop

    try:
        with workshop(session, "trace") as shop:
            bring_shingles_level(session, shop.store)
    except HomeError as error:
        # Somebody else is writing, or the home is read-only: the trace answers from what is there and says so.
        session.say(str(error))
