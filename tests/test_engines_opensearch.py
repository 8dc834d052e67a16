"""The OpenSearch engine on a real cluster: the contract of all engines, and what is particular to it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tests.test_engines as contract
from corpus.errors import EngineError
from index.engine import Engine, open_engine
from index.opensearch_bulk import send
from index.query import Near, Phrase, Prefix, Query, Scope, Sort, Word
from tests.engine_contract import Step, document, found, passage, queries, same, steps
from tests.opensearch_cluster import ask, configured
from tests.opensearch_cluster import given as started
from tests.opensearch_front import AnswerLost, Lost, Refused, before

pytestmark = pytest.mark.slow

# These are tried below, on one index where the others take an index each.
_OTHERWISE = {
    "test_every_node_finds_what_it_says",
    "test_all_engines_answer_alike",
    "test_an_unknown_engine_is_named",
    "test_positions_of_removed_records_are_not_searched",
}
globals().update(
    {name: test for name, test in vars(contract).items() if name.startswith("test_") and name not in _OTHERWISE}
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of a cluster, and what the names of our indices there begin with."""
    yield from started(tmp_path_factory)


@pytest.fixture
def name(cluster: tuple[str, str], tmp_path: Path) -> str:
    configured(tmp_path, cluster)
    return "opensearch"


@pytest.fixture
def engine(name: str, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(name, tmp_path / "index")
    yield opened
    opened.close()


def test_every_node_finds_what_it_says(engine: Engine) -> None:
    engine.write(contract.PASSAGES, (), 1)
    for query, ids in contract.EVERY_NODE:
        results = engine.search(query, "passage", limit=100)
        assert {hit.record for hit in results.hits} == ids, query
        assert results.total == len(ids), query


def test_positions_of_removed_records_are_not_searched(engine: Engine) -> None:
    stay = [passage(number, "norm of states", document=2) for number in range(100, 140)]
    engine.write([*(passage(number, "norm of states") for number in range(1, 9)), *stay], (), 1)
    engine.write((), [1], 2)
    for query in (Phrase(("norm",)), Phrase(("norm", "of")), Near((("norm",), ("of",)), 3), Prefix("no")):
        assert found(engine, query) == list(range(100, 140)), query


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    history=st.lists(steps(), min_size=1, max_size=3),
    asked=st.lists(st.tuples(queries(), st.sampled_from(("document", "passage"))), min_size=12, max_size=12),
    sort=st.sampled_from(("relevance", "date", "-date", "symbol")),
    offset=st.integers(0, 3),
)
def test_it_answers_as_the_judge_does(
    cluster: tuple[str, str], history: list[Step], asked: list[tuple[Query, Scope]], sort: Sort, offset: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = configured(Path(folder), cluster, shards=2)
        judge, engine = open_engine("memory", home / "memory"), open_engine("opensearch", home / "index")
        for number, step in enumerate(history, 1):
            judge.write(step.records, step.removed, number)
            engine.write(step.records, step.removed, number)
        contract.answers_alike(engine, judge, asked, sort, offset)


def test_a_write_that_was_killed_is_tidied_by_the_next(engine: Engine) -> None:
    engine.write([passage(1, "norm"), document(1, "norm")], (), 1)
    place = engine._now()  # type: ignore[attr-defined]
    place.put(replace(place.state(), phase="writing"))
    send(place.cluster, place.name, [partial(list, [passage(2, "norm"), passage(1, "norm other")])], 2)
    place.refresh()
    assert found(engine, Word("norm")) == [1]
    assert engine.search(Word("other"), "passage").total == 0
    engine.write([passage(3, "norm")], (), 2)
    assert found(engine, Word("norm")) == [1, 3]
    assert ask_count(engine, "passage") == 2


def test_old_records_that_were_not_deleted_yet_do_not_count(engine: Engine, name: str, tmp_path: Path) -> None:
    kept = [passage(1, "norm of states", document=2), passage(7, "norm words")]
    engine.write([*kept, *(passage(number, "norm " * number) for number in range(2, 6))], (), 1)
    place = engine._now()  # type: ignore[attr-defined]
    state = place.put(replace(place.state(), phase="writing"))
    send(place.cluster, place.name, [partial(list, [passage(7, "norm of words")])], 2)
    place.refresh()
    place.put(replace(state, phase="sweeping", generation=2, removed=(1,), checkpoint=2))
    fresh = open_engine(name, tmp_path / "fresh")
    fresh.write([passage(1, "norm of states", document=2), passage(7, "norm of words")], (), 1)
    for query in (Word("norm"), Prefix("st"), Phrase(("norm", "o*")), Near((("norm",), ("states",)), 1)):
        same(engine.search(query, "passage"), fresh.search(query, "passage"))
    fresh.close()


def ask_count(engine: Engine, scope: str) -> int:
    """How many records lie on the cluster, counted or not."""
    place = engine._now()  # type: ignore[attr-defined]
    return int(ask(place.cluster._url.partition(",")[0], f"/{place.name}-{scope}/_count")["count"])


def test_pages_beyond_what_one_request_gives(engine: Engine) -> None:
    engine.write((passage(number, "norm") for number in range(1, 12_001)), (), 1)
    page = engine.search(Word("norm"), "passage", offset=10_500, limit=3)
    assert ([hit.record for hit in page.hits], page.total) == ([10_501, 10_502, 10_503], 12_000)
    assert engine.search(Word("norm"), "passage", offset=12_000, limit=3, sort="date").hits == ()
    last = engine.search(Word("norm"), "passage", offset=9_999, limit=2)
    assert [hit.record for hit in last.hits] == [10_000, 10_001]
    for limit, many in ((1_000_000, 12_000), (11_000, 11_000)):
        best = engine.best_passages(Word("norm"), [1], limit)[1]
        assert ([hit.record for hit in best.hits], best.total) == (list(range(1, many + 1)), 12_000)


def test_an_index_swapped_out_is_deleted_and_the_alias_moves(engine: Engine, name: str, tmp_path: Path) -> None:
    engine.write([passage(1, "old")], (), 1)
    url, old = engine._cluster._url.partition(",")[0], engine._now().name  # type: ignore[attr-defined]
    beside = open_engine(name, tmp_path / "index.new")
    beside.write([passage(2, "new")], (), 1)
    beside.close()
    assert found(engine, Word("old")) == [1]
    (tmp_path / "index").rename(tmp_path / "index.old")
    (tmp_path / "index.new").rename(tmp_path / "index")
    assert found(engine, Word("new")) == [2]
    new = engine._now().name  # type: ignore[attr-defined]
    alias = old.rsplit("-", 2)[0]
    held = ask(url, f"/{alias}-*/_alias")
    assert set(held) == {f"{new}-document", f"{new}-passage", f"{new}-state"}
    assert held[f"{new}-passage"]["aliases"].keys() == {alias}


def test_a_cluster_that_does_not_answer_is_told_with_the_cure(tmp_path: Path) -> None:
    configured(tmp_path, ("http://127.0.0.1:9", "verbale-test"))
    with pytest.raises(EngineError, match=r"http://127\.0\.0\.1:9 does not answer\. Start it, or correct `url`"):
        open_engine("opensearch", tmp_path / "index")


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (Refused(401, {}), r"refuses the login \(401\)\. Check `user`"),
        (Refused(200, {"version": {"number": "7.17.0"}}), r"answers elasticsearch 7\.17\.0; verbale needs OpenSearch"),
        (Refused(200, {"version": {"distribution": "opensearch", "number": "1.3.0"}}), r"answers opensearch 1\.3\.0"),
        (Refused(503, {}), "not ready or too busy"),
        (Refused(500, "broken"), r"is not understood: .*\. Is it OpenSearch\?"),
        (Refused(200, ["a list"]), r"is not understood: .*\. Is it OpenSearch\?"),
    ],
)
def test_what_the_cluster_refuses_is_told_with_the_cure(tmp_path: Path, refused: Refused, told: str) -> None:
    with before("http://127.0.0.1:9", [refused] * 9) as front:
        configured(tmp_path, (front.url, "verbale-test"))
        with pytest.raises(EngineError, match=told):
            open_engine("opensearch", tmp_path / "index")


def test_a_full_disk_is_told_and_nothing_of_the_write_is_seen(cluster: tuple[str, str], tmp_path: Path) -> None:
    urls, name = cluster
    full = Refused(429, {"error": {"reason": "disk usage exceeded flood-stage watermark, index has read-only block"}})
    with before(urls.partition(",")[0], []) as front:
        engine = open_engine("opensearch", configured(tmp_path, (front.url, name)) / "index")
        engine.write([passage(1, "norm")], (), 1)
        front.refuse("/_bulk", full)
        with pytest.raises(EngineError, match=r"takes no writes: a disk is nearly full.*Free space"):
            engine.write([passage(2, "norm")], (), 2)
        assert found(engine, Word("norm")) == [1]
        assert engine.checkpoint() == 1


def test_a_bulk_that_is_refused_or_lost_is_sent_again(cluster: tuple[str, str], tmp_path: Path) -> None:
    urls, name = cluster
    busy = Refused(429, {"error": {"type": "rejected_execution_exception"}})
    with before(urls.partition(",")[0], []) as front:
        engine = open_engine("opensearch", configured(tmp_path, (front.url, name)) / "index")
        front.refuse("/_bulk", busy, Lost(), busy, AnswerLost())
        engine.write([passage(number, "norm") for number in range(1, 400)], (), 1)
        assert found(engine, Word("norm")) == list(range(1, 400))
        assert front.refused == 4
        front.refuse("/_doc/state", AnswerLost())
        engine.write([passage(400, "norm")], (), 2)
        assert engine.search(Word("norm"), "passage").total == 400
        assert ask_count(engine, "passage") == 400
