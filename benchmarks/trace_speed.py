"""The index for tracing of 200,000 paragraphs: how long it takes to make, how large it is, how long a trace takes."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from benchmarks.measured import REALDOCS, Measured
from benchmarks.search_corpus import passages, sentences
from benchmarks.search_home import fill_home
from corpus.home import Home
from corpus.store import Store
from index.engine import open_engine
from index.shingles import Shingles, follow
from search.library import Library
from search.tracing import trace

PASSAGES = 200_000
TRACES = 300


def measure() -> Iterator[Measured]:
    """Fill a home, index it for tracing, trace sentences of it. Seconds are those of the processor."""
    if not REALDOCS.exists():
        yield Measured("tracing: no shared/realdocs here", "skipped", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        said = sentences(REALDOCS, Path(folder) / "read")
        home = Home(Path(folder) / "home")
        fill_home(home, [list(group) for _, group in groupby(passages(said, PASSAGES), lambda made: made.document)])
        yield from _built(home)
        yield from _traced(home, [sentence for sentence in said if len(sentence.split()) >= 8][:: len(said) // TRACES])


def _built(home: Home) -> Iterator[Measured]:
    store = Store.open(home.database)
    began = time.process_time()
    follow(store, home.shingles, lambda done, total: None)
    seconds = time.process_time() - began
    store.close()
    size = home.shingles.stat().st_size / 1e6
    yield Measured(f"index for tracing of {PASSAGES} paragraphs", f"{seconds:.1f} s", "< 60 s")
    yield Measured("its file", f"{size:.1f} MB", "< 60 MB")


def _traced(home: Home, asked: list[str]) -> Iterator[Measured]:
    library = Library(Store.open(home.database), open_engine("memory", home.path / "none"), "memory")
    with Shingles.open(home.shingles) as shingles:
        trace(library, shingles, asked[0])
        took = []
        for sentence in asked:
            began = time.process_time()
            trace(library, shingles, sentence)
            took.append((time.process_time() - began) * 1000)
    library.close()
    cuts = statistics.quantiles(took, n=20)
    yield Measured(f"a trace in them, median of {len(asked)}", f"{cuts[9]:.1f} ms", "< 20 ms")
    yield Measured("a trace in them, 95 of 100", f"{cuts[18]:.1f} ms", "< 20 ms")
