"""Captures in and out: WARC and WACZ of other tools, our own WACZ, and pages saved from browsers."""

from __future__ import annotations

import gzip
import json
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus.document import Posting
from corpus.extract import extract
from corpus.intake import Delivery
from crawler.sample.collection import documents
from crawler.sample.files import render_file
from search.captures import captured
from search.cli import main
from search.importing import Refused, files_below
from search.saved_pages import saved_from
from search.wacz import sort_friendly

PAGE = (
    b"<html><head><title>Sample</title></head><body><main><p>States keep a directory of points of contact.</p></main>"
)
SAMPLE = next(document for document in documents() if document.symbol == "A/RES/178/916")


def verbale(home: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *map(str, arguments)])


def warc(*answers: tuple[str, str, bytes, dict[str, str]]) -> bytes:
    """A WARC file as another tool writes it: address, media type, body as sent, further headers."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, media_type, body, more in answers:
        status = more.pop("status", "200 OK")
        headers = StatusAndHeaders(status, [("Content-Type", media_type), *more.items()], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=BytesIO(body), length=len(body), http_headers=headers)
        )
    return out.getvalue()


def found(path: Path, max_bytes: int = 10_000_000) -> tuple[dict[str, bytes], list[str]]:
    given_back = list(captured(path, Posting("", "un"), max_bytes))
    good = {item.response.url: item.response.body for item in given_back if isinstance(item, Delivery)}
    return good, [item.reason for item in given_back if isinstance(item, Refused)]


def capture() -> bytes:
    return warc(
        ("https://example.org/paper.pdf", "application/pdf", render_file(SAMPLE), {}),
        ("https://example.org/packed", "text/html", gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
        ("https://example.org/style.css", "text/css", b"p { color: red }", {}),
        ("https://example.org/app.js", "application/javascript", b"<html>not a page</html>", {}),
        ("https://example.org/gone.pdf", "application/pdf", b"%PDF-1.7 old %%EOF", {"status": "404 Not Found"}),
        ("https://example.org/wall", "text/html", b"<script>window.gokuProps={}</script>", {}),
    )


def test_the_documents_of_a_capture_are_found(tmp_path: Path) -> None:
    path = tmp_path / "capture.warc.gz"
    path.write_bytes(capture())
    good, refused = found(path)
    assert set(good) == {"https://example.org/paper.pdf", "https://example.org/packed"}
    assert good["https://example.org/packed"] == PAGE
    assert refused == []


def test_of_a_wacz_only_the_pages_seen_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "capture.wacz"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("archive/../../data.warc.gz", capture())
        lines = ['{"format": "json-pages-1.0"}', '{"url": "https://example.org/other"}', "not json", "[1]"]
        made.writestr("pages/pages.jsonl", "\n".join(lines))
    assert set(found(path)[0]) == {"https://example.org/paper.pdf"}
    assert sorted(item.name for item in tmp_path.iterdir()) == ["capture.wacz"]


def test_what_is_too_large_or_damaged_is_said_and_the_rest_comes(tmp_path: Path) -> None:
    path = tmp_path / "capture.warc.gz"
    bomb = gzip.compress(b"\0" * 5_000_000)
    body = warc(
        ("https://example.org/bomb", "text/html", bomb, {"Content-Encoding": "gzip"}),
        ("https://example.org/page", "text/html", PAGE, {}),
    )
    path.write_bytes(body + b"and then noise")
    good, refused = found(path, max_bytes=100_000)
    assert set(good) == {"https://example.org/page"}
    assert "larger than" in refused[0]
    (tmp_path / "cut.wacz").write_bytes(b"PK\x03\x04 cut")
    assert "cannot be read" in found(tmp_path / "cut.wacz")[1][0]


@pytest.mark.slow
def test_what_is_exported_can_be_imported_elsewhere(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (tmp_path / "sample.pdf").write_bytes(render_file(SAMPLE))
    (tmp_path / "capture.warc.gz").write_bytes(capture())
    ran = verbale(first, "import", tmp_path / "sample.pdf", tmp_path / "capture.warc.gz")
    assert ran.exit_code == 0, ran.stderr
    out = tmp_path / "out.wacz"
    exported = verbale(first, "export", "--wacz", out)
    assert exported.exit_code == 0, exported.stderr
    assert verbale(second, "import", out).exit_code == 0
    held = json.loads(verbale(second, "search", "--json", "directory").stdout)
    assert "A/RES/178/916" in {hit["symbol"] for hit in held["hits"]}


@pytest.mark.slow
def test_an_export_is_a_wacz_whose_digests_hold(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (tmp_path / "capture.warc.gz").write_bytes(capture())
    verbale(home, "import", tmp_path / "capture.warc.gz")
    out = tmp_path / "out.wacz"
    assert verbale(home, "export", "--wacz", out, "--query", "directory").exit_code == 0
    with zipfile.ZipFile(out) as made:
        about = json.loads(made.read("datapackage.json"))
        digest = json.loads(made.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{sha256(made.read('datapackage.json')).hexdigest()}"
        for part in about["resources"]:
            body = made.read(part["path"])
            assert (part["bytes"], part["hash"]) == (len(body), f"sha256:{sha256(body).hexdigest()}")
        records = made.read("archive/data.warc.gz")
        index = made.read("indexes/index.cdx").decode().splitlines()
        assert index == sorted(index)
        for line in index:
            told = json.loads(line.split(" ", 2)[2])
            record = gzip.decompress(records[int(told["offset"]) :][: int(told["length"])])
            assert f"WARC-Target-URI: {told['url']}".encode() in record
        pages = [json.loads(line) for line in made.read("pages/pages.jsonl").decode().splitlines()]
    assert pages[0]["format"] == "json-pages-1.0"
    assert {"https://example.org/packed"} <= {page.get("url") for page in pages}


def test_addresses_as_indexes_sort_them() -> None:
    assert sort_friendly("https://www.un.org/A/B?c=D") == "org,un)/a/b?c=d"
    assert sort_friendly("http://example.org:8080") == "org,example:8080)/"


@pytest.mark.parametrize(
    "head",
    [
        b"<!-- saved from url=(0029)https://www.osce.org/pc/900001 -->\n<html>",
        b"<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://www.osce.org/pc/900001 \n date: x -->",
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.osce.org/pc/900001\r\nMIME-Version: 1.0\r\n",
        b'<html><head><link href="https://www.osce.org/pc/900001" rel="canonical">',
    ],
)
def test_a_saved_page_says_where_it_is_from(head: bytes) -> None:
    assert saved_from(head + PAGE) == "https://www.osce.org/pc/900001"


@given(st.binary(max_size=200))
def test_any_bytes_are_from_somewhere_or_nowhere(body: bytes) -> None:
    assert saved_from(body) == "" or saved_from(body).startswith("http")


MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/page\r\nSubject: Sample\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n'
    b'----b\r\nContent-Type: text/html; charset="windows-1252"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    b"<html><body><main><h1>D=E9claration</h1><p>Les =C9tats gardent un r=E9pertoire.</p></main></body></html>\r\n"
    b"----b\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n----b--\r\n"
)


def test_a_page_saved_as_one_file_is_read() -> None:
    read = extract(MHTML, name="page.mhtml")
    assert "Les États gardent un répertoire." in [passage.text for passage in read.passages]


def test_what_lies_beside_a_saved_page_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "Page_files").mkdir()
    (tmp_path / "Page_files" / "frame.html").write_bytes(PAGE)
    (tmp_path / "Other_files").mkdir()
    (tmp_path / "Other_files" / "kept.html").write_bytes(PAGE)
    (tmp_path / "Page.html").write_bytes(PAGE)
    assert [path.name for path in files_below([tmp_path])] == ["kept.html", "Page.html"]
