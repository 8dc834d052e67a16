"""Opening a home for reading, and first mending what a killed run left undone, if nobody else is at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import EngineNotReady, HomeError
from index.sync import is_level
from search.cli import Session
from search.library import Library


@contextmanager
def reading_room(session: Session) -> Iterator[Library]:
    """The library of this home, with an index level with its store. Raises VerbaleError."""
    library = _level(session)
    if library is None:
        _mend(session)
        library = Library.open(session.home, session.config)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def reading_room_as_of(session: Session, typed: str) -> Iterator[Library]:
    """The library of this home as it was at the end of the day typed; the present one for an empty string.

    Raises VerbaleError.
    """
    if not typed:
        with reading_room(session) as library:
            yield library
        return
    from search.as_of import day_of, library_as_of, telling
    from search.progress import progress
    from search.workshop import now

    day = day_of(typed, now().date())
    with reading_room(session):
        pass  # what a killed run left undone is mended first
    with (
        progress(session, f"indexing what was held on {day}") as tell,
        library_as_of(session.home, session.config, day, tell) as library,
    ):
        session.say(telling(day))
        yield library


def _level(session: Session) -> Library | None:
    """The library as it is; None where its index is missing, unreadable or behind. Raises VerbaleError."""
    if session.home.exists() and not session.home.index(session.config.engine).exists():
        return None
    try:
        library = Library.open(session.home, session.config)
    except EngineNotReady:
        return None
    try:
        if is_level(library.store, library.engine):
            return library
    except BaseException:
        library.close()
        raise
    library.close()
    return None


def _mend(session: Session) -> None:
    # What writes is not loaded to read.
    from search.workshop import bring_index_level, workshop

    try:
        with workshop(session, "search") as shop:
            bring_index_level(session, shop.store)
    except HomeError as error:
        # Somebody else is writing, or the home is read-only: the search answers from what is there and says so.
        session.say(str(error))
