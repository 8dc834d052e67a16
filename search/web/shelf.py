"""One open library for each thread of the server, opened again when a rebuild put another one in its place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from corpus.home import Home
from search.library import Library


class Shelf:
    """Gives each thread its own library: SQLite connections and index readers are not shared between threads.

    A nightly update commits into the same files, and every search sees the newest commit. A rebuild swaps files, so
    what was opened is compared with what lies there now.
    """

    def __init__(self, home: Home, engine: str, open_library: Callable[[], Library]) -> None:
        self._places = (home.database, home.index(engine))
        self._open = open_library
        self._mine = threading.local()

    def library(self) -> Library:
        """The calling thread's library. Raises StoreError where nothing was ever stored, EngineError."""
        found = tuple(_identity(place) for place in self._places)
        if getattr(self._mine, "found", None) != found:
            self.close()
            self._mine.library = self._open()
            self._mine.found = found
        library: Library = self._mine.library
        return library

    def close(self) -> None:
        """Close the calling thread's library, if it has one."""
        library: Library | None = getattr(self._mine, "library", None)
        self._mine.library = self._mine.found = None
        if library is not None:
            library.close()


def _identity(place: Path) -> int:
    try:
        return place.stat().st_ino
    except OSError:
        return 0
