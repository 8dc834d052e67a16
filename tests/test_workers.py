"""Workers: a file that hangs, crashes, or wants all memory costs itself, with a reason, and the next one is read."""

from __future__ import annotations

import gc
import os
import signal
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF

from corpus.config import ExtractSettings
from corpus.document import Extract
from corpus.errors import EmptyDocument, ExtractError
from corpus.workers import Started, Workers

TEXT = b"Statement by Exampleland\n\nWe support the points of contact directory.\n"
BOMBS = Path(__file__).resolve().parents[2] / "shared" / "torture" / "pdf"
pytestmark = pytest.mark.slow


def hang() -> Extract:
    while True:
        time.sleep(60)


def crash() -> Extract:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def swallow() -> Extract:
    return Extract(str(len(b"x" * (2 * ExtractSettings().memory_mib * 1024**2))), "", 0, None, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bad", "told", "seconds"), [(hang, "took longer", 15.0), (crash, "crashed", 60.0), (swallow, "MemoryError", 60.0)]
)
def test_a_bad_file_costs_itself(bad: object, told: str, seconds: float) -> None:
    with Workers(1, ExtractSettings(seconds=seconds)) as workers:
        with pytest.raises(ExtractError, match=told):
            workers.outcome(workers.run(bad))  # type: ignore[arg-type]
        assert workers.outcome(workers.extract(TEXT, name="a.txt")).passages


def test_reasons_come_back_from_the_worker() -> None:
    with Workers(1) as workers, pytest.raises(EmptyDocument, match="empty"):
        workers.outcome(workers.extract(b" "))


def test_outcomes_come_in_the_order_of_the_files() -> None:
    with Workers(2) as workers:
        texts = [b"Number %d of some words in a file.\n" % number for number in range(12)]
        started = ((number, workers.extract(text, name="a.txt")) for number, text in enumerate(texts))
        found = [
            (number, read.passages[0].text) for number, read in workers.in_order(started) if isinstance(read, Extract)
        ]
    assert found == [(number, text.decode().strip()) for number, text in enumerate(texts)]


@pytest.mark.skipif(not BOMBS.exists(), reason="shared/torture is not here")
def test_hostile_pdf_files_end_in_text_or_a_reason() -> None:
    files = sorted(BOMBS.glob("*.pdf"))[:60]
    with Workers(2, ExtractSettings(seconds=20, ocr="never")) as workers:
        started = ((path, workers.extract(path.read_bytes(), name=path.name)) for path in files)
        ends = {path.name: read for path, read in workers.in_order(started)}
    assert len(ends) == len(files)
    assert all(str(read) for read in ends.values() if isinstance(read, ExtractError))


def test_a_pdf_of_too_many_pages_is_refused_by_the_setting() -> None:
    paper = FPDF()
    for _ in range(4):
        paper.add_page()
        paper.set_font("Times", size=12)
        paper.cell(text="Some words on a page.")
    body = bytes(paper.output())
    with Workers(1, ExtractSettings(pages=3)) as workers:
        with pytest.raises(ExtractError, match=r"It has 4 pages; \[extract\] pages allows 3\."):
            workers.outcome(workers.extract(body, name="a.pdf"))
        assert workers.outcome(workers.extract(TEXT, name="a.txt")).passages


def test_a_crash_leaves_the_other_files_under_way_unharmed() -> None:
    texts = [b"Number %d of some words in a file.\n" % number for number in range(8)]
    with Workers(2) as workers:

        def started() -> Iterator[tuple[int, Started]]:
            for number, text in enumerate(texts):
                yield number, workers.run(crash) if number == 3 else workers.extract(text, name="a.txt")

        found = dict(workers.in_order(started()))
    assert isinstance(found.pop(3), ExtractError)
    assert all(isinstance(read, Extract) for read in found.values())
    assert len(found) == 7


@pytest.mark.slow
def test_a_file_that_cannot_be_read_is_not_kept_in_memory() -> None:
    size = 8_000_000
    gc.disable()
    tracemalloc.start()
    try:
        with Workers(1) as workers:
            reasons = [
                workers.settled(workers.extract(b"%PDF-1.7\n" + bytes([number]) * size, name="a.pdf"))
                for number in range(8)
            ]
            held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
    assert all(isinstance(reason, ExtractError) for reason in reasons)
    assert held < 2.5 * size, "that of the last file may still be in the hands of the pool"
