"""The main job on real documents: import, search, and the start of the command line."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measured import REALDOCS, Measured
from corpus.config import Config
from corpus.home import Home
from search.answer import SearchRequest
from search.library import Library

QUERIES = (
    "points of contact directory",
    "international law",
    '"information and communications technologies"',
    "A/RES/79/1",
    "capacity-building OR assistance",
    "cyber* NOT crime",
    '"confidence-building measures"~3',
    "title:resolution year:2024..2025",
    "the",
    "critical infrastructure protection norms",
)


def measure() -> list[Measured]:
    """Import realdocs/A1 into a new home, search it, start the command line."""
    rows = [_help()]
    if not REALDOCS.exists():
        return [*rows, Measured("import and search: no shared/realdocs here", "skipped", "")]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return [*rows, *_import(home), *_search(home)]


def _verbale(*arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([Path(sys.executable).with_name("verbale"), *arguments], capture_output=True, check=True)
    return time.perf_counter() - started


def _help() -> Measured:
    seconds = statistics.median(_verbale("--help") for _ in range(7))
    return Measured("verbale --help, median of 7", f"{seconds:.2f} s", "< 0.3 s")


def _import(home: Path) -> list[Measured]:
    count = len(list((REALDOCS / "A1").glob("*.pdf")))
    seconds = _verbale("--home", str(home), "--quiet", "import", str(REALDOCS / "A1"))
    return [
        Measured(f"verbale import of {count} UN documents, index included", f"{count / seconds:.1f} docs/s", ">= 5")
    ]


def _search(home: Path) -> list[Measured]:
    library = Library.open(Home(home), Config())
    times: list[float] = []
    try:
        for query in QUERIES * 5:
            started = time.perf_counter()
            library.search(SearchRequest(query))
            times.append((time.perf_counter() - started) * 1000)
    finally:
        library.close()
    whole = statistics.median(_verbale("--home", str(home), "search", query) for query in QUERIES[:5])
    return [
        Measured(
            f"search, hits, facets and paragraphs, median of {len(times)}",
            f"{statistics.median(times):.1f} ms",
            "< 50 ms",
        ),
        Measured("search, p95", f"{sorted(times)[int(len(times) * 0.95)]:.1f} ms", ""),
        Measured("the whole `verbale search` command, median of 5", f"{whole:.2f} s", ""),
    ]
