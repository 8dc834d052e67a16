"""The kinds of files that are read: one module each, found by being here.

A module has `MEDIA_TYPES` (the first is its normal name), `SUFFIXES` of file names, `recognise(body)`, which says how
sure it is that these bytes are of its kind (0 no, 1 possible, 2 by its markup, 3 by its signature), and
`read(body) -> Reading`, which raises ExtractError.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import Protocol

from corpus.extract.blocks import Reading


class Format(Protocol):
    """What each module of this package offers."""

    MEDIA_TYPES: tuple[str, ...]
    SUFFIXES: tuple[str, ...]

    def recognise(self, body: bytes) -> int:
        """How sure it is that these bytes are of this kind: 0 no, 1 possible, 2 by markup, 3 by signature."""
        ...

    def read(self, body: bytes) -> Reading:
        """The blocks of a file. Raises ExtractError."""
        ...


@lru_cache(maxsize=1)
def formats() -> tuple[Format, ...]:
    """All formats, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    modules: list[Format] = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(modules)
