"""The floors that figures of quality may not fall below: TOML files of names and figures from 0 to 1 that only rise."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from math import floor
from pathlib import Path

Figures = Mapping[str, float]


def pinned(file: Path) -> Figures:
    """The floors of a file; none where there is no file."""
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def below(floors: Figures, measured: Figures) -> list[str]:
    """One line for each figure below its floor; one that was not measured is 0."""
    return [
        f"{name} is {measured.get(name, 0.0):.4f}, its floor is {least}"
        for name, least in floors.items()
        if measured.get(name, 0.0) < least
    ]


def pin(file: Path, about: str, measured: Figures) -> None:
    """Raise the floors of a file to what was measured, rounded down; `about` is said in its first line."""
    before = pinned(file)
    raised = {name: max(before.get(name, 0.0), floor(figure * 1000) / 1000) for name, figure in measured.items()}
    lines = [f"# {about} `make quality` fails below; these may only rise.", ""]
    lines += [f'"{name}" = {least}' for name, least in raised.items()]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")


def told(floors: Figures, measured: Figures) -> int:
    """Print what is below its floor; the exit code of whoever measured."""
    sunk = below(floors, measured)
    for line in sunk:
        print(f"BELOW THE FLOOR: {line}")
    return 1 if sunk else 0
