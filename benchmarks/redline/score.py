"""How well a redline's alignment agrees with a judged one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.redline.gold import Link, Pair
from search.redline import Change


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of links and moves: right (found and judged), found, judged. They add up over pairs."""

    right: int = 0
    found: int = 0
    judged: int = 0
    moves_right: int = 0
    moves_found: int = 0
    moves_judged: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.found + other.found,
            self.judged + other.judged,
            self.moves_right + other.moves_right,
            self.moves_found + other.moves_found,
            self.moves_judged + other.moves_judged,
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall of links; 1 where there is nothing to find and nothing was."""
        return _share(2 * self.right, self.found + self.judged)

    @property
    def moves_recall(self) -> float:
        """The part of the moved paragraphs that was recognised as moved."""
        return _share(self.moves_right, self.moves_judged)

    @property
    def moves_precision(self) -> float:
        """The part of those called moved that are."""
        return _share(self.moves_right, self.moves_found)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def links(changes: Iterable[Change]) -> set[Link]:
    """Each old place with each new one that it became."""
    return {(old, new) for change in changes for old in change.old for new in change.new}


def score(pair: Pair, changes: Sequence[Change]) -> Score:
    """How a redline's changes agree with what was judged of a pair."""
    found, judged = links(changes) - pair.doubtful(), pair.links()
    called = {old for change in changes if change.moved for old in change.old[:1]}
    moves = pair.moved()
    recognised = [among for among in moves if among & called]
    return Score(len(found & judged), len(found), len(judged), len(recognised), len(called), len(moves))


def differences(pair: Pair, changes: Sequence[Change]) -> list[str]:
    """Every link and move that is found otherwise than judged, one line each, by the places of both."""
    found, judged = links(changes) - pair.doubtful(), pair.links()
    called = {old for change in changes if change.moved for old in change.old[:1]}
    moves = pair.moved()
    return [
        *(f"- not found: {old} > {new}" for old, new in sorted(judged - found)),
        *(f"- not judged: {old} > {new}" for old, new in sorted(found - judged)),
        *(f"- not called moved: {sorted(among)}" for among in moves if not among & called),
        *(f"- called moved: {old}" for old in sorted(called - {old for among in moves for old in among})),
    ]
