"""Which printed number stands under which: `(b)` after `24.` is `24 (b)`. Pure, one document at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.extract.numbering import Printed

_MOST_SKIPPED = 12
_NEAR = 7.0  # points: what stands further in is a list within the paragraph


@dataclass(frozen=True, slots=True)
class Level:
    """The last number of one level: its style, place in the order, indent, and the label people cite."""

    style: str
    value: int
    indent: float
    label: str


@dataclass(slots=True)
class Outline:
    """The numbers above the present paragraph, from the highest level to the lowest."""

    levels: list[Level] = field(default_factory=list)
    earlier: list[Level] = field(default_factory=list)
    under_heading: bool = False
    interrupted: bool = False

    def root(self, style: str, value: int, indent: float, label: str) -> str:
        """Begin a paragraph of the highest level; returns its label."""
        self.levels = [Level(style, value, indent, label)]
        self.under_heading = self.interrupted = False
        return label

    def unnumbered(self) -> None:
        """A paragraph without a number was met: a list behind it is no part of the last one, unless indents say so."""
        self.interrupted = True

    def heading(self, *, restart: bool = False) -> None:
        """A heading was met: numbers may begin anew, and do behind an annex."""
        self.under_heading = True
        if restart:
            self.levels, self.earlier = [], []

    def take(self, printed: Printed, indent: float) -> str | None:
        """The label of a paragraph with this printed number; None if it is no number of this outline."""
        if printed.style in ("1.1", "§", "条"):
            return self.root(printed.style, printed.value, indent, printed.shown)
        if printed.style == "A":
            return printed.shown  # recitals stand before the numbers and never above them
        readings = [printed]
        if printed.also:
            readings.append(replace(printed, style="a" if printed.style == "i" else "i", value=printed.also))
        for reading in readings:
            label = self._next(reading, indent)
            if label is not None:
                return label
        if (label := self._resumed(printed, indent)) is not None:
            return label
        firsts = [reading for reading in readings if reading.value == 1]
        if firsts:
            return self._first(firsts[0], indent)
        return self._after_gap(printed, indent)

    def _next(self, printed: Printed, indent: float) -> str | None:
        """The number that follows one of the open levels, the lowest first."""
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            if level.style == printed.style and level.value + 1 == printed.value and self._beside(level, indent):
                return self._put(depth, printed, indent)
        return None

    def _beside(self, level: Level, indent: float) -> bool:
        """Whether an indent is that of a level. It matters only where two levels have one style."""
        rivals = [other for other in self.levels if other.style == level.style]
        return len(rivals) == 1 or abs(indent - level.indent) < _NEAR

    def _leave(self) -> None:
        """Begin anew, and remember where the numbers stood: a list within a paragraph may look like them."""
        self.earlier = [*self.earlier[-2:], *self.levels[:1]]
        self.levels = []

    def _resumed(self, printed: Printed, indent: float) -> str | None:
        """The number that follows where the numbers stood before another list began."""
        for level in reversed(self.earlier):
            if level.style == printed.style and printed.value == level.value + 1:
                self.earlier.remove(level)
                return self._put(0, printed, indent)
        return None

    def _first(self, printed: Printed, indent: float) -> str:
        """`1.`, `(a)` or `(i)`: a new list, under what stands further out, or numbers that begin anew."""
        if self.under_heading:
            self._leave()
        same = next((depth for depth, level in enumerate(self.levels) if level.style == printed.style), None)
        if same == 0:
            further_in = indent > self.levels[0].indent + _NEAR
            unplaced = indent == self.levels[0].indent == 0 and not self.interrupted
            if not further_in and not unplaced:
                self._leave()
                return self._put(0, printed, indent)
            same = None if len(self.levels) == 1 else 1 if self.levels[1].style == printed.style else None
        depth = len(self.levels) if same is None else same
        while depth > 1 and indent and self.levels[depth - 1].indent > indent + _NEAR:
            depth -= 1
        return self._put(depth, printed, indent)

    def _after_gap(self, printed: Printed, indent: float) -> str | None:
        """A number that follows none: numbers were left out, or the text does not begin with its first paragraph."""
        if not self.levels:
            return self._put(0, printed, indent) if printed.value <= 500 else None
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            skipped = printed.value - level.value
            if level.style == printed.style and 0 < skipped <= _MOST_SKIPPED and self._beside(level, indent):
                return self._put(depth, printed, indent)
        if printed.style == "1":
            return self._put(0, printed, indent) if self.levels[0].style != "1" and printed.value <= 500 else None
        return self._put(len(self.levels), printed, indent) if printed.style == "(1)" else None

    def _put(self, depth: int, printed: Printed, indent: float) -> str:
        shown = printed.shown
        if depth and printed.style == "1":
            shown = f"({shown})"
        above = self.levels[depth - 1].label if depth else ""
        label = f"{above} {shown}".strip()
        self.levels[depth:] = [Level(printed.style, printed.value, indent, label)]
        self.under_heading = self.interrupted = False
        return label
