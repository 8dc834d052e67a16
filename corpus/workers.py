"""Extraction in worker processes, so that a file that hangs, explodes or crashes costs that file alone.

pdfium aborts its whole process on some files (reliability.md), so a file is never opened in the parent. Workers are
started afresh ("spawn"): they share no lock and no open file with the parent, and end when it ends. A scan is read a
second time, by OCR, under a limit of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from corpus.config import ExtractSettings
from corpus.document import Extract
from corpus.errors import ExtractError, NeedsOcr

if TYPE_CHECKING:
    from pebble import ProcessPool

T = TypeVar("T")

# A fresh worker after this many files: whatever a library leaks is given back.
FILES_PER_WORKER = 500
# How many files are under way or wait for the one before them: a long one must not leave the other workers idle.
AHEAD_PER_WORKER = 8
# Seconds for OCR of one file; within it tesseract has a limit that grows with the pages (corpus.extract.tools.ocr).
OCR_SECONDS = 1000.0


@dataclass(frozen=True, slots=True)
class Started:
    """A file that is being read. `body` and `name` are for a second reading, by OCR."""

    future: Future[Extract]
    body: bytes = b""
    name: str = ""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _limit_memory(limit: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _extract(body: bytes, name: str, media_type: str, most_pages: int) -> Extract:
    from corpus.extract import extract

    return _within_memory(lambda: extract(body, name=name, media_type=media_type, most_pages=most_pages))


def _extract_by_ocr(body: bytes, name: str) -> Extract:
    from corpus.extract import extract_by_ocr

    return _within_memory(lambda: extract_by_ocr(body, name=name))


def _within_memory(read: Callable[[], Extract]) -> Extract:
    try:
        return read()
    except MemoryError:
        raise ExtractError("Reading it needs more memory than [extract] memory_mib allows.") from None
    except RecursionError:
        raise ExtractError("It is nested too deeply to be read.") from None


class Workers:
    """A pool of extracting processes; a context manager that ends them."""

    def __init__(self, count: int = 0, limits: ExtractSettings | None = None) -> None:
        self.count = count or processors()
        self._limits = limits or ExtractSettings()
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

    def extract(self, body: bytes, *, name: str = "", media_type: str = "") -> Started:
        """Start reading a file; pass what is returned to `outcome`."""
        started = self.run(_extract, body, name, media_type, self._limits.pages)
        return Started(started.future, body, name)

    def run(self, function: Callable[..., Extract], *arguments: object, seconds: float = 0.0) -> Started:
        """Start a function of a module in a worker, under its limits. The processes start with the first call."""
        if self._pool is None:
            from pebble import ProcessPool

            self._pool = ProcessPool(
                max_workers=self.count,
                max_tasks=FILES_PER_WORKER,
                context=multiprocessing.get_context("spawn"),
                initializer=_limit_memory,
                initargs=(self._limits.memory_mib * 1024**2,),
            )
        wall = seconds or self._limits.seconds
        future: Future[Extract] = self._pool.schedule(function, args=arguments, timeout=wall)
        return Started(future)

    def in_order(self, started: Iterable[tuple[T, Started]]) -> Iterator[tuple[T, Extract | ExtractError]]:
        """The outcomes of files being read, in the order they were started, only so many ahead of the reader."""
        waiting: list[tuple[T, Started]] = []
        for each in started:
            waiting.append(each)
            if len(waiting) > self.count * AHEAD_PER_WORKER:
                item, first = waiting.pop(0)
                yield item, self.settled(first)
        while waiting:
            item, first = waiting.pop(0)
            yield item, self.settled(first)

    def settled(self, started: Started) -> Extract | ExtractError:
        """The extract of a file that was started, or the reason why there is none."""
        try:
            return self.outcome(started)
        except ExtractError as error:
            # Its traceback would keep the file's bytes in memory until a garbage collection.
            return error.with_traceback(None)

    def outcome(self, started: Started) -> Extract:
        """The extract of a file that was started. Raises ExtractError with a reason for every way of failing."""
        try:
            return _outcome(started.future)
        except NeedsOcr:
            if self._limits.ocr == "never" or not started.body:
                raise
            again = self.run(_extract_by_ocr, started.body, started.name, seconds=OCR_SECONDS)
            return _outcome(again.future)


def _outcome(future: Future[Extract]) -> Extract:
    from pebble import ProcessExpired

    try:
        return future.result()
    except ExtractError:
        raise
    except TimeoutError:
        raise ExtractError("Reading it took longer than [extract] seconds allows and was stopped.") from None
    except ProcessExpired as error:
        raise ExtractError(f"Reading it crashed the worker (exit code {error.exitcode}).") from None
    except Exception as error:
        # Whatever a parser raises on a damaged file is that file's reason, not the end of the run.
        raise ExtractError(f"It cannot be read: {type(error).__name__}: {error}") from error
