"""`verbale search --explain`: every node in words, with what it finds by itself."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given

from corpus.home import Home
from index.query import (
    And,
    Everything,
    Exact,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Synonyms,
    Word,
)
from search.cli import main
from search.explain import explained, said
from tests.engine_contract import queries
from tests.web_home import fill


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Word("norm"), "a form of norm"),
        (Word("norm", "title"), "a form of norm, in the title"),
        (Exact("norms"), "exactly norms"),
        (Phrase(("points", "", "contact"), "text"), 'the phrase "points … contact", in the text'),
        (
            Near((("use", "of", "force"), ("state*",)), 5),
            '"use of force" and "state*" with at most 5 words between them',
        ),
        (Prefix("attribut"), "any word that begins with attribut"),
        (Fuzzy("norm"), "a word like norm (1 letter may differ)"),
        (Fuzzy("norm", 2), "a word like norm (2 letters may differ)"),
        (Synonyms((Word("cbm"), Phrase(("a", "b")))), 'a form of cbm or the phrase "a b"'),
        (Synonyms(()), "nothing"),
        (
            Synonyms(tuple(Exact(word) for word in "abcdef")),
            "exactly a or exactly b or exactly c or exactly d, or 2 other names",
        ),
        (Keyword("type", "report"), "type is report"),
        (Keyword("symbol", "A/75/816", 1000.0), "symbol is A/75/816, which comes first"),
        (Keyword("mentions", "A/75/816"), "a symbol it cites is A/75/816"),
        (Range(20210300, 20211231), "dated from 2021-03 to 2021-12-31"),
        (Range(20210000, 99999999), "dated from 2021"),
        (Range(0, 20211231), "dated to 2021-12-31"),
        (And((Word("a"),)), "all of these"),
        (Or((Word("a"),)), "any of these"),
        (Not(Word("a")), "without"),
        (Everything(), "everything"),
    ],
)
def test_a_node_in_words(query: Query, words: str) -> None:
    assert said(query) == words


@given(queries())
def test_every_tree_is_told_from_the_whole_to_its_parts(query: Query) -> None:
    lines = list(explained(query, lambda part: 1))
    assert lines[0].depth == 0
    assert all(line.says for line in lines)
    assert all(after.depth <= before.depth + 1 for before, after in itertools.pairwise(lines))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explain") / "home"
    fill(Home(path))
    return path


def test_the_command_says_how_a_query_is_understood(home: Path) -> None:
    asked = ["--home", str(home), "search", "--explain", "--type", "report", "contact -zebra"]
    ran = CliRunner().invoke(main, asked)
    assert ran.exit_code == 0, ran.output
    lines = [line.split(None, 1)[1] for line in ran.stdout.splitlines()]
    assert lines[:3] == ["all of these", "all of these", "a form of contact"]
    assert "type is report" in lines
    counts = [int(line.split()[0]) for line in ran.stdout.splitlines()]
    assert counts[0] == 2
    assert counts[lines.index("without")] >= counts[0]


def test_the_explanation_names_concepts_and_what_their_names_bring(home: Path) -> None:
    ran = CliRunner().invoke(main, ["--home", str(home), "search", "--explain", "--json", "ransomware"])
    told = json.loads(ran.stdout)
    assert [switch["concept"] for switch in told["synonyms"]] == ["ransomware"]
    assert told["parts"][0]["says"].startswith("a form of ransomwar or ")
    off = CliRunner().invoke(main, ["--home", str(home), "search", "--explain", "--no-synonyms", "ransomware"])
    assert "are left out" in off.stdout
    one = CliRunner().invoke(
        main, ["--home", str(home), "search", "--explain", "--not-synonym", "ransomware", "ransomware"]
    )
    assert one.stdout == off.stdout


def test_a_query_that_cannot_be_run_is_pointed_at(home: Path) -> None:
    ran = CliRunner().invoke(main, ["--home", str(home), "search", "--explain", '"open'])
    assert ran.exit_code == 2
    assert "^" in ran.stderr
