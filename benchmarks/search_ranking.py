"""How well verbale and bm25s rank the judged set, in one run (`make quality` has more, and the floors)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measured import REALDOCS, Measured
from benchmarks.ranking.__main__ import MEASURES, scored
from benchmarks.ranking.judged import topics
from benchmarks.ranking.runs import bm25s, ours, read


def measure() -> Iterator[Measured]:
    """nDCG@10 of both."""
    if not REALDOCS.exists():
        yield Measured("ranking: no shared/realdocs here", "skipped", "")
        return
    asked = topics()
    with tempfile.TemporaryDirectory() as folder:
        read(Path(folder))
        figure = scored(ours(Path(folder), asked))[MEASURES[0]]
        theirs = scored(bm25s(Path(folder), asked))[MEASURES[0]] if find_spec("bm25s") else None
    asked_for = "" if theirs is None else f">= {theirs:.3f}"
    yield Measured(f"{MEASURES[0]} on {len(asked)} judged topics (bm25s to reach)", f"{figure:.3f}", asked_for)
