"""Breaks paragraphs into lines. Pure: how wide a word is, the caller says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from crawler.sample.document import Span

# The width of a text in a style, in points.
Measure = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style, to be drawn `x` points from the left edge of its line."""

    x: float
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, the points missing to the full width, and whether a paragraph goes on after it."""

    runs: tuple[Run, ...]
    slack: float
    goes_on: bool

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(run.text for run in self.runs)


def words(spans: Sequence[Span]) -> list[list[tuple[str, str]]]:
    """The words of a paragraph; a word is one or more pieces of text and style (`development` and its note mark)."""
    found: list[list[tuple[str, str]]] = []
    open_word = False
    for span in spans:
        for number, piece in enumerate(span.text.split(" ")):
            if number:
                open_word = False
            if not piece:
                continue
            if open_word:
                found[-1].append((piece, span.style))
            else:
                found.append([(piece, span.style)])
                open_word = True
    return found


def break_lines(spans: Sequence[Span], width: float, measure: Measure, *, first_indent: float = 0) -> list[Line]:
    """The lines of a paragraph of that width, filled as far as they go; the first begins `first_indent` points in."""
    lines: list[list[list[tuple[str, str]]]] = [[]]
    space = measure(" ", "plain")
    used = first_indent
    for word in words(spans):
        wide = sum(measure(text, style) for text, style in word)
        if lines[-1] and used + space + wide > width:
            lines.append([])
            used = 0.0
        used += wide + (space if lines[-1] else 0)
        lines[-1].append(word)
    last = len(lines) - 1
    return [
        _line(line, width, measure, first_indent if number == 0 else 0.0, number < last)
        for number, line in enumerate(lines)
    ]


def _line(line: list[list[tuple[str, str]]], width: float, measure: Measure, x: float, goes_on: bool) -> Line:
    runs: list[Run] = []
    for text, style in _pieces(line):
        if runs and runs[-1].style == style:
            runs[-1] = Run(runs[-1].x, runs[-1].text + text, style)
        else:
            start = runs[-1].x + measure(runs[-1].text, runs[-1].style) if runs else x
            runs.append(Run(start, text, style))
    end = runs[-1].x + measure(runs[-1].text, runs[-1].style) if runs else x
    return Line(tuple(runs), max(0.0, width - end), goes_on)


def _pieces(line: list[list[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    for number, word in enumerate(line):
        for part, (text, style) in enumerate(word):
            if number and not part:
                yield " ", style if style != "note" else "plain"
            yield text, style
