"""The folder of a Whoosh index: private, because Whoosh unpickles what lies in it, and synced before it counts."""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from corpus.errors import EngineError, EngineNotReady, VerbaleError
from index.engine import SCHEMA
from index.whoosh_schema import schema

# The schema's number is in every file name: an index of another version is told by its names, before anything of it
# is unpickled.
NAME = f"verbale{SCHEMA}"


class DurableStorage(FileStorage):
    """Whoosh's storage, with the fsync that Whoosh leaves out.

    Whoosh commits by renaming a new table of contents into place: before that, everything it may point to is synced,
    and the folder after.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._synced: set[str] = set()
        self._opened: list[Any] | None = None

    def open_file(self, name: str, **more: Any) -> Any:
        """A file for reading."""
        file = super().open_file(name, **more)
        if self._opened is not None:
            self._opened.append(file)
        return file

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Files opened within are closed again if it fails: Whoosh leaves them open when they are damaged."""
        self._opened = []
        try:
            yield
        except BaseException:
            for file in self._opened:
                with suppress(Exception):
                    file.close()
            raise
        finally:
            self._opened = None

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Commit."""
        for name in set(self.list()) - self._synced:
            _sync(Path(self.folder) / name)
            self._synced.add(name)
        super().rename_file(oldname, newname, safe=safe)
        _sync(Path(self.folder))
        self._synced = {name for name in self._synced if name != oldname} | {newname}


def _sync(path: Path) -> None:
    """Sync a file or a folder; one that a reader's clean-up has just taken away needs none."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except (FileNotFoundError, PermissionError):
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private(folder: Path) -> None:
    """Make the folder, for its owner alone. Raises EngineError if it is another's or others can write in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError as error:
        raise EngineError(f"The index folder {folder} cannot be made: {error.strerror}.") from error
    if not hasattr(os, "getuid"):
        return
    if status.st_uid != os.getuid():
        raise EngineError(f"The index folder {folder} belongs to another user: remove it, then run `verbale index`.")
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise EngineError(
            f"Others can write in the index folder {folder}, and reading an index runs what lies in it: "
            "remove the folder, then run `verbale index`."
        )
    if stat.S_IMODE(status.st_mode) != stat.S_IRWXU:
        folder.chmod(stat.S_IRWXU)


def identity(folder: Path) -> tuple[int, int]:
    """What tells this folder from one swapped into its place. Raises OSError while there is none."""
    status = folder.stat()
    return status.st_dev, status.st_ino


def open_folder(folder: Path) -> Any:
    """Whoosh's index in the folder, made empty if there is none. Raises EngineError, EngineNotReady."""
    make_private(folder)
    storage = DurableStorage(folder)
    tables = [name for name in storage.list() if name.endswith(".toc")]
    if any(not name.startswith(f"_{NAME}_") for name in tables):
        raise EngineNotReady(f"The index in {folder} is of another version; `verbale index` makes it anew.")
    fields = schema()
    with damage(folder), storage.opening():
        return FileIndex(storage, fields, NAME) if tables else FileIndex.create(storage, fields, NAME)


@contextmanager
def damage(folder: Path) -> Iterator[None]:
    """Reading a damaged index can raise anything: say so, with the cure, as EngineNotReady."""
    try:
        yield
    except VerbaleError:
        raise
    except Exception as error:
        raise EngineNotReady(
            f"The index in {folder} cannot be read ({type(error).__name__}: {error}); `verbale index` makes it anew."
        ) from error
