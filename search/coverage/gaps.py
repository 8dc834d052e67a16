"""Holes in series of symbols: of L.1, L.2 and L.5 of one committee and session, L.3 and L.4 exist. Pure.

What bears a running number is counted by its body without a break, so that a number between two known ones was given
to some document (sources.md 10). Whether it concerns us nobody knows, and a number may have been withdrawn: what is
only inferred is said apart from what somebody lists or cites.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from corpus.official import official_url
from corpus.store.covering import KnownSymbol
from search.coverage.lines import Line
from search.coverage.mending import commands_for

How = Literal["held", "catalogue", "citation", "inferred"]

# A paper counted within a session or year (CRP.1, L.20, INF/5), a resolution or a decision.
_UN = re.compile(
    r"(?P<head>.+/(?:(?:CRP|L|WP|INF|NGO|PV|SR|MISC)[./]|RES/\d+/|DEC/\d+/|RES/|DEC/|PRST/\d+/))(?P<n>\d+)$"
)
# The Permanent Council counts on for ever, the Ministerial Council and delegations by year.
_OSCE = re.compile(r"(?P<head>[A-Z]+(?:\(\d+\))?\.(?:DEC|JOUR|DEL|GAL|INF|DOC)/)(?P<n>\d+)(?P<year>/\d+)?$")
_MODIFIED = re.compile(r"[/.](?:Rev|Add|Corr|Amend)\.")
# A series that begins anew is a series where so much of 1..n is known; fewer are scattered members of nothing.
_DENSE = 1 / 3
_FEWEST = 2
# A series that never begins anew is one only where numbers lie so close together.
_CLOSE = 8
_FEWEST_RUNNING = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a symbol stands in a series: what is before its number and after it. `running`: it never begins anew."""

    head: str
    number: int
    tail: str = ""
    running: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that is not held, and how it is known to exist."""

    symbol: str
    number: int
    how: How

    def as_json(self) -> dict[str, Any]:
        """The number as `--json` prints it."""
        return {"symbol": self.symbol, "number": self.number, "known_by": self.how, "url": official_url(self.symbol)}


@dataclass(frozen=True, slots=True)
class Gap:
    """A series from `first` to `last`, the last number that anybody names, with what is not held of it."""

    series: str
    source: str
    process: str
    first: int
    last: int
    held: int
    missing: tuple[Missing, ...]
    commands: tuple[str, ...] = ()

    def says(self) -> str:
        """`2 and 5-7 of 1-9 not held (2 in the catalogue; 5-7 only inferred)`."""
        words = {"catalogue": "in the catalogue", "citation": "cited", "inferred": "only inferred"}
        by = {how: ranges(one.number for one in self.missing if one.how == how) for how in words}
        told = [words[how] if len({one.how for one in self.missing}) == 1 else f"{numbers} {words[how]}"
                for how, numbers in by.items() if numbers]  # fmt: skip
        return f"{ranges(one.number for one in self.missing)} of {self.first}-{self.last} not held ({'; '.join(told)})"

    def line(self) -> Line:
        """The gap as a line; it leads to the first that somebody names, else to the first."""
        named = next((one for one in self.missing if one.how != "inferred"), self.missing[0])
        url = official_url(named.symbol)
        return Line("gaps", self.source, self.process, self.series, self.says(), self.commands, url)

    def as_json(self) -> dict[str, Any]:
        """The gap as `--json` prints it."""
        return {
            "series": self.series, "source": self.source, "process": self.process, "first": self.first,
            "last": self.last, "held": self.held, "says": self.says(),
            "missing": [one.as_json() for one in self.missing], "commands": list(self.commands),
        }  # fmt: skip


def place_of(family: str) -> Place | None:
    """The place of a symbol (without Rev, Add, Corr) in its series; None where its kind is not counted."""
    # The store has symbols in normal form, so that no parser is needed, which takes a hundred times longer.
    family = _MODIFIED.split(family)[0]
    if found := _UN.fullmatch(family):
        return Place(found["head"], int(found["n"]), running=found["head"].count("/") == 2 and "." not in found["head"])
    if found := _OSCE.fullmatch(family):
        tail = found["year"] or ""
        return Place(found["head"], int(found["n"]), tail, running=not tail and "(" not in found["head"])
    return None


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in few words: `2, 5-7 and 9`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number, number])
    words = [str(low) if low == high else f"{low}-{high}" for low, high in runs]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def gaps(known: Iterable[KnownSymbol], cited: Iterable[str], sources: Sequence[str] = ()) -> list[Gap]:
    """The series with holes in them, those with most numbers that somebody names first.

    `known` are the documents of the store, `cited` symbols that its texts name; `sources` names the crawler's sources.
    A document whose revision is held is held: what is missing is then in no way unknown.
    """
    series: dict[tuple[str, str], dict[int, How]] = {}
    running: set[tuple[str, str]] = set()
    filed: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    members = [(one.family, "held" if one.held else "catalogue", (one.source, one.process)) for one in known]
    for family, how, where in [*members, *((symbol, "citation", None) for symbol in cited)]:
        place = place_of(family)
        if place is None:
            continue
        name = (place.head, place.tail)
        numbers = series.setdefault(name, {})
        numbers[place.number] = _better(how, numbers.get(place.number))  # type: ignore[arg-type]
        if place.running:
            running.add(name)
        if where:
            filed.setdefault(name, Counter())[where] += 1
    found: list[Gap] = []
    for name in filed:
        (source, process), _ = filed[name].most_common(1)[0]
        commands = commands_for(source, process, sources)
        for first, last, members_of in _stretches(series[name], on=name in running):
            found.extend(_gap(name, (source, process), (first, last), members_of, commands))
    return sorted(found, key=lambda gap: (-sum(one.how != "inferred" for one in gap.missing), gap.series, gap.first))


_ORDER = ("held", "catalogue", "citation")


def _better(how: How, before: How | None) -> How:
    return how if before is None or _ORDER.index(how) < _ORDER.index(before) else before


def _stretches(numbers: Mapping[int, How], *, on: bool) -> Iterable[tuple[int, int, Mapping[int, How]]]:
    """From where to where a series goes: from 1, or where it never begins anew, where its numbers lie close."""
    given = sorted(number for number in numbers if number > 0)
    if not on:
        if len(given) >= _FEWEST and len(given) >= _DENSE * given[-1]:
            yield 1, given[-1], numbers
        return
    cuts = [0, *(at for at, (low, high) in enumerate(pairwise(given), 1) if high - low > _CLOSE), len(given)]
    for start, end in pairwise(cuts):
        part = given[start:end]
        if len(part) >= _FEWEST_RUNNING:
            yield part[0], part[-1], {number: numbers[number] for number in part}


def _gap(
    name: tuple[str, str],
    filed: tuple[str, str],
    ends: tuple[int, int],
    numbers: Mapping[int, How],
    commands: tuple[str, ...],
) -> Iterable[Gap]:
    head, tail = name
    held = sum(how == "held" for how in numbers.values())
    missing = tuple(
        Missing(f"{head}{number}{tail}", number, numbers.get(number, "inferred"))
        for number in range(ends[0], ends[1] + 1)
        if numbers.get(number) != "held"
    )
    # Of a series of which nothing is held the catalogue and the citations say all there is to say.
    if missing and held:
        yield Gap(f"{head}n{tail}", *filed, *ends, held, missing, commands)
