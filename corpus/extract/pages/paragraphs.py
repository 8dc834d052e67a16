"""Lines to paragraphs: by the space between lines, indents, print and printed numbers; over pages too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.extract.blocks import Block
from corpus.extract.numbering import opens_with_number
from corpus.extract.pages.joining import Joiner
from corpus.extract.pages.values import Line, Sheet

_ENDS = (".", ";", ":", "?", "!", "。", "；", "：", "؛", "؟", ".”", ".’", ".)", '."')
_CLOSES = (*_ENDS, ",", "，", "،")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: the height of its body font, the step from line to line, the right edge of its pages."""

    size: float
    step: float
    edges: dict[int, float]
    left: float

    def full(self, line: Line, following: Line) -> bool:
        """Whether the first word of the following line would not have fitted on this line."""
        edge = self.edges.get(line.page, line.right)
        return line.right + following.first_width + 0.3 * self.size > edge - 0.2 * self.size


def measure(sheets: Sequence[Sheet]) -> Setting:
    """The setting of a document, from its lines."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size, 1)] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    steps: Counter[float] = Counter()
    lefts: Counter[float] = Counter()
    for sheet in sheets:
        for line, following in zip(sheet.lines, sheet.lines[1:], strict=False):
            step = line.bottom - following.bottom
            if abs(line.size - size) < 0.1 * size and 0.6 * size < step < 3 * size:
                steps[round(step * 2) / 2] += 1
                lefts[round(following.left)] += 1
    step = steps.most_common(1)[0][0] if steps else 1.3 * size
    return Setting(size, step, {sheet.number: _edge(sheet, size) for sheet in sheets}, _first(lefts))


def _first(counts: Counter[float]) -> float:
    return counts.most_common(1)[0][0] if counts else 0.0


def _edge(sheet: Sheet, size: float) -> float:
    """The right edge of the body text of a page: nearly the furthest, so that one long line does not count."""
    rights = sorted(line.right for line in sheet.lines if abs(line.size - size) < 0.1 * size)
    return rights[int(0.9 * (len(rights) - 1))] if rights else sheet.width


def paragraphs(sheets: Iterable[Sheet], setting: Setting, joiner: Joiner) -> list[Block]:
    """The paragraphs of a document in reading order. A paragraph belongs to the page where it begins."""
    grouped: list[list[Line]] = []
    for sheet in sheets:
        for line in sheet.lines:
            if grouped and goes_on(grouped[-1], line, setting):
                grouped[-1].append(line)
            else:
                grouped.append([line])
    widths = {sheet.number: sheet.width for sheet in sheets}
    return [_block(lines, joiner, setting, widths) for lines in grouped]


def _block(lines: Sequence[Line], joiner: Joiner, setting: Setting, widths: dict[int, float]) -> Block:
    first = lines[0]
    middle = widths.get(first.page, 0.0) / 2
    centred = all(abs((line.left + line.right) / 2 - middle) < 2 * setting.size for line in lines) and (
        first.left > setting.left + 2 * setting.size
    )
    return Block(
        joiner.join(lines), first.page, indent=first.left, size=first.size, bold=all(line.bold for line in lines),
        italic=all(line.italic for line in lines), opens_italic=first.opens_italic, centred=centred, lines=tuple(part for line in lines for part in line.parts),
    )  # fmt: skip


def goes_on(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether a line belongs to the paragraph that the lines before it form."""
    last = group[-1]
    if not _same_print(last, line):
        return False
    if line.page != last.page or line.bottom > last.bottom + setting.step:
        return _goes_on_over_page(group, line, setting)
    step = last.bottom - line.bottom
    if step > 1.3 * setting.step * max(1.0, line.size / setting.size):
        return False
    if last.hyphen:
        return True
    if _opens(line, last):
        return False
    return _same_edge(group, line, setting)


def _same_print(last: Line, line: Line) -> bool:
    return abs(last.size - line.size) < 0.12 * max(last.size, line.size) and last.bold == line.bold


def _opens(line: Line, last: Line) -> bool:
    """Whether a line opens a numbered or listed paragraph."""
    number = opens_with_number(line.text)
    if not number:
        return False
    tabbed = number in line.wide or number + 1 in line.wide
    return tabbed or last.text.endswith(_CLOSES)


def _same_edge(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    """Whether indents and line ends allow a line to go on."""
    last = group[-1]
    ended = last.text.endswith(_ENDS)
    shift = line.left - last.left
    slack = 0.6 * setting.size
    if len(group) == 1:
        # The first line may be indented, or hang out before its number.
        return not (ended and not setting.full(last, line)) or _hangs(group[0], line)
    if abs(shift) <= slack:
        return not (ended and not setting.full(last, line))
    return not ended and not (shift < 0 and not setting.full(last, line))


def _hangs(first: Line, line: Line) -> bool:
    """Whether a line stands under the text behind a number."""
    return bool(opens_with_number(first.text)) and line.left > first.left + 1


def _goes_on_over_page(group: Sequence[Line], line: Line, setting: Setting) -> bool:
    last = group[-1]
    if opens_with_number(line.text) and (last.text.endswith(_CLOSES) or line.wide):
        return False
    if last.hyphen or line.text[:1].islower():
        return True
    if last.text.endswith(_CLOSES) and (not setting.full(last, line) or line.left > group[-1].left + setting.size):
        return False
    return setting.full(last, line) and not line.bold
