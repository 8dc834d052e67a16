"""Running heads, page feet and job numbers: found by where they stand and by coming back on other pages.

Signs of sources.md 2.6: page 1 `23-21227 (E) 131123` and `*2321227*`; later pages the symbol, `2/9`, `23-21227`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.extract.headings import names_part
from corpus.extract.pages.values import Line, Sheet

_TOP, _BOTTOM = 0.87, 0.13
# Job numbers are unmistakable, and stand higher on first pages.
_FOOT = 0.25
_SAME_HEIGHT = 3.0
_LETTERS = 16
_CLOSE = 1.5
_PAGE_NUMBER = r"(?:page|seite|página|стр\.?)?\s*[-–—|]?\s*\d{1,4}\s*(?:(?:/|of|de|von|из)\s*\d{1,4})?\s*[-–—|]?"
_JOB_NUMBER = r"(?:[A-Z]{2,4}\.)?\d{2}-\d{4,6}\*?(?:\s*\([A-Z]\))?(?:\s*\d{6}){0,4}"
_BAR_CODE = r"\*\d{7}\*"
_OSCE_CODE = r"[A-Z]{2,6}\d{2,4}(?:[A-Z]{1,3}\d{0,4})?"
_ALWAYS = re.compile(
    rf"(?:{_PAGE_NUMBER}\s+)?(?:{_JOB_NUMBER}|{_BAR_CODE})(?:\s+/?{_PAGE_NUMBER}|\s+/\.\.\.)?|/\.\.\."
    rf"|please recycle\W*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"{_PAGE_NUMBER}|[ivxl]{{1,6}}|{_OSCE_CODE}(?:\s+{_PAGE_NUMBER})?", re.IGNORECASE)
_CODE = re.compile(_OSCE_CODE)
_SYMBOL = re.compile(r"[A-Z]{1,5}(?:/[A-Z0-9][A-Za-z0-9.()-]*){2,}|[A-Z]{2,4}\.[A-Z]{2,5}/[0-9/]+")
_DIGITS = re.compile(r"\d{1,4}")


def without_furniture(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The pages without running heads, page feet, page numbers and job numbers."""
    bands = _repeated(sheets)
    counted = _counted(sheets)
    symbols = _symbols(sheets[0]) if sheets else frozenset()
    cleaned = []
    for sheet in sheets:
        head, foot = _head_with_symbol(sheet, symbols), _foot_with_code(sheet)
        kept = (
            line
            for line in sheet.lines
            if foot < line.bottom < head and not _is_furniture(line, sheet, bands) and id(line) not in counted
        )
        cleaned.append(replace(sheet, lines=tuple(kept)))
    return tuple(cleaned)


def _head_with_symbol(sheet: Sheet, symbols: frozenset[str]) -> float:
    """The height from which on a page from the second is running head, because the symbol stands there.

    A long title beside the symbol takes several lines: those set closely together.
    """
    top = sorted((line for line in sheet.lines if line.bottom > _TOP * sheet.height), key=lambda line: -line.bottom)
    named = [line for line in top if any(found in symbols for found in _SYMBOL.findall(line.text))]
    if sheet.number == 1 or not named:
        return sheet.height * 2
    foot = named[-1].bottom
    for line in top:
        if 0 < foot - line.bottom < _CLOSE * min(line.size, named[-1].size):
            foot = line.bottom
    return foot - 0.5


def _foot_with_code(sheet: Sheet) -> float:
    """The height up to which a page is foot, because a job number stands there: nothing is printed below one."""
    low = [line for line in sheet.lines if line.top < _BOTTOM * sheet.height]
    return max((line.bottom for line in low if _ALWAYS.fullmatch(line.text) or _CODE.fullmatch(line.text)), default=0.0)


def _counted(sheets: Sequence[Sheet]) -> frozenset[int]:
    """The identities of lowest lines that count the pages, however far from the edge they stand."""
    lowest = [min(sheet.lines, key=lambda line: line.bottom) for sheet in sheets if sheet.lines]
    numbers = [(line, int(line.text) - line.page) for line in lowest if re.fullmatch(r"\d{1,4}", line.text)]
    ahead = Counter(offset for _, offset in numbers)
    return frozenset(id(line) for line, offset in numbers if ahead[offset] > 1)


def _is_furniture(line: Line, sheet: Sheet, bands: dict[str, list[float]]) -> bool:
    at_top = line.bottom > _TOP * sheet.height
    if line.top < _FOOT * sheet.height and _ALWAYS.fullmatch(line.text):
        return True
    if not at_top and line.top > _BOTTOM * sheet.height:
        return False
    if (sheet.number > 1 or not at_top) and _NUMBERED.fullmatch(line.text):
        return True
    heights = (height for key in _keys(line, at_top=at_top) for height in bands.get(key, ()))
    return any(abs(line.bottom - height) < _SAME_HEIGHT for height in heights)


def _symbols(sheet: Sheet) -> frozenset[str]:
    """What looks like a symbol at the head of the first page."""
    head = (line.text for line in sheet.lines if line.bottom > _TOP * sheet.height)
    return frozenset(found for text in head for found in _SYMBOL.findall(text))


def _keys(line: Line, *, at_top: bool) -> tuple[str, ...]:
    """The forms in which a text can come back: as it is, without the number of the page, with its numbers counted from
    that of the page, without numbers.

    `Article 9` and `Article 12` can both stand at the top of a page, and footnotes cite one book again and again, so
    numbers are left out only of longer texts at the top.
    """
    text = line.text.casefold()
    if names_part(line.text):
        return (text,)
    own = _DIGITS.sub(lambda found: "#" if int(found[0]) == line.page else found[0], text)
    counted = _DIGITS.sub(lambda found: f"#{int(found[0]) - line.page}", text)
    long = at_top and sum(map(str.isalpha, text)) > _LETTERS
    return (text, own, counted, _DIGITS.sub("#", text)) if long else (text, own, counted)


def _repeated(sheets: Sequence[Sheet]) -> dict[str, list[float]]:
    """The texts that come back at the same height near the edge of other pages, with those heights."""
    places: dict[str, Counter[int]] = defaultdict(Counter)
    for sheet in sheets:
        edge = {
            (key, round(line.bottom / _SAME_HEIGHT))
            for line in sheet.lines
            if line.bottom > _TOP * sheet.height or line.top < _BOTTOM * sheet.height
            for key in _keys(line, at_top=line.bottom > _TOP * sheet.height)
        }
        for text, height in edge:
            places[text][height] += 1
    needed = 2 if len(sheets) < 6 else 3
    return {
        text: [height * _SAME_HEIGHT for height, count in heights.items() if _near(heights, height) >= needed]
        for text, heights in places.items()
    }


def _near(heights: Counter[int], height: int) -> int:
    return heights[height - 1] + heights[height] + heights[height + 1]
