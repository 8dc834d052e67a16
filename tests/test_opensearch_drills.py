"""Failure drills on a cluster of its own: a node killed during a bulk write, and one during searching."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import EngineError
from index.engine import Record, open_engine
from index.query import Everything, Word
from tests.engine_contract import passage
from tests.opensearch_cluster import Node, ask, configured, kill, start, start_cluster, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("VERBALE_DRILLS"),
        reason="three nodes, one of them killed, take two processors for a minute and a half: VERBALE_DRILLS=1",
    ),
]

MANY = 6_000
BEFORE = 500


@pytest.fixture
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Node]]:
    pytest.importorskip("opensearchpy", reason="the extra verbale[opensearch] is not installed")
    running = start_cluster(tmp_path_factory.mktemp("nodes"), os.getpid(), count=3)
    yield running
    for node in running:
        kill(node)


def test_no_record_is_lost_or_doubled_when_nodes_are_killed(nodes: list[Node], tmp_path: Path) -> None:
    configured(tmp_path, (",".join(node.url for node in nodes), "verbale-drill"), replicas=1, shards=2, seconds=30)
    engine, reader = (open_engine("opensearch", tmp_path / "index") for _ in range(2))
    engine.write([passage(number, "norm before") for number in range(1, BEFORE + 1)], (), 1)
    manager = ask(nodes[0].url, "/_cat/cluster_manager?format=json")[0]["node"]
    lost = next(at for at, node in enumerate(nodes) if f"node{at}" == manager)
    seen: set[int] = set()
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                seen.add(reader.search(Word("norm"), "passage", limit=5).total)
            except EngineError:
                seen.add(-1)  # said so: no count is shown

    def written() -> Iterator[Record]:
        for number in range(BEFORE + 1, BEFORE + MANY + 1):
            if number == BEFORE + MANY // 2:
                kill(nodes[lost])
            yield passage(number, "norm after " + "word " * 100, document=2)

    searching = threading.Thread(target=search)
    searching.start()
    try:
        engine.write(written(), (), 2)
    finally:
        done.set()
        searching.join()
    assert seen <= {-1, BEFORE, BEFORE + MANY}
    assert BEFORE in seen
    assert engine.checkpoint() == 2

    nodes[lost] = start(nodes[lost])
    wait_for(nodes)
    ids = [hit.record for hit in reader.search(Everything(), "passage", limit=BEFORE + MANY, sort="date").hits]
    assert sorted(ids) == list(range(1, BEFORE + MANY + 1))
    for copy in ("_primary", "_replica"):
        place = engine._now()  # type: ignore[attr-defined]
        assert ask(nodes[0].url, f"/{place.name}-passage/_count?preference={copy}")["count"] == BEFORE + MANY
    engine.close()
    reader.close()
