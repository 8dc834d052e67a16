"""What is measured in one process: an engine or a peer that builds and answers, or the store with its followers."""

from __future__ import annotations

import json
import os
import resource
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from benchmarks.scale.corpus import Made, cuts, read_corpus
from benchmarks.scale.fitted import fitted
from benchmarks.search_corpus import Asked, Passage, queries
from benchmarks.search_ours import tree
from benchmarks.search_peers import Fts5, Peer, Tantivy
from corpus.home import Home
from index.batches import BATCH
from index.engine import Engine, Part, Record, open_engine
from index.records import Bibliography, describe, passage_record

# Words are taken from the first paragraphs, which every size has; rarer ones become more frequent with the size.
_ASKED_OF = 10_000
EACH = 15
Row = dict[str, Any]


def measure(job: str, corpus: Path, folder: Path, cluster: str = "") -> Row:
    """The figures of one job on the corpus in a file; `cluster` is where OpenSearch is."""
    folder.mkdir(parents=True, exist_ok=True)
    return JOBS[job](corpus, folder, cluster)


def asked_of(corpus: Path) -> list[Asked]:
    """The same queries of twelve kinds for every size."""
    said = [paragraph.text for paragraph in islice(read_corpus(corpus), _ASKED_OF) if paragraph.language == "en"]
    sources = list(fitted().sources)
    asked = queries(said, each=EACH)
    return [replace(one, source=sources[at % len(sources)]) if one.source else one for at, one in enumerate(asked)]


# --- engines


def _whoosh(corpus: Path, folder: Path, _: str) -> Row:
    engine = open_engine("whoosh", folder / "index")
    built = _built(lambda: _write(engine, corpus), folder)
    forget: Callable[[], None] = engine.forget  # type: ignore[attr-defined]
    return built | _answered(asked_of(corpus), partial(_answer, engine), forget)


def _opensearch(corpus: Path, folder: Path, cluster: str) -> Row:
    home = Home(folder)
    home.make()
    settings = f'engine = "opensearch"\n[opensearch]\nurl = "{cluster}"\nname = "scale"\nreplicas = 0\n'
    home.config_file.write_text(settings, encoding="utf-8")
    engine = open_engine("opensearch", home.index("opensearch"))
    built = _built(lambda: _write(engine, corpus), folder)
    told = json.loads(urllib.request.urlopen(f"{cluster.split(',')[0]}/scale-*/_stats/store", timeout=60).read())
    built["bytes"] = told["_all"]["total"]["store"]["size_in_bytes"]
    heap = json.loads(urllib.request.urlopen(f"{cluster.split(',')[0]}/_nodes/stats/jvm", timeout=60).read())
    nodes = heap["nodes"].values()
    built["cluster_heap_mb"] = round(sum(node["jvm"]["mem"]["heap_max_in_bytes"] for node in nodes) / 1e6)
    return built | _answered(asked_of(corpus), partial(_answer, engine), lambda: None)


def _write(engine: Engine, corpus: Path) -> None:
    """In batches as a night writes them, in two parts where the engine can."""
    at = cuts(corpus, BATCH // 2)
    pieces = list(pairwise(at))
    for number in range(0, len(pieces), 2):
        parts: list[Part] = [partial(records, corpus, start, end) for start, end in pieces[number : number + 2]]
        engine.write_parts(parts, (), number + 1)


def records(corpus: Path, start: int, end: int) -> Iterator[Record]:
    """The records of the paragraphs between two bytes of a corpus file."""
    of: Bibliography | None = None
    for item in read_corpus(corpus, start, end):
        if of is None or of.document != item.document:
            of = _described(item)
        yield passage_record(
            of, id=item.id, place=item.place, text=item.text, number=item.number, language=item.language
        )


def _described(item: Made) -> Bibliography:
    day = str(item.day)
    return describe(
        item.document, symbol=item.symbol, title=item.title, language=item.language,
        date=f"{day[:4]}-{day[4:6]}-{day[6:]}", keywords={"source": [item.source]},
    )  # fmt: skip


def _answer(engine: Engine, one: Asked) -> int:
    facets = ("source", "year") if one.kind == "facets" else ()
    return engine.search(tree(one), "passage", limit=10, facets=facets).total


# --- peers


def _peer(make: Callable[[Path, Any], Peer], corpus: Path, folder: Path, _: str) -> Row:
    held: list[Peer] = []
    passages = (
        Passage(item.id, item.document, item.title, item.text, item.source, item.day) for item in read_corpus(corpus)
    )
    built = _built(lambda: held.append(make(folder, passages)), folder)
    return built | _answered(asked_of(corpus), held[0].answer, lambda: None)


# --- the store


def _store(corpus: Path, folder: Path, _: str) -> Row:
    from benchmarks.scale.stored import measure_store

    return measure_store(corpus, folder)


JOBS: Mapping[str, Callable[[Path, Path, str], Row]] = {
    "whoosh": _whoosh,
    "opensearch": _opensearch,
    "tantivy": partial(_peer, Tantivy),
    "fts5": partial(_peer, Fts5),
    "store": _store,
}


# --- measuring


def _built(build: Callable[[], object], folder: Path) -> Row:
    wall, own = time.perf_counter(), cpu()
    build()
    return {
        "build_s": round(time.perf_counter() - wall, 2),
        "build_cpu_s": round(cpu() - own, 2),
        "bytes": size(folder),
        "peak_mb": peak(),
    }


def cpu() -> float:
    """Seconds of processor that this process and its ended children took."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak() -> int:
    """Megabytes that this process had at its peak, and the largest of its children: an upper bound of both together."""
    status = Path("/proc/self/status")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if status.exists():  # what the system tells otherwise may be the peak of whoever started this process
        own = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return round((own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024)


def _answered(
    asked: Sequence[Asked], answer: Callable[[Asked], int | None], before: Callable[[], None]
) -> dict[str, Any]:
    """Milliseconds of each kind, asked for the first time and again: on the clock, and of the processor.

    What an engine cannot do is left out.
    """
    told: dict[str, Any] = {}
    found = 0
    for name, forget in (("first", before), ("again", lambda: None)):
        times: dict[str, list[float]] = {}
        worked: dict[str, list[float]] = {}
        for one in asked:
            forget()
            started, own = time.perf_counter(), time.process_time()
            total = answer(one)
            if total is not None:
                worked.setdefault(one.kind, []).append((time.process_time() - own) * 1000)
                times.setdefault(one.kind, []).append((time.perf_counter() - started) * 1000)
                found += total
        told |= {name: _spreads(times), f"{name}_cpu": _spreads(worked)}
    return {**told, "found": found, "peak_mb_searching": peak()}


def _spreads(times: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    every = {"all": [value for values in times.values() for value in values], **times}
    return {kind: spread(values) for kind, values in every.items()}


def spread(values: Sequence[float]) -> list[float]:
    """p50, p95 and p99."""
    cut = statistics.quantiles(values, n=100, method="inclusive")
    return [round(cut[49], 3), round(cut[94], 3), round(cut[98], 3)]
