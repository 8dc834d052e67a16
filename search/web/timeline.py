"""The hits of a search by year, stacked by process, as the bars of a drawing and the rows of a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.web.asked import Asked, toggles
from search.web.labels import value_name

Counts = Sequence[tuple[str, int]]

# Each process shown costs a search of its own; more shades than these cannot be told apart either.
MOST_PROCESSES = 6
# One old treaty must not squeeze everything else: what is older is in the table only.
MOST_BARS = 40
HEIGHT = 100
_STEP, _BAR = 10, 8


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a bar that one process has; `shade` numbers its colour, `y` is measured from the top."""

    shade: int
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the drawing; `told` is what it says to a pointer."""

    year: str
    count: int
    x: int
    bands: tuple[Band, ...]
    link: str
    told: str


@dataclass(frozen=True, slots=True)
class Row:
    """One year of the table: the count of each process, in the order of `Timeline.names`."""

    year: str
    count: int
    counts: tuple[int, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing of `width` by HEIGHT, of the years `since` to `until`, and its table, newest year first.

    `undated` hits are in neither, `earlier` ones in the table only.
    """

    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    since: str
    until: str
    width: int
    undated: int
    earlier: int

    @property
    def highest(self) -> Bar:
        """The year with the most hits, the first of several."""
        return max(self.bars, key=lambda bar: bar.count)

    @property
    def bar_width(self) -> int:
        """How wide every bar is."""
        return _BAR


def shown_processes(counted: Counts) -> list[str]:
    """The processes to tell apart, the commonest first; where they are all, none is left for "other"."""
    return [name for name, _ in counted if name][:MOST_PROCESSES]


def timeline(years: Counts, by_process: Mapping[str, Counts], total: int, chosen: Asked) -> Timeline | None:
    """The timeline of a search's hits; None where they have fewer than two years between them.

    `years` counts all hits by year, `by_process` those of each process shown; what is left over is "other".
    """
    dated = {year: count for year, count in years if year.isascii() and year.isdigit() and count > 0}
    if len(dated) < 2:
        return None
    columns = [dict(counts) for counts in by_process.values()]
    split = {year: _split(count, [column.get(year, 0) for column in columns]) for year, count in dated.items()}
    others = any(counts[-1] for counts in split.values())
    names = tuple(value_name("process", name) for name in by_process) + (("other",) if others else ())
    toggled = toggles(chosen)
    rows = tuple(
        Row(year, dated[year], split[year][: len(names)], toggled("year", year)) for year in sorted(dated, reverse=True)
    )
    drawn = _drawn(dated)
    top = max(dated.get(year, 0) for year in drawn)
    told = {row.year: row for row in rows}
    bars = tuple(_bar(told[year], place, top, names) for place, year in enumerate(drawn) if year in told)
    undated = max(0, total - sum(dated.values()))
    earlier = sum(count for year, count in dated.items() if year < drawn[0])
    return Timeline(bars, rows, names, drawn[0], drawn[-1], len(drawn) * _STEP, undated, earlier)


def _split(count: int, counts: Sequence[int]) -> tuple[int, ...]:
    """The counts of a year, and last what none of the processes has."""
    return (*counts, max(0, count - sum(counts)))


def _drawn(dated: Mapping[str, int]) -> list[str]:
    """Every year from the first to the last one, also those without a hit; at most MOST_BARS."""
    last = int(max(dated))
    first = max(int(min(dated)), last - MOST_BARS + 1)
    return [f"{year:04}" for year in range(first, last + 1)]


def _bar(row: Row, place: int, top: int, names: Sequence[str]) -> Bar:
    parts = [f"{name} {count}" for name, count in zip(names, row.counts, strict=True) if count]
    told = f"{row.year}: {row.count}" + (f" ({'; '.join(parts)})" if len(names) > 1 else "")
    return Bar(row.year, row.count, place * _STEP + (_STEP - _BAR) // 2, _bands(row.counts, top), row.link, told)


def _bands(counts: Sequence[int], top: int) -> tuple[Band, ...]:
    bands, below = [], 0
    for shade, count in enumerate(counts):
        if count:
            below += count
            bands.append(Band(shade, count, round(HEIGHT * (1 - below / top), 2), round(HEIGHT * count / top, 2)))
    return tuple(bands)
