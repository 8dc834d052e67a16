"""A backup of a home that is a home itself: consistent while a night runs, whole or the one before when killed.

What is copied when is what makes it consistent. The archive comes after the store, because the store never refers to
a record that is not on disk; the watches come before it, because one that knows more than the store would miss news.
The index is a cache and is left out. Files of the archive are never changed, so only new ones are copied.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from corpus.archive.copying import copy_archive
from corpus.archive.files import bytes_held, files
from corpus.durable import copy_whole, fsync_file, fsync_folder, same_file
from corpus.errors import HomeError, HomeLocked
from corpus.home import Home
from corpus.store import Store
from corpus.store.database import snapshot

TOLD = "backup.json"
# It marks a folder as one that backups may be written into, and is locked meanwhile.
MARK = ".verbale-backup"
# What is not whole yet lies here, out of the way of whoever opens a backup that was killed.
_PARTS = ".parts"
_WATCHES = Path("watches/state.db")
# Caches and locks; the databases and the archive are copied in their own ways.
_LEFT_OUT = frozenset(("index", "archive", "lock", "lock.holder", MARK, TOLD, _PARTS))

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds, and what this run copied of the archive."""

    at: str
    home: str
    documents: int
    paragraphs: int
    archive_files: int
    archive_bytes: int
    copied_files: int
    copied_bytes: int


def back_up(home: Home, folder: Path, at: datetime, progress: Progress) -> Backup:
    """Write a backup of `home` into `folder`, or bring the one that is there up to date.

    `progress` hears how many files of the archive are done. Raises HomeError for a folder that is something else or
    that cannot be written, HomeLocked where another backup is written there, StoreError.
    """
    _check(home, folder)
    try:
        with _marked(folder):
            return _written(home, folder, at, progress)
    except OSError as error:
        where = error.filename or folder
        raise HomeError(f"The backup cannot be written: {where}: {error.strerror}. The last one is kept.") from error


def _check(home: Home, folder: Path) -> None:
    if not home.exists():
        raise HomeError(f"Nothing is held in {home.path}, so there is nothing to back up. Name a home with --home DIR.")
    ours, theirs = home.path.resolve(), folder.resolve()
    if ours.is_relative_to(theirs) or theirs.is_relative_to(ours):
        raise HomeError(f"{folder} and the home {home.path} lie within one another. Name a folder of its own.")
    if folder.is_dir() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise HomeError(f"{folder} is not empty and holds no backup of verbale. Name a new folder, or an empty one.")


@contextmanager
def _marked(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(folder / MARK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise HomeLocked(f"Another backup is being written into {folder}. Wait for it to end.") from None
    try:
        # A lock's file may go with the lock; the mark stays.
        (folder / MARK).touch()
        yield
    finally:
        lock.release()
        (folder / MARK).touch()


def _written(home: Home, folder: Path, at: datetime, progress: Progress) -> Backup:
    shutil.rmtree(folder / _PARTS, ignore_errors=True)
    (folder / _PARTS).mkdir(mode=0o700)
    databases = [home.database.relative_to(home.path)]
    if (home.path / _WATCHES).exists():
        databases.append(_WATCHES)
    for name in reversed(databases):
        snapshot(home.path / name, folder / _PARTS / name.name)
    copied = copy_archive(home.archive, folder / "archive", folder / _PARTS, progress)
    _others(home.path, folder)
    # Of the store that was here; the first command makes it anew.
    shutil.rmtree(folder / "index", ignore_errors=True)
    for name in databases:
        _put(folder, name)
    told = _told(home, folder, at, copied)
    (folder / _PARTS / TOLD).write_text(json.dumps(asdict(told), indent=1) + "\n", encoding="utf-8")
    (folder / _PARTS / TOLD).replace(folder / TOLD)
    (folder / _PARTS).rmdir()
    fsync_folder(folder)
    return told


def _told(home: Home, folder: Path, at: datetime, copied: Sequence[int]) -> Backup:
    store = Store.open(Home(folder).database)
    try:
        counts = store.counts()
    finally:
        store.close()
    return Backup(
        at=at.isoformat(timespec="seconds"),
        home=str(home.path),
        documents=counts.documents,
        paragraphs=counts.passages,
        archive_files=len(files(folder / "archive")),
        archive_bytes=bytes_held(folder / "archive"),
        copied_files=len(copied),
        copied_bytes=sum(copied),
    )


def _put(folder: Path, name: Path) -> None:
    """Put a database that was copied out of the way into its place."""
    beside, path = folder / _PARTS / name.name, folder / name
    fsync_file(beside)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    # Whoever opened the last backup left a journal, which must never be read into this one.
    for journal in ("-wal", "-shm"):
        path.with_name(f"{path.name}{journal}").unlink(missing_ok=True)
    beside.chmod(0o600)
    beside.replace(path)
    fsync_folder(path.parent)


def _others(source: Path, target: Path) -> None:
    """Settings, thesaurus, reports of nights, watches, the drop folder: as they are now, without what is gone."""
    wanted = {path.relative_to(source): path for path in _files(source)}
    for name, path in wanted.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not same_file(path, target / name):
            try:
                copy_whole(path, target / name, target / _PARTS)
            except FileNotFoundError:
                continue  # taken in, or written under another name, meanwhile
    for path in _files(target):
        if path.relative_to(target) not in wanted:
            path.unlink()


def _files(folder: Path) -> list[Path]:
    tops = [path for path in folder.iterdir() if path.name not in _LEFT_OUT]
    found = [path for top in tops for path in ((top, *top.rglob("*")) if top.is_dir() else (top,))]
    return [path for path in found if path.is_file() and not _is_database(path.relative_to(folder))]


def _is_database(name: Path) -> bool:
    return str(name).startswith(("corpus.db", str(_WATCHES)))
