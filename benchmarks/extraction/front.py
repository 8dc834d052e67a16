"""First pages: symbol, date and title against what people read there."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.extraction.report import Scored
from benchmarks.extraction.score import plain
from corpus.document import Extract, FrontMatter
from corpus.symbols import parse

A1 = Path(__file__).resolve().parents[2] / "tests" / "realdocs_a1.tsv"
DATES = ("date_adopted", "date_issued", "date_on_text")
Facts = Mapping[str, str]


def a1_facts() -> list[Facts]:
    """The rows of tests/realdocs_a1.tsv: path, symbol, title and dates of every document of realdocs/A1."""
    with A1.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def front_scores(group: str, pairs: Iterable[tuple[Facts, Extract]]) -> Scored:
    """How many first pages are read right.

    A date is right if all three kinds of dates are; what is not printed must be empty.
    """
    read = [(facts, extract.front) for facts, extract in pairs]
    figures = {
        "symbol": _rate([_symbol(facts.get("symbol", "")) == _symbol(front.symbol) for facts, front in read]),
        "date": _rate([_dates(facts) == _dates(vars_of(front)) for facts, front in read]),
        "title": _rate([plain(facts.get("title", "")) == plain(front.title) for facts, front in read]),
    }
    return Scored(group, len(read), figures)


def vars_of(front: FrontMatter) -> Facts:
    """The dates of a front matter by name."""
    return {name: getattr(front, name) for name in DATES}


def _symbol(written: str) -> str:
    symbol = parse(written) if written else None
    return symbol.text if symbol else written


def _dates(facts: Facts) -> tuple[str, ...]:
    return tuple(facts.get(name, "") for name in DATES)


def _rate(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 1.0
