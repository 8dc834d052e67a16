"""Completion: symbols in any spelling, names, concepts, words of the corpus, titles; in the command, shell and form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.home import Home
from search.cli import main
from search.library import library_at
from tests.web_home import fill, form


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("completion") / "home"
    fill(Home(path))
    return path


def told(home: Path, typed: str, limit: int = 8) -> list[tuple[str, str]]:
    with library_at(home) as library:
        return [(one.kind, one.text) for one in library.complete(typed, limit)]


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("A/199/1", "symbol", "A/199/12"),
        ("a-199-12-r", "symbol", "A/199/12/Rev.1"),
        ("a 199 3", "symbol", "A/199/30"),
        ("2021 oe", "name", "2021 OEWG report"),
        ("confidence-building m", "concept", "confidence-building measures"),
        ("directory of conta", "word", "directory of contact"),
        ("Report on cont", "title", "A/199/12"),
    ],
)
def test_a_beginning_goes_on_as_what_there_is(home: Path, typed: str, kind: str, text: str) -> None:
    assert (kind, text) in told(home, typed)


def test_what_is_held_and_short_comes_first(home: Path) -> None:
    symbols = [text for kind, text in told(home, "A/199/", 20) if kind == "symbol"]
    assert symbols[0] == "A/199/12"
    assert symbols.index("A/199/12") < symbols.index("A/199/12/Rev.1")


@pytest.mark.parametrize("typed", ["", " ", "zzzzzz", "A/199/12/Rev.1", '"', "c", "*"])
def test_what_goes_on_as_nothing_is_answered_so(home: Path, typed: str) -> None:
    assert [one for one in told(home, typed) if one[0] != "title"] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=30))
def test_any_text_is_completed_within_the_limit(home: Path, typed: str) -> None:
    found = told(home, typed, 3)
    assert len(found) <= 3
    assert len({text.casefold() for _, text in found}) == len(found)


def test_the_command_prints_text_and_json(home: Path) -> None:
    ran = CliRunner().invoke(main, ["--home", str(home), "complete", "a-199-12"])
    assert ran.stdout.splitlines()[0] == "A/199/12  (symbol) Report on contact (sample)"
    as_json = CliRunner().invoke(main, ["--home", str(home), "complete", "a-199-12", "--json", "--limit", "1"])
    assert json.loads(as_json.stdout) == [{"kind": "symbol", "text": "A/199/12", "about": "Report on contact (sample)"}]
    nothing = CliRunner().invoke(main, ["--home", str(home), "complete", "zzzz"])
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "Nothing" in nothing.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["search", "show"])
def test_the_shell_asks_for_completions(home: Path, command: str) -> None:
    verbale = Path(sys.executable).with_name("verbale")
    asked = {"_VERBALE_COMPLETE": "bash_complete", "COMP_WORDS": f"verbale {command} A/199/12/", "COMP_CWORD": "2"}
    ran = subprocess.run(
        [verbale], env={**os.environ, "VERBALE_HOME": str(home), **asked}, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines() == ["plain,A/199/12/Rev.1"]
    nowhere = {**os.environ, "VERBALE_HOME": str(home / "none"), **asked}
    ran = subprocess.run([verbale], env=nowhere, capture_output=True, text=True, check=True)
    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def test_the_form_answers_as_opensearch_suggestions(home: Path) -> None:
    with form(Home(home)) as client:
        answer = client.get("/complete?q=a-199-12-r")
        assert answer.json == ["a-199-12-r", ["A/199/12/Rev.1"], ["Revised report"]]
        assert client.get("/complete").json == ["", [], []]
        assert client.get(f"/complete?q={'x' * 5000}").get_json()[1:] == [[], []]
