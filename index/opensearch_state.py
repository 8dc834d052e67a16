"""What an index on the cluster is whole up to, and what of it counts while a write is under way.

An index of verbale is three on the cluster: `NAME-document`, `NAME-passage`, and `NAME-state` with one document, the
state.

A write adds records of the next generation, which nobody counts yet; then it replaces the state, and from then on
they count and what they take the place of does not; then that is deleted. Killed anywhere, it leaves a state that
says what counts, and what the next writer must tidy first. A search goes by the state that was read before, and asks
in the same request, in turn, whether it is still that one: if so, what was found is one moment of the index. For that
a state is seen by searches before its writer goes on.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from corpus.errors import EngineError, EngineNotReady
from index.opensearch_client import Asked, Cluster, Conflict
from index.opensearch_mapping import SCOPES
from index.query import Scope

Filter = Mapping[str, Any]
Seq = tuple[int, int]

_WHICH = {"size": 1, "query": {"match_all": {}}, "seq_no_primary_term": True, "_source": False}


@dataclass(frozen=True, slots=True)
class State:
    """One moment of an index: `seq` tells it from every other, `writer` who made it so.

    While `writing`, records born after `generation` do not count yet. While `sweeping`, older ones of the `removed`
    documents and of the `replaced` ids do not count any more.
    """

    seq: Seq = (0, 0)
    generation: int = 0
    checkpoint: int = 0
    phase: Literal["clean", "writing", "sweeping"] = "clean"
    writer: str = ""
    removed: tuple[int, ...] = ()
    replaced: Mapping[str, tuple[int, ...]] | None = None

    def gone(self, scope: Scope) -> Filter:
        """What holds of the records that do not count: for a search that deletes them, or leaves them out."""
        if self.phase == "writing":
            return {"range": {"born": {"gt": self.generation}}}
        if self.phase == "clean":
            return {"match_none": {}}
        ids = {"id": (self.replaced or {}).get(scope, ()), "document": self.removed}
        dead = [{"terms": {name: list(values)}} for name, values in ids.items() if values]
        return {
            "bool": {
                "filter": [{"range": {"born": {"lt": self.generation}}}],
                "should": dead,
                "minimum_should_match": 1 if dead else 0,
                "must_not": [] if dead else [{"match_all": {}}],
            }
        }


def _state(told: Mapping[str, Any]) -> State:
    source = told["_source"]
    removed = tuple(source["removed"])
    replaced = {scope: tuple(ids) for scope, ids in (source["replaced"] or {}).items()}
    seq = told["_primary_term"], told["_seq_no"]
    return State(**{**source, "removed": removed, "replaced": replaced, "seq": seq})


@dataclass(frozen=True, slots=True)
class Place:
    """An index on the cluster by its name, and how its state is read and replaced."""

    cluster: Cluster
    name: str

    def of(self, scope: Scope) -> str:
        """The name of the cluster's own index of a scope."""
        return f"{self.name}-{scope}"

    @property
    def both(self) -> str:
        return ",".join(map(self.of, SCOPES))

    def state(self) -> State:
        """The state at this moment, for whoever writes. Raises EngineNotReady where there is none."""
        return _state(self.cluster.call("GET", f"/{self.name}-state/_doc/state", sign=True))

    def seen(self) -> State:
        """The state that searches see; a newer one may be about to be seen. Raises EngineNotReady."""
        [answer] = self.cluster.search([(f"{self.name}-state", {**_WHICH, "_source": True})], sign=True)
        return _state(self._hit(answer))

    def which(self) -> Asked:
        """The search that tells which state there is."""
        return f"{self.name}-state", _WHICH

    def told(self, answer: Mapping[str, Any]) -> Seq:
        """The `seq` of the state, from the answer to that search. Raises EngineNotReady where there is none."""
        hit = self._hit(answer)
        return hit["_primary_term"], hit["_seq_no"]

    def _hit(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        for hit in answer["hits"]["hits"]:
            found: Mapping[str, Any] = hit
            return found
        raise EngineNotReady(f"The index {self.name} has lost its state; `verbale index --fresh` makes it anew.")

    def put(self, state: State) -> State:
        """Replace the state that `state` was made from; returns it as it now is. Raises EngineError if it is another.

        One writer at a time, on whatever machine: the cluster compares before it writes.
        """
        made = replace(state, writer=secrets.token_hex(8))
        body = {name: value for name, value in asdict(made).items() if name != "seq"}
        guard = {"if_primary_term": state.seq[0], "if_seq_no": state.seq[1]} if state.seq[0] else {"op_type": "create"}
        path = f"/{self.name}-state/_doc/state"
        try:
            told = self.cluster.patiently(lambda: self.cluster.call("PUT", path, body, refresh="true", **guard))
        except Conflict as error:
            now = self.state()
            if now.writer == made.writer:  # the answer to the first try was lost, and it was tried again
                self._refresh(f"{self.name}-state")
                return now
            raise EngineError(f"Another verbale is writing the index {self.name}. Wait for it to end.") from error
        return replace(made, seq=(told["_primary_term"], told["_seq_no"]))

    def refresh(self) -> None:
        """Let searches see what was written. Raises EngineError where a shard did not."""
        self._refresh(self.both)

    def _refresh(self, names: str) -> None:
        shards = self.cluster.patiently(lambda: self.cluster.call("POST", f"/{names}/_refresh"))["_shards"]
        if shards["failed"]:
            raise EngineError(f"{shards['failed']} shards of {self.name} did not take the write; run it again.")
