"""How an index on the cluster is written and asked: requests at a time, killed processes, one request a search."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from corpus.errors import EngineError
from index import opensearch_bulk
from index.engine import Engine, Part, open_engine
from index.opensearch_bulk import Load, loads, sources
from index.query import Everything, Word
from tests.engine_contract import appeared, found, passage, stuck
from tests.opensearch_cluster import configured, given
from tests.opensearch_front import Front, Refused, before

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    yield from given(tmp_path_factory)


@pytest.fixture
def front(cluster: tuple[str, str]) -> Iterator[Front]:
    with before(cluster[0].partition(",")[0], []) as front:
        yield front


@pytest.fixture
def engine(front: Front, cluster: tuple[str, str], tmp_path: Path) -> Iterator[Engine]:
    configured(tmp_path, (front.url, cluster[1]))
    opened = open_engine("opensearch", tmp_path / "index")
    opened.write([passage(1, "norm")], (), 1)
    yield opened
    opened.close()


def test_loads_have_every_record_and_about_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensearch_bulk, "_BULK", 2_000)
    records = [passage(number, f"norm {number}") for number in range(1, 50)]
    made: list[Load] = list(loads(sources(records, 1), "index"))
    assert [id_ for load in made for id_ in load.ids["passage"]] == list(range(1, 50))
    assert all(2_000 <= len(load.body) < 2_600 for load in made[:-1])
    assert all(load.body.count(b"\n") == 2 * len(load.ids["passage"]) for load in made)


def test_no_more_than_two_requests_are_under_way(engine: Engine, front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensearch_bulk, "_BULK", 2_000)
    parts: list[Part] = [
        partial(list, [passage(number, "norm") for number in range(start, start + 100)]) for start in (100, 200)
    ]
    engine.write_parts(parts, (), 2)
    assert front.asked.count("/_bulk") > 10
    assert front.most["_bulk"] <= 2
    assert engine.search(Word("norm"), "passage").total == 201


def test_a_process_that_was_killed_leaves_everything_as_it_was(engine: Engine, tmp_path: Path) -> None:
    started = tmp_path / "started"
    parts: list[Part] = [partial(list, [passage(2, "norm")]), partial(stuck, [passage(3, "norm")], started)]
    killing = threading.Thread(target=lambda: os.kill(int(appeared(started)), signal.SIGKILL))
    killing.start()
    with pytest.raises(EngineError, match=r"ended too early \(exit code -9\); nothing was changed"):
        engine.write_parts(parts, (), 2)
    killing.join()
    assert engine.checkpoint() == 1
    assert found(engine, Everything()) == [1]
    engine.write([passage(2, "norm")], (), 2)
    assert found(engine, Word("norm")) == [1, 2]


def test_a_process_ends_where_the_other_part_fails(engine: Engine, tmp_path: Path) -> None:
    started = tmp_path / "started"

    def fails() -> Iterator[object]:
        appeared(started)
        raise EngineError("the first part fails")
        yield

    parts: list[Part] = [fails, partial(stuck, [], started)]  # type: ignore[list-item]
    with pytest.raises(EngineError, match="the first part fails"):
        engine.write_parts(parts, (), 2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(appeared(started)), 0)
    assert engine.checkpoint() == 1


def test_records_that_a_node_lost_are_noticed(engine: Engine, front: Front) -> None:
    front.refuse("/_bulk", Refused(200, {"errors": False, "items": []}))
    with pytest.raises(EngineError, match=r"Of 1 records that were sent to .*, 0 are there"):
        engine.write([passage(2, "norm")], (), 2)
    assert engine.checkpoint() == 1
    assert found(engine, Word("norm")) == [1]


def test_a_search_is_one_request_and_never_shows_an_old_count(
    engine: Engine, front: Front, cluster: tuple[str, str], tmp_path: Path
) -> None:
    reader = open_engine("opensearch", tmp_path / "index")
    assert found(reader, Word("norm")) == [1]
    asked = len(front.asked)
    assert found(reader, Word("norm")) == [1]
    assert front.asked[asked:] == ["/_msearch"]
    for number in range(2, 6):
        engine.write([passage(number, "norm")], (), number)
        assert found(reader, Word("norm")) == list(range(1, number + 1))
    engine.write([], [1], 6)
    assert found(reader, Word("norm")) == []
    reader.close()


def test_a_write_that_is_over_is_not_tried_again(engine: Engine, front: Front) -> None:
    busy = Refused(429, {"error": {"type": "rejected_execution_exception"}})
    front.refuse("/_bulk", busy, busy)
    over = Event()
    over.set()
    load = next(loads(sources([passage(7, "norm")], 9), engine._now().name))  # type: ignore[attr-defined]
    with pytest.raises(EngineError):
        engine._cluster.bulk(load.body, over)  # type: ignore[attr-defined]
    assert front.refused == 1
