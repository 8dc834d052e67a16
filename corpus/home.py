"""The home folder: where everything that verbale keeps lies, and who may write in it.

    verbale.toml        optional configuration
    thesaurus.toml      optional: names that searches should take for one another
    archive/*.warc.gz   every answer of every server, as received
    corpus.db           the store (SQLite)
    index/<engine>/     a cache of the store, for searching
    index/opensearch.id whose the indices on a cluster are, where there is one
    index/shingles.db   another, for tracing language
    log/                one file a night
    watches/            what the user wants to be told of, and what was told: no rebuild touches it
    drop/               what a person puts there is taken in by the next update

One writer at a time: an advisory lock that the operating system drops with its process, so a killed verbale leaves
no lock behind. Readers take no lock.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import HomeError, HomeLocked


@dataclass(frozen=True, slots=True)
class Home:
    """The paths inside one home folder."""

    path: Path

    @property
    def config_file(self) -> Path:
        return self.path / "verbale.toml"

    @property
    def thesaurus(self) -> Path:
        return self.path / "thesaurus.toml"

    @property
    def archive(self) -> Path:
        return self.path / "archive"

    @property
    def database(self) -> Path:
        return self.path / "corpus.db"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def drop(self) -> Path:
        return self.path / "drop"

    def index(self, engine: str) -> Path:
        """The folder of one engine's index."""
        return self.path / "index" / engine

    @property
    def shingles(self) -> Path:
        """The file of the shingle index."""
        return self.path / "index" / "shingles.db"

    def exists(self) -> bool:
        """Whether something was ever stored here."""
        return self.database.exists()

    def make(self) -> None:
        """Create the folder with access for its owner alone (Whoosh unpickles parts of its index: engines.md).

        Raises HomeError where that is impossible.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in (self.archive, self.path / "index", self.log):
                folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise HomeError(
                f"The home folder {self.path} cannot be made: {error.strerror}. Name another with --home DIR."
            ) from error

    @contextmanager
    def writing(self, command: str) -> Iterator[None]:
        """Hold the one right to write, from entering to leaving. Raises HomeLocked that names the holder."""
        from filelock import FileLock, Timeout

        self.make()
        lock = FileLock(self.path / "lock", mode=0o600)
        holder = self.path / "lock.holder"
        try:
            lock.acquire(timeout=0)
        except Timeout:
            who = holder.read_text(encoding="utf-8") if holder.exists() else "another verbale"
            raise HomeLocked(f"{who} is writing in {self.path}. Wait for it to end, or stop it.") from None
        except OSError as error:
            raise HomeError(f"{self.path} cannot be written: {error.strerror}.") from error
        try:
            holder.write_text(f"`verbale {command}` (process {os.getpid()})", encoding="utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()
