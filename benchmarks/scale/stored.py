"""The store at size: deposits, its file, the change feed, and the index for tracing that follows it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from benchmarks.scale.corpus import Made, read_corpus
from benchmarks.scale.jobs import cpu, peak, size, spread
from corpus.document import ArchiveRef, Extract, FrontMatter, Passage, Posting
from corpus.home import Home
from corpus.store import Arrival, Original, Store, Visit
from index.analysis_fold import terms_of_runs
from index.shingles import Shingles, follow

_NIGHT = datetime(2026, 11, 30, tzinfo=UTC)
_TRACES = 200
# A night that brings so many documents is asked of the feed.
_NIGHTLY = 100
_LEAST_WORDS = 8


def measure_store(corpus: Path, folder: Path) -> dict[str, Any]:
    """Deposit every document as it would arrive, then read the feed, then follow it with the index for tracing."""
    home = Home(folder)
    home.make()
    store = Store.open(home.database, writing=True)
    wall, own = time.perf_counter(), cpu()
    documents = _deposited(store, read_corpus(corpus))
    told: dict[str, Any] = {
        "build_s": round(time.perf_counter() - wall, 2),
        "build_cpu_s": round(cpu() - own, 2),
        "documents": documents,
    }
    store.settle()
    told |= {"bytes": home.database.stat().st_size, "peak_mb": peak()}
    store = Store.open(home.database)
    told |= _feed(store) | _read(store)
    told |= _shingles(store, home, corpus)
    store.close()
    return told | {"home_bytes": size(folder), "peak_mb_searching": peak()}


def _deposited(store: Store, paragraphs: Iterable[Made]) -> int:
    count = 0
    for _, group in groupby(paragraphs, lambda item: item.document):
        arrival = _arrival(list(group))
        original = arrival.original
        store.deposit(arrival, Visit("scale", original.url, "ok_pdf", "", _NIGHT, 200, original.digest))
        count += 1
    return count


def _arrival(paragraphs: list[Made]) -> Arrival:
    first = paragraphs[0]
    day = f"{first.day // 10_000}-{first.day // 100 % 100:02}-{first.day % 100:02}"
    url = f"https://example.org/{first.document}.pdf"
    read = tuple(Passage(item.text, item.number, (), 1 + item.place // 12, item.language) for item in paragraphs)
    posting = Posting(
        url=url, source=first.source, symbol=first.symbol, title=first.title, date=day, type="report",
        language=first.language,
    )  # fmt: skip
    extract = Extract("application/pdf", first.language, read[-1].page, FrontMatter(), read, extractor="scale")
    digest = f"sha256:{first.document:064x}"
    return Arrival(posting, "listing", extract, Original(url, url, (), _NIGHT, digest, ArchiveRef("scale", 0)))


def _feed(store: Store) -> dict[str, float]:
    """Milliseconds of the processor for the whole feed, and for what one night of documents added."""
    started = time.process_time()
    head, changed = store.last_changes(0)
    whole = time.process_time() - started
    before = changed[-_NIGHTLY].seq - 1 if len(changed) >= _NIGHTLY else 0
    started = time.process_time()
    store.last_changes(before)
    store.passage_changes(before)
    return {
        "feed_rows": head,
        "feed_whole_ms": round(whole * 1000, 2),
        "feed_night_ms": round((time.process_time() - started) * 1000, 2),
    }


def _read(store: Store) -> dict[str, list[float]]:
    """Milliseconds of the processor to read a whole document."""
    ids = store.document_ids()
    taken = []
    for number in ids[:: max(1, len(ids) // _TRACES)]:
        started = time.process_time()
        store.current_passages(number)
        taken.append((time.process_time() - started) * 1000)
    return {"document_ms": spread(taken)}


def _shingles(store: Store, home: Home, corpus: Path) -> dict[str, Any]:
    started, own = time.perf_counter(), cpu()
    follow(store, home.shingles, lambda done, total: None)
    told: dict[str, Any] = {
        "shingles_s": round(time.perf_counter() - started, 2),
        "shingles_cpu_s": round(cpu() - own, 2),
        "shingles_bytes": home.shingles.stat().st_size,
    }
    texts = (terms_of_runs(item.text)[:40] for item in islice(read_corpus(corpus), 20_000) if item.language == "en")
    asked = list(islice((words for words in texts if len(words) >= _LEAST_WORDS), _TRACES))
    taken = []
    with Shingles.open(home.shingles) as shingles:
        for words in asked:
            started = time.process_time()
            shingles.candidates(words)
            taken.append((time.process_time() - started) * 1000)
    return told | {"trace_ms": spread(taken)}
