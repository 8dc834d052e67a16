"""Kills at an instant given by what a process has done, not by the clock: fast and slow machines alike."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

Seen = Callable[[], bool]
_LOOKS = 0.003  # seconds between two looks


def killed_when(command: Sequence[object], seen: Seen) -> bool:
    """Start a command and kill it as soon as something is seen; whether it was still running then.

    Nothing is read of what it prints.
    """
    with subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if seen():
                process.kill()
                return True
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOKS)
    return False


def grown(place: Path, by: int) -> Seen:
    """Whether a file, or what lies in a folder, is larger by so many bytes than when this was called."""
    before = _size(place)
    return lambda: _size(place) >= before + by


def changed(place: Path) -> Seen:
    """Whether a file, or what lies in a folder, is another than when this was called."""
    before = _state(place)
    return lambda: _state(place) != before


def _size(place: Path) -> int:
    return sum(size for _, _, size in _state(place))


def _state(place: Path) -> set[tuple[str, int, int]]:
    """Name, number and size of every file. What is renamed or removed at the same time is left out."""
    inside = [os.path.join(folder, name) for folder, _, names in os.walk(place) for name in names]  # noqa: PTH118
    found = set()
    for path in inside or [str(place)]:
        with suppress(FileNotFoundError):
            told = os.stat(path)  # noqa: PTH116
            found.add((path, told.st_ino, told.st_size))
    return found
