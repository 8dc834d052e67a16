"""Lines joined to running text: divided words made whole, hyphens that belong to a word kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from corpus.extract.pages.values import Line, Sheet

_TAIL = re.compile(r"(\w+)[\s]?-$")
_LONGEST = 60  # characters of a word
_HEAD = re.compile(r"\w+")
# A slash, or a dash with no space before it: `Arabic/English`, `3–14 June`.
_TIED = re.compile(r"\S[/–]$")
# Han, kana and their punctuation are written without spaces.
_UNSPACED = re.compile("[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff65]")


class Joiner:
    """Joins lines of one document; the document's own words decide whether a hyphen divides or belongs."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets

    @cached_property
    def _words(self) -> str:
        return " ".join(line.text for sheet in self._sheets for line in sheet.lines).casefold()

    @cached_property
    def _times(self) -> Counter[str]:
        return Counter(_HEAD.findall(self._words))

    @cached_property
    def _divides(self) -> bool:
        """Whether this document divides words: more line ends that are whole elsewhere than hyphenated elsewhere."""
        score = 0
        for sheet in self._sheets:
            for line, following in pairwise(sheet.lines):
                if tail := self._tail(line):
                    score += self._verdict(tail, following.text)
        return score > 0

    def _tail(self, line: Line) -> str:
        text = line.text[-_LONGEST:]
        found = _TAIL.search(text if text.endswith("-") else text + "-" if line.hyphen else "")
        return found[1].casefold() if found else ""

    def _verdict(self, tail: str, following: str) -> int:
        """1 if the word stands whole elsewhere, -1 if it stands with its hyphen, 0 if neither is known."""
        head = _HEAD.match(following)
        if not head:
            return 0
        rest = head[0].casefold()
        whole = self._times[tail + rest]
        hyphenated = self._words.count(f"{tail}-{rest}")
        return (whole > hyphenated) - (hyphenated > whole)

    def join(self, lines: Sequence[Line]) -> str:
        """The running text of some lines."""
        pieces: list[str] = []
        for line, following in pairwise(lines):
            pieces += self._tied(line, following.text)
        last = lines[-1]
        return "".join([*pieces, last.text, "-" if last.hyphen else ""])

    def _tied(self, line: Line, following: str) -> tuple[str, str]:
        """A line without the hyphen that only divides, and what joins it to the next."""
        text = line.text
        if not text or not following:
            return text, ""
        tail = self._tail(line)
        if tail and _HEAD.match(following):
            stem = text.removesuffix("-").rstrip()
            verdict = self._verdict(tail, following) if following[0].islower() else -1
            divided = verdict > 0 or (verdict == 0 and self._divides)
            return stem, "" if divided else "-"
        if _TIED.search(text[-2:]) and following[0].isalnum():
            return text, ""
        unspaced = _UNSPACED.match(text[-1]) and _UNSPACED.match(following[0])
        return text, "" if unspaced else " "
