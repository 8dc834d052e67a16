"""A home with the large corpus, as its users meet it: the command, ten hits with their marks, a server, a night.

`VERBALE_PASSAGES=300000 python -m benchmarks search_home` takes another size.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter

from benchmarks.measured import REALDOCS, Measured
from benchmarks.search_corpus import Asked, passages, queries, sentences
from benchmarks.search_corpus import Passage as Made
from corpus.config import Config
from corpus.document import ArchiveRef, Extract, FrontMatter, Passage, Posting
from corpus.home import Home
from corpus.store import Arrival, Original, Store, Visit
from index.engine import open_engine
from index.sync import sync
from search.answer import SearchRequest
from search.coverage import report
from search.crosswalk.finding import crosswalk
from search.library import Library, library_at
from search.marks import marks, snippet

PASSAGES = int(os.environ.get("VERBALE_PASSAGES", "100000"))
CHANGED = 100
USERS = 30
LONG = 400
_VERBALE = Path(sys.executable).with_name("verbale")
_NIGHT = datetime(2026, 11, 30, tzinfo=UTC)
_SNIPPET = 420


def measure() -> Iterator[Measured]:
    """Fill a home once, then use it in every way."""
    if not REALDOCS.exists():
        yield Measured("a large home: no shared/realdocs here", "skipped", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        said = sentences(REALDOCS, Path(folder) / "read")
        home = Home(Path(folder) / "home")
        documents = [list(group) for _, group in groupby(passages(said, PASSAGES), lambda made: made.document)]
        fill_home(home, [*documents, _long(documents)])
        yield from _indexed(home, len(documents))
        asked = [written(one) for one in queries(said)]
        yield from _commands(home, asked)
        yield from _used(home, asked)
        yield from overviews(home)
        yield from _served(home, asked, symbol_of(len(documents) + 1))
        yield from _crowded(home, asked)
        yield from _changed(home, documents[:CHANGED])


def overviews(home: Home) -> Iterator[Measured]:
    """What is not held, and where norms and measures are named, each asked for the first time by a process."""
    with library_at(home.path) as library:
        for what, run in (
            ("all that is not held", lambda: report(library.store, Config(), _NIGHT)),
            ("norms and measures, named or quoted", lambda: crosswalk(library)),
        ):
            started = time.process_time()
            run()
            yield Measured(f"{what} (processor time)", f"{time.process_time() - started:.2f} s", "")


def fill_home(home: Home, documents: Sequence[Sequence[Made]], edition: str = "") -> None:
    """Deposit these documents in the store of a home."""
    home.make()
    store = Store.open(home.database, writing=True)
    for made in documents:
        arrival = _arrival(made, edition)
        original = arrival.original
        store.deposit(arrival, Visit("bench", original.url, "ok_pdf", "", _NIGHT, 200, original.digest))
    store.close()


def _long(documents: Sequence[Sequence[Made]]) -> list[Made]:
    """One more document, of LONG paragraphs."""
    paragraphs = [made for document in documents for made in document][:LONG]
    return [replace(made, document=len(documents) + 1) for made in paragraphs]


def symbol_of(document: int) -> str:
    """The symbol of a document of the large corpus, by its number."""
    return f"A/{150 + document % 40}/{document}"


def _arrival(made: Sequence[Made], edition: str) -> Arrival:
    """A document of the corpus as if it had been fetched; another edition has other bytes and another last word."""
    first = made[0]
    day = f"{first.day // 10_000}-{first.day // 100 % 100:02}-{first.day % 100:02}"
    url = f"https://example.org/{first.document}.pdf"
    read = tuple(
        Passage(f"{item.text} {edition}".strip(), str(number), (), 1 + number // 8, "en")
        for number, item in enumerate(made, 1)
    )
    symbol = symbol_of(first.document)
    posting = Posting(
        url=url, source=first.source, symbol=symbol, title=first.title, date=day, type="report", language="en"
    )
    extract = Extract("application/pdf", "en", 6, FrontMatter(), read, extractor="bench")
    digest = f"sha256:{first.document:064x}{edition}"
    return Arrival(posting, "listing", extract, Original(url, url, (), _NIGHT, digest, ArchiveRef("bench", 0)))


def written(asked: Asked) -> str:
    """A query of the corpus as a person types it."""
    words = asked.words
    years = f"{words[0]} source:{asked.source} date:{asked.low // 10_000}..{asked.high // 10_000}"
    return {
        "or": " OR ".join(words), "phrase": f'"{" ".join(words)}"', "near": " NEAR/8 ".join(words),
        "prefix": f"{words[0]}*", "fuzzy": f"{words[0]}~", "not": " NOT ".join(words), "filter": years,
    }.get(asked.kind, " ".join(words))  # fmt: skip


def _indexed(home: Home, documents: int) -> Iterator[Measured]:
    seconds = _timed(lambda: _sync(home))
    yield Measured(f"index of a home of {documents} documents, {PASSAGES} paragraphs", f"{seconds:.1f} s", "")


def _sync(home: Home) -> None:
    store = Store.open(home.database)
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _commands(home: Home, asked: Sequence[str]) -> Iterator[Measured]:
    def ran(query: str) -> float:
        command = [str(_VERBALE), "--home", str(home.path), "search", query]
        return _timed(lambda: subprocess.run(command, capture_output=True, check=True))

    times = sorted(ran(query) for query in asked[:24])
    told = f"{statistics.median(times):.2f}, {times[-1]:.2f} s"
    yield Measured("the whole `verbale search` command: median, slowest of 24", told, "< 0.5 s")


def _used(home: Home, asked: Sequence[str]) -> Iterator[Measured]:
    """Searches as a page of results needs them (hits, all facets, paragraphs, switches), and the marks of ten hits."""
    library = Library.open(home, Config())
    try:
        requests_ = [SearchRequest(query) for query in asked]
        for temper in ("first", "again"):
            times = sorted(_timed(lambda one=one: library.search(one)) * 1000 for one in requests_)  # type: ignore[misc]
            told = f"{statistics.median(times):.0f}, {times[int(len(times) * 0.95)]:.0f} ms"
            yield Measured(f"a page of results, asked {temper}: p50, p95 of {len(times)}", told, "")
        answers = [(library.understood(query).leaves, library.search(SearchRequest(query))) for query in asked]
        full = [(leaves, answer) for leaves, answer in answers if len(answer.hits) == 10]

        def shown(number: int) -> None:
            leaves, answer = full[number]
            for passage in (passage for hit in answer.hits for passage in hit.passages[:1]):
                snippet(passage.text, marks(passage.text, passage.language, leaves), _SNIPPET)

        times = sorted(_timed(lambda at=at: shown(at)) * 1000 for at in range(len(full)))  # type: ignore[misc]
        yield Measured(
            f"snippets and marks of ten hits: median, slowest of {len(full)}",
            f"{statistics.median(times):.1f}, {times[-1]:.1f} ms", "< 10 ms",
        )  # fmt: skip
    finally:
        library.close()


def _served(home: Home, asked: Sequence[str], longest: str) -> Iterator[Measured]:
    with _server(home) as (process, address), requests.Session() as session:
        session.mount("http://", HTTPAdapter(pool_maxsize=USERS))
        pages = [f"{address}/?q={quote(query)}" for query in asked]
        for page in pages:
            _get(session, page)
        times = sorted(_timed(lambda page=page: _get(session, page)) * 1000 for page in pages)  # type: ignore[misc]
        told = f"{statistics.median(times):.0f}, {times[int(len(times) * 0.95)]:.0f} ms"
        yield Measured("the form's page of results: p50, p95", told, "40, 120 ms")
        first, *others = [_timed(lambda: _get(session, f"{address}/d/{longest}?q=states")) * 1000 for _ in range(6)]
        yield Measured(
            f"the form's page of a document of {LONG} paragraphs: slowest of 5, and the first of all",
            f"{max(others):.0f}, {first:.0f} ms", "< 100 ms",
        )  # fmt: skip
        yield _crowd(session, pages, "one process")
        status = Path(f"/proc/{process.pid}/status")
        if status.exists():
            resident = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
            assert resident is not None
            memory = f"{int(resident[1]) / 1024:.0f} MB"
            yield Measured(f"a server after {2 * len(asked)} pages: memory", memory, "< 400 MB")


def _get(session: requests.Session, page: str) -> None:
    """One page over a connection that is kept, as browsers do."""
    session.get(page, timeout=60).raise_for_status()


def _crowded(home: Home, asked: Sequence[str]) -> Iterator[Measured]:
    """The same crowd before as many processes as this machine is asked for on two processors."""
    with _server(home, "--workers", "2") as (_, address), requests.Session() as session:
        session.mount("http://", HTTPAdapter(pool_maxsize=USERS))
        pages = [f"{address}/?q={quote(query)}" for query in asked]
        _crowd(session, pages, "")  # each process has met them once
        yield _crowd(session, pages, "two processes")


def _crowd(session: requests.Session, pages: Sequence[str], served: str) -> Measured:
    """Readers at once, each with pages of their own, from this machine: they take their share of its processors."""
    with ThreadPoolExecutor(USERS) as users:
        times = sorted(
            users.map(lambda page: _timed(lambda: _get(session, page)), [page for page in pages for _ in range(4)])
        )
    told = f"{statistics.median(times):.2f}, {times[int(len(times) * 0.95)]:.2f} s"
    what = f"{USERS} readers at once, {served}, {len(times)} pages, no error: p50, p95"
    return Measured(what, told, "p95 < 1 s")


@contextmanager
def _server(home: Home, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [str(_VERBALE), "--home", str(home.path), "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        told = re.search(r"http://\S+", process.stdout.readline())
        assert told is not None
        yield process, told[0].rstrip("/")
    finally:
        process.terminate()
        process.wait()


def _changed(home: Home, documents: Sequence[Sequence[Made]]) -> Iterator[Measured]:
    """New editions of documents, with another last word, until an engine that was open before finds that word."""
    engine = open_engine("whoosh", home.index("whoosh"))
    library = Library(Store.open(home.database), engine, "whoosh")
    library.search(SearchRequest("states"))
    fill_home(home, documents, "zzedition")
    started = time.perf_counter()
    _sync(home)
    found = library.search(SearchRequest("zzedition")).total
    seconds = time.perf_counter() - started
    library.close()
    assert found == len(documents), found
    count = sum(len(made) for made in documents)
    told = f"{len(documents)} documents ({count} paragraphs) written anew, seen by an open searcher"
    yield Measured(told, f"{seconds:.2f} s", "< 2 s")
