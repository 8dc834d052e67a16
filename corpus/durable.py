"""Making what was written survive a power loss."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def fsync_folder(folder: Path) -> None:
    """Make the names in `folder` durable (a file's own fsync does not)."""
    if os.name == "nt":  # Windows cannot open a folder, and writes its names through
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fsync_file(path: Path) -> None:
    """Make the bytes of a file durable that another process, or a copy, has written."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def same_file(path: Path, copy: Path) -> bool:
    """Whether a copy is there, as long as the file and from the same moment."""
    if not copy.exists():
        return False
    one, other = path.stat(), copy.stat()
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def copy_whole(path: Path, target: Path, parts: Path) -> int:
    """Copy a file so that it is there whole or not at all; returns its bytes. `parts` is a folder beside `target`.

    One that grows is copied as far as it is.
    """
    beside = parts / "file"
    shutil.copy2(path, beside)
    fsync_file(beside)
    beside.replace(target)
    return target.stat().st_size
