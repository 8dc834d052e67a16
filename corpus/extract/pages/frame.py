"""The visible part of a page, and how it is turned for reading. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.extract.pages.values import Run, Word


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible rectangle of a page in the file's coordinates, and the quarter turns that make its text upright."""

    left: float
    bottom: float
    width: float
    height: float
    turned: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is read."""
        return (self.width, self.height) if self.turned % 2 == 0 else (self.height, self.width)

    def place(self, run: Run) -> Run | None:
        """The run in the coordinates of the page as it is read, without words that lie off the page."""
        words = run.words
        if self.turned or self.left or self.bottom:
            words = tuple(self._turn(word) for word in words)
        width, height = self.size
        first, last = words[0], words[-1]
        if first.left >= 0 and last.right <= width and first.right <= last.right and 0 < first.top < height:
            return run if words is run.words else run._replace(words=words)
        seen = tuple(
            word for word in words if word.right > 0 and word.left < width and word.top > 0 and word.bottom < height
        )
        return run._replace(words=seen) if seen else None

    def _turn(self, word: Word) -> Word:
        left, right = word.left - self.left, word.right - self.left
        bottom, top = word.bottom - self.bottom, word.top - self.bottom
        if self.turned == 1:
            left, right, bottom, top = bottom, top, self.width - right, self.width - left
        elif self.turned == 2:
            left, right, bottom, top = self.width - right, self.width - left, self.height - top, self.height - bottom
        elif self.turned == 3:
            left, right, bottom, top = self.height - top, self.height - bottom, left, right
        return word._replace(left=left, right=right, bottom=bottom, top=top)
