"""verbale's engine and its peers on one large corpus, in one run: build, queries of twelve kinds, cold and warm.

`VERBALE_PASSAGES=300000 python -m benchmarks search_engines` takes another size.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.measured import REALDOCS, Measured
from benchmarks.search_corpus import Asked, Passage, passages, queries, sentences
from benchmarks.search_ours import build, records, tree
from benchmarks.search_peers import peers
from index.engine import Engine, open_engine
from index.engines.whoosh import WhooshEngine

PASSAGES = int(os.environ.get("VERBALE_PASSAGES", "100000"))
Times = dict[str, list[float]]


def measure() -> Iterator[Measured]:
    """Ours first, then the peers that are installed; then the kinds side by side."""
    if not REALDOCS.exists():
        yield Measured("search engines: no shared/realdocs here", "skipped", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        said = sentences(REALDOCS, Path(folder) / "home")
    corpus, asked = list(passages(said, PASSAGES)), queries(said)
    table: dict[str, Times] = {}
    with tempfile.TemporaryDirectory() as folder:
        yield from _ours(Path(folder) / "index", corpus, asked, table)
    for name, make in peers().items():
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            peer = make(Path(folder), corpus)
            yield Measured(f"{name}: build", f"{time.perf_counter() - started:.1f} s", "")
            table[name] = _asked(asked, peer.answer)
            yield _spread(name, table[name])
            for temper in ("cold", "warm"):
                same = {kind: table[f"verbale, {temper}"][kind] for kind in table[name]}
                yield _spread(f"... verbale, {temper}, on the same kinds", same)
            del peer
            gc.collect()
    yield from _kinds(table)


def _asked(
    asked: Sequence[Asked], answer: Callable[[Asked], int | None], before: Callable[[], None] = lambda: None
) -> Times:
    """Milliseconds for every query, by kind; a kind that cannot be answered is left out."""
    times: Times = {}
    for one in asked:
        before()
        started = time.perf_counter()
        if answer(one) is not None:
            times.setdefault(one.kind, []).append((time.perf_counter() - started) * 1000)
    return times


def _ours(
    folder: Path, corpus: Sequence[Passage], asked: Sequence[Asked], table: dict[str, Times]
) -> Iterator[Measured]:
    started = time.perf_counter()
    build(folder, corpus).close()
    yield Measured(f"verbale: build of {len(corpus)} passages", f"{time.perf_counter() - started:.1f} s", "<= 45 s")
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    # The largest child may have been another one than the second part's: the sum is an upper bound.
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    yield Measured(
        "... index, and memory of both processes at their peaks", f"{size:.0f} MB, {memory:.0f} MB", "<= 1500 MB"
    )
    started = time.perf_counter()
    engine = WhooshEngine(folder)
    _answer(engine, asked[0])
    yield Measured("... open and first query", f"{(time.perf_counter() - started) * 1000:.0f} ms", "< 150 ms")
    table["verbale, cold"] = _asked(asked, lambda one: _answer(engine, one), engine.forget)
    yield _spread("verbale, cold", table["verbale, cold"])
    for one in asked:
        _answer(engine, one)
    table["verbale, warm"] = _asked(asked, lambda one: _answer(engine, one))
    yield _spread("verbale, warm", table["verbale, warm"])
    yield _updated(folder, engine, corpus)
    engine.close()


def _updated(folder: Path, engine: Engine, corpus: Sequence[Passage]) -> Measured:
    """100 passages written again by another writer, until a searcher that was open sees them."""
    writer = open_engine("whoosh", folder)
    started = time.perf_counter()
    writer.write(list(records(corpus[:100])), (), 2)
    engine.search(tree(Asked("common", ("states",))), "passage")
    seconds = time.perf_counter() - started
    writer.close()
    return Measured("... 100 passages written, seen by an open searcher", f"{seconds:.2f} s", "< 2 s")


def _answer(engine: Engine, one: Asked) -> int:
    facets = ("source", "year") if one.kind == "facets" else ()
    return engine.search(tree(one), "passage", limit=10, facets=facets).total


def _spread(name: str, times: Times) -> Measured:
    every = sorted(value for values in times.values() for value in values)
    p50, p95 = statistics.median(every), every[int(len(every) * 0.95)]
    return Measured(f"{name}: p50 and p95 of {len(every)} queries", f"{p50:.2f}, {p95:.2f} ms", "")


def _kinds(table: dict[str, Times]) -> Iterator[Measured]:
    """The median of each kind, engine by engine."""
    for kind in table["verbale, cold"]:
        medians = [f"{name} {statistics.median(times[kind]):.2f}" for name, times in table.items() if kind in times]
        yield Measured(f"{kind}: {'; '.join(medians)}", "ms", "")
