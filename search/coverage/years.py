"""Years of a process with far fewer documents than the years before: a hint that something did not come. Pure.

Only a hint: bodies meet in some years and not in others. The running year is compared with the same part of earlier
years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from corpus.store.covering import DayCount
from search.coverage.lines import Line
from search.coverage.mending import commands_for, ended

# A year is compared with so many before it; fewer than three say nothing.
_BEFORE, _FEWEST = 5, 3
_WHOLE_DATE = len("2031-03-04")
# Thin is less than half of what is usual, where at least so many are.
_THIN, _USUAL = 0.5, 4


@dataclass(frozen=True, slots=True)
class Thin:
    """A year with `held` documents where the `years` before it have a median of `usual`.

    `known` documents more are known and not held. `until` is the day (MM-DD) up to which the running year and those
    before it are counted, empty for a whole year.
    """

    source: str
    process: str
    year: int
    held: int
    known: int
    usual: float
    years: tuple[int, int]
    until: str
    commands: tuple[str, ...]

    def line(self) -> Line:
        """The year as a line."""
        part = f" up to {self.until}" if self.until else ""
        more = f"; {self.known} more known and not held" if self.known else ""
        says = f"{self.held} held{part}, where {self.years[0]}-{self.years[1]} have a median of {self.usual:g}{more}"
        name = f"{self.process or self.source} {self.year}"
        return Line("years", self.source, self.process, name, says, self.commands)

    def as_json(self) -> dict[str, Any]:
        """The year as `--json` prints it."""
        return {
            "source": self.source, "process": self.process, "year": self.year, "held": self.held, "known": self.known,
            "usual": self.usual, "compared_with": list(self.years), "until": self.until,
            "commands": list(self.commands),
        }  # fmt: skip


def thin(days: Iterable[DayCount], today: date, sources: Sequence[str] = ()) -> list[Thin]:
    """The thin years of every source and process, newest first. `sources` names the crawler's sources."""
    filed: dict[tuple[str, str], list[DayCount]] = {}
    for day in days:
        if day.source and day.date[:4].isdigit():
            filed.setdefault((day.source, day.process), []).append(day)
    last = ended()
    found = [
        year
        for (source, process), counted in filed.items()
        for year in _thin_years(counted, today, last.get(process, today.year), commands_for(source, process, sources))
    ]
    return sorted(found, key=lambda one: (-one.year, one.source, one.process))


def _thin_years(days: Sequence[DayCount], today: date, ended: int, commands: tuple[str, ...]) -> Iterable[Thin]:
    whole = _counted(days, "")
    first = min((year for year, held in whole.items() if held), default=today.year + 1)
    for year in range(first + _FEWEST, min(ended, today.year) + 1):
        until = f"{today:%m-%d}" if year == today.year else ""
        held = _counted(days, until) if until else whole
        before = range(max(first, year - _BEFORE), year)
        usual = median(held[earlier] for earlier in before)
        if usual >= _USUAL and held[year] < _THIN * usual:
            known = sum(day.known - day.held for day in days if int(day.date[:4]) == year)
            ends = (before[0], before[-1])
            yield Thin(days[0].source, days[0].process, year, held[year], known, usual, ends, until, commands)


def _counted(days: Iterable[DayCount], until: str) -> Counter[int]:
    """The documents held by year; up to a day only those whose day is known."""
    counts: Counter[int] = Counter()
    for day in days:
        if not until or (len(day.date) == _WHOLE_DATE and day.date[5:] <= until):
            counts[int(day.date[:4])] += day.held
    return counts
