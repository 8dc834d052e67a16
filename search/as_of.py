"""A search that gives the same answer later: the library of a home as it was at the end of a day.

The texts of that day get an index of their own beside the others, made when the day is first asked for. Where nothing
has changed since, the index that there is answers.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from corpus.config import Config
from corpus.errors import HomeError, VerbaleError
from corpus.home import Home
from corpus.store import Store
from corpus.store.as_of import changed_after, store_as_of
from index.batches import Progress
from index.engine import open_engine
from index.sync import is_level, sync
from search.answer import version_path
from search.library import Library
from search.thesaurus import thesaurus

# Each is as large as an index of the whole; the days asked for last are kept.
MOST_DAYS = 3


class BadDay(VerbaleError):
    """What was typed is no day that has passed."""


class NothingHeld(VerbaleError):
    """Nothing was held on that day."""


class NotPrepared(VerbaleError):
    """The index of that day was not made yet, and whoever asks may not write."""


def day_of(typed: str, today: date) -> date:
    """The day that was typed (`2026-11-30`). Raises BadDay."""
    try:
        day = date.fromisoformat(typed) if re.fullmatch(r"\d{4}-\d\d-\d\d", typed) else None
    except ValueError:
        day = None
    if day is None:
        raise BadDay(f"{typed[:40]!r} is no day. Write it as in 2026-11-30.")
    if day > today:
        raise BadDay(f"{day} is still to come: nobody knows what will be held then. Today is {today}.")
    return day


def telling(day: date | str) -> str:
    """What a reader of such an answer must know."""
    return (
        f"As of {day}: only the texts that were held at the end of that day (UTC). "
        "Titles, dates and submitters are as they are known now, and texts as they are read now. What was published by "
        "then and fetched later is not among them: that something is not found says nothing of what existed."
    )


@contextmanager
def library_as_of(home: Home, config: Config, day: date, progress: Progress) -> Iterator[Library]:
    """The library as it was at the end of `day`; its index is made where there is none, telling `progress`.

    Raises NothingHeld, HomeError, EngineError.
    """
    prepare(home, config, day, progress)
    library = prepared(home, config, day)
    try:
        yield library
    finally:
        library.close()


def prepare(home: Home, config: Config, day: date, progress: Progress) -> None:
    """Make the index of a day where it is needed and missing. Raises NothingHeld, HomeError, EngineError."""
    if not changed_after(home.database, day):
        return
    store = _held_then(home, day)
    folder = _folder(home, config, day)
    try:
        if _is_level(store, config, folder):
            folder.touch()
            return
        with home.writing(f"search --as-of {day}"):
            sync(store, config.engine, folder, progress)
        _forget_others(folder)
    except OSError as error:
        raise HomeError(f"The index of {day} cannot be kept in {folder.parent}: {error.strerror}.") from error
    finally:
        store.close()


def prepared(home: Home, config: Config, day: date) -> Library:
    """The library of a day whose index is there. Raises NotPrepared with the command that makes it, NothingHeld."""
    if not changed_after(home.database, day):
        return Library.open(home, config)
    folder = _folder(home, config, day)
    store = _held_then(home, day)
    if not _is_level(store, config, folder):
        store.close()
        raise NotPrepared(
            f"What was held on {day} has no index here yet. `verbale search --as-of {day} WORDS` makes it once."
        )
    engine = open_engine(config.engine, folder)
    return Library(store, engine, config.engine, thesaurus(home.thesaurus), passage_path=version_path)


def _held_then(home: Home, day: date) -> Store:
    store = store_as_of(home.database, day)
    if store.counts().documents:
        return store
    store.close()
    raise NothingHeld(f"No text was held here on {day}. `verbale status` says when each source was first asked.")


def _folder(home: Home, config: Config, day: date) -> Path:
    return home.index(f"{config.engine}-as-of-{day}")


def _is_level(store: Store, config: Config, folder: Path) -> bool:
    if not folder.exists():
        return False
    engine = open_engine(config.engine, folder)
    try:
        return is_level(store, engine)
    finally:
        engine.close()


def _forget_others(folder: Path) -> None:
    """Leave the indexes of the days that were asked for last."""
    days = sorted(folder.parent.glob("*-as-of-????-??-??"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in days[MOST_DAYS:]:
        shutil.rmtree(old, ignore_errors=True)
