"""The OpenSearch engine beside bare opensearch-py: the same documents sent, the same queries in their DSL.

Where OPENSEARCH_URL names no cluster, one node is started as the tests do. Both sides take turns, round by round and
query by query, so that a busy machine slows both.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.measured import Measured
from benchmarks.scale.corpus import cuts, write_corpus
from benchmarks.scale.jobs import asked_of, cpu, records
from benchmarks.search_corpus import Asked
from benchmarks.search_ours import tree
from corpus.home import Home
from index.engine import Engine, Part, open_engine
from index.opensearch_bulk import Sending, Source, loads, sources
from index.opensearch_facts import Remembered
from index.opensearch_mapping import templates

PASSAGES = 5_000
# What is searched is larger: of a few thousand paragraphs a request costs more than what it asks for.
SEARCHED = 100_000
_ROUNDS = 5
_ASKED = 5
_NAME = "verbale-bench"


def measure() -> Iterator[Measured]:
    """Build on both sides, then ask both."""
    try:
        import opensearchpy  # noqa: F401
    except ImportError:
        yield Measured("OpenSearch: verbale[opensearch] is not installed", "skipped", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            urls = os.environ.get("OPENSEARCH_URL") or _started(Path(folder) / "node")
        except BaseException as error:  # what pytest raises where Java or Maven is missing is no Exception
            if type(error).__name__ != "Skipped":
                raise
            yield Measured(f"OpenSearch: {error}", "skipped", "")
            return
        yield from _measured(Bench(Path(folder), urls))


def _started(folder: Path) -> str:
    from tests.opensearch_cluster import start_cluster

    return ",".join(node.url for node in start_cluster(folder, os.getpid(), 1, "2g"))


class Bench:
    """A corpus, and a cluster on which both sides make their indices."""

    def __init__(self, folder: Path, urls: str) -> None:
        from opensearchpy import OpenSearch

        self.folder, self.urls = folder, urls
        self.client = OpenSearch(urls.split(","), timeout=300, pool_maxsize=8)
        self.corpus = folder / "corpus.jsonl"
        write_corpus(self.corpus, PASSAGES)
        size = self.corpus.stat().st_size
        self.prepared: list[Source] = list(sources(records(self.corpus, 0, size), 1))

    def engine(self, name: str) -> Any:
        """The engine on a new and empty index."""
        home = Home(self.folder / name)
        home.make()
        given = {"url": self.urls, "name": _NAME, "replicas": 0}
        lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in given.items())
        home.config_file.write_text(f"[opensearch]\n{lines}\n", encoding="utf-8")
        return open_engine("opensearch", home.index("opensearch"))

    def cluster_cpu(self) -> float:
        """Seconds of processor that the nodes took since they were started."""
        nodes = self.client.nodes.stats(metric="process")["nodes"].values()
        return sum(float(node["process"]["cpu"]["total_in_millis"]) for node in nodes) / 1000

    def bare_index(self) -> str:
        """A new index of the same mapping and settings."""
        name = f"{_NAME}-bare-{time.time_ns()}"
        self.client.indices.create(index=name, body=templates(_NAME, 1, 0)[_NAME]["template"])
        return name


def _measured(bench: Bench) -> Iterator[Measured]:
    try:
        for what, rows in ((f"sending {PASSAGES} paragraphs", _built(bench)), (f"asking {SEARCHED}", _searched(bench))):
            yield Measured(f"{what}: load of the machine before", f"{os.getloadavg()[0]:.1f}", "")
            yield from rows
    finally:
        bench.client.indices.delete(index=f"{_NAME}-*")
        bench.client.indices.delete_index_template(name=f"{_NAME}-*")


# --- building


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of the processor in this process with its children and in the cluster."""

    wall: float
    own: float
    cluster: float


def _bare_bulk(bench: Bench, **how: Any) -> None:
    """What opensearch-py has for it, one request after another or two at a time."""
    from opensearchpy import helpers

    index = bench.bare_index()
    actions = ({"_index": index, "_id": f"{it['id']}.{it['born']}", "_source": it} for _, it in bench.prepared)
    if "thread_count" in how:
        for done, told in helpers.parallel_bulk(bench.client, actions, **how):
            assert done, told
    else:
        helpers.bulk(bench.client, actions, max_retries=9, initial_backoff=0.2, **how)
    bench.client.indices.refresh(index=index)
    assert bench.client.count(index=index)["count"] == len(bench.prepared)


def _send(bench: Bench, engine: Any) -> None:
    """The engine's way of sending, given the same documents."""
    place = engine._now()
    sending = Sending(place.cluster)
    for load in loads(bench.prepared, place.name):
        sending.send(load)
    sending.sent()
    place.refresh()


def _write(corpus: Path, engine: Engine) -> None:
    at = cuts(corpus, 100)
    halves = pairwise((at[0], at[len(at) // 2], at[-1]))
    parts: list[Part] = [partial(records, corpus, start, end) for start, end in halves]
    engine.write_parts(parts, (), 1)


def _built(bench: Bench) -> Iterator[Measured]:
    ways: dict[str, Callable[[Any], None]] = {
        "engine, sending": lambda engine: _send(bench, engine),
        "bare helpers.bulk": lambda _: _bare_bulk(bench),
        "bare parallel_bulk, 2 threads": lambda _: _bare_bulk(bench, thread_count=2, queue_size=2),
        "engine, with reading and analysis": lambda engine: _write(bench.corpus, engine),
    }
    took: dict[str, list[Took]] = {name: [] for name in ways}
    for number in range(_ROUNDS + 1):
        # There and back, so that none always comes first; the first round warms the cluster up and does not count.
        for at, (name, way) in list(enumerate(ways.items()))[:: -1 if number % 2 else 1]:
            engine = bench.engine(f"build-{number}-{at}")
            started, own, cluster = time.perf_counter(), cpu(), bench.cluster_cpu()
            way(engine)
            seconds = time.perf_counter() - started
            if number:
                took[name].append(Took(seconds, cpu() - own, bench.cluster_cpu() - cluster))
            engine.close()
            bench.client.indices.delete(index=f"{_NAME}-*")
    for name, each in took.items():
        wall, own, cluster = (statistics.median(values) for values in zip(*map(astuple, each), strict=True))
        low, high = min(one.wall for one in each), max(one.wall for one in each)
        what = f"{name}: {low:.1f} to {high:.1f} s, processor here {own:.1f} s, cluster {cluster:.1f} s"
        yield Measured(what, f"{PASSAGES / wall:.0f}/s", "")
    yield from _compared(took)


def _compared(took: Mapping[str, Sequence[Took]]) -> Iterator[Measured]:
    """The engine beside the faster bare one: by the clock, and by the processor's time of both sides together."""
    for what, of in (("clock", lambda one: one.wall), ("processor, both sides", lambda one: one.own + one.cluster)):
        medians = {name: statistics.median(map(of, each)) for name, each in took.items()}
        bare = min(median for name, median in medians.items() if name.startswith("bare"))
        for name, to_reach in (("engine, sending", ">= 0.8"), ("engine, with reading and analysis", "")):
            yield Measured(f"{name}: of bare, {what}, medians of {_ROUNDS}", f"{bare / medians[name]:.2f}", to_reach)


# --- searching


@dataclass(frozen=True, slots=True)
class Pair:
    """Milliseconds of one query, as the engine and as bare opensearch-py ask it."""

    kind: str
    engine: float
    bare: float


class Overheard:
    """What the engine asks the cluster, kept as it goes by."""

    def __init__(self, cluster: Any) -> None:
        self._search = cluster.search
        self.last: tuple[str, dict[str, Any]] = ("", {})
        cluster.search = self._heard

    def _heard(self, asked: Sequence[tuple[str, dict[str, Any]]], **how: Any) -> Any:
        self.last = asked[0]
        return self._search(asked, **how)


def _searched(bench: Bench) -> Iterator[Measured]:
    engine = bench.engine("search")
    corpus = bench.folder / "searched.jsonl"
    write_corpus(corpus, SEARCHED)
    _write(corpus, engine)
    heard = Overheard(engine._cluster)
    asked = asked_of(corpus)
    for name, again in (("asked again", True), ("asked for the first time", False)):
        pairs = [pair for number in range(_ASKED) for pair in _asked(bench, engine, heard, asked, again, number)]
        for kind in dict.fromkeys(pair.kind for pair in pairs):
            yield _row(f"{name}, {kind}", [pair for pair in pairs if pair.kind == kind], "")
        yield _row(f"{name}, all {len(pairs)}", pairs, "p95 <= 1.3")
    engine.close()


def _asked(
    bench: Bench, engine: Any, heard: Overheard, asked: Sequence[Asked], again: bool, number: int
) -> Iterator[Pair]:
    """Each query on both sides, in turn who comes first. `again`: what it needed to know before is remembered."""
    for at, one in enumerate(asked):
        facets = ("source", "year") if one.kind == "facets" else ()
        query = tree(one)
        found = engine.search(query, "passage", limit=10, facets=facets)
        index, body = heard.last
        times = {}
        for side in ("engine", "bare")[:: -1 if (at + number) % 2 else 1]:
            if not again:
                engine._remembered = Remembered()
                engine.search(tree(asked[at - 1]), "passage", limit=0)  # so that only this query's own words are new
            started = time.perf_counter()
            if side == "engine":
                engine.search(query, "passage", limit=10, facets=facets)
            else:
                answer = bench.client.search(index=index, body=body)
            times[side] = (time.perf_counter() - started) * 1000
        assert answer["hits"]["total"]["value"] == found.total
        yield Pair(one.kind, times["engine"], times["bare"])


def _row(what: str, pairs: Sequence[Pair], to_reach: str) -> Measured:
    told = []
    for n in (50, 95):
        ours, bare = (
            statistics.quantiles(values, n=100, method="inclusive")[n - 1]
            for values in ([pair.engine for pair in pairs], [pair.bare for pair in pairs])
        )
        told.append(f"p{n} {ours:.1f} / {bare:.1f} = {ours / bare:.2f}")
    return Measured(what, ", ".join(told), to_reach)
