"""Writing to an index on the cluster: all of a write or nothing, whatever is killed on the way."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from corpus.errors import EngineError
from index.engine import Record
from index.opensearch_mapping import SCOPES, source_of
from index.opensearch_state import Place, State
from index.query import Scope

_log = logging.getLogger(__name__)

# Characters of one bulk request, about: the cluster holds it in memory on each node it passes.
_BULK = 4_000_000
# Ids that one request asks or deletes.
_SOME = 5_000

_Ids = dict[Scope, list[int]]


def write(place: Place, records: Iterable[Record], removed: Iterable[int], checkpoint: int) -> None:
    """See `index.engine.Engine.write`."""
    state = tidied(place)
    state = place.put(replace(state, phase="writing"))
    try:
        ids = _add(place, records, state.generation + 1)
        place.refresh()
        gone = tuple(sorted(set(removed))) if state.generation else ()
        written = replace(
            state,
            generation=state.generation + 1,
            checkpoint=checkpoint,
            phase="sweeping",
            removed=gone,
            replaced=_replaced(place, ids, state),
        )
        state = place.put(written)
    except BaseException:
        with suppress(EngineError):  # the next writer tidies what is left
            tidied(place)
        raise
    try:
        tidied(place)
    except EngineError as error:
        _log.warning("old records of %s stay until the next write: %s", place.name, error)


def tidied(place: Place) -> State:
    """Delete what does not count, be it of a write that failed or of one that is done; the clean state."""
    state = place.state()
    if state.phase == "clean":
        return state
    for scope in SCOPES:
        _sweep(place, scope, state)
    place.refresh()
    return place.put(replace(state, phase="clean", removed=(), replaced=None))


def _sweep(place: Place, scope: Scope, state: State) -> None:
    place.refresh()  # what a writer that was killed had sent
    after: list[int] = []
    while True:
        body = {
            "query": state.gone(scope),
            "size": _SOME,
            "sort": [{"id": "asc"}, {"born": "asc"}],
            "track_total_hits": False,
            "_source": False,
            **({"search_after": after} if after else {}),
        }
        [answer] = place.cluster.search([(place.of(scope), body)])
        hits = answer["hits"]["hits"]
        if not hits:
            return
        lines = [json.dumps({"delete": {"_index": hit["_index"], "_id": hit["_id"]}}) for hit in hits]
        place.cluster.bulk(lines, len(lines))
        after = hits[-1]["sort"]


def _add(place: Place, records: Iterable[Record], generation: int) -> _Ids:
    """Send the records in bulk; the ids of those that were sent."""
    ids: _Ids = {scope: [] for scope in SCOPES}
    lines: list[str] = []
    size = 0
    for record in records:
        ids[record.scope].append(record.id)
        # The same write sent twice is one record; another write's is another.
        lines.append(json.dumps({"index": {"_index": place.of(record.scope), "_id": f"{record.id}.{generation}"}}))
        lines.append(json.dumps(source_of(record, generation), ensure_ascii=False))
        size += len(lines[-1])
        if size >= _BULK:
            place.cluster.bulk(lines, len(lines) // 2)
            lines, size = [], 0
    if lines:
        place.cluster.bulk(lines, len(lines) // 2)
    return ids


def _replaced(place: Place, ids: _Ids, state: State) -> dict[str, tuple[int, ...]]:
    """The ids among these that older records have too."""
    if not state.generation:
        return {}
    return {scope: tuple(_held(place, scope, ids[scope], state.generation)) for scope in SCOPES}


def _held(place: Place, scope: Scope, ids: Sequence[int], generation: int) -> Iterator[int]:
    for start in range(0, len(ids), _SOME):
        some = ids[start : start + _SOME]
        older = [{"terms": {"id": some}}, {"range": {"born": {"lte": generation}}}]
        body = {"query": {"bool": {"filter": older}}, "size": len(some), "_source": False, "docvalue_fields": ["id"]}
        [answer] = place.cluster.search([(place.of(scope), body)])
        yield from (hit["fields"]["id"][0] for hit in answer["hits"]["hits"])
