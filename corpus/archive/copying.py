"""Copying an archive: its files are never changed, so only new ones are copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.archive.files import OPEN
from corpus.durable import copy_whole, fsync_folder, same_file

Progress = Callable[[int, int], None]


def copy_archive(source: Path, target: Path, parts: Path, progress: Progress) -> list[int]:
    """Copy what is new in the archive `source`; returns the bytes of each file that was copied. OSError goes through.

    `parts` is where a file lies until it is whole; `progress` hears how many files are done. A file that a run still
    writes is copied as far as it is: `Archive.recover` cuts its end.
    """
    target.mkdir(exist_ok=True, mode=0o700)
    names = sorted(path.name for path in source.iterdir() if path.is_file())
    copied = []
    for done, name in enumerate(names, 1):
        path = source / name
        if not path.exists():  # its run ended meanwhile, and renamed it
            path = source / name.removesuffix(OPEN)
        if not same_file(path, target / path.name):
            copied.append(copy_whole(path, target / path.name, parts))
        if not path.name.endswith(OPEN):
            (target / f"{path.name}{OPEN}").unlink(missing_ok=True)
        progress(done, len(names))
    fsync_folder(target)
    return copied
