"""The words of a page with their positions, read through pdfium's C interface.

A call into C costs about as much as the rest of the work on a character, so only the first and last character of a
word are asked for their place, and of a line the first and last word for their font: a third of the calls.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from corpus.extract.pages.frame import Frame
from corpus.extract.pages.right_to_left import RIGHT_TO_LEFT, Letter, line_of, same_line
from corpus.extract.pages.text_page import TextPage
from corpus.extract.pages.values import Run, Word

_RUNS = re.compile(r"[^\r\n]+")
# U+FFFE and U+0002 are pdfium's signs for a hyphen that divides a word at the end of a line.
_WORDS = re.compile(r"[^\s\ufffe\x02]+")
_DIVIDED = "\ufffe\x02"
_MARK = re.compile(r"(?P<bracket>\()?(?P<mark>[0-9]{1,3}|\*{1,4}|[†‡]{1,2})")
_CLOSING = ".,;:!?)]”’\"'»…"
# One letter that is no word of English, French, Spanish or Russian.
_LETTER_ALONE = re.compile(r"[b-hj-np-xzB-HJ-NP-XZ][.,;:]?")
_HYPHENS = "-\u2010\u2011"
_NUMBER = re.compile(r"\(?(?:\d{1,4}|[a-zA-Z]{1,4})[.)]")

# Measured on the 65 files of realdocs/A1: gaps that pdfium takes for spaces inside words stay below a sixth of the
# height of the font, real spaces between words in the same lines are about a third.
_NO_SPACE = 0.165
_SURELY_NO_SPACE = 0.1
_RAISED = 0.12
_SMALLER = 0.86

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RawPage:
    """The words of a page as it is seen (upright), and its size."""

    width: float
    height: float
    runs: tuple[Run, ...]
    characters: int


def read_page(page: Any, raw: Any) -> RawPage:
    """The words of an open pdfium page; `raw` is pypdfium2.raw. Text off the page is left out."""
    area = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(area))
    size = abs(area.right - area.left), abs(area.top - area.bottom)
    handle = raw.FPDFText_LoadPage(page)
    if not handle:
        return RawPage(*size, (), 0)
    try:
        text = TextPage(handle, raw)
        spans = _seen(text, [found.span() for found in _RUNS.finditer(text.characters) if not found[0].isspace()])
        direction = _direction(text, spans)
        turned = (raw.FPDFPage_GetRotation(page) - direction) % 4
        frame = Frame(area.left, area.bottom, *size, turned)
        runs = _placed(text, spans, frame, sideways=direction % 2 == 1)
    finally:
        raw.FPDFText_ClosePage(handle)
    return RawPage(*frame.size, runs, sum(len(word.text) for run in runs for word in run.words))


def _seen(text: TextPage, spans: list[Span]) -> list[Span]:
    """The lines that can be seen; all of them where most cannot: those are what OCR laid under a picture."""
    hidden = {span for span in spans if text.hidden(span[0])}
    if not hidden or 2 * _length(hidden) > _length(spans):
        return spans
    return [span for span in spans if span not in hidden]


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _direction(text: TextPage, spans: list[Span]) -> int:
    """The direction in which most of the page is written, so that tables set sideways are read upright."""
    found: Counter[int] = Counter()
    for start, end in spans:
        found[text.quarter(start)] += end - start
    return found.most_common(1)[0][0] if found else 0


def _placed(text: TextPage, spans: list[Span], frame: Frame, *, sideways: bool) -> tuple[Run, ...]:
    """All runs of a page in the order of the file."""
    if frame.turned == 0 and RIGHT_TO_LEFT.search(text.characters):
        return _both_ways(text, spans, frame)
    runs = (run for span in spans for run in _runs(text, *span, sideways=sideways))
    return tuple(placed for run in runs if (placed := frame.place(run)))


def _both_ways(text: TextPage, spans: list[Span], frame: Frame) -> tuple[Run, ...]:
    """The runs of a page with lines from right to left: those are put together anew from their letters."""
    bands = [_band(text, *span) for span in spans]
    turned = [band for band, span in zip(bands, spans, strict=True) if _is_right_to_left(text.characters[slice(*span)])]
    lines: list[tuple[tuple[float, float], list[Letter], int]] = []
    order: list[Run | int] = []
    for band, span in zip(bands, spans, strict=True):
        if not any(same_line(band, other) for other in turned):
            order += [placed for run in _runs(text, *span, sideways=False) if (placed := frame.place(run))]
            continue
        place = next((place for place, line in enumerate(lines) if same_line(line[0], band)), len(lines))
        if place == len(lines):
            lines.append((band, [], span[0]))
            order.append(place)
        lines[place][1].extend(_letters(text, *span, frame))
    made = [line_of(letters, bold=text.font(start)[0], width=frame.width) for _, letters, start in lines]
    return tuple(run for item in order if (run := made[item] if isinstance(item, int) else item))


def _is_right_to_left(written: str) -> bool:
    return len(RIGHT_TO_LEFT.findall(written)) > sum(map(str.isalpha, written)) / 3


def _band(text: TextPage, start: int, end: int) -> tuple[float, float]:
    """Bottom and top of the first letter of a run that is no vowel mark."""
    place = next((place for place in range(start, end) if text.characters[place].isalnum()), start)
    _, _, bottom, top = text.box(place)
    return bottom, top


def _letters(text: TextPage, start: int, end: int, frame: Frame) -> list[Letter]:
    letters = []
    for place in range(start, end):
        if not text.characters[place].isspace():
            left, right, bottom, top = text.box(place)
            letters.append(
                Letter(
                    text.characters[place],
                    left - frame.left,
                    right - frame.left,
                    bottom - frame.bottom,
                    top - frame.bottom,
                )
            )
    return letters


def _runs(text: TextPage, start: int, end: int, *, sideways: bool) -> list[Run]:
    """The runs of one line of pdfium: more than one where a divided word goes on in the next line."""
    runs: list[Run] = []
    words: list[Word] = []
    starts: list[int] = []
    for found in _WORDS.finditer(text.characters, start, end):
        if words and text.characters[found.start() - 1] in _DIVIDED:
            runs.append(_run(text, words, starts, hyphen=True))
            words, starts = [], []
        words.append(_word(text, found.span(), words[-1] if words else None, sideways=sideways))
        starts.append(found.start())
    if words:
        runs.append(_run(text, words, starts, hyphen=text.characters[end - 1] in _DIVIDED))
    return runs


def _run(text: TextPage, words: list[Word], starts: list[int], *, hyphen: bool) -> Run:
    # A printed number is often set otherwise than the words behind it, which tell a heading or a verb.
    first = starts[1] if len(words) > 1 and _NUMBER.fullmatch(words[0].text) else starts[0]
    bold, italic = text.font(first)
    bold_end, italic_end = text.font(starts[-1]) if starts[-1] != first else (bold, italic)
    return Run(_spaced(words), bold, bold_end, italic, italic_end, hyphen)


def _word(text: TextPage, span: Span, before: Word | None, *, sideways: bool) -> Word:
    """One word, its raised note mark taken off, and whether the space before it is none."""
    start, end = span
    left, right, bottom, top = text.box(start)
    last = text.box(end - 1) if end - start > 1 else (left, right, bottom, top)
    written, mark = _without_mark(text, start, end, (bottom, top))
    if sideways:
        return Word(written, left, right, min(bottom, last[2]), max(top, last[3]), mark)
    glued = (
        before is not None
        and 0 <= left - before.right < _NO_SPACE * (top - bottom)
        and abs(before.bottom - bottom) < _RAISED * (top - bottom)
        and text.generated(start - 1)
    )
    return Word(written, min(left, last[0]), max(right, last[1]), bottom, top, mark, glued)


def _without_mark(text: TextPage, start: int, end: int, first: tuple[float, float]) -> tuple[str, str]:
    """Take a raised number or star off the end of a word, before closing punctuation: `development1,`."""
    written = text.characters[start:end]
    if written[-1].isalpha():
        return written, ""
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
    found = _MARK.fullmatch(stem[place - start :])
    if not found:
        return written, ""
    behind = written[len(stem) :]
    return written[: place - start] + (behind.removeprefix(")") if found["bracket"] else behind), found["mark"]


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
