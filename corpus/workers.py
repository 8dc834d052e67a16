"""Extraction in worker processes, so that a file that hangs, explodes or crashes costs that file alone.

pdfium aborts its whole process on some files (reliability.md), so a file is never opened in the parent. Workers are
started afresh ("spawn"): they share no lock and no open file with the parent, and end when it ends.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from corpus.document import Extract
from corpus.errors import ExtractError

if TYPE_CHECKING:
    from pebble import ProcessPool

T = TypeVar("T")

WALL_SECONDS = 60.0
ADDRESS_SPACE_BYTES = 2 * 1024**3
# A fresh worker after this many files: whatever a library leaks is given back.
FILES_PER_WORKER = 500
# How many files wait for a worker at once: enough to keep all busy, few enough to keep memory flat.
AHEAD_PER_WORKER = 8


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _limit_memory(limit: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _extract(body: bytes, name: str, media_type: str) -> Extract:
    from corpus.extract import extract

    try:
        return extract(body, name=name, media_type=media_type)
    except MemoryError:
        raise ExtractError(f"Reading it needs more than {ADDRESS_SPACE_BYTES // 1024**2} MiB of memory.") from None
    except RecursionError:
        raise ExtractError("It is nested too deeply to be read.") from None


class Workers:
    """A pool of extracting processes; a context manager that ends them."""

    def __init__(self, count: int = 0, *, wall_seconds: float = WALL_SECONDS) -> None:
        self.count = count or processors()
        self._wall_seconds = wall_seconds
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def extract(self, body: bytes, *, name: str = "", media_type: str = "") -> Future[Extract]:
        """Start reading a file; pass the future to `outcome`."""
        return self.run(_extract, body, name, media_type)

    def run(self, function: Callable[..., Extract], *arguments: object) -> Future[Extract]:
        """Start a function of a module in a worker, under its limits. The processes start with the first call."""
        if self._pool is None:
            from pebble import ProcessPool

            self._pool = ProcessPool(
                max_workers=self.count,
                max_tasks=FILES_PER_WORKER,
                context=multiprocessing.get_context("spawn"),
                initializer=_limit_memory,
                initargs=(ADDRESS_SPACE_BYTES,),
            )
        future: Future[Extract] = self._pool.schedule(function, args=arguments, timeout=self._wall_seconds)
        return future

    def in_order(self, started: Iterable[tuple[T, Future[Extract]]]) -> Iterator[tuple[T, Extract | ExtractError]]:
        """The outcomes of files being read, in the order they were started, only so many ahead of the reader."""
        waiting: list[tuple[T, Future[Extract]]] = []
        for item in started:
            waiting.append(item)
            if len(waiting) > self.count * AHEAD_PER_WORKER:
                yield _settled(*waiting.pop(0))
        for item in waiting:
            yield _settled(*item)


def _settled(item: T, future: Future[Extract]) -> tuple[T, Extract | ExtractError]:
    try:
        return item, outcome(future)
    except ExtractError as error:
        return item, error


def outcome(future: Future[Extract]) -> Extract:
    """The extract of a submitted file. Raises ExtractError with a reason for every way of failing."""
    from pebble import ProcessExpired

    try:
        return future.result()
    except ExtractError:
        raise
    except TimeoutError:
        raise ExtractError("Reading it took too long and was stopped.") from None
    except ProcessExpired as error:
        raise ExtractError(f"Reading it crashed the worker (exit code {error.exitcode}).") from None
    except Exception as error:
        # Whatever a parser raises on a damaged file is that file's reason, not the end of the run.
        raise ExtractError(f"It cannot be read: {type(error).__name__}: {error}") from error
