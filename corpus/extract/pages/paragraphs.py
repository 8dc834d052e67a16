"""Lines to paragraphs: by the space between lines, indents, print and printed numbers; over pages too."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.extract.blocks import Block, Kind
from corpus.extract.headings import names_part
from corpus.extract.numbering import opens_with_number
from corpus.extract.pages.joining import Joiner
from corpus.extract.pages.values import Line, Sheet

_ENDS = (".", ";", ":", "?", "!", "。", "；", "：", "؛", "؟", ".”", ".’", ".)", '."')
_CLOSES = (*_ENDS, ",", "，", "،")
# What no line ends with that is not broken off, in the languages of ragged typescripts.
_UNFINISHED = re.compile(
    r"(?:,|\b(?:and|the|of|to|in|for|by|with|on|or|an?|from|at|as|that|which|Mrs?\.|Ms\.|et|de|la|les?|des|du|à|y|el|los|las"
    r"|и|в|на|с|о|по|und|der|die|das|von|zu))$"
)
# A line that is nothing but the number of a recommendation (`140.38`) or of several.
_LABEL = re.compile(r"\d{1,3}\.\d{1,3}(?:\s?[-–,]\s?(?:\d{1,3}\.)?\d{1,3})*\.?")
_INDENT_STEP = 3.0
_BROKEN = 2.6


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: the height of its body font, the step from line to line, where its lines end.

    `edges` are the right edges by page, and by page and indent where several lines agree on one.
    """

    size: float
    step: float
    left: float
    edges: Mapping[tuple[int, int], float]

    def full(self, line: Line, following: Line) -> bool:
        """Whether the first word of the following line would not have fitted on this line."""
        page = self.edges.get((line.page, -1), line.right)
        edge = self.edges.get((line.page, round(line.left / _INDENT_STEP)), page)
        return line.right + following.first_width + 0.3 * self.size > edge - 0.2 * self.size


def measure(sheets: Sequence[Sheet]) -> Setting:
    """The setting of a document, from its lines."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size, 1)] += len(line.text)
    size = _commonest(sizes, 10.0)
    steps: Counter[float] = Counter()
    lefts: Counter[float] = Counter()
    for sheet in sheets:
        for line, following in pairwise(sheet.lines):
            step = line.bottom - following.bottom
            if abs(line.size - size) < 0.1 * size and 0.6 * size < step < 3 * size:
                steps[round(step * 2) / 2] += 1
                lefts[round(following.left)] += 1
    edges = {key: edge for sheet in sheets for key, edge in _edges(sheet, size).items()}
    return Setting(size, _line_step(steps, 1.3 * size), _commonest(lefts, 0.0), edges)


def _line_step(steps: Counter[float], otherwise: float) -> float:
    """The smallest step that comes often: in short paragraphs the spaces between them are as many as the lines."""
    often = [step for step, count in steps.items() if count >= 0.15 * steps.total()]
    return min(often, default=_commonest(steps, otherwise))


def _commonest(counts: Counter[float], otherwise: float) -> float:
    return counts.most_common(1)[0][0] if counts else otherwise


def _edges(sheet: Sheet, size: float) -> dict[tuple[int, int], float]:
    rights: dict[int, list[float]] = defaultdict(list)
    for line in sheet.lines:
        if abs(line.size - size) < 0.1 * size:
            rights[-1].append(line.right)
            rights[round(line.left / _INDENT_STEP)].append(line.right)
    found = {(sheet.number, indent): _edge(sorted(ends)) for indent, ends in rights.items()}
    # Lines of one indent have an edge of their own if some of them agree on it; a list of names does not.
    return {key: edge for key, edge in found.items() if key[1] == -1 or _agreed(rights[key[1]], edge)}


def _edge(ends: Sequence[float]) -> float:
    """Nearly the furthest, so that one long line does not count."""
    return ends[int(0.9 * (len(ends) - 1))]


def _agreed(ends: Sequence[float], edge: float) -> bool:
    return sum(abs(end - edge) < 10 for end in ends) >= max(3, len(ends) // 3)


def paragraphs(sheets: Iterable[Sheet], setting: Setting, joiner: Joiner) -> list[Block]:
    """The paragraphs of a document in reading order. A paragraph belongs to the page where it begins."""
    widths: dict[int, float] = {}
    grouped: list[list[Line]] = []
    for sheet in sheets:
        widths[sheet.number] = sheet.width
        for line in sheet.lines:
            if grouped and goes_on(grouped[-1], line, setting):
                grouped[-1].append(line)
            else:
                grouped.append([line])
    return [_block(lines, joiner, setting, widths[lines[0].page]) for lines in grouped]


def _block(lines: Sequence[Line], joiner: Joiner, setting: Setting, width: float) -> Block:
    first = lines[0]
    centred = all(abs((line.left + line.right - width) / 2) < 2 * setting.size for line in lines) and (
        first.left > setting.left + 2 * setting.size
    )
    row = is_row(first)
    text = joiner.join(lines)
    if row:
        text = " | ".join((*first.parts[:-1], joiner.join([replace(first, text=first.parts[-1]), *lines[1:]])))
    return Block(
        text, first.page, Kind.ROW if row else Kind.TEXT,
        indent=first.left, size=first.size, bold=all(line.bold for line in lines),
        italic=all(line.italic for line in lines), opens_italic=first.opens_italic, centred=centred,
        lines=tuple(part for line in lines for part in line.parts),
    )  # fmt: skip


def is_row(line: Line) -> bool:
    """Whether a line has columns; a number with a wide gap behind it is none."""
    number = opens_with_number(line.text)
    cells = [cell for cell in line.cells if cell > 1 + number]
    return len(cells) > 1 if number else bool(cells)


def goes_on(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether a line belongs to the paragraph that the lines before it form."""
    last = group[-1]
    if _is_label(line.text) or _is_label(last.text):
        return last.text.endswith(",") and line.page == last.page
    if is_row(line) or not _same_print(last, line) or names_part(line.text) or names_part(last.text):
        return False
    if is_row(group[0]):
        return _in_last_cell(group, line, setting)
    if line.page != last.page:
        return _goes_on_over_page(last, line, setting)
    if line.bottom > last.bottom + setting.step:
        return line.left > last.right and _goes_on_over_page(last, line, setting)
    step = last.bottom - line.bottom
    if step > 1.3 * setting.step * max(1.0, line.size / setting.size):
        return step < _BROKEN * setting.step and _breaks_off(last, line)
    if last.hyphen:
        return True
    if _opens(group, line, setting):
        return False
    if line.bold or line.size > 1.08 * setting.size:
        return True
    return _same_edge(group, line, setting)


def _is_label(text: str) -> bool:
    return len(text) < 30 and bool(_LABEL.fullmatch(text))


def _breaks_off(last: Line, line: Line) -> bool:
    """Whether a sentence plainly goes on behind a gap: no stop before it, a small letter behind it."""
    ended = last.text.endswith(_CLOSES) or not last.text[-1:].isalnum()
    return not ended and line.text[:1].islower() and line.text[1:2] != "." and abs(last.left - line.left) < 2


def _in_last_cell(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether a line goes on with the last cell of a row."""
    below = line.page == group[-1].page and 0 < group[-1].bottom - line.bottom < 1.3 * setting.step
    return below and abs(line.left - group[0].last_cell) < 0.4 * setting.size and not opens_with_number(line.text)


def _same_print(last: Line, line: Line) -> bool:
    return abs(last.size - line.size) < 0.12 * max(last.size, line.size) and last.ends_bold == line.opens_bold


def _opens(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether a line opens a numbered or listed paragraph, and does not only begin with a number in a sentence."""
    if not opens_with_number(line.text):
        return False
    last = group[-1]
    beside = bool(opens_with_number(group[0].text)) and abs(line.left - group[0].left) < 2
    if line.tab or (beside and line.text[0] == group[0].text[0] == "("):
        return True
    # A sentence that lists "(c) ...; (d) ..." can break before a letter.
    return last.text.endswith(_CLOSES) and (line.text[0] != "(" or not setting.full(last, line))


def _same_edge(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether indents and line ends allow a line to go on."""
    last = group[-1]
    ended = last.text.endswith(_ENDS)
    shift = line.left - last.left
    if len(group) == 1 and opens_with_number(last.text) and shift > 1:
        return True
    if not ended and _centred(last, line, setting):
        return True
    if not setting.full(last, line) and (ended or not _in_sentence(last.text, line.text)):
        return False
    # The first line may be indented; later ones stand below each other.
    return len(group) == 1 or abs(shift) <= 0.6 * setting.size or not ended


def _in_sentence(before: str, after: str) -> bool:
    """Whether a line surely goes on with the sentence of the line before, though there was room for its first word."""
    return not after[:1].isupper() or bool(_UNFINISHED.search(before))


def _centred(last: Line, line: Line, setting: Setting) -> bool:
    """Whether two lines are set around one middle, away from the left edge of the text."""
    apart = abs(last.left + last.right - line.left - line.right) / 2
    return apart < 0.5 * setting.size and min(last.left, line.left) > setting.left + 2 * setting.size


def _goes_on_over_page(last: Line, line: Line, setting: Setting) -> bool:
    if opens_with_number(line.text) and (last.text.endswith(_CLOSES) or line.tab):
        return False
    if last.hyphen or line.text[:1].islower():
        return True
    if last.text.endswith(_CLOSES) and line.left > last.left + setting.size:
        return False
    return setting.full(last, line) and not line.bold
