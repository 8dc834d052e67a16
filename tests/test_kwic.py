"""Key words in context."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.home import Home
from search.kwic import padded
from tests.web_home import fill

VERBALE = Path(sys.executable).with_name("verbale")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Home(tmp_path_factory.mktemp("kwic") / "home")
    fill(made)
    return made.path


def kwic(home: Path, *arguments: str) -> str:
    ran = subprocess.run(
        [VERBALE, "--home", home, "search", "--kwic", *arguments], capture_output=True, text=True, check=True
    )
    return ran.stdout


@pytest.mark.slow
def test_every_place_is_a_line_with_its_paragraph(home: Path) -> None:
    lines = kwic(home, "directory").splitlines()
    assert len(lines) > 3
    assert len({line.lower().index("director") for line in lines}) == 1, "the words stand below one another"
    assert all(line.rstrip().endswith("]") for line in lines)
    assert any("para." in line for line in lines)


@pytest.mark.slow
def test_the_same_for_programs(home: Path) -> None:
    told = json.loads(kwic(home, "points of contact", "--json"))
    assert told
    assert set(told[0]) == {"before", "words", "after", "where", "url"}
    assert told[0]["url"].startswith("/d/")


@pytest.mark.parametrize(("text", "width", "shown"), [("abc", 5, "  abc"), ("网络", 5, " 网络"), ("long", 2, "long")])
def test_letters_of_two_columns_are_counted_as_two(text: str, width: int, shown: str) -> None:
    assert padded(text, width) == shown
