"""`verbale compare`: files and symbols, in the terminal, as JSON and as one HTML file. All text here is ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from corpus.home import Home
from search.cli import main
from search.redline import Paragraph, Text
from search.redline.compare import compare as compare_texts
from search.redline.terminal import lines
from tests.web_home import HOSTILE, fill
from tests.word_files import run, written

OLD = """Keys of the warehouse

1. States shall keep a directory of the keys of every warehouse that they own.

2. Lanterns in the tower are lit before the evening session begins.

3. The keeper reports to the working group once in every year.
"""
NEW = f"""Keys of the warehouse

1. The keeper reports to the working group once in every year.

2. Some States should keep a directory of the keys of every warehouse that they own.

3. {HOSTILE} is what a keeper writes on the door of the warehouse at night.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compare")
    (path / "old.txt").write_text(OLD, encoding="utf-8")
    (path / "new.txt").write_text(NEW, encoding="utf-8")
    fill(Home(path / "home"))
    return path


def compare(folder: Path, *arguments: str, home: str = "home") -> Result:
    return CliRunner().invoke(main, ["--home", str(folder / home), "compare", *arguments])


def files(folder: Path) -> tuple[str, str]:
    return str(folder / "old.txt"), str(folder / "new.txt")


def test_two_files_need_no_home(folder: Path) -> None:
    done = compare(folder, *files(folder), home="none")
    assert done.exit_code == 0, done.output
    assert "1 changed, 1 added, 1 removed, 1 moved" in done.stdout
    assert "{+Some+} States [-shall-] {+should+} keep" in done.stdout
    assert "shall → should (weaker): para. 1 → para. 2" in done.stdout
    assert "\x1b" not in done.stdout, "no terminal: no colours, but signs"
    assert done.stdout.index("shall → should") < done.stdout.index("[-shall-]")


@pytest.mark.slow
def test_the_old_text_beside_the_new_one_in_a_file(folder: Path) -> None:
    page = folder / "beside.html"
    done = compare(folder, *files(folder), "--html", str(page), "--side-by-side", home="none")
    assert done.exit_code == 0, done.output
    tree = BeautifulSoup(page.read_bytes(), "html.parser")
    assert len(tree.select("table.redlined tbody.changed td del")) == 1
    assert "name the file with --html" in compare(folder, *files(folder), "--side-by-side", home="none").stderr


def test_words_are_coloured_where_there_is_colour() -> None:
    redline = compare_texts(
        Text("old", "", "en", "", "", (Paragraph("States shall keep all of the keys."),)),
        Text("new", "", "en", "", "", (Paragraph("States should keep all of the keys."),)),
    )
    coloured = "\n".join(lines(redline, colour=True, only_changes=False))
    assert "States \x1b[31m\x1b[9mshall\x1b[0m \x1b[32m\x1b[4mshould\x1b[0m keep" in coloured
    assert "[-" not in coloured


def test_only_changes_leaves_out_what_is_the_same(folder: Path) -> None:
    done = compare(folder, "A/199/12@1", "A/199/12", "--changes-only")
    assert [line.split()[0] for line in done.stdout.splitlines() if line.startswith(("same", "added"))] == ["added"]
    assert compare(folder, "A/199/12@1", "A/199/12").stdout.count("\nsame") == 3


def test_json_has_everything(folder: Path) -> None:
    told = json.loads(compare(folder, "A/199/12@1", "a-199-12", "--json").stdout)
    assert told["counts"]["same"] == 3
    assert told["old"]["name"] == "A/199/12@1"
    assert told["old"]["payload_digest"] != told["new"]["payload_digest"]
    added = told["changes"][-1]
    assert (added["kind"], added["new"][0]["number"], added["new"][0]["page"]) == ("added", "24", 9)
    assert added["new"][0]["url"] == "/d/A/199/12#p-4"


def test_the_html_file_needs_nothing_else(folder: Path) -> None:
    # Whoever names the language of a file knows it better than we do.
    done = compare(folder, *files(folder), "--html", str(folder / "redline.html"), "--lang", "sv", home="none")
    assert done.exit_code == 0, done.output
    assert "It reads like 'en' and is compared as 'sv'" in done.stderr
    tree = BeautifulSoup((folder / "redline.html").read_text("utf-8"), "lxml")
    assert not tree.find_all(["script", "link", "img", "svg", "a"])
    assert [node.get_text() for node in tree.select(".change.changed del")] == ["shall"]
    assert [node.get_text() for node in tree.select(".change.changed ins")] == ["Some", "should"]
    assert "alert(1)" in tree.get_text()


@pytest.mark.slow
def test_a_draft_with_tracked_changes(folder: Path) -> None:
    deleted = f"<w:del>{run('should').replace('w:t ', 'w:delText ').replace('/w:t>', '/w:delText>')}</w:del>"
    body = written([run("States ") + deleted + f"<w:ins>{run('shall')}</w:ins>" + run(" keep the keys of warehouses.")])
    draft = folder / "draft.docx"
    draft.write_bytes(body)
    (folder / "before.txt").write_text("States should keep the keys of warehouses.\n", encoding="utf-8")
    itself = compare(folder, str(draft), str(draft), home="none")
    assert "States [-should-] {+shall+} keep" in itself.stdout
    assert "tracked changes" in itself.stderr
    before = compare(folder, str(folder / "before.txt"), str(draft), "--reading", "unrevised", home="none")
    assert "Paragraphs: 1 same." in before.stdout


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("A/199/12", "A/199/20", "A/199/12 is in en, A/199/20 in ar"),
        ("A/199/12", "A/199/99", "`verbale import FILE` takes it from a file"),
        ("A/199/12", "A/199/77", "No document 'A/199/77' is held"),
        ("A/199/12", "nowhere.docx", "There is no file 'nowhere.docx'"),
    ],
)
def test_what_cannot_be_compared_is_said(folder: Path, old: str, new: str, says: str) -> None:
    done = compare(folder, old, new)
    assert done.exit_code == 1
    assert says in done.stderr


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "empty.pdf").write_bytes(b"")
    done = compare(folder, str(folder / "empty.pdf"), "A/199/12")
    assert done.exit_code == 1
    assert "empty.pdf cannot be compared: The file is empty." in done.stderr


def test_a_page_that_cannot_be_written_is_named(folder: Path) -> None:
    done = compare(folder, "A/199/12@1", "A/199/12", "--html", str(folder / "none" / "redline.html"))
    assert (done.exit_code, "redline.html cannot be written" in done.stderr) == (1, True)
