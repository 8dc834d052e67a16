"""`verbale import`: good files go in, each bad one is a line with its reason, and the exit code is 4."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.kept import Kept, imported
from corpus.home import Home
from crawler.sample.collection import documents
from crawler.sample.files import render_file
from search.cli import main

SHARED = Path(__file__).resolve().parents[2] / "shared"
A1 = SHARED / "realdocs" / "A1"
PASSWORD = SHARED / "realdocs" / "F" / "jsvine+pdfplumber__tests__pdfs__password-example.pdf"

pytestmark = pytest.mark.slow


def verbale(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *arguments])


def rows(ran: Result) -> dict[str, dict[str, str]]:
    return {Path(row["file"]).name: row for row in json.loads(ran.stdout)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    good = next(document for document in documents() if document.symbol == "A/RES/178/916")
    pdf = render_file(good)
    (place / "good.pdf").write_bytes(pdf)
    (place / "empty.pdf").touch()
    (place / "page.pdf").write_bytes(b"<!DOCTYPE html><html><body><p>A page that was saved as a PDF.</p></body></html>")
    (place / "cut.pdf").write_bytes(pdf[: len(pdf) // 3])
    (place / "noise.docx").write_bytes(bytes(range(256)) * 20)
    (place / "wall.html").write_bytes(b"<html><script>window.gokuProps = {}</script></html>")
    (place / "note.txt").write_text("Statement by Exampleland\n\nWe support the points of contact directory.\n")
    return place


def test_bad_files_cost_themselves_alone(folder: Path, tmp_path: Path) -> None:
    ran = verbale(tmp_path / "home", "import", str(folder), "--json")
    told = rows(ran)
    assert ran.exit_code == 4
    assert {name for name, row in told.items() if row["change"] == "new"} == {"good.pdf", "note.txt"}
    assert told["good.pdf"]["key"] == "A/RES/178/916"
    assert "empty" in told["empty.pdf"]["reason"]
    assert "text/html" in told["page.pdf"]["reason"]
    assert "challenge" in told["wall.html"]["reason"]
    assert all(row["reason"] for row in told.values() if row["change"] == "failed")
    assert all(f"{name}: " in ran.stderr for name, row in told.items() if row["change"] == "failed")
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(not PASSWORD.exists(), reason="shared/realdocs is not here")
def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    ran = verbale(tmp_path, "import", str(PASSWORD))
    assert ran.exit_code == 4
    assert "password" in ran.stderr


def test_a_manifest_is_believed_and_its_bad_lines_are_named(folder: Path, tmp_path: Path) -> None:
    lines = [
        {"path": "good.pdf", "title": "A title of our own", "process": "poa", "submitters": ["Exampleland"]},
        {"path": "missing.pdf"},
        {"path": "good.pdf", "titel": "x"},
    ]
    manifest = folder / "papers.jsonl"
    manifest.write_text("\n".join(map(json.dumps, lines)))
    ran = verbale(tmp_path / "home", "import", "--manifest", str(manifest))
    assert ran.exit_code == 4
    assert "line 3" in ran.stderr
    assert "missing.pdf" in ran.stderr
    found = json.loads(verbale(tmp_path / "home", "search", "by:Exampleland", "process:poa", "--json").stdout)
    assert [hit["title"] for hit in found["hits"]] == ["A title of our own"]


def test_importing_twice_changes_nothing(folder: Path, tmp_path: Path) -> None:
    first = verbale(tmp_path / "home", "import", str(folder / "good.pdf"))
    second = verbale(tmp_path / "home", "import", str(folder / "good.pdf"))
    assert (first.exit_code, first.stdout) == (0, "1 file: 1 new\n")
    assert (second.exit_code, second.stdout) == (0, "1 file: 1 same\n")


@pytest.mark.skipif(not A1.exists(), reason="shared/realdocs is not here")
def test_real_un_documents_are_named_and_found(tmp_path: Path, kept: Kept) -> None:
    outcomes = imported(Home(tmp_path), [A1], kept)
    assert {outcome.change for outcome in outcomes} == {"new"}
    named = [one for one in outcomes if one.key.replace("/", "_").replace(" ", "_") in Path(one.file).name]
    assert len(named) >= 0.95 * len(outcomes)
    dated = [json.loads(verbale(tmp_path, "show", one.key, "--json").stdout) for one in outcomes[::6]]
    assert all(document["title"] and document["date"] for document in dated)
    found = json.loads(verbale(tmp_path, "search", "points of contact directory", "--json").stdout)
    best = {hit["symbol"]: hit["passages"][0] for hit in found["hits"]}
    assert (best["A/RES/78/237"]["number"], best["A/RES/78/237"]["page"]) == ("OP4", 3)
    assert (best["A/RES/78/16"]["number"], best["A/RES/78/16"]["page"]) == ("PP11", 2)
