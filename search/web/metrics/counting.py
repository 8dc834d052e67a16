"""Counting requests: how many of which kind ended how, and how long they took; over all processes of a form.

Each process has a row of its own in memory that all of them share, so that no process waits for another, and what one
counted stays when it dies.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

KINDS = ("search", "document", "api", "static", "watching", "other")
CODES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Seconds; Prometheus adds the last one, which has everything.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_KIND_OF = {
    "search": "search",
    "document": "document",
    "static": "static",
    "healthz": "watching",
    "metrics": "watching",
}
_BINS = len(BUCKETS) + 1
# Of one kind: its codes, its bins, and the sum of its seconds.
_WIDTH = len(CODES) + _BINS + 1
# The last place is for searches that found the index away.
ROW = len(KINDS) * _WIDTH + 1
# More processes than a form has at once; a row that is used again is gone on with.
ROWS = 128


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one kind of requests; `bins` are for BUCKETS and what took longer, not added up."""

    kind: str
    codes: tuple[tuple[str, float], ...]
    bins: tuple[float, ...]
    seconds: float


def kind_of(endpoint: str) -> str:
    """Which of KINDS an endpoint of the application is."""
    return "api" if endpoint.startswith("api-") else _KIND_OF.get(endpoint, "other")


class RequestCounts:
    """The counts in `memory`, of which this process writes row `row`. For several threads."""

    def __init__(self, memory: Any = None, row: int = 0) -> None:
        self._memory: Any = [0.0] * ROW if memory is None else memory
        self._start = row % ROWS * ROW
        self._lock = Lock()

    def count(self, kind: str, status: int, seconds: float) -> None:
        """Count a request that ended."""
        at = self._start + KINDS.index(kind) * _WIDTH
        with self._lock:
            self._memory[at + min(max(status // 100, 1), len(CODES)) - 1] += 1
            self._memory[at + len(CODES) + bisect_left(BUCKETS, seconds)] += 1
            self._memory[at + _WIDTH - 1] += seconds

    def count_away(self) -> None:
        """Count a request that could not be answered because the index is away."""
        with self._lock:
            self._memory[self._start + ROW - 1] += 1

    def away(self) -> float:
        """Such requests of all processes."""
        return float(sum(self._memory[place] for place in range(ROW - 1, len(self._memory), ROW)))

    def told(self) -> Iterator[Counted]:
        """What all processes counted, kind by kind."""
        for number, kind in enumerate(KINDS):
            values = self._summed(number * _WIDTH)
            codes = tuple(zip(CODES, values, strict=False))
            yield Counted(kind, codes, tuple(values[len(CODES) : -1]), values[-1])

    def _summed(self, at: int) -> Sequence[float]:
        starts = range(at, len(self._memory), ROW)
        return [sum(self._memory[start + place] for start in starts) for place in range(_WIDTH)]


def shared_memory(context: Any) -> Any:
    """Memory for the counts of all processes that a multiprocessing context starts."""
    return context.RawArray("d", ROWS * ROW)
