"""Lines written from right to left: put together anew from the places of their letters. Pure.

pdfium turns such lines round letter by letter: a glyph that stands for two letters comes out with them exchanged
(`امل` for `الم`), narrow spaces are lost, vowel marks are torn off. The places of the letters are right, so words are
read from them. Afterwards lines are mirrored, so that whoever measures indents and line ends need not know.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from corpus.extract.pages.values import Run, Word

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LATIN = re.compile(r"[A-Za-z]")
# Digits with what stands between them; a slash is not among it: `٧٥/٢٤٠` is read from the right, number by number.
_NUMBER = re.compile(r"[0-9٠-٩۰-۹]+(?:[.,:٫٬][0-9٠-٩۰-۹]+)*%?")
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z][A-Za-z0-9٠-٩./:@_()&'-]*[A-Za-z0-9٠-٩]|[A-Za-z]")
_BRACKETS = str.maketrans("()[]{}«»", ")(][}{»«")
# In heights of the font: letters of a word touch or overlap, spaces are a fifth.
_SPACE = 0.12
_SAME_BAND = 0.5


class Letter(NamedTuple):
    """One character and its box."""

    char: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        """Its place along the line."""
        return (self.left + self.right) / 2


def line_of(letters: Iterable[Letter], *, bold: bool, width: float) -> Run | None:
    """The run that the letters of one line are, mirrored on a page of that width; None if there are only marks."""
    bases, marks = _apart(letters)
    if not bases:
        return None
    size = max(letter.top - letter.bottom for letter in bases)
    clusters = _clusters(bases)
    words = [_word(cluster, marks, width) for cluster in _words(clusters, _SPACE * size)]
    return Run(tuple(_latin_in_order(words)), bold, bold)


def same_line(band: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two bands (bottom, top) are of one line."""
    overlap = min(band[1], other[1]) - max(band[0], other[0])
    return overlap > _SAME_BAND * min(band[1] - band[0], other[1] - other[0])


def _apart(letters: Iterable[Letter]) -> tuple[list[Letter], list[Letter]]:
    """Letters, and the vowel marks that stand above or below them."""
    bases: list[Letter] = []
    marks: list[Letter] = []
    for letter in letters:
        if not letter.char.isspace() and unicodedata.category(letter.char) not in ("Cc", "Cf"):
            (marks if unicodedata.combining(letter.char) else bases).append(letter)
    return bases, marks


def _clusters(bases: Sequence[Letter]) -> list[list[Letter]]:
    """Glyphs from right to left; the letters of one glyph have one box, and pdfium has turned them round."""
    glyphs = [list(group) for _, group in groupby(bases, key=lambda letter: (letter.left, letter.right))]
    turned = [group[::-1] if RIGHT_TO_LEFT.match(group[0].char) else group for group in glyphs]
    return sorted(turned, key=lambda group: -group[0].middle)


def _words(glyphs: Sequence[Sequence[Letter]], space: float) -> list[list[Letter]]:
    words: list[list[Letter]] = []
    edge = 0.0
    for glyph in glyphs:
        if words and edge - glyph[0].right <= space:
            words[-1] += glyph
            edge = min(edge, glyph[0].left)
        else:
            words.append(list(glyph))
            edge = glyph[0].left
    return words


def _word(letters: Sequence[Letter], marks: Sequence[Letter], width: float) -> Word:
    """A word in reading order: its letters from the right, numbers and Latin words in it from the left."""
    text = "".join(letter.char + _marks_on(letter, marks) for letter in letters).translate(_BRACKETS)
    if RIGHT_TO_LEFT.search(text) or not _LATIN.search(text):
        text = _NUMBER.sub(lambda found: found[0][::-1], text)
        text = _LEFT_TO_RIGHT.sub(lambda found: found[0][::-1], text)
    else:
        text = text[::-1]
        text = text.translate(_BRACKETS)
    left, right = min(letter.left for letter in letters), max(letter.right for letter in letters)
    bottom = min(letter.bottom for letter in letters)
    return Word(text, width - right, width - left, bottom, max(letter.top for letter in letters))


def _marks_on(letter: Letter, marks: Sequence[Letter]) -> str:
    return "".join(mark.char for mark in marks if letter.left <= mark.middle < letter.right)


def _latin_in_order(words: Sequence[Word]) -> list[Word]:
    """Latin words beside each other change their places: such a phrase runs from the left."""
    ordered: list[Word] = []
    for latin, group in groupby(words, key=lambda word: bool(_LATIN.search(word.text))):
        found = list(group)
        texts = [word.text for word in found]
        ordered += [word._replace(text=text) for word, text in zip(found, texts[::-1] if latin else texts, strict=True)]
    return ordered
