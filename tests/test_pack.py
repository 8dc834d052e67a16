"""The evidence of a result: everything in one zip, and everything in it can be checked by others."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from warcio.archiveiterator import ArchiveIterator

from corpus.home import Home
from search.cli import main
from tests.web_home import HOSTILE, attribute, form, page

DIRECTORY = "States shall keep a directory of points of contact. It is a sample text of our own."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two files of our own, one of them hostile."""
    tmp_path = tmp_path_factory.mktemp("pack")
    (tmp_path / "A_199_12.txt").write_text(f"24. {DIRECTORY}\n\n25. It is reviewed every year.\n", encoding="utf-8")
    (tmp_path / "A_199_13.txt").write_text(f"1. Points of contact {HOSTILE} are named.\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("A_199_12.txt", "A_199_13.txt")]
    assert verbale(tmp_path / "home", "import", *files).exit_code == 0
    return tmp_path / "home"


def verbale(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words])


def packed(home: Path, *words: str) -> zipfile.ZipFile:
    path = home.parent / "evidence.zip"
    told = verbale(home, "export", "--pack", str(path), *words)
    assert told.exit_code == 0, told.output
    return zipfile.ZipFile(path)


def test_every_file_of_a_pack_has_its_digest(home: Path) -> None:
    pack = packed(home, "points of contact")
    sums = dict(line.split("  ")[::-1] for line in pack.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(pack.namelist()) - {"SHA256SUMS"}
    assert len(pack.namelist()) == len(set(pack.namelist()))
    for name, digest in sums.items():
        assert sha256(pack.read(name)).hexdigest() == digest


@pytest.mark.parametrize("scope", ["document", "paragraph"])
def test_the_page_leads_to_originals_and_texts_and_cites(home: Path, scope: str) -> None:
    pack = packed(home, "--scope", scope, "points of contact")
    tree = BeautifulSoup(pack.read("index.html"), "html.parser")
    assert {str(link["href"]) for link in tree.select("a")} <= set(pack.namelist())
    original = next(str(link["href"]) for link in tree.select("article a") if "A_199_12" in str(link["href"]))
    assert DIRECTORY in pack.read(original).decode()
    assert "[24] States shall keep a directory" in pack.read(original.replace("originals", "texts")).decode()
    assert "A/199/12, para. 24." in [footer.get_text() for footer in tree.select("blockquote footer")]
    assert tree.select("script") == []
    assert HOSTILE in tree.get_text()


def test_the_records_are_a_web_archive_with_the_originals(home: Path) -> None:
    pack = packed(home, "points of contact")
    with pack.open("archive/records.warc.gz") as stream:
        bodies = [record.content_stream().read() for record in ArchiveIterator(stream) if record.rec_type != "warcinfo"]
    originals = [pack.read(name) for name in pack.namelist() if name.startswith("originals/")]
    assert sorted(bodies) == sorted(originals)
    assert gzip.decompress(pack.read("archive/records.warc.gz")).startswith(b"WARC/1.1")


@pytest.mark.slow
def test_drafts_and_what_became_of_them_are_compared(home: Path, tmp_path: Path) -> None:
    (tmp_path / "A_199_40.txt").write_text(f"24. {DIRECTORY}\n", encoding="utf-8")
    (tmp_path / "A_199_40_Rev.1.txt").write_text(f"24. {DIRECTORY.replace('shall', 'should')}\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("A_199_40.txt", "A_199_40_Rev.1.txt")]
    assert verbale(tmp_path / "home", "import", *files).exit_code == 0
    told = verbale(tmp_path / "home", "export", "--pack", str(tmp_path / "pack.zip"), "directory")
    assert "Redlines of drafts and what became of them: 1." in told.stderr
    pack = zipfile.ZipFile(tmp_path / "pack.zip")
    name = "redlines/A_199_40--A_199_40_Rev.1.html"
    tree = BeautifulSoup(pack.read(name), "html.parser")
    assert ([one.get_text() for one in tree.select(".words del")], tree.select("a")) == (["shall"], [])
    link = BeautifulSoup(pack.read("index.html"), "html.parser").select_one(f"a[href='{name}']")
    assert link is not None
    assert link.get_text() == "A/199/40 → A/199/40/Rev.1"
    assert name in pack.read("SHA256SUMS").decode()
    assert not [name for name in packed(home, "points of contact").namelist() if name.startswith("redlines/")]


def test_the_search_can_be_made_again(home: Path) -> None:
    pack = packed(home, "points of contact")
    told = json.loads(pack.read("search.json"))
    again = verbale(home, "search", "--as-of", told["as_of"], "--json", told["query"])
    assert [hit["id"] for hit in json.loads(again.stdout)["hits"]] == [hit["id"] for hit in told["hits"]]
    assert f"verbale search --as-of {told['as_of']} 'points of contact'" in pack.read("README.txt").decode()
    assert pack.read("citations/citations.ris").decode().count("TY  - ") == told["total"] == 2


def test_what_is_not_held_is_said(home: Path) -> None:
    path = home.parent / "evidence.zip"
    told = verbale(home, "export", "--pack", str(path), "A/75/816")
    assert "not held, so without a text: A/75/816" in told.stderr
    assert "The text of this document is not held." in zipfile.ZipFile(path).read("index.html").decode()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--pack", "a.zip", "--wacz", "b.wacz", "x"], "Say what to write"), (["--as-of", "2031-01-01", "x"], "Say"),
        (["--results", "csv", "--as-of", "2031-01-01", "x"], "goes with --pack"), (["--pack", "a.zip"], "Type what"),
        (["--pack", "none/a.zip", "x"], "cannot be written"), (["--pack", "a.zip", '"open'], "is not closed"),
    ],
)  # fmt: skip
def test_what_cannot_be_packed_says_why(
    home: Path, words: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.parent)
    told = verbale(home, "export", *words)
    assert (told.exit_code != 0, message in told.stderr) == (True, True), told.stderr


def test_the_form_gives_the_same_pack(home: Path) -> None:
    with form(Home(home)) as client:
        assert page(client, "/pack").select_one("form input[name=q]")
        told = client.get("/pack?q=points+of+contact&scope=document&limit=1&as-of=")
        assert (told.status_code, told.mimetype) == (200, "application/zip")
        assert told.headers["Content-Disposition"] == 'attachment; filename="verbale-points-of-contact.zip"'
        pack = zipfile.ZipFile(io.BytesIO(told.data))
        assert json.loads(pack.read("search.json"))["total"] == 2
        assert len([name for name in pack.namelist() if name.startswith("originals/")]) == 1
        link = attribute(page(client, "/?q=points+of+contact"), ".files a[href*='pack']", "href")
        assert client.get(link).data[:2] == b"PK"
        assert client.get("/pack?q=points&limit=51").status_code == 400
        assert client.get("/api/v1/pack").status_code == 400
