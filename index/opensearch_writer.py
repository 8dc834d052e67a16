"""Writing to an index on the cluster: all of a write or nothing, whatever is killed on the way."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Event

from corpus.errors import EngineError
from index.engine import Part
from index.opensearch_bulk import Ids, send
from index.opensearch_mapping import SCOPES
from index.opensearch_state import Place, State
from index.query import Scope

_log = logging.getLogger(__name__)

# Ids that one search asks or one request deletes, and searches that one request asks.
_SOME = 5_000
_AT_ONCE = 8


def write_parts(place: Place, parts: Sequence[Part], removed: Iterable[int], checkpoint: int) -> None:
    """See `index.engine.Engine.write_parts`."""
    state = tidied(place)
    highest = _highest(place) if state.generation else {}
    state = place.put(replace(state, phase="writing"))
    try:
        ids = send(place.cluster, place.name, parts, state.generation + 1)
        place.refresh()
        _check_arrived(place, ids, state.generation + 1)
        gone = tuple(sorted(set(removed))) if state.generation else ()
        replaced = _replaced(place, ids, highest, state.generation)
        written = replace(
            state,
            generation=state.generation + 1,
            checkpoint=checkpoint,
            phase="sweeping" if gone or any(replaced.values()) else "clean",
            removed=gone,
            replaced=replaced if any(replaced.values()) else None,
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
    place.refresh()  # what a writer that was killed had sent
    for scope in SCOPES:
        _sweep(place, scope, state)
    place.refresh()
    return place.put(replace(state, phase="clean", removed=(), replaced=None))


def _sweep(place: Place, scope: Scope, state: State) -> None:
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
        place.cluster.bulk("".join(f"{line}\n" for line in lines).encode(), Event())
        after = hits[-1]["sort"]


def _check_arrived(place: Place, ids: Ids, generation: int) -> None:
    """Count what was sent. Raises EngineError where a node lost what it had taken."""
    born = {"size": 0, "track_total_hits": True, "query": {"term": {"born": generation}}}
    answers = place.cluster.search([(place.of(scope), born) for scope in SCOPES])
    there = sum(answer["hits"]["total"]["value"] for answer in answers)
    if there != (sent := sum(len(set(ids[scope])) for scope in SCOPES)):
        raise EngineError(
            f"Of {sent} records that were sent to {place.name}, {there} are there: a node was lost before it had kept "
            "them. Nothing of this write is seen; run the command again."
        )


def _highest(place: Place) -> Mapping[Scope, int]:
    """The highest id of each scope: of records beyond it there are no older ones."""
    body = {"size": 0, "aggs": {"id": {"max": {"field": "id"}}}}
    answers = place.cluster.search([(place.of(scope), body) for scope in SCOPES])
    return {
        scope: int(answer["aggregations"]["id"]["value"] or 0) for scope, answer in zip(SCOPES, answers, strict=True)
    }


def _replaced(place: Place, ids: Ids, highest: Mapping[Scope, int], generation: int) -> dict[str, tuple[int, ...]]:
    """The ids among these that older records have too."""
    if not generation:
        return {}
    return {
        scope: tuple(_held(place, scope, [id_ for id_ in ids[scope] if id_ <= highest[scope]], generation))
        for scope in SCOPES
    }


def _held(place: Place, scope: Scope, ids: Sequence[int], generation: int) -> list[int]:
    held: list[int] = []
    older = {"range": {"born": {"lte": generation}}}
    bodies = [
        {
            "query": {"bool": {"filter": [{"terms": {"id": ids[start : start + _SOME]}}, older]}},
            "size": _SOME,
            "sort": [{"id": "asc"}],
            "stored_fields": "_none_",
            "track_total_hits": False,
        }
        for start in range(0, len(ids), _SOME)
    ]
    for start in range(0, len(bodies), _AT_ONCE):
        answers = place.cluster.search([(place.of(scope), body) for body in bodies[start : start + _AT_ONCE]])
        held += [hit["sort"][0] for answer in answers for hit in answer["hits"]["hits"]]
    return held
