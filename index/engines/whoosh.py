"""The default engine: an index kept by Whoosh, our query tree evaluated with numpy over Whoosh's postings.

Whoosh keeps the files, the segments and the lock; what a query means and how records are scored is ours alone
(`index.evaluate`). Several threads may search at once, while one process writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EngineError, EngineNotReady
from index.engine import Part, Record
from index.evaluate import Evaluation, commonest, holders
from index.evaluate_arrays import Found, Rows, members
from index.query import Hit, Or, Query, Results, Scope, Sort, text_leaves
from index.ranking import DECIMALS
from index.whoosh_cache import Cache
from index.whoosh_schema import exact_field
from index.whoosh_snapshot import Snapshot
from index.whoosh_storage import damage, identity, make_private, open_folder

# Decoded postings and columns that are kept in memory.
CACHE_BYTES = 96 * 1024 * 1024

_LAST = np.iinfo(np.int64).max
# Commits that may follow one another during one search.
_TRIES = 5

T = TypeVar("T")


class _Lent:
    """A snapshot, and how many searches are using it."""

    def __init__(self, version: tuple[int, int, int], snapshot: Snapshot) -> None:
        self.version = version
        self.snapshot = snapshot
        self.users = 0


class WhooshEngine:
    """See `index.engine.Engine`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cache = Cache(CACHE_BYTES)
        self._lock = Lock()
        self._index = open_folder(folder)
        self._opened = 0
        self._current: _Lent | None = None
        try:
            self.checkpoint()
        except EngineError:
            self.close()
            raise

    def checkpoint(self) -> int:
        return self._ask(Snapshot.checkpoint)

    def write(self, records: Iterable[Record], removed: Iterable[int], checkpoint: int) -> None:
        from index.whoosh_writer import write  # searching does not wait for what writes to be loaded

        write(open_folder(self._folder), self._folder, records, removed, checkpoint)

    def write_parts(self, parts: Sequence[Part], removed: Iterable[int], checkpoint: int) -> None:
        if len(parts) > 1:
            from index.whoosh_parts import write_parts

            write_parts(open_folder(self._folder), self._folder, parts, removed, checkpoint)
        else:
            self.write(chain.from_iterable(part() for part in parts), removed, checkpoint)

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
        def ask(snapshot: Snapshot) -> Results:
            evaluation = Evaluation(snapshot, scope)
            found = evaluation.found(query)
            best = _best(snapshot, found, sort, offset + limit)[offset:]
            counted = {name: _facet(snapshot, scope, name, found.rows) for name in facets}
            return Results(found.rows.size, _hits(snapshot, found, best), counted, evaluation.notices)

        return self._ask(ask)

    def best_passages(self, query: Query, documents: Sequence[int], limit: int) -> Mapping[int, Results]:
        leaves = tuple(leaf for leaf in text_leaves(query) if leaf.field != "title")
        return self._ask(lambda snapshot: _of_each(snapshot, Or(leaves), documents, limit))

    def terms(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
        fields = [exact_field("document", "title"), exact_field("document", "text")]

        def ask(snapshot: Snapshot) -> Sequence[tuple[str, int]]:
            most: Counter[str] = Counter()
            for field in fields:
                most.update(snapshot.terms_from(field, prefix))
            return commonest(most, lambda term: holders(snapshot, fields, term), limit)[0]

        return self._ask(ask)

    def forget(self) -> None:
        """Let go of what is remembered of the index: the next search reads it again."""
        self._cache.clear()

    def close(self) -> None:
        with self._lock:
            self._retire()
            self._cache.clear()

    def _ask(self, ask: Callable[[Snapshot], T]) -> T:
        """What the newest commit says. Where another one takes its files away meanwhile, that one is asked."""
        for left in reversed(range(_TRIES)):
            before = self._version()
            try:
                with self._view() as snapshot:
                    return ask(snapshot)
            except EngineNotReady:
                if not left or self._version() == before:
                    raise
        raise AssertionError("the last try returns or raises")

    def _version(self) -> tuple[int, int, int] | None:
        """What tells this index and commit from others; None in the middle of a swap."""
        try:
            return (*identity(self._folder), self._index.latest_generation())
        except OSError:
            return None

    @contextmanager
    def _view(self) -> Iterator[Snapshot]:
        """The newest commit, held open until the search is done."""
        with self._lock:
            lent = self._newest()
            lent.users += 1
        try:
            yield lent.snapshot
        finally:
            with self._lock:
                lent.users -= 1
                if lent.users == 0 and lent is not self._current:
                    lent.snapshot.close()

    def _newest(self) -> _Lent:
        """The current snapshot, opened again if something was committed or another index was swapped in."""
        version = self._version()
        if version is None:
            if self._current is not None:  # in the middle of a swap: the old index is as good as it was
                return self._current
            raise EngineError(f"The index folder {self._folder} is gone; `verbale index` makes it anew.")
        if self._current is not None and (version == self._current.version or version[-1] < 0):
            return self._current
        if self._current is not None and version[:2] != self._current.version[:2]:
            make_private(self._folder)
        with damage(self._folder), self._index.storage.opening():
            self._opened += 1
            snapshot = Snapshot(self._opened, self._index.reader(), self._folder, self._cache)
        self._retire()
        self._current = _Lent(version, snapshot)
        return self._current

    def _retire(self) -> None:
        retired, self._current = self._current, None
        if retired is not None and retired.users == 0:
            retired.snapshot.close()


def _of_each(snapshot: Snapshot, query: Query, documents: Sequence[int], limit: int) -> dict[int, Results]:
    """The best passages of each document."""
    found = Evaluation(snapshot, "passage").found(query)
    wanted = np.sort(np.array(list(set(documents)), np.int64))
    inside, place = members(snapshot.column("document")[found.rows], wanted)
    here = Found(found.rows[inside], found.scores[inside])
    key = _sort_key(snapshot, here, "relevance")
    order = np.lexsort((snapshot.column("id")[here.rows], key, place))
    ends = np.searchsorted(place[order], np.arange(wanted.size), side="right").tolist()
    answer, start = {}, 0
    for document, end in zip(wanted.tolist(), ends, strict=True):
        answer[document] = Results(end - start, _hits(snapshot, here, order[start:end][:limit]))
        start = end
    return answer


def _best(snapshot: Snapshot, found: Found, sort: Sort, wanted: int) -> NDArray[np.intp]:
    """The places in `found` of the best rows in order, `wanted` of them at most."""
    key = _sort_key(snapshot, found, sort)
    places = np.arange(key.size)
    if wanted <= 0:
        return places[:0]
    if wanted < key.size:
        places = np.flatnonzero(key <= np.partition(key, wanted - 1)[wanted - 1])
    rows = found.rows[places]
    ties = ("id",) if sort == "relevance" else ("id", "order", "document")
    return places[np.lexsort((*(snapshot.column(name)[rows] for name in ties), key[places]))][:wanted]


def _sort_key(snapshot: Snapshot, found: Found, sort: Sort) -> NDArray[np.int64]:
    """The lower the better."""
    key: NDArray[np.int64]
    if sort == "relevance":
        key = -np.rint(found.scores * 10**DECIMALS).astype(np.int64)
    elif sort == "symbol":
        key = snapshot.symbol_ranks()[found.rows]
    else:
        day = snapshot.column("day")[found.rows].astype(np.int64)
        key = np.where(day == 0, _LAST, -day if sort == "-date" else day)
    return key


def _hits(snapshot: Snapshot, found: Found, best: NDArray[np.intp]) -> tuple[Hit, ...]:
    ids = snapshot.column("id")[found.rows[best]].tolist()
    return tuple(Hit(*pair) for pair in zip(ids, found.scores[best].tolist(), strict=True))


def _facet(snapshot: Snapshot, scope: Scope, name: str, rows: Rows) -> tuple[tuple[str, int], ...]:
    """How many of the rows have each value of a keyword field."""
    among = np.zeros(snapshot.size, bool)
    among[rows] = True
    counts: Counter[str] = Counter()
    for offset, table in snapshot.facet_tables(scope, name):
        held = np.bincount(table.codes[among[table.rows + np.int32(offset)]], minlength=len(table.values))
        counts.update({table.values[code]: int(held[code]) for code in np.flatnonzero(held)})
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def open_index(folder: Path) -> WhooshEngine:
    """The Whoosh engine on `folder`, made empty if there is none.

    Raises EngineError for a folder that is not private to us, EngineNotReady for an index that cannot be read.
    """
    return WhooshEngine(folder)
