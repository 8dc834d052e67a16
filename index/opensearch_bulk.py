"""Records on their way to the cluster: as bodies of bulk requests, a few of which are under way at a time.

Making a body takes this side's processors, indexing it the cluster's: both work at once. A part after the first is made
into bodies by a process of its own; all are sent from here, so that when a write has failed nothing comes late.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import Any

from index.engine import Part, Record
from index.opensearch_client import Cluster
from index.opensearch_mapping import SCOPES, source_of
from index.processes import Beside, beside
from index.query import Scope

# Bytes of one bulk request, about: the cluster holds it in memory on each node it passes.
_BULK = 4_000_000
# Requests under way at a time. Whoever has a further one waits: the cluster sets the pace.
_UNDER_WAY = 2

Ids = Mapping[Scope, Sequence[int]]
Source = tuple[Scope, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Load:
    """The body of one bulk request, and the ids of the records in it."""

    body: bytes
    ids: Ids


def sources(records: Iterable[Record], generation: int) -> Iterator[Source]:
    """What the cluster is given of each record, with its scope."""
    return ((record.scope, source_of(record, generation)) for record in records)


def loads(given: Iterable[Source], name: str) -> Iterator[Load]:
    """The bodies that add these to the index called `name`."""
    lines: list[bytes] = []
    ids: dict[Scope, list[int]] = {scope: [] for scope in SCOPES}
    size = 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for scope, source in given:
        # The same write sent twice is one record; another write's is another.
        action = f'{{"index":{{"_index":"{name}-{scope}","_id":"{source["id"]}.{source["born"]}"}}}}'
        lines.append(f"{action}\n{encode(source)}\n".encode())
        ids[scope].append(source["id"])
        size += len(lines[-1])
        if size >= _BULK:
            yield Load(b"".join(lines), ids)
            lines, ids, size = [], {scope: [] for scope in SCOPES}, 0
    if lines:
        yield Load(b"".join(lines), ids)


class Sending:
    """Sends loads for several threads, so many at a time. The first error ends it for all of them."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._pool = ThreadPoolExecutor(_UNDER_WAY)
        self._room = BoundedSemaphore(_UNDER_WAY)
        self._lock = Lock()
        self._over = Event()
        self._error: BaseException | None = None
        self._ids: dict[Scope, list[int]] = {scope: [] for scope in SCOPES}

    def send(self, load: Load) -> None:
        """Send a load as soon as there is room. Raises what went wrong with one before, of whichever thread."""
        self._room.acquire()
        if self._error is not None:
            self._room.release()
            raise self._error
        with self._lock:
            for scope, ids in load.ids.items():
                self._ids[scope].extend(ids)
        self._pool.submit(self._fly, load)

    def _fly(self, load: Load) -> None:
        try:
            self._cluster.bulk(load.body, self._over)
        except BaseException as error:
            self.fail(error)
        finally:
            self._room.release()

    def fail(self, error: BaseException) -> None:
        """Let no further load be sent, and those under way not be tried again."""
        with self._lock:
            self._error = self._error or error
        self._over.set()

    def sent(self) -> Ids:
        """Wait until all is sent; the ids of all records. Raises what went wrong."""
        self._pool.shutdown()
        if self._error is not None:
            raise self._error
        return self._ids

    def end(self) -> None:
        """Wait for what is under way, which is not tried again."""
        self._over.set()
        self._pool.shutdown()


def send(cluster: Cluster, name: str, parts: Sequence[Part], generation: int) -> Ids:
    """Send the records of all parts to the index called `name`; their ids.

    Raises EngineError, or what a part raised; then nothing is under way any more.
    """
    sending = Sending(cluster)
    receivers: list[Thread] = []
    try:
        with ExitStack() as running:
            for part in parts[1:]:
                made = running.enter_context(beside(_make, part, name, generation))
                receivers.append(Thread(target=_pass_on, args=(made, sending), daemon=True))
                receivers[-1].start()
            for part in parts[:1]:
                for load in loads(sources(part(), generation), name):
                    sending.send(load)
            for receiver in receivers:
                receiver.join()
            return sending.sent()
    except BaseException as error:
        sending.fail(error)
        raise
    finally:
        for receiver in receivers:
            receiver.join()
        sending.end()


def _make(part: Part, name: str, generation: int, tell: Callable[[Load | None], None]) -> None:
    """Tell the loads of a part, then None."""
    for load in loads(sources(part(), generation), name):
        tell(load)
    tell(None)


def _pass_on(made: Beside, sending: Sending) -> None:
    """Send what another process makes, until it has made all."""
    try:
        while (load := made.answer()) is not None:
            sending.send(load)
    except BaseException as error:
        sending.fail(error)
