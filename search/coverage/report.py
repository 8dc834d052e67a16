"""All kinds of what is not held in one value: for the command line, the form, the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from corpus.config import Config
from corpus.store import Store
from corpus.store.covering import Covering
from crawler.sources import load, names
from search.coverage.cited import Wanted, cited, places
from search.coverage.gaps import Gap, gaps
from search.coverage.languages import GridRow, Lacking, languages
from search.coverage.lines import KINDS, Kind, Line
from search.coverage.missing import Covered, coverage
from search.coverage.sources import SourceState, states
from search.coverage.years import Thin, thin


@dataclass(frozen=True, slots=True)
class Report:
    """What a store does not hold. `kinds` are those that were asked for; the others are empty."""

    kinds: tuple[Kind, ...]
    covered: Covered
    gaps: tuple[Gap, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    grid: tuple[GridRow, ...] = ()
    cited: tuple[Wanted, ...] = ()
    sources: tuple[SourceState, ...] = ()
    years: tuple[Thin, ...] = ()
    _store: Store | None = field(default=None, repr=False)

    def counts(self) -> Mapping[Kind, int]:
        """How many lines each kind has that was asked for."""
        found: Mapping[Kind, Sequence[object]] = {
            "sources": self.bad_sources(), "cited": self.cited, "gaps": self.gaps, "languages": self.lacking,
            "catalogue": self.covered.lines(), "years": self.years,
        }  # fmt: skip
        return {kind: len(found[kind]) for kind in KINDS if kind in self.kinds}

    def grid_languages(self) -> tuple[str, ...]:
        """The languages of the grid: those that most documents should be there in first."""
        wanted: Counter[str] = Counter()
        for row in self.grid:
            wanted.update(dict(row.expected))
        return tuple(code for code, _ in sorted(wanted.items(), key=lambda item: (-item[1], item[0])))

    def bad_sources(self) -> tuple[SourceState, ...]:
        """The sources that want something done."""
        return tuple(one for one in self.sources if one.state != "good")

    def lines(self, kind: Kind, start: int = 0, end: int | None = None) -> list[Line]:
        """The lines of a kind, those of citations with paragraphs that cite."""
        if kind == "cited":
            return [one.line(self.places(one.symbol)) for one in self.cited[start:end]]
        if kind == "catalogue":
            return self.covered.lines()[start:end]
        told: Mapping[str, Sequence[SourceState | Gap | Lacking | Thin]] = {
            "sources": self.bad_sources(), "gaps": self.gaps, "languages": self.lacking, "years": self.years
        }  # fmt: skip
        return [one.line() for one in told[kind][start:end]]

    def places(self, symbol: str) -> list[tuple[str, str]]:
        """Paragraphs that cite a symbol, with their permalinks."""
        return places(self._store, symbol) if self._store else []

    def as_json(self, start: int = 0, end: int | None = None) -> dict[str, Any]:
        """What `verbale coverage --json` prints, `/coverage?format=json` and the API: that part of each list.

        `counts` are of the whole lists, of the sources only those that want something done.
        """
        told: dict[str, Any] = {"counts": dict(self.counts())}
        if "catalogue" in self.kinds:
            told |= self.covered.part(start, end).as_json()
        if "gaps" in self.kinds:
            told["gaps"] = [one.as_json() for one in self.gaps[start:end]]
        if "languages" in self.kinds:
            told["grid"] = [one.as_json() for one in self.grid]
            told["languages"] = [one.as_json() for one in self.lacking[start:end]]
        if "cited" in self.kinds:
            told["cited"] = [one.as_json(self.places(one.symbol)) for one in self.cited[start:end]]
        if "sources" in self.kinds:
            told["sources"] = [one.as_json() for one in self.sources[start:end]]
        if "years" in self.kinds:
            told["years"] = [one.as_json() for one in self.years[start:end]]
        return told


class _Sourced(Protocol):
    @property
    def source(self) -> str: ...


_Found = TypeVar("_Found", bound=_Sourced)


def _of(source: str, found: Iterable[_Found]) -> tuple[_Found, ...]:
    """What concerns one source of documents; everything where none is named."""
    return tuple(one for one in found if source in ("", one.source))


def _in_more_languages(known: Sequence[str], config: Config) -> list[str]:
    """The sources that do not ask for English alone: the others bring no language that a document lacks."""
    return [name for name in known if load(name, config).languages != ("en",)]


def report(store: Store, config: Config, now: datetime, kinds: Collection[str] = (), source: str = "") -> Report:
    """What a store does not hold, of these kinds (all without any) and of one source of documents (or all).

    Raises SourceError where two sources have one name.
    """
    known = names(config)
    chosen: tuple[Kind, ...] = tuple(kind for kind in KINDS if not kinds or kind in kinds)  # type: ignore[misc]
    rows = Covering(store.browsing.connection)
    symbols = rows.symbols() if {"gaps", "cited"} & set(chosen) else []
    wanted = rows.cited_not_held() if symbols or {"gaps", "cited"} & set(chosen) else []
    told = Report(chosen, coverage(store, config), _store=store)
    if "gaps" in chosen:
        told = replace(told, gaps=_of(source, gaps(symbols, [one.symbol for one in wanted], known)))
    if "cited" in chosen:
        told = replace(told, cited=_of(source, cited(wanted, symbols, known)))
    if "languages" in chosen:
        lacking, grid = languages(rows.spoken(), _in_more_languages(known, config))
        told = replace(
            told,
            lacking=tuple(one for one in lacking if source in ("", one.document.source)),
            grid=_of(source, grid),
        )
    if "sources" in chosen:
        found = states(rows.asked(), known, now, config.coverage.stale_after)
        told = replace(told, sources=tuple(one for one in found if source in ("", one.source.partition("-")[0])))
    if "years" in chosen:
        told = replace(told, years=_of(source, thin(rows.days(), now.date(), known)))
    return replace(told, covered=told.covered.of(source))
