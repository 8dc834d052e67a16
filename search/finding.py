"""One search of an engine: what matches, in the order of readers, and what nearly matches where that is little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from index.engine import Engine
from index.query import And, Hit, Keyword, Or, Query, Results
from index.records import keyword
from search.answer import FILTERS, SearchRequest
from search.rescoring import WINDOW, loosened, rescored

BEST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What an engine found: `results` of all that matches, and `hits` as readers get them.

    `partial` are the records among the hits that have some of the words only; `best` are the best paragraphs of
    documents, where they had to be looked at.
    """

    results: Results
    hits: tuple[Hit, ...]
    partial: frozenset[int] = frozenset()
    best: Mapping[int, Results] = field(default_factory=dict)


def find(engine: Engine, query: Query, request: SearchRequest) -> Finding:
    """The page of a request, with what has some of the words where the first page is not full. Raises EngineError."""
    whole = _page(engine, query, query, request, request.offset, request.limit)
    missing = request.limit - len(whole.hits)
    loose = loosened(query) if missing > 0 and request.offset == 0 and request.sort == "relevance" else None
    if loose is None:
        return whole
    more = _page(engine, loose, query, request, 0, missing)
    records = frozenset(hit.record for hit in more.hits)
    return Finding(whole.results, (*whole.hits, *more.hits), records, {**whole.best, **more.best})


def _page(engine: Engine, query: Query, said: Query, request: SearchRequest, offset: int, limit: int) -> Finding:
    """One page of what matches `query`; documents among the first ones are ordered by their paragraphs too."""
    narrowed = with_filters(query, request.filters)
    again = request.scope == "document" and request.sort == "relevance" and offset + limit <= WINDOW
    first, count = (0, WINDOW) if again else (offset, limit)
    results = engine.search(
        narrowed, request.scope, offset=first, limit=count, sort=request.sort, facets=request.facets
    )  # fmt: skip
    if not again:
        return Finding(results, results.hits)
    best = engine.best_passages(said, [hit.record for hit in results.hits], BEST_PASSAGES)
    return Finding(results, tuple(rescored(results.hits, best)[offset : offset + limit]), best=best)


def with_filters(query: Query, filters: Mapping[str, tuple[str, ...]]) -> Query:
    """The query narrowed by filters: every filter named must hold, with any of its values."""
    chosen = [(name, filters[name]) for name in FILTERS if filters.get(name)]
    parts = [Or(tuple(Keyword(name, keyword(name, value)) for value in values)) for name, values in chosen]
    return And((query, *parts)) if parts else query
