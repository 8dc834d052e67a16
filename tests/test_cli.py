"""The command line: mistakes name their cure, nothing shows a traceback, help costs no heavy import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.config import Config
from corpus.home import Home
from search.cli import Session, main
from search.workshop import workshop
from tests.web_home import fill

HEAVY = {"numpy", "flask", "requests", "whoosh", "lxml", "bs4", "docx", "pypdfium2", "fpdf", "pebble", "sqlite3"}


def verbale(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *arguments])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "home"
    fill(Home(path))
    return path


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom search.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Commands:" in ran.stdout
    assert not HEAVY & {name.partition(".")[0] for name in ran.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["serch", "x"], "Did you mean 'search'"),
        (["search", "x", "--proces", "poa"], "'--process'"),
        (["search"], "choose a filter"),
        (["search", "x", "--scope", "paragraphs"], "paragraph"),
        (["search", '"open'], "^"),
        (["search", "titel:x"], "title"),
        (["import"], "Name files"),
        (["schedule", "amiga"], "systemd"),
    ],
)
def test_wrong_use_names_the_right_one(home: Path, arguments: list[str], told: str) -> None:
    ran = verbale(home, *arguments)
    assert ran.exit_code == 2, ran.output
    assert told in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["show", "A/199/21"], "Did you mean A/199/20"),
        (["show", "A/199/12", "--para", "26"], "25"),
        (["show", "A/199/12", "--lang", "fr"], "held: en"),
        (["show", "A/199/99", "--original"], "not held"),
        (["update", "un-oweg"], "un-oewg"),
        (["schedule", "cron", "--at", "25:00"], "02:30"),
    ],
)
def test_errors_say_what_happened_and_the_cure(home: Path, arguments: list[str], told: str) -> None:
    ran = verbale(home, *arguments)
    assert ran.exit_code == 1, ran.output
    assert told in ran.stderr
    assert "Traceback" not in ran.output


@pytest.mark.parametrize("command", [["search", "x"], ["show", "A/1/2"], ["status"]])
def test_an_empty_home_says_how_to_begin(tmp_path: Path, command: list[str]) -> None:
    ran = verbale(tmp_path, *command)
    assert ran.exit_code == 1
    assert "quickstart" in ran.stderr


def test_a_search_prints_data_on_stdout_and_talk_on_stderr(home: Path) -> None:
    ran = verbale(home, "search", "points of contact")
    assert ran.exit_code == 0
    assert "para. 24, p. 7" in ran.stdout
    assert "3 documents for points of contact" in ran.stderr
    assert "documents for" not in ran.stdout


def test_a_concept_left_out_that_the_query_does_not_name_is_said(home: Path) -> None:
    ran = verbale(home, "search", "points of contact", "--not-synonym", "point of contakt")
    assert "'point of contakt' leaves nothing out" in ran.stderr
    assert "it names points of contact." in ran.stderr
    assert "leaves nothing out" not in verbale(home, "search", "contact", "--no-synonyms").stderr


def test_filters_alone_list_what_they_hold(home: Path) -> None:
    told = json.loads(verbale(home, "search", "--type", "report", "--json").stdout)
    assert {hit["symbol"] for hit in told["hits"]} >= {"A/199/12"}
    assert {hit["type"] for hit in told["hits"]} == {"report"}


def test_a_filter_that_fits_nothing_is_named(home: Path) -> None:
    ran = verbale(home, "search", "contact", "--process", "oweg-2021", "--type", "report")
    assert "No document has process 'oweg-2021'" in ran.stderr
    assert "type" not in ran.stderr.partition("No document has")[2]


def test_json_is_one_object(home: Path) -> None:
    told = json.loads(verbale(home, "search", "points of contact", "--json", "--scope", "paragraph").stdout)
    assert told["scope"] == "paragraph"
    assert all(len(hit["passages"]) == 1 for hit in told["hits"])
    assert told["hits"][0]["passages"][0]["url"] == "/d/A/199/12#para-24"


@pytest.mark.parametrize(("number", "shown"), [("24", ["24", "24 (a)", "24"]), ("24(a)", ["24 (a)"]), ("25", ["25"])])
def test_one_paragraph_can_be_shown(home: Path, number: str, shown: list[str]) -> None:
    told = json.loads(verbale(home, "show", "a-199-12", "--para", number, "--json").stdout)
    assert [passage["number"] for passage in told["passages"]] == shown


def test_status_counts(home: Path) -> None:
    told = json.loads(verbale(home, "status", "--json").stdout)
    assert told["documents"] == 5
    assert told["index_behind"] == 0
    assert verbale(home, "status").stdout.startswith("Home: ")


def test_sources_are_listed(home: Path) -> None:
    assert {source["name"] for source in json.loads(verbale(home, "sources", "--json").stdout)} >= {
        "un-oewg",
        "un-gge",
        "osce",
    }


def test_a_wrong_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "verbale.toml").write_text("delai = 3")
    ran = verbale(tmp_path, "status")
    assert ran.exit_code == 1
    assert "Did you mean 'delay'" in ran.stderr


def test_the_catalogue_is_searched_before_anything_is_fetched(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with workshop(Session(home, Config(), quiet=True), "test") as shop:
        assert shop.store.counts().catalogued > 250
    told = json.loads(verbale(tmp_path, "search", "cyber diplomacy toolboxes", "--json").stdout)
    assert "ST 10474/17" in {hit["symbol"] for hit in told["hits"]}
    assert all(hit["passages"] == [] for hit in told["hits"])
