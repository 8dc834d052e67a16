"""What was read of real documents, kept in a folder: judged sets share files, and each file need be read only once.

The folder is that of one run (a temporary folder, pytest's own), so that what is kept was read by the code under test.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from corpus.archive import Archive
from corpus.config import Config, ExtractSettings
from corpus.document import Extract, Posting
from corpus.extract import EXTRACTOR, extract, sniff
from corpus.home import Home
from corpus.intake import Intake
from corpus.store import Store
from corpus.workers import Started, Workers
from search.cli import Session
from search.importing import files_below, wanted_file
from search.taking_in import Outcome, take_into
from search.workshop import Workshop, bring_index_level, load_catalogue

# For one file: a judged document that a busy machine reads slowly must not count as one that is not found.
_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of extracts, one file each, which several processes may share; nothing is kept without a folder."""

    folder: Path | None = None

    def extract(self, body: bytes, *, name: str = "") -> Extract:
        """`corpus.extract.extract`, or what it said before. Raises what that raises; a failure is not kept."""
        if (found := self.found(body, name)) is not None:
            return found
        made = extract(body, name=name)
        self.keep(made, body, name)
        return made

    def found(self, body: bytes, name: str, media_type: str = "") -> Extract | None:
        """What is kept of these bytes, None where nothing is."""
        file = self._file(body, name, media_type)
        return cast(Extract, pickle.loads(file.read_bytes())) if file and file.exists() else None

    def keep(self, made: Extract, body: bytes, name: str, media_type: str = "") -> None:
        """Keep what was read; who reads at the same time sees it whole or not at all."""
        if file := self._file(body, name, media_type):
            file.parent.mkdir(parents=True, exist_ok=True)
            beside = file.with_suffix(f".{os.getpid()}")
            beside.write_bytes(pickle.dumps(made))
            beside.replace(file)

    def _file(self, body: bytes, name: str, media_type: str) -> Path | None:
        # A name says no more to extraction than which kind of file it is.
        told = f"{EXTRACTOR} {sniff(body, name, media_type)} {hashlib.sha256(body).hexdigest()}"
        return self.folder and self.folder / hashlib.sha256(told.encode()).hexdigest()


class KeptWorkers(Workers):
    """Workers that read only what is not kept, and keep what they read."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(limits=ExtractSettings(seconds=_SECONDS))
        self._kept = kept

    def extract(self, body: bytes, *, name: str = "", media_type: str = "") -> Started:
        """Start reading a file, or have it read at once where it is kept."""
        if (found := self._kept.found(body, name, media_type)) is not None:
            done: Future[Extract] = Future()
            done.set_result(found)
            return Started(done, body, name)
        started = super().extract(body, name=name, media_type=media_type)

        def keep(future: Future[Extract]) -> None:
            if not future.cancelled() and future.exception() is None:
                self._kept.keep(future.result(), body, name, media_type)

        started.future.add_done_callback(keep)
        return started


def imported(home: Home, paths: Sequence[Path], kept: Kept) -> list[Outcome]:
    """`verbale import PATHS` into a home, in this process; what became of each file."""
    session = Session(home, Config(), quiet=True)
    with home.writing("import"), KeptWorkers(kept) as workers:
        archive, store = Archive(home.archive), Store.open(home.database, writing=True)
        try:
            load_catalogue(store)
            shop = Workshop(store, archive, Intake(archive, store, workers))
            outcomes = take_into(session, shop, [wanted_file(path, Posting("", "")) for path in files_below(paths)])
            bring_index_level(session, store)
            return outcomes
        finally:
            archive.close()
            store.close()
