"""The words of a page with their positions, read through pdfium's C interface.

A call into C costs about as much as the rest of the work on a character, so only the first and last character of a
word are asked for their place, and of a line the first and last word for their font: a third of the calls.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from corpus.extract.pages.values import Run, Word

_RUNS = re.compile(r"[^\r\n]+")
# U+FFFE and U+0002 are pdfium's signs for a hyphen that divides a word at the end of a line.
_WORDS = re.compile(r"[^\s\ufffe\x02]+")
_DIVIDED = "\ufffe\x02"
_MARK = re.compile(r"(?:[0-9]{1,3}|\*{1,4}|[†‡]{1,2})$")
_CLOSING = ".,;:!?)]”’\"'»…"
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
_ITALIC_FLAG = 64  # PDF 32000-1, table 123

# Measured on the 65 files of realdocs/A1: gaps that pdfium takes for spaces inside words stay below a sixth of the
# height of the font, real spaces between words in the same lines are about a third.
_NO_SPACE = 0.165
_SURELY_NO_SPACE = 0.1
# One letter that is no word of English, French, Spanish or Russian.
_LETTER_ALONE = re.compile(r"[b-hj-np-xzB-HJ-NP-XZ][.,;:]?")
_HYPHENS = "-\u2010\u2011"
_NUMBER = re.compile(r"\(?(?:\d{1,4}|[a-zA-Z]{1,4})[.)]")
_RAISED = 0.12
_SMALLER = 0.86


@dataclass(frozen=True, slots=True)
class RawPage:
    """The words of a page as it is seen (upright), and its size."""

    width: float
    height: float
    runs: tuple[Run, ...]
    characters: int


class _Text:
    """The text of one pdfium text page, and the boxes of its characters."""

    def __init__(self, handle: Any, raw: Any) -> None:
        self._handle, self._raw = handle, raw
        self.sideways = False
        self._rect = raw.FS_RECTF()
        self._by_reference = ctypes.byref(self._rect)
        self.characters = self._read()

    def _read(self) -> str:
        count = self._raw.FPDFText_CountChars(self._handle)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count * 2 + 1))()
        written = self._raw.FPDFText_GetText(self._handle, 0, count, buffer)
        text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        # pdfium leaves out characters that no font names, and the count no longer fits: ask for each.
        codes = (self._raw.FPDFText_GetUnicode(self._handle, place) for place in range(count))
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a character with the whole height of its font."""
        self._raw.FPDFText_GetLooseCharBox(self._handle, place, self._by_reference)
        rect = self._rect
        return rect.left, rect.right, rect.bottom, rect.top

    def generated(self, place: int) -> bool:
        """Whether pdfium added this character because of a gap."""
        return bool(self._raw.FPDFText_IsGenerated(self._handle, place) == 1)

    def quarter(self, place: int) -> int:
        """The direction of writing in quarter turns."""
        return round(self._raw.FPDFText_GetCharAngle(self._handle, place) / (math.pi / 2)) % 4

    def font(self, place: int) -> tuple[bool, bool]:
        """Whether a character is bold, and whether it is italic."""
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(128)
        self._raw.FPDFText_GetFontInfo(self._handle, place, name, 128, ctypes.byref(flags))
        written = name.value.decode("utf-8", "replace")
        return bool(_BOLD.search(written)), bool(_ITALIC.search(written) or flags.value & _ITALIC_FLAG)


def read_page(page: Any, raw: Any) -> RawPage:
    """The words of an open pdfium page; `raw` is pypdfium2.raw. Text off the page is left out."""
    area = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(area))
    handle = raw.FPDFText_LoadPage(page)
    if not handle:
        return RawPage(abs(area.right - area.left), abs(area.top - area.bottom), (), 0)
    try:
        text = _Text(handle, raw)
        spans = [found.span() for found in _RUNS.finditer(text.characters) if not found[0].isspace()]
        direction = _direction(text, spans)
        text.sideways = direction % 2 == 1
        turned = (raw.FPDFPage_GetRotation(page) - direction) % 4
        runs = [run for span in spans for run in _runs(text, *span)]
    finally:
        raw.FPDFText_ClosePage(handle)
    frame = _Frame(area.left, area.bottom, abs(area.right - area.left), abs(area.top - area.bottom), turned)
    seen = tuple(placed for run in runs if (placed := frame.place(run)))
    size = (frame.width, frame.height) if turned % 2 == 0 else (frame.height, frame.width)
    return RawPage(*size, seen, sum(len(word.text) for run in seen for word in run.words))


def _direction(text: _Text, spans: list[tuple[int, int]]) -> int:
    """The direction in which most of the page is written, so that tables set sideways are read upright."""
    found: Counter[int] = Counter()
    for start, end in spans:
        found[text.quarter(start)] += end - start
    return found.most_common(1)[0][0] if found else 0


def _runs(text: _Text, start: int, end: int) -> list[Run]:
    """The runs of one line of pdfium: more than one where a divided word goes on in the next line."""
    runs: list[Run] = []
    words: list[Word] = []
    starts: list[int] = []
    for found in _WORDS.finditer(text.characters, start, end):
        if words and text.characters[found.start() - 1] in _DIVIDED:
            runs.append(_run(text, words, starts, hyphen=True))
            words, starts = [], []
        words.append(_word(text, found.start(), found.end(), words[-1] if words else None))
        starts.append(found.start())
    if words:
        runs.append(_run(text, words, starts, hyphen=text.characters[end - 1] in _DIVIDED))
    return runs


def _run(text: _Text, words: list[Word], starts: list[int], *, hyphen: bool) -> Run:
    # A printed number is often set otherwise than the words behind it, which tell a heading or a verb.
    first = starts[1] if len(words) > 1 and _NUMBER.fullmatch(words[0].text) else starts[0]
    bold, italic = text.font(first)
    bold_end, italic_end = text.font(starts[-1]) if starts[-1] != first else (bold, italic)
    return Run(_spaced(words), bold, bold_end, italic, italic_end, hyphen)


def _word(text: _Text, start: int, end: int, before: Word | None) -> Word:
    """One word, its raised note mark taken off, and whether the space before it is none."""
    left, right, bottom, top = text.box(start)
    last = text.box(end - 1) if end - start > 1 else (left, right, bottom, top)
    written, mark = _without_mark(text, start, end, (bottom, top))
    glued = (
        before is not None
        and 0 <= left - before.right < _NO_SPACE * (top - bottom)
        and abs(before.bottom - bottom) < _RAISED * (top - bottom)
        and text.generated(start - 1)
    )
    if text.sideways:
        return Word(written, left, right, min(bottom, last[2]), max(top, last[3]), mark)
    return Word(written, min(left, last[0]), max(right, last[1]), bottom, top, mark, glued)


def _without_mark(text: _Text, start: int, end: int, first: tuple[float, float]) -> tuple[str, str]:
    """Take a raised number or star off the end of a word, before closing punctuation: `development1,`."""
    written = text.characters[start:end]
    stem = written.rstrip(_CLOSING)
    if len(stem) < 2 or not (stem[-1].isdigit() or stem[-1] in "*†‡"):
        return written, ""
    size = first[1] - first[0]
    place = start + len(stem)
    while place > start + 1:
        _, _, bottom, top = text.box(place - 1)
        if bottom - first[0] < _RAISED * size or top - bottom > _SMALLER * size:
            break
        place -= 1
    mark = stem[place - start :]
    if not mark or not _MARK.fullmatch(mark):
        return written, ""
    return written[: place - start] + written[len(stem) :], mark


def _spaced(words: list[Word]) -> tuple[Word, ...]:
    """Where the other gaps of the line are much wider, a narrow gap is no space: `peacef ul`, `high -level`."""
    if not any(word.glued for word in words):
        return tuple(words)
    gaps = sorted(after.left - before.right for before, after in pairwise(words))
    middle = gaps[len(gaps) // 2]
    checked = [words[0]]
    for before, word in pairwise(words):
        glued = word.glued and _one_word(before, word, middle)
        checked.append(word if glued == word.glued else word._replace(glued=glued))
    return tuple(checked)


def _one_word(before: Word, word: Word, middle: float) -> bool:
    gap = word.left - before.right
    if gap > 0.6 * middle:
        return False
    letter_alone = _LETTER_ALONE.fullmatch(word.text) or _LETTER_ALONE.fullmatch(before.text)
    hyphen = word.text[0] in _HYPHENS and before.text[-1].isalnum()
    return gap < _SURELY_NO_SPACE * word.size or bool(letter_alone) or hyphen


@dataclass(frozen=True, slots=True)
class _Frame:
    """The visible part of a page, and by how many quarter turns it is to be turned for reading."""

    left: float
    bottom: float
    width: float
    height: float
    turned: int

    def place(self, run: Run) -> Run | None:
        """The run in the coordinates of the page as it is read, without words that lie off the page."""
        if self.turned == 0 and self.left == 0 and self.bottom == 0:
            words = tuple(word for word in run.words if word.right > 0 and word.left < self.width)
        else:
            words = tuple(self._turn(word) for word in run.words)
        height = self.height if self.turned % 2 == 0 else self.width
        words = tuple(word for word in words if word.top > 0 and word.bottom < height)
        return run._replace(words=words) if words else None

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
