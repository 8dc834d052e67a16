"""Pages read in a second: ours, `pdftotext -layout` and pypdf, over the PDFs of realdocs/A1, in one run."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

from benchmarks.measured import REALDOCS, Measured
from corpus.document import Extract
from corpus.workers import Started, Workers

PROCESSES = 2


def measure() -> list[Measured]:
    """Ours with two warm workers, as an import has them, against the two others."""
    files = sorted((REALDOCS / "A1").glob("*.pdf"))
    if not files:
        return [Measured("page throughput: no shared/realdocs here", "skipped", "")]
    bodies = [file.read_bytes() for file in files]
    pages, ours = _ours(bodies)
    rows = [Measured(f"pages/s, our extraction, {PROCESSES} workers", f"{pages / ours:.0f}", "")]
    if command := shutil.which("pdftotext"):
        alone, beside = (_seconds(lambda n=n: _pdftotext(command, files, n)) for n in (1, PROCESSES))  # type: ignore[misc]
        rows += [
            Measured("pages/s, pdftotext -layout, one after another", f"{pages / alone:.0f}", ""),
            Measured(f"pages/s, pdftotext -layout, {PROCESSES} at a time", f"{pages / beside:.0f}", ""),
            Measured("ours to pdftotext, one after another", f"{alone / ours:.2f}", ">= 0.5"),
            Measured(f"ours to pdftotext, {PROCESSES} at a time", f"{beside / ours:.2f}", ">= 0.5"),
        ]
    else:
        rows.append(Measured("pdftotext: not installed", "skipped", ""))
    theirs = _pypdf(bodies)
    return [
        *rows,
        Measured(f"pages/s, pypdf, {PROCESSES} processes", f"{pages / theirs:.0f}", ""),
        Measured("ours to pypdf", f"{theirs / ours:.1f}", ">= 3"),
    ]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _ours(bodies: Sequence[bytes]) -> tuple[int, float]:
    """The pages of all files, and the seconds to read them once the workers are warm."""
    with Workers(PROCESSES) as workers:
        for _ in range(2 * PROCESSES):
            list(workers.in_order(_started(workers, bodies[:PROCESSES])))
        started = time.perf_counter()
        read = [extract for _, extract in workers.in_order(_started(workers, bodies)) if isinstance(extract, Extract)]
        return sum(extract.pages for extract in read), time.perf_counter() - started


def _started(workers: Workers, bodies: Iterable[bytes]) -> Iterable[tuple[None, Started]]:
    return ((None, workers.extract(body, name="a.pdf")) for body in bodies)


def _pdftotext(command: str, files: Sequence[Path], at_a_time: int) -> None:
    with ThreadPoolExecutor(at_a_time) as pool:
        list(pool.map(lambda file: subprocess.run([command, "-layout", file, "/dev/null"], check=True), files))


def _pypdf(bodies: Sequence[bytes]) -> float:
    with ProcessPoolExecutor(PROCESSES) as pool:
        list(pool.map(_pypdf_text, bodies[:PROCESSES]))
        return _seconds(lambda: list(pool.map(_pypdf_text, bodies)))


def _pypdf_text(body: bytes) -> int:
    import pypdf

    return sum(len(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(body)).pages)
