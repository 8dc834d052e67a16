"""`/metrics`: read back by Prometheus's own parser, true of the home, and counted over all processes of a form."""

from __future__ import annotations

import multiprocessing
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from corpus.config import Config, ServeSettings, parse_config
from corpus.errors import ConfigError
from corpus.home import Home
from corpus.store import Store
from crawler.report import CrawlReport
from crawler.source import Expect
from search.night import Night, source_night
from search.night_log import keep_night
from search.web.app import AROUND, create_app
from search.web.metrics.counting import BUCKETS, ROWS, RequestCounts, kind_of, shared_memory
from search.web.shelf import Shelf
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import fill

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def parsed(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def figure(samples: Samples, name: str, **labels: str) -> float:
    return samples[name, frozenset(labels.items())]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    fill(made, hostile=('a "source"\nverbale_ready 0\n\\',))
    return made


@contextmanager
def client(home: Home, **serve: str) -> Iterator[FlaskClient]:
    config = replace(Config(), serve=ServeSettings(**serve))  # type: ignore[arg-type]
    shelf = Shelf(home, config)
    with create_app(shelf, home, replace(AROUND, now=lambda: NIGHT)).test_client() as asked:
        yield asked
    shelf.close()


def test_the_figures_are_those_of_the_home(home: Home) -> None:
    began = "2031-03-03T02:30:00+00:00"
    told = source_night(CrawlReport("osce", Expect(50, 99), NIGHT), ())
    keep_night(home, Night("update", began, "2031-03-03T02:30:00+00:00", (told,)))
    with client(home) as asked:
        answer = asked.get("/metrics")
        samples = parsed(answer.text)
    assert answer.content_type.startswith("text/plain; version=")
    store = Store.open(home.database)
    assert figure(samples, "verbale_documents") == store.counts().documents > 3
    assert figure(samples, "verbale_paragraphs") == store.counts().passages
    store.close()
    assert figure(samples, "verbale_documents_not_held") == 1
    assert figure(samples, "verbale_index_behind_documents") == 0
    assert figure(samples, "verbale_ready") == 1
    assert figure(samples, "verbale_last_visit_timestamp_seconds", source="un-oewg") == NIGHT.timestamp()
    assert figure(samples, "verbale_last_day_visits", source="un-oewg", verdict="ok_pdf") >= 5
    assert figure(samples, "verbale_night_age_seconds") == 24 * 3600
    assert figure(samples, "verbale_night_whole") == 0
    assert figure(samples, "verbale_night_source_ok", source="osce", state="too few") == 0
    assert figure(samples, "verbale_store_bytes") > 10_000
    assert figure(samples, "verbale_archive_bytes") > 100


def test_what_arrives_is_seen_and_that_the_index_has_it_not(home: Home) -> None:
    with client(home) as asked:
        before = figure(parsed(asked.get("/metrics").text), "verbale_documents")
        store = Store.open(home.database, writing=True)
        arrival = sample_arrival(sample_posting("https://example.org/new", symbol="A/199/77"), body=b"%PDF 77")
        store.deposit(arrival, sample_visit(arrival))
        store.close()
        samples = parsed(asked.get("/metrics").text)
    assert figure(samples, "verbale_documents") == before + 1
    assert figure(samples, "verbale_index_behind_documents") == 1


def test_requests_are_counted_by_kind_and_by_how_they_ended(home: Home) -> None:
    with client(home) as asked:
        for url in (
            "/?q=contact",
            "/?q=keys",
            "/?q=%22open",
            "/d/A/199/12",
            "/d/none",
            "/api/v1/search?q=contact",
            "/no",
        ):
            asked.get(url)
        samples = parsed(asked.get("/metrics").text)
    wanted = {("search", "2xx"): 2, ("search", "4xx"): 1, ("document", "2xx"): 1, ("document", "4xx"): 1}
    wanted |= {("api", "2xx"): 1, ("other", "4xx"): 1, ("other", "5xx"): 0}
    for (kind, code), count in wanted.items():
        assert figure(samples, "verbale_requests_total", kind=kind, code=code) == count, (kind, code)
    assert figure(samples, "verbale_request_duration_seconds_count", kind="search") == 3
    assert figure(samples, "verbale_request_duration_seconds_bucket", kind="search", le="+Inf") == 3
    assert figure(samples, "verbale_request_duration_seconds_sum", kind="search") > 0


def test_a_home_that_cannot_be_read_still_has_metrics(tmp_path: Path) -> None:
    with client(Home(tmp_path / "none")) as asked:
        assert asked.get("/?q=contact").status_code == 503
        samples = parsed(asked.get("/metrics").text)
    assert figure(samples, "verbale_ready") == 0
    assert figure(samples, "verbale_requests_total", kind="search", code="5xx") == 1
    assert ("verbale_documents", frozenset()) not in samples


def test_the_password_of_the_form_stands_before_the_metrics(home: Home) -> None:
    (home.path / "password").write_text("sesame\n", encoding="utf-8")
    login = {"Authorization": f"Basic {b64encode(b'me:sesame').decode()}"}
    with client(home, password_file="password") as asked:
        assert asked.get("/metrics").status_code == 401
        assert asked.get("/metrics", headers=login).status_code == 200
        assert asked.get("/healthz").status_code == 200
    with client(home, password_file="password", metrics="open") as asked:
        assert asked.get("/metrics").status_code == 200
        assert asked.get("/status").status_code == 401
    with client(home, metrics="off") as asked:
        assert asked.get("/metrics").status_code == 404


def test_a_setting_that_is_none_is_refused() -> None:
    assert parse_config('[serve]\nmetrics = "open"\n').serve.metrics == "open"
    with pytest.raises(ConfigError, match="metrics must be"):
        parse_config('[serve]\nmetrics = "on"\n')


def test_rows_of_all_processes_are_added_up_and_outlive_them() -> None:
    memory = shared_memory(multiprocessing.get_context("spawn"))
    one, other, later = (RequestCounts(memory, row) for row in (0, 1, ROWS))
    for counts, seconds in ((one, 0.004), (other, 0.3), (other, 99.0), (later, 0.005)):
        counts.count("search", 200, seconds)
    other.count("search", 503, 0.0)
    [told] = [each for each in RequestCounts(memory, 7).told() if each.kind == "search"]
    assert dict(told.codes) == {"1xx": 0, "2xx": 4, "3xx": 0, "4xx": 0, "5xx": 1}
    assert sum(told.bins) == 5
    assert told.bins[0] == 3
    assert told.bins[-1] == 1
    assert told.bins[BUCKETS.index(0.5)] == 1
    assert told.seconds == pytest.approx(99.309)


@pytest.mark.parametrize(
    ("endpoint", "kind"),
    [("search", "search"), ("api-search", "api"), ("healthz", "watching"), ("", "other"), ("compare", "other")],
)
def test_endpoints_have_a_kind(endpoint: str, kind: str) -> None:
    assert kind_of(endpoint) == kind


@pytest.mark.slow
def test_any_process_tells_what_all_of_them_answered(home: Home) -> None:
    command = [sys.executable, "-m", "search", "--home", str(home.path), "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = re.search(r"http://\S+", process.stdout.readline())
            assert told is not None
            address = told[0].rstrip("/")
            for _ in range(30):  # each over a connection of its own, so that both processes are met
                requests.get(f"{address}/?q=contact", timeout=60).raise_for_status()
            seen = {
                figure(
                    parsed(requests.get(f"{address}/metrics", timeout=60).text),
                    "verbale_requests_total", kind="search", code="2xx",
                )
                for _ in range(10)
            }  # fmt: skip
            assert seen == {30}
        finally:
            process.terminate()
