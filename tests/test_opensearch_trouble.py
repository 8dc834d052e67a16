"""Writes that a cluster refuses or cuts short, indices of another verbale, and one that is swapped while it is read."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from corpus.config import read_config
from corpus.errors import EngineError, EngineNotReady
from corpus.home import Home
from corpus.store import Store
from index.check import check
from index.engine import SCHEMA, open_engine
from index.opensearch_client import PAUSES
from index.opensearch_mapping import LAYOUT, mapping, templates
from index.query import Everything, Word
from search.web.app import create_app
from search.web.shelf import Shelf
from tests.engine_contract import document, found, passage
from tests.opensearch_cluster import ask
from tests.opensearch_front import Front, Gone, Lost, Partly
from tests.opensearch_home import form, front_of, settle, verbale
from tests.samples import sample_arrival, sample_posting, sample_visit
from tests.test_serving import get
from tests.web_home import fill, page, text

pytestmark = pytest.mark.slow
drill = pytest.mark.skipif(
    not os.environ.get("VERBALE_DRILLS"), reason="takes two processors for a minute or two: VERBALE_DRILLS=1"
)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with front_of(tmp_path_factory) as front:
        yield front


@pytest.fixture
def home(front: Front, tmp_path: Path) -> Iterator[Home]:
    """A home whose store has documents, and whose index is not made yet."""
    home = Home(tmp_path / "home")
    fill(home)
    name = settle(home, front)
    yield home
    ask(front.behind, f"/{name}-*", "DELETE")


def told(front: Front, path: str, body: Any) -> None:
    """Change something on the cluster, behind verbale's back."""
    data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(front.behind + path, data, headers, method="PUT"), timeout=60):
        pass


def index_of(home: Home) -> str:
    """The name of the index that a home has on the cluster."""
    name: str = json.loads((home.index("opensearch") / "index.json").read_text())["index"]
    return name


def wrong(home: Home) -> list[str]:
    """What differs between store and index."""
    store, engine = Store.open(home.database), open_engine("opensearch", home.index("opensearch"))
    try:
        return list(check(store, engine))
    finally:
        engine.close()
        store.close()


# --- writes


def test_of_a_bulk_refused_in_part_only_that_part_is_sent_again(front: Front, home: Home) -> None:
    engine = open_engine("opensearch", home.index("opensearch"))
    front.operations.clear()
    front.refuse("/_bulk", Partly(429), Partly(503), Partly(429))
    engine.write([passage(number, "norm") for number in range(1, 401)], (), 1)
    assert front.operations == [400, 200, 100, 50]
    assert found(engine, Word("norm")) == list(range(1, 401))
    assert engine.search(Everything(), "passage").total == 400
    front.operations.clear()
    front.refuse("/_bulk", Partly(429))
    engine.write([passage(number, "word") for number in range(1, 101)], (), 2)
    assert engine.search(Everything(), "passage").total == 400
    assert found(engine, Word("word")) == list(range(1, 101))
    engine.close()


def test_a_disk_that_is_full_costs_the_write_alone(front: Front, home: Home) -> None:
    engine = open_engine("opensearch", home.index("opensearch"))
    engine.write([passage(number, "norm") for number in range(1, 11)], (), 1)
    block = f"/{index_of(home)}-*/_settings"
    told(front, block, {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(EngineError, match=r"takes no writes: a disk is nearly full.*Free space"):
        engine.write([passage(number, "state") for number in range(5, 21)], (), 2)
    assert (engine.checkpoint(), found(engine, Word("norm"))) == (1, list(range(1, 11)))
    assert engine.search(Everything(), "passage").total == 10
    told(front, block, {"index.blocks.read_only_allow_delete": None})
    engine.write([passage(number, "state") for number in range(5, 21)], (), 2)
    assert (found(engine, Word("norm")), found(engine, Word("state"))) == ([1, 2, 3, 4], list(range(5, 21)))
    assert engine.search(Everything(), "passage").total == 20
    engine.close()


def test_a_disk_that_fills_up_during_a_write_costs_the_write_alone(front: Front, home: Home) -> None:
    engine = open_engine("opensearch", home.index("opensearch"))
    engine.write([passage(number, "norm") for number in range(1, 11)], (), 1)
    block = f"/{index_of(home)}-passage/_settings"

    def filling() -> Iterator[Any]:
        yield document(1, "state")
        yield from (passage(number, "state " + "word " * 300) for number in range(5, 2_000))
        told(front, block, {"index.blocks.read_only_allow_delete": True})
        yield from (passage(number, "state " + "word " * 300) for number in range(2_000, 4_000))

    with pytest.raises(EngineError, match="a disk is nearly full"):
        engine.write(filling(), (), 2)
    assert (found(engine, Word("norm")), found(engine, Word("state"))) == (list(range(1, 11)), [])
    told(front, block, {"index.blocks.read_only_allow_delete": None})
    engine.write([passage(number, "state") for number in range(5, 21)], (), 2)
    assert engine.search(Everything(), "passage").total == 20
    assert engine.search(Everything(), "document").total == 0
    engine.close()


def test_an_index_run_goes_on_through_lost_requests(front: Front, home: Home) -> None:
    # Four tries each: three pauses, and then it is there again.
    front.refuse("/_bulk", *[Lost()] * 12)
    front.refused = 0
    done = verbale(home, "index")
    assert (done.exit_code, front.refused) == (0, 12), done.stderr
    assert wrong(home) == []


def test_a_night_that_cannot_index_says_so_and_the_next_run_goes_on(front: Front, home: Home) -> None:
    assert verbale(home, "index").exit_code == 0
    arrival = sample_arrival(sample_posting("https://example.org/late", symbol="A/199/60"), body=b"%PDF late")
    store = Store.open(home.database, writing=True)
    store.deposit(arrival, sample_visit(arrival))
    store.close()
    with front.away(Gone()):
        done = verbale(home, "index")
        assert (done.exit_code, done.stdout) == (1, "")
        assert "does not answer. Start it" in done.stderr
        assert "Traceback" not in done.stderr
    done = verbale(home, "index")
    assert done.stdout == "Index opensearch brought up to date: 1 documents written.\n"
    assert wrong(home) == []


@drill
def test_a_write_gives_up_in_the_end_and_the_next_one_loses_nothing(front: Front, tmp_path: Path) -> None:
    settle(Home(tmp_path), front)
    engine = open_engine("opensearch", tmp_path / "index")
    engine.write([passage(number, "norm") for number in range(1, 11)], (), 1)

    def cut_short() -> Iterator[Any]:
        yield from (passage(number, "state " + "word " * 300) for number in range(5, 4_000))
        absence.__enter__()

    absence = front.away(Gone())
    with pytest.raises(EngineError, match="does not answer"):
        engine.write(cut_short(), (), 2)
    absence.__exit__(None, None, None)
    assert (engine.checkpoint(), found(engine, Word("norm"))) == (1, list(range(1, 11)))
    assert engine.search(Everything(), "passage").total == 10
    engine.write([passage(number, "state") for number in range(5, 21)], (), 2)
    assert engine.search(Everything(), "passage").total == 20
    engine.close()
    assert sum(PAUSES) > 60


# --- indices of another verbale


def rename(front: Front, home: Home, **version: int) -> str:
    """Have the index of a home be one that another verbale made; its name."""
    name = index_of(home)
    owner = ask(front.behind, f"/{name}-passage/_mapping")[f"{name}-passage"]["mappings"]["_meta"]["owner"]
    for scope in ("document", "passage"):
        told(front, f"/{name}-{scope}/_mapping", {"_meta": {**version, "owner": owner}})
    return name


@pytest.mark.parametrize(
    ("version", "whose"),
    [
        ({"schema": SCHEMA - 1, "layout": LAYOUT}, "an older"),
        ({"schema": SCHEMA, "layout": LAYOUT + 1}, "a newer"),
        ({"schema": SCHEMA + 1, "layout": LAYOUT}, "a newer"),
        ({}, "an older"),
    ],
)
def test_an_index_of_another_verbale_is_told(front: Front, home: Home, version: dict[str, int], whose: str) -> None:
    open_engine("opensearch", home.index("opensearch")).close()
    rename(front, home, **version)
    with pytest.raises(EngineNotReady, match=f"was made by {whose} verbale; `verbale index` makes it anew"):
        open_engine("opensearch", home.index("opensearch"))


def test_the_form_tells_an_older_index_and_one_command_makes_it_anew(front: Front, home: Home) -> None:
    assert verbale(home, "index").exit_code == 0
    old = rename(front, home, schema=SCHEMA - 1, layout=LAYOUT)
    shelf = Shelf(home, read_config(home.config_file))
    with create_app(shelf, home).test_client() as client:
        tree = page(client, "/?q=contact", 503)
        assert "was made by an older verbale; `verbale index` makes it anew" in text(tree, "[role=alert]")
        assert client.get("/healthz").get_json()["status"] == "not ready"
        page(client, "/d/A/199/12")
        done = verbale(home, "index")
        assert "made anew" in done.stdout, done.stderr
        page(client, "/?q=contact")
    shelf.close()
    new, alias = index_of(home), old.rsplit("-", 2)[0]
    held = ask(front.behind, f"/{alias}-*/_alias")
    assert set(held) == {f"{new}-document", f"{new}-passage", f"{new}-state"}
    assert held[f"{new}-passage"]["aliases"].keys() == {alias}
    assert wrong(home) == []


def test_an_index_that_lacks_a_field_is_told(front: Front, home: Home) -> None:
    assert verbale(home, "index").exit_code == 0
    ours, _, *made = index_of(home).rsplit("-", 3)
    name = "-".join((ours, "odd", *made))  # no template adds what is lacking
    meta = ask(front.behind, f"/{index_of(home)}-passage/_mapping")[f"{index_of(home)}-passage"]["mappings"]["_meta"]
    for scope in ("document", "passage"):
        fields = {**mapping(), "_meta": meta}
        fields["properties"].pop("is_mentions")
        body = {"mappings": fields, "settings": templates("odd", 1, 0)["odd"]["template"]["settings"]}
        told(front, f"/{name}-{scope}", body)
    file = home.index("opensearch") / "index.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "index": name}), encoding="utf-8")
    with pytest.raises(EngineNotReady, match="lacks the field is_mentions; `verbale index` makes it anew"):
        open_engine("opensearch", home.index("opensearch"))
    assert "made anew" in verbale(home, "index").stdout
    assert wrong(home) == []


# --- an index that is swapped


@drill
def test_several_processes_see_a_new_index_and_fail_no_request(front: Front, home: Home) -> None:
    assert verbale(home, "index").exit_code == 0
    over = Event()

    def read(address: str) -> list[tuple[int, int]]:
        answers: list[tuple[int, int]] = []
        while not over.is_set():
            for path in ("api/v1/search?q=contact", "api/v1/search?q=key*&scope=paragraph"):
                status, _, body = get(f"{address}{path}")
                answers.append((status, json.loads(body).get("total", -1)))
        return answers

    with form(home, "--workers", "2") as (one, _), form(home) as (other, _), ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read, address) for address in (one, other, one, other)]
        try:
            for _ in range(3):
                before = index_of(home)
                assert verbale(home, "index", "--fresh").exit_code == 0
                assert index_of(home) != before
        finally:
            over.set()
        answers = {answer for one in reading for answer in one.result()}
        assert {status for status, _ in answers} == {200}, answers
        assert len(answers) == 2, answers
        assert {get(f"{address}?q=contact")[0] for address in (one, other, one, other)} == {200}
    alias, name = index_of(home).rsplit("-", 2)[0], index_of(home)
    assert set(ask(front.behind, f"/{alias}-*/_alias")) == {
        f"{name}-{kind}" for kind in ("document", "passage", "state")
    }
