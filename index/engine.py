"""The port every engine implements, and how engines are found: by being a file in `index/engines/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol

from corpus.errors import EngineError
from index.query import Query, Results, Scope, Sort

# Raised whenever the records, the analysis or an engine's layout change: an index of another number is made anew.
SCHEMA = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """The analysed words of one text: `exact[i]` and `stems[i]` stand at position `positions[i]`.

    Several terms may share a position (a symbol and its first part).
    """

    exact: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What an engine indexes. `id` is unique within its scope; `document` groups passages under their document.

    `keywords` maps names of KEYWORD_FIELDS to their values (already normalised, compared exactly). `day` is
    YYYYMMDD or 0. `order` sorts records of one document by their place in it, `symbol_key` sorts by symbol naturally.
    """

    id: int
    scope: Scope
    document: int
    title: Terms
    headings: Terms
    text: Terms
    keywords: Mapping[str, tuple[str, ...]]
    day: int = 0
    symbol_key: str = ""
    order: int = 0


# A function of a module with its arguments (`functools.partial`): it may be called in another process.
Part = Callable[[], Iterable[Record]]


class Engine(Protocol):
    """An index. One writer at a time; a search sees the last write that was completed."""

    def checkpoint(self) -> int:
        """The number of the store's change feed that this index is whole up to; 0 for an empty index."""
        ...

    def write(self, records: Iterable[Record], removed: Iterable[int], checkpoint: int) -> None:
        """Replace, durably and all at once: drop every record of the `removed` document ids, then add `records`.

        A record takes the place of one with the same scope and id; within one write these are unique.
        Raises EngineError, or what reading `records` raised; then nothing of this write is seen.
        """
        ...

    def write_parts(self, parts: Sequence[Part], removed: Iterable[int], checkpoint: int) -> None:
        """As `write`, of records that several parts make; scope and id are unique over all of them.

        An engine may run the parts side by side, each in a process of its own. The first always runs in this one.
        Raises EngineError, or what a part raised; then nothing of this write is seen.
        """
        ...

    def search(
        self,
        query: Query,
        scope: Scope,
        *,
        offset: int = 0,
        limit: int = 10,
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
    ) -> Results:
        """The records of `scope` that match, best first; equal scores (`index.ranking`) go by the smaller id.

        Sorted by date, undated records come last in both directions; by symbol, those without one come last. Equal
        dates and symbols go by document, `order` and id. Facet values of equal count go by the alphabet.
        Raises EngineError, and QueryError for a query that would take too long on so many records.
        """
        ...

    def best_passages(self, query: Query, documents: Sequence[int], limit: int) -> Mapping[int, Results]:
        """For each document id, its best `limit` passages for the text leaves of `query` (any leaf may match).

        Leaves under a Not, and leaves that ask for the title, say nothing of a passage and are left out. `total`
        counts all matching passages of the document. Every id asked is answered.
        """
        ...

    def terms(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
        """Unstemmed terms of document texts and titles with that prefix and in how many documents, commonest first."""
        ...

    def close(self) -> None:
        """Let go of files and memory. A closed engine is not used again."""
        ...


def _modules() -> dict[str, str]:
    import index.engines

    found = pkgutil.iter_modules(index.engines.__path__)
    return {info.name: f"index.engines.{info.name}" for info in found if not info.ispkg}


def names() -> tuple[str, ...]:
    """The engines verbale has, by name."""
    return tuple(sorted(_modules()))


def open_engine(name: str, folder: Path) -> Engine:
    """The engine `name` on the index in `folder`, made empty if there is none.

    Raises EngineError for an unknown name, EngineNotReady for an index that cannot be read by this version.
    """
    modules = _modules()
    if name not in modules:
        raise EngineError(f"There is no engine {name!r}; there are {', '.join(sorted(modules))}.")
    module: ModuleType = importlib.import_module(modules[name])
    engine: Engine = module.open_index(folder)
    return engine
