"""Tracked changes: which words, paragraph marks and rows stand in which reading (ECMA-376, part 1, section 17.13.5).

A document with tracked changes is two documents in one file. The accepted reading leaves out what was struck, the
original what was inserted; moves are both, at the two ends. Changes of formatting alone (`rPrChange` and its like)
hold old properties and no words.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from corpus.extract.word.names import child, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_INSERTED = frozenset(("ins", "moveTo", "cellIns"))
_STRUCK = frozenset(("del", "moveFrom", "cellDel"))


@dataclass(frozen=True, slots=True)
class Tracked:
    """What was done to a piece of the document. What one author inserted and another struck is in neither reading."""

    inserted: bool = False
    struck: bool = False

    def within(self, name: str) -> Tracked:
        """The state of what stands in an element of that name, itself in a place of this state."""
        if name in _INSERTED:
            return Tracked(True, self.struck)
        return Tracked(self.inserted, True) if name in _STRUCK else self

    def stands(self, *, accepted: bool) -> bool:
        """Whether it is part of the accepted reading, or of the original one."""
        return not (self.struck if accepted else self.inserted)


UNTOUCHED = Tracked()


def tracked(properties: _Element | None, around: Tracked = UNTOUCHED) -> Tracked:
    """What the properties of a row, a cell or a paragraph mark say was done to it."""
    for item in properties if properties is not None else ():
        around = around.within(local(item))
    return around


def mark_of(paragraph: _Element) -> Tracked:
    """What was done to the mark that ends a paragraph: a struck one joins it with the next."""
    return tracked(child(paragraph, "pPr", "rPr"))


def walk(
    root: _Element, around: Tracked, wanted: Container[str], left_out: Container[str]
) -> Iterator[tuple[_Element, Tracked]]:
    """The elements of some names below `root`, none within another, and what was done to each. Not recursive."""
    waiting = [(item, around) for item in reversed(root)]
    while waiting:
        element, state = waiting.pop()
        name = local(element)
        if name in wanted:
            yield element, state
        elif name not in left_out:
            within = state.within(name)
            waiting.extend((item, within) for item in reversed(element))


class Piece(Protocol):
    """A run, as far as the two readings are concerned."""

    @property
    def tracked(self) -> Tracked: ...

    @property
    def says_something(self) -> bool: ...


P = TypeVar("P", bound=Piece)


@dataclass(frozen=True, slots=True)
class Shown(Generic[P]):
    """A paragraph of one reading: its runs, and the place of the paragraph whose mark, and so whose look, it has."""

    runs: tuple[P, ...]
    look: int


def reading(chain: Sequence[tuple[Sequence[P], Tracked]], *, accepted: bool) -> list[Shown[P] | None]:
    """What one reading shows at the place of each paragraph of a chain; None where it has no paragraph.

    A chain is paragraphs with the state of their marks, up to one whose mark was not touched. Those that a reading
    joins stand at the place of the first that has words, and look like the last that has (17.13.5.15).
    """
    shown: list[Shown[P] | None] = [None] * len(chain)
    joined: list[tuple[int, tuple[P, ...]]] = []
    for place, (runs, mark) in enumerate(chain):
        joined.append((place, tuple(run for run in runs if run.tracked.stands(accepted=accepted))))
        if mark.stands(accepted=accepted) or place == len(chain) - 1:
            filled = [item for item in joined if any(run.says_something for run in item[1])] or joined[-1:]
            shown[filled[0][0]] = Shown(tuple(run for _, standing in filled for run in standing), filled[-1][0])
            joined = []
    return shown
