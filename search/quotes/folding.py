"""A text as it is compared word for word: letters, figures and signs that mean something, nothing of typography.

Two texts whose folded forms are equal differ in quotation marks, dashes, spaces, ligatures, hyphens at the ends of
lines, capitals and punctuation alone. Figures are kept apart: `1.5` is not `15`, and `5 24` is not `52 4`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Signs that are read aloud: "5 %" is not "5".
_SPOKEN = frozenset("%‰§&@#")
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
# Vowel marks and the stretching stroke of Arabic: printed or not, the word is the same.
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")
# Written without spaces between words: a match may begin and end at any character.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0eff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded text; its character `i` stood at `offsets[i]` of `original`."""

    original: str
    text: str
    offsets: Sequence[int]

    def find(self, part: str, start: int = 0) -> tuple[int, int] | None:
        """Where a folded part next stands as whole words, as a range of `text`; None where it does not."""
        at = self.text.find(part, start) if part else -1
        while at >= 0:
            end = at + len(part)
            if self._begins(at) and self._ends(end):
                return at, end
            at = self.text.find(part, at + 1)
        return None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that a range of `text` stands for."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def _begins(self, at: int) -> bool:
        place = self.offsets[at]
        if place and self.offsets[at - 1] == place:
            return False  # in the middle of a ligature
        return not (place and _joined(self.original, place - 1, place))

    def _ends(self, end: int) -> bool:
        place = self.offsets[end - 1]
        if end < len(self.offsets) and self.offsets[end] == place:
            return False
        return not _joined(self.original, place, place + 1)


def _joined(text: str, before: int, after: int) -> bool:
    """Whether two neighbouring characters are of one word."""
    if after >= len(text) or UNSPACED.match(text, before) or UNSPACED.match(text, after):
        return False
    if _is_letter(text[before]) and text[after].isnumeric() and _character(text[after]).isdecimal():
        return False  # a footnote's figure after the last letter
    return _in_word(text[before]) and _in_word(text[after])


def _is_letter(char: str) -> bool:
    return char.isalpha()


def _in_word(char: str) -> bool:
    """Whether a character can be part of a word; the mark of a footnote (²) is none."""
    if char.isalnum():
        return bool(_character(char))
    return unicodedata.category(char) in ("Mn", "Cf") and char != "\u200b"


@lru_cache(maxsize=8192)
def _character(char: str) -> str:
    """What is left of one character; empty where it says nothing."""
    if char in _SPOKEN:
        return char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    decomposed = unicodedata.decomposition(char)
    if category[0] == "N" and "<super>" in decomposed:
        return ""  # the mark of a footnote
    if category in ("Sc", "Sm"):
        return char
    if category[0] not in "LNM" or _ARABIC_MARKS.match(char):
        return ""
    return "".join(
        part for part in unicodedata.normalize("NFKD", char).casefold() if unicodedata.category(part)[0] in "LNM"
    )


_RUN = re.compile(r"[A-Za-z]+|\S")


def fold(text: str) -> Folded:
    """The folded text, with where each of its characters stood."""
    kept: list[str] = []
    offsets: list[int] = []
    for start, end, part in _parts(text):
        kept.append(part)
        # A run of plain letters is folded letter for letter; of anything else, all parts stand where it stood.
        offsets.extend(range(start, end) if end - start > 1 else [start] * len(part))
    return Folded(text, "".join(kept), offsets)


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    """What is left of a text, with where it stood: runs of plain letters, and other characters one by one."""
    previous = -1  # where the last figure stood, if nothing but a separator came after it
    for found in _RUN.finditer(text):
        place, end = found.span()
        if end - place > 1:
            previous = -1
            yield place, end, found[0].lower()
            continue
        part = _character(found[0])
        if not part:
            continue
        if part.isdecimal():
            if 0 <= previous < place - 1:
                yield previous + 1, previous + 2, _separator(text[previous + 1 : place])
            previous = place
        else:
            previous = -1
        yield place, end, part


def _separator(between: str) -> str:
    """What stands between two figures: a point, a dash or a space."""
    if any(char in ".,٫٬" for char in between):
        return "."
    if any(char in _DASHES for char in between):
        return "-"
    return "/" if "/" in between else " "


_TOKEN = re.compile(f"{UNSPACED.pattern}|(?:(?!{UNSPACED.pattern})\\S)+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is printed, with its folded form and its range in the text; the spaces after it are its own."""

    key: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text; a word of signs alone belongs to the one before it."""
    starts = [found.start() for found in _TOKEN.finditer(text) if any(map(_character, found[0]))]
    bounds = zip(starts, [*starts[1:], len(text)][: len(starts)], strict=True)
    return [Token(_key(text[start:end]), text[start:end], start, end) for start, end in bounds]


@lru_cache(maxsize=1 << 15)
def _key(word: str) -> str:
    return fold(word).text


def words(text: str) -> int:
    """How many words a text has; two characters of Chinese count as one."""
    found = [token.key for token in tokens(text)]
    unspaced = sum(1 for key in found if UNSPACED.match(key))
    return len(found) - unspaced + (unspaced + 1) // 2
