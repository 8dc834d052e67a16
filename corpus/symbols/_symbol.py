"""The two values of this package, and the rules all symbol systems share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Symbol:
    """The name of a document, in normal form. All language versions of a document share it.

    `family` is the symbol without its `modifiers` (Rev.1, Add.2, Corr.1, ...). `sort_key` sorts as people count:
    L.9 before L.10.
    """

    text: str
    family: str
    system: str
    sort_key: str
    modifiers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Mention:
    """A symbol cited in running text: `text[start:end]` is its spelling there."""

    symbol: Symbol
    start: int
    end: int


class System(Protocol):
    """What each public module of this package offers. All texts are plain (`corpus.plain`)."""

    def readings(self, text: str) -> tuple[Symbol, ...]:
        """What the whole text can mean in this system, likeliest first; nothing if it is no such symbol."""
        ...

    def mentions(self, text: str) -> Iterator[Mention]:
        """The symbols of this system in running text."""
        ...

    def in_file_name(self, stem: str) -> Symbol | None:
        """The symbol that a file name (folder and extension taken off) holds."""
        ...


def natural_key(text: str) -> str:
    """A string that sorts `text` with its numbers counted, not spelled: every number padded to eight digits."""
    return _NUMBER.sub(lambda number: number[0].zfill(8), text)


def make(family: str, system: str, modifiers: tuple[str, ...] = (), *, joint: str = "/", order: str = "") -> Symbol:
    """A Symbol from its parts. `order` replaces the family in the sort key where the printed order misleads."""
    tail = "".join(joint + modifier for modifier in modifiers)
    return Symbol(family + tail, family, system, natural_key((order or family) + tail), modifiers)
