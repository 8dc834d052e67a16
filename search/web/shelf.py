"""What the threads of the server read from: one index for all of them, and for each thread a store of its own.

A nightly update commits into the same files, and every search sees the newest commit. A rebuild swaps files, so what
was opened is compared with what lies there now. Pages that need the store alone do not wait for the index.
"""

from __future__ import annotations

import threading
from pathlib import Path

from corpus.config import Config
from corpus.home import Home
from index.engine import Engine, open_engine
from search.library import Library
from search.web.shelter import Sheltered


class Shelf:
    """The library of a home for each thread: SQLite's connections are not shared, the index and its memory are."""

    def __init__(self, home: Home, config: Config) -> None:
        self._home, self.config = home, config
        self._lock = threading.Lock()
        self._engine: Sheltered | None = None
        self._mine = threading.local()

    def library(self) -> Library:
        """The calling thread's library. Raises StoreError where nothing was ever stored, ConfigError.

        Its engine is opened when it is first asked, and raises what is wrong with it then.
        """
        found = _identity(self._home.database)
        if getattr(self._mine, "found", None) != found:
            self._put_back()
            self._mine.library = Library.open(self._home, self.config, self._shared_engine)
            self._mine.found = found
        library: Library = self._mine.library
        return library

    @property
    def index_away(self) -> bool:
        """Whether the index did not answer when it was last asked."""
        return self._shared_engine().away

    def close(self) -> None:
        """Close the index, and the calling thread's store."""
        self._put_back()
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _shared_engine(self) -> Sheltered:
        """The index for all threads; it sees by itself when another is swapped in."""
        with self._lock:
            if self._engine is None:
                self._engine = Sheltered(self._opened, self.config.serve.seconds or self.config.opensearch.seconds)
            return self._engine

    def _opened(self) -> Engine:
        return open_engine(self.config.engine, self._home.index(self.config.engine))

    def _put_back(self) -> None:
        library: Library | None = getattr(self._mine, "library", None)
        self._mine.library = self._mine.found = None
        if library is not None:
            library.store.close()


def _identity(place: Path) -> int:
    try:
        return place.stat().st_ino
    except OSError:
        return 0
