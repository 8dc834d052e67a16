"""A cluster that is away for a while: what the form, the command line and a write do meanwhile, and afterwards.

How long it is away is for the test to say, and does not matter: nothing here waits for time to pass.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup
from prometheus_client.parser import text_string_to_metric_families

from corpus.errors import EngineAway, EngineError
from corpus.home import Home
from corpus.store import Store
from index.engine import open_engine
from index.patience import Waits, waiting
from index.query import Word
from index.sync import sync
from search.everything import everything
from search.library import library_at
from search.web.browse import BROWSED
from tests.engine_contract import found
from tests.opensearch_cluster import ask
from tests.opensearch_front import Absence, Front, Gone, Refused, Silent, Torn
from tests.opensearch_home import form, front_of, settle, verbale
from tests.test_serving import get
from tests.web_home import fill, negotiated, text

pytestmark = pytest.mark.slow

longer = pytest.mark.skipif(not os.environ.get("VERBALE_DRILLS"), reason="half a minute: VERBALE_DRILLS=1")
# Where nothing answers is tried below too, with many readers.
AWAY = [Gone(), pytest.param(Silent(), marks=longer), pytest.param(Torn(), marks=longer)]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with front_of(tmp_path_factory) as front:
        yield front


@pytest.fixture(scope="module")
def home(front: Front, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("away") / "home")
    fill(home, more=negotiated())
    name = settle(home, front)
    store = Store.open(home.database)
    sync(store, "opensearch", home.index("opensearch"), lambda done, total: None)
    store.close()
    yield home
    ask(front.behind, f"/{name}-*", "DELETE")


def figure(address: str, name: str) -> float:
    families = text_string_to_metric_families(get(f"{address}metrics")[2])
    [sample] = [one for family in families for one in family.samples if one.name == name]
    return float(sample.value)


@pytest.mark.parametrize("how", AWAY, ids=lambda how: type(how).__name__)
def test_the_form_says_so_reads_on_and_finds_it_back(home: Home, front: Front, how: Absence) -> None:
    with form(home) as (address, said):
        browsed = get(f"{address}browse")[2]
        assert get(f"{address}?q=contact")[0] == 200
        assert json.loads(get(f"{address}healthz")[2])["status"] == "ok"
        with front.away(how):
            status, headers, page = get(f"{address}?q=contact")
            tree = BeautifulSoup(page, "lxml")
            assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store")
            assert text(tree, "[role=alert] h1") == "Searching does not work now"
            assert "goes on by itself" in text(tree, "[role=alert]")
            assert headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert front.url not in page
            status, headers, body = get(f"{address}api/v1/search?q=contact")
            assert (status, headers["Retry-After"], headers["Content-Type"]) == (503, "5", "application/json")
            assert "goes on by itself" in json.loads(body)["error"]

            assert "shown without marks" in get(f"{address}d/A/199/12?q=contact")[2]
            assert "Searching does not work now" in get(address)[2]
            for path in ("", "d/A/199/12", "new", "cite/A/199/12", "compare?old=A/C.1/199/L.7&new=A/RES/199/8", "help"):
                assert get(f"{address}{path}")[0] == 200, path
            assert get(f"{address}browse")[2] == browsed
            status, _, body = get(f"{address}healthz")
            assert (status, json.loads(body)["status"]) == (200, "degraded")
            assert figure(address, "verbale_ready") == 0
            assert figure(address, "verbale_index_away_requests_total") == 2
        assert get(f"{address}?q=contact")[0] == 200
        marked = BeautifulSoup(get(f"{address}d/A/199/12?q=contact")[2], "lxml")
        assert ([told.get_text() for told in marked.select(".notice")], len(marked.select("mark"))) == ([], 2)
        assert json.loads(get(f"{address}healthz")[2])["status"] == "ok"
        assert figure(address, "verbale_ready") == 1
    told = [line for line in said if "index" in line or "searches" in line]
    assert len(told) == 2, said
    assert front.url in told[0]
    assert "answers again" in told[1]


def test_documents_are_read_while_many_wait_for_a_search(home: Home, front: Front) -> None:
    with form(home) as (address, _):
        get(f"{address}?q=contact")
        with front.away(Silent()), ThreadPoolExecutor(30) as readers:
            waiting_ones = [readers.submit(get, f"{address}?q=contact+{number}") for number in range(60)]
            assert {get(f"{address}d/A/199/12?page={number}")[0] for number in range(20)} == {200}
            assert {one.result()[0] for one in waiting_ones} == {503}
        assert get(f"{address}?q=contact")[0] == 200


def test_a_form_that_is_started_while_it_is_away_searches_when_it_is_back(home: Home, front: Front) -> None:
    with front.away(Gone()), form(home) as (address, _):
        assert get(f"{address}d/A/199/12")[0] == 200
        assert get(f"{address}?q=contact")[0] == 503
        front.listen()
        front.absence = None
        assert get(f"{address}?q=contact")[0] == 200
        front.stop()


@pytest.mark.parametrize("how", [Gone(), Torn()], ids=lambda how: type(how).__name__)
def test_the_command_line_says_what_is_wrong_and_the_cure(home: Home, front: Front, how: Absence) -> None:
    with front.away(how):
        done = verbale(home, "search", "contact")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "does not answer. Start it, or correct `url` of [opensearch] in verbale.toml" in done.stderr
    assert "Traceback" not in done.stderr
    assert verbale(home, "search", "contact").exit_code == 0


def test_what_is_counted_of_everything_is_the_same_with_and_without_the_index(home: Home, front: Front) -> None:
    with library_at(home.path) as library:
        whole = everything(library, BROWSED)
        with front.away(Gone()):
            counted = everything(library, BROWSED)
    assert (whole.away, counted.away) == (False, True)
    assert counted.total == whole.total
    for name in BROWSED:
        assert sorted(counted.facets[name]) == sorted(whole.facets[name]), name


def test_who_waits_for_a_sign_does_not_wait_for_long(home: Home, front: Front) -> None:
    engine = open_engine("opensearch", home.index("opensearch"))
    with front.away(Silent()), waiting(Waits(sign=0.2, answer=3600)), pytest.raises(EngineAway, match="in time"):
        engine.checkpoint()
    assert found(engine, Word("contact"))
    engine.close()


def partial(**more: object) -> Refused:
    """An answer to a search that says of itself that it is not whole."""
    hits = {"total": {"value": 1, "relation": "eq"}, "hits": []}
    whole = {"timed_out": False, "_shards": {"total": 2, "successful": 2, "skipped": 0, "failed": 0}, "hits": hits}
    return Refused(200, {"responses": [{**whole, **more}]})


@pytest.mark.parametrize(
    "answer",
    [partial(timed_out=True), partial(_shards={"total": 2, "successful": 1, "skipped": 0, "failed": 1})],
    ids=["late", "a shard is missing"],
)
def test_a_count_that_is_not_whole_is_never_shown(home: Home, front: Front, answer: Refused) -> None:
    engine = open_engine("opensearch", home.index("opensearch"))
    front.refuse("/_msearch", answer)
    with pytest.raises(EngineError, match="only in part"):
        engine.search(Word("contact"), "passage")
    engine.close()
