"""The engine for a corpus that one machine does not hold: an index on a cluster of OpenSearch.

The cluster keeps the records, finds them and scores them; what a query means is ours (`index.opensearch_query`), and
so are the moments at which a search sees the index (`index.opensearch_state`). Several threads, processes and
machines may search one index at once, while one of them writes. `[opensearch]` of verbale.toml says where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from corpus.config import OpenSearchSettings, read_config
from corpus.errors import EngineError, EngineNotReady
from corpus.home import Home
from index.engine import Part, Record
from index.opensearch_client import Cluster
from index.opensearch_facts import IndexFacts, Remembered
from index.opensearch_fit import fit
from index.opensearch_names import adopt, create, named
from index.opensearch_query import Clause, rounded, translated
from index.opensearch_state import Place, State
from index.opensearch_terms import commonest
from index.opensearch_writer import write_parts
from index.query import (
    TEXT_LEAVES,
    And,
    Hit,
    Not,
    Or,
    Prefix,
    Query,
    Results,
    Scope,
    Sort,
    TextLeaf,
    text_leaves,
)

# Writes that may end during one search.
_TRIES = 20
# So many hits are given for one request; further ones are asked after the last of them.
_PAGE = 10_000
# More values of a facet than there are States, sources or years.
_VALUES = 5_000

_IN_PLACE: list[Any] = [{"document": "asc"}, {"order": "asc"}, {"id": "asc"}]
_LAST = {"missing": "_last"}
_ORDER: Mapping[Sort, list[Any]] = {
    "relevance": [{"_score": "desc"}, {"id": "asc"}],
    "date": [{"day": {"order": "asc", **_LAST}}, *_IN_PLACE],
    "-date": [{"day": {"order": "desc", **_LAST}}, *_IN_PLACE],
    "symbol": [{"symbol_key": {"order": "asc", **_LAST}}, *_IN_PLACE],
}

T = TypeVar("T")


class OpenSearchEngine:
    """See `index.engine.Engine`."""

    def __init__(self, folder: Path, cluster: Cluster, settings: OpenSearchSettings) -> None:
        self._folder = folder
        self._cluster = cluster
        self._settings = settings
        self._remembered = Remembered()
        self._place: Place | None = None
        # The state that the last search saw, and of which index.
        self._seen: tuple[Place, State] | None = None

    def checkpoint(self) -> int:
        return self._now().state().checkpoint

    def write(self, records: Iterable[Record], removed: Iterable[int], checkpoint: int) -> None:
        write_parts(self._now(), [lambda: records], removed, checkpoint)

    def write_parts(self, parts: Sequence[Part], removed: Iterable[int], checkpoint: int) -> None:
        write_parts(self._now(), parts, removed, checkpoint)

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
        def ask(facts: IndexFacts) -> Results:
            facts.learn(_all_leaves(query))
            clause = rounded(translated(query, facts))
            counted = {name: {"terms": {"field": f"is_{name}", **_FACET}} for name in facets}
            total, hits, aggregations = _page(facts, clause, _ORDER[sort], offset, limit, counted)
            values = {name: _values(aggregations[name]["buckets"]) for name in facets}
            return Results(total, hits, values, facts.notices)

        return self._ask(ask, scope)

    def best_passages(self, query: Query, documents: Sequence[int], limit: int) -> Mapping[int, Results]:
        leaves = tuple(leaf for leaf in text_leaves(query) if leaf.field != "title")

        def ask(facts: IndexFacts) -> Mapping[int, Results]:
            facts.learn(leaves)
            clause = rounded(translated(Or(leaves), facts))
            wanted = list(dict.fromkeys(documents))
            size = min(limit, _PAGE)
            bodies = [_body(_within(clause, document), _ORDER["relevance"], size) for document in wanted]
            answers = facts.ask(bodies) if bodies else []
            return {
                document: _results(answer, _further(facts, body, answer, limit))
                for document, body, answer in zip(wanted, bodies, answers, strict=True)
            }

        return self._ask(ask, "passage")

    def terms(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
        def ask(facts: IndexFacts) -> Sequence[tuple[str, int]]:
            return facts.known(
                ("terms", prefix, limit), lambda: commonest(facts.ask, Prefix(prefix), ("title", "text"), limit)[0]
            )

        return self._ask(ask, "document")

    def close(self) -> None:
        self._place = self._seen = None

    def _now(self) -> Place:
        """The index that the folder names at this moment; in the middle of a swap, the one it named before."""
        name = named(self._folder)
        if name is None:
            if self._place is None:
                raise EngineError(f"The index folder {self._folder} is gone; `verbale index` makes it anew.")
            return self._place
        if self._place is None or self._place.name != name:
            fit(self._cluster, name)
            adopt(self._cluster, self._folder, name, self._settings)
            self._place = Place(self._cluster, name)
        return self._place

    def _ask(self, ask: Callable[[IndexFacts], T], scope: Scope) -> T:
        """What one moment of the index says: asked again where a write ended or another index came meanwhile."""
        for left in reversed(range(_TRIES)):
            place = self._now()
            try:
                seen = self._seen
                state = seen[1] if seen is not None and seen[0] == place else place.seen()
                facts = IndexFacts(place, state, scope, self._remembered)
                answer = ask(facts)
                if facts.still():
                    self._seen = place, state
                    return answer
                self._seen = None
            except EngineNotReady:
                if not left or self._now() == place:
                    raise
        raise EngineError("The index changes faster than it can be searched. Try again when the writing is done.")


_FACET = {"size": _VALUES, "order": [{"_count": "desc"}, {"_key": "asc"}]}


def _all_leaves(query: Query) -> list[TextLeaf]:
    """The leaves that are scored: those from under a Not only match."""
    if isinstance(query, And | Or):
        return list(dict.fromkeys(leaf for part in query.parts for leaf in _all_leaves(part)))
    return [query] if isinstance(query, TEXT_LEAVES) and not isinstance(query, Not) else []


def _within(clause: Clause, document: int) -> Clause:
    return {"bool": {"must": [clause], "filter": [{"term": {"document": document}}]}}


def _body(clause: Clause, order: list[Any], size: int) -> dict[str, Any]:
    return {
        "query": clause,
        "sort": order,
        "size": size,
        # Nothing is read but what it is sorted by, and the last of that is the id.
        "stored_fields": "_none_",
        "track_scores": True,
        "track_total_hits": True,
    }


def _page(
    facts: IndexFacts, clause: Clause, order: list[Any], offset: int, limit: int, counted: dict[str, Any]
) -> tuple[int, tuple[Hit, ...], dict[str, Any]]:
    """The total, the hits from `offset` on and the facets. Beyond _PAGE hits, page after page is passed over."""
    near = offset + limit <= _PAGE
    first = {**_body(clause, order, limit if near else _PAGE), "aggs": counted, **({"from": offset} if near else {})}
    [answer] = facts.ask([first])
    total, found = answer["hits"]["total"]["value"], answer["hits"]["hits"]
    if near or total <= offset:
        return total, _hits(found) if near else (), answer.get("aggregations", {})
    seen = 0
    wanted: list[dict[str, Any]] = []
    hits = found
    while hits and len(wanted) < limit:
        wanted += hits[max(0, offset - seen) :]
        seen += len(hits)
        size = min(_PAGE, max(1, offset + limit - seen))
        hits = facts.ask([{**_body(clause, order, size), "search_after": hits[-1]["sort"]}])[0]["hits"]["hits"]
    return total, _hits(wanted[:limit]), answer.get("aggregations", {})


def _hits(found: Sequence[dict[str, Any]]) -> tuple[Hit, ...]:
    return tuple(Hit(hit["sort"][-1], hit["_score"]) for hit in found)


def _further(
    facts: IndexFacts, body: dict[str, Any], answer: dict[str, Any], limit: int
) -> Iterator[Sequence[dict[str, Any]]]:
    """The hits beyond the first _PAGE of an answer, up to `limit` in all."""
    hits, left = answer["hits"]["hits"], limit - _PAGE
    while len(hits) == _PAGE and left > 0:
        more = {**body, "size": min(_PAGE, left), "search_after": hits[-1]["sort"]}
        hits = facts.ask([more])[0]["hits"]["hits"]
        left -= _PAGE
        yield hits


def _results(answer: dict[str, Any], further: Iterable[Sequence[dict[str, Any]]]) -> Results:
    hits = chain(answer["hits"]["hits"], chain.from_iterable(further))
    return Results(answer["hits"]["total"]["value"], _hits(list(hits)))


def _values(buckets: Sequence[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    return tuple((bucket["key"], bucket["doc_count"]) for bucket in buckets)


def _settings(folder: Path) -> tuple[OpenSearchSettings, Path]:
    """The settings of the home that a folder lies in, and that home; the defaults where there is no file."""
    for above in list(folder.absolute().parents)[:2]:
        if (file := Home(above).config_file).exists():
            return read_config(file).opensearch, above
    return OpenSearchSettings(), folder.absolute().parent


def open_index(folder: Path) -> OpenSearchEngine:
    """The OpenSearch engine on `folder`, made empty if there is none.

    Raises EngineError where the cluster cannot be used, ConfigError for a login that is not there, EngineNotReady for
    an index that cannot be read.
    """
    settings, home = _settings(folder)
    cluster = Cluster(settings, home)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise EngineError(f"The index folder {folder} cannot be made: {error}.") from error
    name = named(folder)
    cluster.check_version()
    if name is None:
        create(cluster, folder, settings)
    engine = OpenSearchEngine(folder, cluster, settings)
    engine.checkpoint()
    return engine
