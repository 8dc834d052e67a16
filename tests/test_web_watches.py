"""Watches in the form, the API and the command line: what is kept is read, nothing is written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from corpus.home import Home
from search.web.asked import Asked
from search.web.tools.watches import query_of
from tests.watched import SENTENCE, Watching
from tests.web_home import HOSTILE, attribute, fill, form, page, text

NS = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    watching = Watching(tmp_path_factory.mktemp("watches") / "home")
    watching.bring("A/199/10", "The keys hang beside the door.", SENTENCE)
    watching.add("keys", "keys OR script")
    watching.add("count", trace=SENTENCE)
    watching.bring("A/199/10", f"The keys hang behind the door {HOSTILE}.", SENTENCE.replace("shall", "may"))
    assert len(watching.news()) == 3
    return watching.home


def verbale(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "search", "--home", str(home.path), "watch", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_page_shows_what_is_watched_and_its_news(home: Home) -> None:
    with form(home) as client:
        tree = page(client, "/watches")
        assert text(tree, "#watch-count") == "count"
        assert [node.get_text() for node in tree.select("section[aria-labelledby=watch-count] ins")] == ["may "]
        assert HOSTILE in tree.get_text()
        assert attribute(tree, "section a[href*='/d/']", "href").startswith("/d/A/199/10#para-")
        page(client, attribute(tree, "section a[href*='/d/']", "href"))


def test_a_feed_has_an_entry_for_each_alert_that_keeps_its_name(home: Home) -> None:
    with form(home) as client:
        answers = [client.get("/watches/keys.atom", headers={"Host": host}) for host in ("a.example", "a.example:8080")]
        assert client.get("/watches/none.atom").status_code == 404
        assert client.get("/watches/..%2Fx.atom").status_code == 404
    first, second = ([found(answer.data, name) for name in ("id", "title", "summary")] for answer in answers)
    assert first == second
    ids, titles, summaries = first
    assert len(ids) == 2
    assert all(each.startswith("tag:a.example,2026:watches/keys/") for each in ids)
    assert "A/199/10, para. 1 (en): changed" in titles
    [summary] = [each for each in summaries if "behind" in each]
    assert "&lt;/script&gt;" in summary
    assert "<script" not in summary


def found(feed: bytes, name: str) -> list[str]:
    """The texts of an element of every entry."""
    return [node.text or "" for node in etree.fromstring(feed).iterfind(f"a:entry/a:{name}", NS)]


def test_the_api_tells_the_same_as_the_command(home: Home) -> None:
    with form(home) as client:
        told = client.get("/api/v1/watches?alerts=50").get_json()
        assert client.get("/api/v1/watches?alert=5").status_code == 400
    assert [each["name"] for each in told] == ["count", "keys"]
    shown = json.loads(verbale(home, "show", "keys", "--json").stdout)
    assert shown == told[1]


def test_a_search_is_watched_with_its_filters(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    fill(home)
    with form(home) as client:
        tree = page(client, "/?q=contact+OR+directory&year=2031&type=report")
        link = attribute(tree, "a[href^='/watches?']", "href")
        tree = page(client, link)
        command = text(tree, "textarea#command")
        assert page(client, "/watches").select("textarea") == []
    words = """verbale watch add my-watch '(contact OR directory) type:"report" year:"2031"'"""
    assert command == words
    told = verbale(home, "add", "my-watch", '(contact OR directory) type:"report" year:"2031"', "--preview")
    assert told.stdout.splitlines()[-1].startswith("3 paragraphs now for (contact OR directory)")


@pytest.mark.parametrize(
    ("chosen", "query"),
    [
        (Asked("norms"), "norms"),
        (Asked("norms OR rules", filters=(("by", 'Ex "A"'),)), '(norms OR rules) by:"Ex  A "'),
        (Asked("", filters=(("year", "2021"), ("year", "2022"))), '(year:"2021" OR year:"2022")'),
        (Asked(""), ""),
    ],
)
def test_filters_become_a_query(chosen: Asked, query: str) -> None:
    assert query_of(chosen) == query


@pytest.mark.slow
def test_the_command_keeps_lists_runs_and_removes(tmp_path: Path) -> None:
    watching = Watching(tmp_path / "home")
    watching.bring("A/199/10", "The keys hang beside the door.")
    kept = verbale(watching.home, "add", "keys", "keys")
    assert kept.stdout == "1 paragraph now for keys; you will hear of new ones.\n", kept.stderr
    taken = verbale(watching.home, "add", "keys", "door")
    assert (taken.returncode, "There is a watch 'keys' already" in taken.stderr) == (1, True)
    assert "needs 4 words" in verbale(watching.home, "add", "short", "--trace", "two words").stderr
    assert verbale(watching.home, "add", "Big Name", "keys").returncode == 1
    assert verbale(watching.home, "add", "open", "(keys").returncode == 2
    watching.bring("A/199/11", "A box of keys.")
    ran = verbale(watching.home, "run")
    assert "A/199/11, para. 1 (en)  keys · found in a new paragraph" in ran.stdout, ran.stderr
    assert "1 alert from 1 of the watches" in ran.stderr
    listed = json.loads(verbale(watching.home, "list", "--json").stdout)
    assert [(each["name"], each["stands"]) for each in listed["watches"]] == [("keys", 2)]
    assert "A/199/11, para. 1" in verbale(watching.home, "show", "keys").stdout
    assert verbale(watching.home, "remove", "keys").returncode == 0
    assert "Did you mean" not in verbale(watching.home, "show", "keys").stderr
    assert json.loads(verbale(watching.home, "run", "--json").stdout)["alerts"] == []


@pytest.mark.slow
def test_what_is_no_news_after_a_rebuild(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    files = tmp_path / "files"
    files.mkdir()
    (files / "A_199_50.txt").write_text(f"A/199/50\n\n1. The keys hang beside the door.\n\n2. {SENTENCE}.\n")
    run = [sys.executable, "-m", "search", "--home", str(home.path), "-q"]
    assert subprocess.run([*run, "import", str(files)], check=False, capture_output=True).returncode == 0
    assert verbale(home, "add", "keys", "keys").returncode == 0
    assert subprocess.run([*run, "rebuild"], check=False, capture_output=True).returncode == 0
    assert json.loads(verbale(home, "run", "--json").stdout)["alerts"] == []
    (files / "A_199_51.txt").write_text("A/199/51\n\n1. More keys hang there.\n")
    assert subprocess.run([*run, "import", str(files)], check=False, capture_output=True).returncode == 0
    [alert] = json.loads(verbale(home, "run", "--json").stdout)["alerts"]
    assert alert["citation"].startswith("A/199/51")
