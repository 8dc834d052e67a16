"""What one reader may ask of the form, what a browser may keep, and what is written down about either."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import Config, ServeSettings, parse_config
from corpus.errors import ConfigError, TooCostly
from corpus.home import Home
from corpus.store import Store
from index.patience import look_at_the_clock, patience
from index.shingles import follow
from index.sync import sync
from search.web.app import Surroundings, create_app
from search.web.limits import MOST_ADDRESSES, Buckets, reader, unlimited
from search.web.shelf import Shelf
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import REQUEST, attribute, chinese, fill, negotiated, page, text

FAR = {"REMOTE_ADDR": "198.51.100.7"}


class Clock:
    """A clock that goes on only when it is told to, or by `step` each time that it is read."""

    def __init__(self, step: float = 0.0) -> None:
        self.seconds, self.step = 0.0, step

    def __call__(self) -> float:
        self.seconds += self.step
        return self.seconds


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("limits") / "home")
    fill(home, more=negotiated())
    return home


@contextmanager
def limited(home: Home, settings: ServeSettings, around: Surroundings | None = None) -> Iterator[FlaskClient]:
    """The form with settings of its own, without a server."""
    shelf = Shelf(home, Config(serve=settings))
    with create_app(shelf, home, around or Surroundings()).test_client() as client:
        try:
            yield client
        finally:
            shelf.close()


# --- how often


def test_a_bucket_is_empty_after_a_minutes_worth_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(60, clock)
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") == pytest.approx(1.0)
    assert buckets.take("b") == 0.0
    clock.seconds = 0.5
    assert buckets.take("a") == pytest.approx(0.5)
    clock.seconds = 1.0
    assert buckets.take("a") == 0.0


@given(st.integers(1, 500), st.lists(st.floats(0, 30), max_size=200))
def test_no_more_than_a_bucket_and_what_flows_in_is_ever_taken(rate: int, pauses: list[float]) -> None:
    clock = Clock()
    buckets = Buckets(rate, clock)
    taken = 0
    for pause in pauses:
        clock.seconds += pause
        wait = buckets.take("a")
        assert wait >= 0
        taken += wait == 0
    assert taken <= rate + clock.seconds * rate / 60 + 1


def test_addresses_are_forgotten_the_longest_unseen_first() -> None:
    buckets = Buckets(1, Clock())
    assert buckets.take("first") == 0
    assert buckets.take("first") > 0
    for number in range(MOST_ADDRESSES):
        buckets.take(str(number))
    assert buckets.take("first") == 0


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("198.51.100.7", "198.51.100.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("fe80::1%eth0", "fe80::"), ("unix", "unix"), ("", ""),
    ],
)  # fmt: skip
def test_a_reader_is_an_address_or_a_household(address: str, who: str) -> None:
    assert reader(address) == who


def test_this_computer_is_unlimited_unless_everybody_seems_to_be_there() -> None:
    assert unlimited("127.0.0.1", ServeSettings())
    assert not unlimited("127.0.0.1", ServeSettings(trusted_proxies=1))
    assert not unlimited("198.51.100.7", ServeSettings())
    assert not unlimited("unix", ServeSettings())


def test_who_asks_too_often_is_told_when_to_come_again(home: Home) -> None:
    clock = Clock()
    with limited(home, ServeSettings(rate=3), Surroundings(clock=clock)) as client:
        assert [client.get("/help", environ_base=FAR).status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = client.get("/?q=contact", environ_base=FAR)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "20")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Wait 20 s" in answer.text
        assert client.get("/healthz", environ_base=FAR).status_code == 200
        assert client.get("/static/style.css", environ_base=FAR, buffered=True).status_code == 200
        assert {client.get("/help").status_code for _ in range(9)} == {200}
        clock.seconds = 20
        assert client.get("/help", environ_base=FAR).status_code == 200


def test_the_limit_can_be_off(home: Home) -> None:
    with limited(home, ServeSettings(rate=0)) as client:
        assert {client.get("/help", environ_base=FAR).status_code for _ in range(50)} == {200}


# --- how long


def test_patience_ends_and_belongs_to_who_has_it() -> None:
    clock = Clock()
    with patience(5, clock):
        clock.seconds = 5
        look_at_the_clock()
        with patience(0, clock):
            clock.seconds = 99
            look_at_the_clock()
        with pytest.raises(TooCostly, match="letters before a star"):
            look_at_the_clock()
    look_at_the_clock()


def test_a_search_that_takes_too_long_is_ended_and_the_next_one_runs(home: Home) -> None:
    # Every look at this clock is four seconds of work.
    with limited(home, ServeSettings(seconds=10), Surroundings(worked=Clock(4))) as client:
        tree = page(client, "/?q=c*+OR+d*+OR+e*+OR+contact~", 503)
        assert text(tree, "h1") == "This search takes too long"
        assert "verbale search" in text(tree, ".error")
        page(client, "/help")
    with limited(home, ServeSettings(seconds=0), Surroundings(worked=Clock(4))) as client:
        page(client, "/?q=c*+OR+d*+OR+e*+OR+contact~")


@pytest.mark.parametrize(
    ("url", "cure"),
    [
        ("/compare?old=A/C.1/199/L.7&new=A/RES/199/8", "verbale compare"),
        ("/chain?of=A/RES/199/8", "verbale compare"),
        ("/trace?document=A/RES/199/8", "verbale trace --document"),
        ("/crosswalk", "verbale crosswalk"),
    ],
)
def test_a_tool_that_takes_too_long_is_ended_and_says_what_has_no_limit(home: Home, url: str, cure: str) -> None:
    with limited(home, ServeSettings(seconds=10), Surroundings(worked=Clock(4))) as client:
        assert cure in text(page(client, url, 503), "[role=alert]")
        answer = client.get(f"/api/v1{url}")
        assert answer.status_code == 503
        assert cure in answer.get_json()["error"]
        page(client, "/help")
    with limited(home, ServeSettings(seconds=0), Surroundings(worked=Clock(4))) as client:
        page(client, url)


def test_a_draft_that_takes_too_long_to_check_is_refused(home: Home) -> None:
    draft = {
        "text": f"“{REQUEST}” and “{REQUEST} in the lanes” and “{REQUEST} on the river” and “{REQUEST} in spring”."
    }
    with limited(home, ServeSettings(seconds=10), Surroundings(worked=Clock(4))) as client:
        answer = client.post("/quotes", data=draft)
        assert (answer.status_code, "verbale quotes FILE" in answer.text) == (503, True)
        assert client.post("/api/v1/quotes", json=draft).status_code == 503


def test_a_text_is_shown_also_where_marking_it_takes_too_long(home: Home) -> None:
    with limited(home, ServeSettings(seconds=10), Surroundings(worked=Clock(4))) as client:
        tree = page(client, "/d/A/199/12?q=c*+OR+d*+OR+e*+OR+contact~")
        assert "shown without marks" in text(tree, ".notice")
        assert "directory of points of contact" in text(tree, "#para-24")
        assert not tree.select("mark")
        assert not page(client, "/d/A/199/12").select(".notice")


# --- what may be kept


@pytest.mark.parametrize(
    "url",
    [
        "/?q=contact", "/", "/d/A/199/12", "/browse", "/states/Facsimilia", "/new", "/complete?q=con",
        "/compare?old=A/C.1/199/L.7&new=A/RES/199/8", "/compare?old=A/C.1/199/L.7&new=A/RES/199/8&format=docx",
        "/chain?of=A/RES/199/8", "/trace?document=A/RES/199/8", "/states?silent=contact", "/crosswalk/norm-f",
        "/concordance?q=contact", "/quotes", "/tools", "/help",
    ],
)  # fmt: skip
def test_an_unchanged_page_is_not_sent_again(home: Home, url: str) -> None:
    with limited(home, ServeSettings()) as client:
        first = client.get(url)
        assert first.headers["Cache-Control"] == "no-cache"
        again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert client.get(url, headers={"If-None-Match": '"other"'}).data == first.data


def test_pages_of_other_addresses_have_other_tags(home: Home) -> None:
    with limited(home, ServeSettings()) as client:
        urls = ["/?q=contact", "/?q=contact&page=2", "/", "/d/A/199/12", "/browse"]
        assert len({client.get(url).headers["ETag"] for url in urls}) == len(urls)
        assert client.get("/").headers["ETag"] != client.get("/", headers={"Host": "other.example"}).headers["ETag"]


@pytest.mark.parametrize(
    "url",
    ["/status", "/night", "/coverage", "/healthz", "/d/none", "/?q=%22open", "/watches", "/compare?old=a&new=b",
     "/trace?document=none"],
)  # fmt: skip
def test_what_other_things_decide_has_no_tag(home: Home, url: str) -> None:
    with limited(home, ServeSettings()) as client:
        assert "ETag" not in client.get(url).headers
        assert client.get(url).headers["Cache-Control"] == "no-store"


def test_whatever_changes_a_page_changes_its_tag(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    fill(home)

    def tag() -> str:
        return client.get("/?q=contact").headers["ETag"]

    with limited(home, ServeSettings()) as client:
        tags = [tag()]
        store = Store.open(home.database, writing=True)
        arrival = sample_arrival(sample_posting("https://example.org/n", symbol="A/199/50"), body=b"n")
        store.visit(replace(sample_visit(arrival), verdict="not_found", fetched=NIGHT + timedelta(days=1)))
        tags.append(tag())
        store.deposit(arrival, sample_visit(arrival))
        tags.append(tag())
        sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
        store.close()
        tags.append(tag())
        home.thesaurus.write_text("", encoding="utf-8")
        tags.append(tag())
        assert tags[-1] == tag()
    assert len(set(tags)) == len(tags)


def test_what_is_indexed_for_tracing_changes_the_tag(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    fill(home)
    with limited(home, ServeSettings()) as client:
        url = "/trace?document=A/199/12"
        store = Store.open(home.database, writing=True)
        store.deposit(arrival := chinese(), sample_visit(arrival))
        before = client.get(url).headers["ETag"]
        follow(store, home.shingles, lambda done, total: None)
        store.close()
        after = client.get(url).headers["ETag"]
        assert after == client.get(url).headers["ETag"] != before


def test_a_draft_that_was_sent_is_kept_nowhere(home: Home) -> None:
    with limited(home, ServeSettings()) as client:
        answer = client.post("/quotes", data={"text": f"“{REQUEST}”"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_static_files_are_kept_for_a_year_under_their_digest(home: Home) -> None:
    with limited(home, ServeSettings()) as client:
        tree = page(client, "/help")
        for link in (attribute(tree, "link[rel=stylesheet]", "href"), attribute(tree, "script", "src")):
            assert client.get(link, buffered=True).headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert client.get(link.partition("?")[0], buffered=True).headers["Cache-Control"] == "no-cache"
            assert client.get(link[:-1] + "x", buffered=True).headers["Cache-Control"] == "no-cache"


# --- what is written down


@pytest.mark.parametrize(("kept", "lines"), [("off", 0), ("paths", 3), ("full", 3)])
def test_the_access_log_is_json_and_says_no_more_than_asked(home: Home, kept: str, lines: int) -> None:
    written: list[str] = []
    with limited(home, ServeSettings(access_log=kept), Surroundings(write=written.append, now=lambda: NIGHT)) as client:
        client.get("/?q=secret+words", environ_base=FAR)
        client.get("/d/none%0A%1b[31m%22", environ_base=FAR)
        client.post("/", environ_base=FAR)
    told = [json.loads(line) for line in written]
    assert len(told) == lines
    assert all("\n" not in line and line.isascii() for line in written)
    if told:
        assert [(one["method"], one["path"], one["status"]) for one in told] == [
            ("GET", "/", 200), ("GET", '/d/none\n\x1b[31m"', 404), ("POST", "/", 405),
        ]  # fmt: skip
        assert told[0]["at"] == "2031-03-04T02:30:00.000+00:00"
        assert told[0]["bytes"] > 1000
    assert ("secret" in "".join(written)) == (kept == "full")
    assert ("198.51.100.7" in "".join(written)) == (kept == "full")


# --- the settings


def test_settings_of_the_form() -> None:
    told = parse_config('[serve]\nrate = 60\nseconds = 5\ntrusted_proxies = 1\nprefix = "/a/b"\naccess_log = "full"\n')
    assert told.serve == ServeSettings(60, 5.0, 1, "/a/b", "full")
    assert parse_config("").serve == ServeSettings(300, 10.0, 0, "", "off", "")


@pytest.mark.parametrize("address", ["/status", "/night", "/api/v1/status"])
def test_pages_of_those_who_run_the_form_ask_for_its_password(home: Home, address: str) -> None:
    (home.path / "form-password").write_text("open sesame é\nnot this\n", encoding="utf-8")
    with limited(home, ServeSettings(password_file="form-password")) as client:
        refused = client.get(address)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == 'Basic realm="those who run verbale", charset=UTF-8'
        assert "password_file" in refused.text
        for wrong in (("me", ""), ("me", "open sesame"), ("open sesame é", "not this")):
            assert client.get(address, auth=wrong).status_code == 401
        assert client.get(address, headers={"Authorization": "Bearer open"}).status_code == 401
        assert client.get(address, auth=("anybody", "open sesame é")).status_code == 200
        assert client.get("/?q=contact").status_code == client.get("/healthz").status_code == 200


@pytest.mark.parametrize(("content", "message"), [(None, "cannot be read"), ("\nsecond", "no password")])
def test_a_form_without_its_password_does_not_start(home: Home, content: str | None, message: str) -> None:
    (home.path / "empty").write_text(content or "", encoding="utf-8")
    with (
        pytest.raises(ConfigError, match=message),
        limited(home, ServeSettings(password_file="none" if content is None else "empty")),
    ):
        pass


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("rate = -1", "below 0"), ('access_log = "some"', '"off"'), ('prefix = "verbale/"', "prefix must be"),
        ('prefix = "/"', "prefix must be"), ('prefix = "/a b"', "prefix must be"), ("rates = 1", "'rate'"),
        ('rate = "1"', "rate must be int"),
    ],
)  # fmt: skip
def test_impossible_settings_are_refused_by_name(line: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_config(f"[serve]\n{line}\n")
