"""Lines joined to running text: divided words made whole, hyphens that belong to a word kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from corpus.extract.pages.values import Line, Sheet

_TAIL = re.compile(r"(\w+)[\s]?-$")
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
            for line, following in zip(sheet.lines, sheet.lines[1:], strict=False):
                if tail := self._tail(line):
                    score += self._verdict(tail, following.text)
        return score > 0

    def _tail(self, line: Line) -> str:
        found = _TAIL.search(line.text if line.text.endswith("-") else line.text + "-" if line.hyphen else "")
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
        text = lines[0].text
        for before, line in zip(lines, lines[1:], strict=False):
            text = self._joined(text, before, line.text)
        return text + "-" if lines[-1].hyphen else text

    def _joined(self, text: str, before: Line, following: str) -> str:
        if not text or not following:
            return text + following
        tail = self._tail(before)
        if tail and _HEAD.match(following):
            stem = text.rstrip("-").rstrip() if text.endswith("-") else text
            verdict = self._verdict(tail, following) if following[0].islower() else -1
            divided = verdict > 0 or (verdict == 0 and self._divides)
            return stem + ("" if divided else "-") + following
        if _TIED.search(text) and following[0].isalnum():
            return text + following
        unspaced = _UNSPACED.match(text[-1]) and _UNSPACED.match(following[0])
        return text + ("" if unspaced else " ") + following
