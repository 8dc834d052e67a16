"""A site that answers in every bad way we know: each ends in a stored class with its reason, and never in a document.

sources.md section 12 names the classes; the bytes decide, whatever the headers say.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.document import Posting
from corpus.workers import Workers
from crawler.report import CrawlReport
from crawler.source import Expect, Page, Reading, Source
from tests.loopback import Handler, Loopback, answer, loopback
from tests.nights import Nights

PDF = b"%PDF-1.7 sample %%EOF"
AS_PDF = {"Content-Type": "application/pdf"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
GOOD = answer(
    b"<html><main><h1>Statement by Exampleland (sample)</h1><p>States keep a directory.</p></main></html>",
    headers=HTML | {"Content-Disposition": "attachment; filename=\"../../../corpus.db\"; filename*=UTF-8''%2Fetc%2Fx"},
)
BAD = {
    "challenge-202": (answer(b"", "202 Accepted", {"x-amzn-waf-action": "challenge"}), "challenge"),
    "challenge-405": (answer(b"", "405 Not Allowed", {"x-amzn-waf-action": "captcha"}), "challenge"),
    "challenge-200": (answer(b"<html><script>window.gokuProps={}</script>", headers=HTML), "challenge"),
    "challenge-as-pdf": (answer(b"<script src=/challenge.js></script>", headers=AS_PDF), "challenge"),
    "challenge-other": (answer(b"<html>Just a moment", "403 Forbidden", {"cf-mitigated": "challenge"}), "challenge"),
    "soft-404": (answer(b"<!doctype html><title>Page not found</title><p>Sorry", headers=HTML), "soft404"),
    "soft-404-heading": (answer(b"<html><h1>404</h1><p>Nothing here", headers=HTML), "soft404"),
    "empty-200": (answer(b"", headers=AS_PDF), "empty"),
    "white-200": (answer(b" \r\n\t ", headers=AS_PDF), "empty"),
    "html-as.pdf": (answer(b"<!DOCTYPE html><title>Viewer</title><p>Loading", headers=AS_PDF), "not_the_file"),
    "json-as.pdf": (answer(b'{"error": "gone"}', headers=AS_PDF), "not_the_file"),
    "text-as.docx": (answer(b"Please log in.", headers=AS_PDF), "not_the_file"),
    "half.pdf": (answer(PDF[:-5], headers=AS_PDF), "truncated"),
    "half.docx": (answer(b"PK\x03\x04 word/document.xml, and then nothing"), "truncated"),
    "short-length.pdf": (answer(PDF, length=500), "truncated"),
    "cut-gzip": (answer(gzip.compress(PDF * 99)[:-9], headers={"Content-Encoding": "gzip"}), "truncated"),
    "no-gzip": (answer(PDF, headers={"Content-Encoding": "gzip"}), "damaged"),
    "odd-encoding": (answer(PDF, headers={"Content-Encoding": "br"}), "damaged"),
    "double-gzip": (answer(gzip.compress(gzip.compress(PDF)), headers={"Content-Encoding": "gzip"}), "unknown"),
    "bomb": (answer(gzip.compress(b"\0" * 30_000_000), headers={"Content-Encoding": "gzip"}), "too_large"),
    "large": (answer(b"%PDF-" + b"x" * 21_000_000), "too_large"),
    "loop": (answer(b"", "302 Found", {"Location": "/loop"}), "redirect_loop"),
    "nowhere": (answer(b"", "302 Found", {"Location": "http://[::1"}), "misdirected"),
    "elsewhere": (answer(b"", "302 Found", {"Location": "file:///etc/passwd"}), "disallowed"),
    "inside": (answer(b"", "302 Found", {"Location": "http://169.254.169.254/latest/meta-data/"}), "disallowed"),
    "leads-to-error": (answer(b"", "302 Found", {"Location": "/error?aspxerrorpath=x"}), "not_found"),
    "front-page": (answer(b"", "302 Found", {"Location": "/"}), "not_found"),
    "gone": (answer(b"", "410 Gone"), "not_found"),
    "login": (answer(b"", "401 Unauthorized"), "forbidden"),
    "teapot": (answer(b"short and stout", "418 I am a teapot"), "not_found"),
    "nul": (answer(b"\0\1\2" * 99, headers=HTML | {"Content-Type": "text/html; charset=utf-7"}), "unknown"),
    "picture": (answer(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", headers=AS_PDF), "unknown"),
}  # fmt: skip


def site(request: str) -> Iterator[bytes]:
    path = request.split(" ")[1].lstrip("/")
    if path == "drip":
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"
        while True:  # ends when the client hangs up
            yield b"x"
    elif path.startswith("error") or path == "":
        yield answer(b"<html><h1>Welcome</h1></html>", headers=HTML)
    else:
        yield GOOD if path == "good" else BAD[path][0] if path in BAD else answer(b"", "404 Not Found")


def source(server: Loopback, names: list[str]) -> Source:
    def begin(itself: Source, today: date) -> Reading:
        return Reading(tuple(Posting(f"{server.base}/{name}", "un") for name in names))

    def read(page: Page) -> Reading:
        return Reading(understood=False)

    return Source("hostile", {}, Expect(0, 99), begin, read, name="hostile")


def visited(folder: Path, server: Loopback) -> dict[str, tuple[str, str]]:
    rows = sqlite3.connect(folder / "corpus.db").execute("SELECT url, verdict, reason FROM visits")
    return {url.removeprefix(f"{server.base}/"): (verdict, reason) for url, verdict, reason in rows}


def documents(folder: Path) -> int:
    return int(sqlite3.connect(folder / "corpus.db").execute("SELECT count(*) FROM documents").fetchone()[0])


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as pool:
        yield pool


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_ends_in_a_class_and_never_in_a_document(name: str, tmp_path: Path, workers: Workers) -> None:
    with loopback(site) as server:
        nights = Nights(tmp_path, workers)
        [report] = nights.spend(server, source(server, [name, "good"]))
        told = visited(tmp_path, server)
    verdict, reason = told[name]
    assert verdict == BAD[name][1]
    assert reason
    assert told["good"] == ("ok_html", "")
    assert documents(tmp_path) == 1
    assert report.failed + report.absent == 1


def test_the_same_answers_to_pages_end_in_the_same_classes(tmp_path: Path, workers: Workers) -> None:
    """What a list answers badly is stored too, and the source is not said to be well."""

    def spent(name: str, handler: Handler) -> tuple[CrawlReport, str]:
        with loopback(handler) as server:
            pages = Source(
                "hostile", {}, Expect(0, 9), lambda itself, today: Reading(follow=(f"{server.base}/{name}",)),
                lambda page: Reading(), name="hostile",
            )  # fmt: skip
            [report] = Nights(tmp_path / name, workers).spend(server, pages)
            return report, visited(tmp_path / name, server)[name][0]

    for name in ("challenge-200", "soft-404", "empty-200", "cut-gzip", "bomb", "loop", "login"):
        report, verdict = spent(name, site)
        assert verdict == BAD[name][1]
        assert report.state != "ok"


def test_a_drip_ends_at_the_time_limit_and_is_stored(tmp_path: Path, workers: Workers) -> None:
    with loopback(site) as server:
        Nights(tmp_path, workers, timeout=0.5).spend(server, source(server, ["drip", "good"]))
        told = visited(tmp_path, server)
    assert told["drip"][0] == "too_slow"
    assert told["good"][0] == "ok_html"


def test_names_that_a_server_gives_name_no_file(tmp_path: Path, workers: Workers) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with loopback(site) as server:
        Nights(home, workers).spend(server, source(server, ["good"]))
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert {path.name.split("-")[0] for path in home.rglob("*")} == {"archive", "corpus.db", "verbale"}


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [("utf-8", "windows-1252"), ("no-such-charset", "utf-8"), ("utf-7", "utf-8"), ("utf-16", "utf-8"), ("", "utf-8")],
)
def test_a_wrong_charset_costs_no_letter(declared: str, encoded: str, tmp_path: Path, workers: Workers) -> None:
    words = "Les États gardent un répertoire des points de contact, à jour et complet. (exemple)"
    body = f"<html><main><h1>Déclaration</h1><p>{words}</p></main></html>".encode(encoded)
    page = answer(body, headers={"Content-Type": f"text/html; charset={declared}" if declared else "text/html"})

    def handler(request: str) -> Iterator[bytes]:
        yield page if request.split(" ")[1] == "/page" else answer(b"", "404 Not Found")

    with loopback(handler) as server:
        Nights(tmp_path, workers).spend(server, source(server, ["page"]))
    texts = [row[0] for row in sqlite3.connect(tmp_path / "corpus.db").execute("SELECT text FROM passages")]
    assert words in texts
