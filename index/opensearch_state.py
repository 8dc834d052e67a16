"""What an index on the cluster is whole up to, and what of it counts while a write is under way.

An index of verbale is three on the cluster: `NAME-document`, `NAME-passage`, and `NAME-state` with one document, the
state. The folder of the engine holds the NAME alone, so that whoever swaps folders swaps indices.

A write adds records of the next generation, which nobody counts yet; then it replaces the state, and from then on
they count and what they take the place of does not; then that is deleted. Killed anywhere, it leaves a state that
says what counts, and what the next writer must tidy first. A search reads the state before and after: if it is the
same, what was found is one moment of the index.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from corpus.archive import fsync_folder
from corpus.config import OpenSearchSettings
from corpus.errors import EngineError, EngineNotReady
from index.engine import SCHEMA
from index.opensearch_client import Cluster, Conflict
from index.opensearch_mapping import LAYOUT, SCOPES, mapping, settings
from index.query import Scope

FILE_NAME = "index.json"

Filter = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """One moment of an index: `seq` tells it from every other, `writer` who made it so.

    While `writing`, records born after `generation` do not count yet. While `sweeping`, older ones of the `removed`
    documents and of the `replaced` ids do not count any more.
    """

    seq: tuple[int, int] = (0, 0)
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
        """The state at this moment. Raises EngineNotReady where there is none."""
        told = self.cluster.call("GET", f"/{self.name}-state/_doc/state", sign=True)
        source = told["_source"]
        source["removed"] = tuple(source["removed"])
        source["replaced"] = {scope: tuple(ids) for scope, ids in (source["replaced"] or {}).items()}
        return State(**{**source, "seq": (told["_primary_term"], told["_seq_no"])})

    def put(self, state: State) -> State:
        """Replace the state that `state` was made from; returns it as it now is. Raises EngineError if it is another.

        One writer at a time, on whatever machine: the cluster compares before it writes.
        """
        made = replace(state, writer=secrets.token_hex(8))
        body = {name: value for name, value in asdict(made).items() if name != "seq"}
        guard = {"if_primary_term": state.seq[0], "if_seq_no": state.seq[1]} if state.seq[0] else {"op_type": "create"}
        path = f"/{self.name}-state/_doc/state"
        try:
            told = self.cluster.patiently(lambda: self.cluster.call("PUT", path, body, **guard))
        except Conflict as error:
            now = self.state()
            if now.writer == made.writer:  # the answer to the first try was lost, and it was tried again
                return now
            raise EngineError(f"Another verbale is writing the index {self.name}. Wait for it to end.") from error
        return replace(made, seq=(told["_primary_term"], told["_seq_no"]))

    def refresh(self) -> None:
        """Let searches see what was written. Raises EngineError where a shard did not."""
        shards = self.cluster.patiently(lambda: self.cluster.call("POST", f"/{self.both}/_refresh"))["_shards"]
        if shards["failed"]:
            raise EngineError(f"{shards['failed']} shards of {self.name} did not take the write; run it again.")


def _owner(folder: Path) -> str:
    """Whose an index is: the folder it is, or will be, swapped into."""
    whole = folder.resolve()
    return str(whole.with_name(whole.name.removesuffix(".new")))


def _alias(owner: str, wanted: OpenSearchSettings) -> str:
    return f"{wanted.name}-{sha256(owner.encode()).hexdigest()[:8]}"


def create(cluster: Cluster, folder: Path, wanted: OpenSearchSettings) -> str:
    """Make an empty index for this folder, and the file in the folder that names it. Raises EngineError."""
    owner = _owner(folder)
    name = f"{_alias(owner, wanted)}-{datetime.now(UTC):%Y%m%d%H%M%S%f}-{secrets.token_hex(3)}"
    for scope in SCOPES:
        body = {"settings": settings(wanted.shards, wanted.replicas), "mappings": mapping(owner)}
        cluster.call("PUT", f"/{name}-{scope}", body, wait_for_active_shards="0")
    body = {"settings": {"index": {"number_of_shards": 1, "number_of_replicas": wanted.replicas}}}
    body["mappings"] = {"dynamic": False, "properties": {}, "_meta": {"owner": owner}}
    cluster.call("PUT", f"/{name}-state", body, wait_for_active_shards="0")
    cluster.call("GET", f"/_cluster/health/{name}-*", wait_for_status="yellow")
    Place(cluster, name).put(State())
    file = folder / FILE_NAME
    beside = file.with_suffix(".part")
    beside.write_text(json.dumps({"index": name, "schema": SCHEMA, "layout": LAYOUT}), encoding="utf-8")
    beside.rename(file)
    fsync_folder(folder)
    return name


def named(folder: Path) -> str | None:
    """The name of the index in the file of a folder, None where there is no file. Raises EngineNotReady."""
    file = folder / FILE_NAME
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        version = told["schema"], told["layout"]
        name: str = told["index"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EngineNotReady(f"{file} does not name an index; `verbale index --fresh` makes one.") from error
    if version != (SCHEMA, LAYOUT):
        raise EngineNotReady(f"{file} names an index of another version; `verbale index --fresh` makes it anew.")
    return name


def adopt(cluster: Cluster, folder: Path, name: str, wanted: OpenSearchSettings) -> None:
    """Point the alias of this folder to the index that it now names, and delete older ones of this folder.

    A newer one is growing beside it, and none of another folder is ever touched.
    """
    if folder.name.endswith(".new"):
        return
    alias, owner = _alias(_owner(folder), wanted), _owner(folder)
    held = cluster.found("GET", f"/_alias/{alias}") or {}
    if any(index.startswith(name) for index in held):
        return
    actions: list[dict[str, Any]] = [{"add": {"index": f"{name}-{scope}", "alias": alias}} for scope in SCOPES]
    actions += [{"remove": {"index": index, "alias": alias}} for index in held]
    cluster.call("POST", "/_aliases", {"actions": actions})
    known = cluster.found("GET", f"/{alias}-*/_mapping") or {}
    old = [
        index
        for index, told in known.items()
        if told["mappings"].get("_meta", {}).get("owner") == owner and index.rsplit("-", 2)[0] < name.rsplit("-", 1)[0]
    ]
    if old:
        cluster.found("DELETE", f"/{','.join(old)}")
