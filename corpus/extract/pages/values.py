"""A page as words and lines with positions. Points, origin at the lower left corner of the page as it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Word(NamedTuple):
    """Characters without a space between them. `mark` is the raised note mark behind it, already taken off `text`.

    `bottom` and `top` are those of the font, not of the ink, so that all letters of a size are alike. `glued` says
    that the space before it is none: the gap is too small, the producer only spread the letters.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    mark: str = ""
    glued: bool = False

    @property
    def size(self) -> float:
        """The height of its font."""
        return self.top - self.bottom


class Run(NamedTuple):
    """Words that pdfium puts in one line, and how the first and the last (`_end`) of them look."""

    words: tuple[Word, ...]
    bold: bool = False
    bold_end: bool = False
    italic: bool = False
    italic_end: bool = False
    hyphen: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `text` has single spaces.

    `cells` are the places in `text` before which a gap lies as wide as between columns, `spans` the left and right
    edges of the parts between them. `tab` says that the gap behind the first word is wider than the others. `bold` and
    `italic` speak of the whole line, `opens_` of its first word, `ends_` of its last. `marks` are its raised note
    marks. `hyphen` says that pdfium found the last word divided.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    bold: bool = False
    opens_bold: bool = False
    ends_bold: bool = False
    italic: bool = False
    opens_italic: bool = False
    hyphen: bool = False
    tab: bool = False
    cells: tuple[int, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()
    marks: tuple[str, ...] = ()
    first_width: float = 0.0

    @property
    def parts(self) -> tuple[str, ...]:
        """The text by columns."""
        bounds = [0, *self.cells, len(self.text)]
        return tuple(self.text[start:end].strip() for start, end in pairwise(bounds))

    @property
    def last_cell(self) -> float:
        """The left edge of the last column."""
        return self.spans[-1][0] if self.spans else self.left

    @property
    def size(self) -> float:
        """The height of its font."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size and its lines in the order in which the file holds them."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
