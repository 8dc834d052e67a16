"""Words to lines: what stands on one baseline, with raised note marks told from words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from corpus.extract.pages.values import Line, Run, Word
from corpus.extract.wording import clean

_MARK = re.compile(r"(?:\(?(?P<number>[0-9]{1,3})\)?|\*{1,4}|[†‡]{1,2})(?=[,.;:)]?$)")
_SMALLER = 0.86
_RAISED = 0.12
# In heights of the font. Justified lines stretch a space to about one height; cells of a table lie further apart.
_TAB = 0.8
_SPREAD = 4  # letters
_CELL = 3.5


def lines_of(runs: Iterable[Run], page: int) -> tuple[Line, ...]:
    """The lines of a page, in the order of the file. Runs that go on along the same baseline are one line."""
    grouped: list[list[Run]] = []
    for run in runs:
        if grouped and _goes_on(grouped[-1][-1], run):
            grouped[-1].append(run)
        else:
            grouped.append([run])
    lines = (_line(group, page) for group in grouped)
    return tuple(line for line in lines if line.text or line.marks)


def _goes_on(before: Run, run: Run) -> bool:
    """Whether a run stands on the same baseline behind the one before it (pdfium breaks after raised marks)."""
    last, first = before.words[-1], run.words[0]
    overlap = min(last.top, first.top) - max(last.bottom, first.bottom)
    return overlap > 0.5 * min(last.size, first.size) and first.left >= last.right - 0.3 * last.size


def _line(runs: Sequence[Run], page: int) -> Line:
    words = [word for run in runs for word in run.words]
    bottom, top = _font_band(words)
    kept, marks = _split_marks(_unspread(words), bottom, top)
    text, cells, spans = _joined(kept, top - bottom)
    telling = runs if len(runs) == 1 else [run for run in runs if _matters(run, bottom, top)]
    bold = all(run.bold and run.bold_end for run in telling)
    italic = all(run.italic and run.italic_end for run in telling)
    first = kept[0] if kept else words[0]
    return Line(
        text=text,
        page=page,
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        bottom=bottom,
        top=top,
        bold=bold,
        opens_bold=runs[0].bold,
        ends_bold=telling[-1].bold_end,
        italic=italic,
        opens_italic=runs[0].italic,
        hyphen=runs[-1].hyphen,
        tab=_tabbed(kept),
        cells=cells,
        spans=spans,
        marks=tuple(marks),
        first_width=first.right - first.left,
    )


def _matters(run: Run, bottom: float, top: float) -> bool:
    return any(word.size > _SMALLER * (top - bottom) for word in run.words)


def _font_band(words: Sequence[Word]) -> tuple[float, float]:
    """Bottom and top of the font in which most of the line is set."""
    exact: dict[tuple[float, float], int] = {}
    for word in words:
        band = word[3:5]
        exact[band] = exact.get(band, 0) + len(word[0])
    weight: dict[tuple[float, float], int] = {}
    for (bottom, top), letters in exact.items():
        band = (round(bottom, 1), round(top, 1))
        weight[band] = weight.get(band, 0) + letters
    return max(weight, key=weight.__getitem__)


def _unspread(words: Sequence[Word]) -> list[Word]:
    """Letters that a producer drove apart to fill a line are one word again: `I n v i t e s`."""
    if sum([len(word.text) == 1 for word in words]) < _SPREAD:
        return list(words)
    whole: list[Word] = []
    for alone, group in groupby(words, key=lambda word: len(word.text) == 1 and word.text.isalpha()):
        letters = list(group)
        if alone and len(letters) >= _SPREAD:
            text = "".join(letter.text for letter in letters)
            whole.append(letters[0]._replace(text=text, right=letters[-1].right, mark=letters[-1].mark))
        else:
            whole += letters
    return whole


def _split_marks(words: Sequence[Word], bottom: float, top: float) -> tuple[list[Word], list[str]]:
    """The words of a line without its raised note marks, and the marks. A mark that opens the line stays a word."""
    if _is_plain(words, bottom, top):
        return list(words), []
    kept: list[Word] = []
    marks: list[str] = []
    for word in words:
        if word.mark:
            marks.append(word.mark)
        small = word.size < _SMALLER * (top - bottom) and word.bottom > bottom + _RAISED * (top - bottom)
        if kept and small and (found := _MARK.match(word.text)) and not _is_power(kept[-1].text):
            if len(kept) == 1 and kept[0].text == "(":
                kept = [kept[0]._replace(text=f"({found[0].strip('()')}")]
                continue
            marks.append(found["number"] or found[0])
            _tie(kept, word.text[found.end() :])
        elif word.text[0] == ")" and kept and kept[-1].text.startswith("("):
            _close(kept, word, bool(marks))
        elif word.text:
            kept.append(word)
    return kept, marks


def _is_plain(words: Sequence[Word], bottom: float, top: float) -> bool:
    """Whether no word of a line can be or have a mark: most lines, told quickly."""
    small, raised = _SMALLER * (top - bottom), bottom + _RAISED * (top - bottom)
    return not any(
        word.mark or not word.text or word.text[0] == ")" or (word.bottom > raised and word.top - word.bottom < small)
        for word in words
    )


def _tie(kept: list[Word], rest: str) -> None:
    """Punctuation behind a mark belongs to the word before it."""
    if rest:
        kept[-1] = kept[-1]._replace(text=kept[-1].text + rest)


def _close(kept: list[Word], word: Word, marked: bool) -> None:
    """The bracket behind a mark of the European Union, `Committee (1)`: with its partner it goes with the mark."""
    if kept[-1].text == "(" and marked:
        kept.pop()
        if kept:
            _tie(kept, word.text[1:])
    elif re.fullmatch(r"\(\d+", kept[-1].text) and len(kept) == 1:
        kept[-1] = kept[-1]._replace(text=kept[-1].text + word.text)
    else:
        kept.append(word)


def _is_power(before: str) -> bool:
    """Whether a raised number behind this is part of a quantity: `10³`, `km²`."""
    return before in ("10", "m", "km", "cm", "mm", "ft")


def _joined(words: Sequence[Word], size: float) -> tuple[str, tuple[int, ...], tuple[tuple[float, float], ...]]:
    """The text of a line, the places behind gaps as wide as between columns, and the edges of the columns."""
    if words and (text := _in_one_column(words, size)):
        return text, (), (_edges(words),)
    text = clean(words[0].text) if words else ""
    cells: list[int] = []
    starts = [0]
    for place, (before, word) in enumerate(pairwise(words), 1):
        part = clean(word.text)
        if not part:
            continue
        if _gap(before, word) > _CELL * min(before.size, word.size, size):
            cells.append(len(text) + 1)
            starts.append(place)
        text += part if word.glued else " " + part
    bounds = [*starts, len(words)]
    return text, tuple(cells), tuple(_edges(words[start:end]) for start, end in pairwise(bounds))


def _in_one_column(words: Sequence[Word], size: float) -> str:
    """The text of a line of plain letters without wide gaps; empty for any other line."""
    text = " ".join([word.text for word in words])
    narrow = _CELL * min(size, min([word.top - word.bottom for word in words]))
    straight = not any(
        after.glued or not -narrow < after.left - before.right <= narrow or after.left < before.left
        for before, after in pairwise(words)
    )
    return text if straight and text.isascii() and text.isprintable() else ""


def _edges(words: Sequence[Word]) -> tuple[float, float]:
    return min((word.left for word in words), default=0.0), max((word.right for word in words), default=0.0)


def _tabbed(words: Sequence[Word]) -> bool:
    """Whether the gap behind the first word is clearly wider than the others: a tab behind a printed number."""
    gaps = [_gap(before, word) for before, word in pairwise(words)]
    if len(gaps) < 2:
        return bool(gaps) and gaps[0] > _TAB * words[0].size
    return gaps[0] > 1.25 * max(gaps[1:6]) and gaps[0] > 0.4 * words[0].size


def _gap(before: Word, word: Word) -> float:
    """The space between two words, whichever way the line is written."""
    return word.left - before.right if word.left >= before.left else before.left - word.right
