"""`verbale sources check` on sites that are well, changed, walled and down."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.document import Posting
from crawler.check import Checked, check
from crawler.source import Expect, Page, Reading, Series, Source
from tests.loopback import answer, loopback, paths
from tests.nights import FIRST_NIGHT, Clock, web

TODAY = date(2031, 3, 4)
WALL = answer(b"<script>window.gokuProps={}</script>", "202 Accepted", {"x-amzn-waf-action": "challenge"})
LIST = answer(b"<main><a href=a.pdf>A</a></main>")


def read(page: Page) -> Reading:
    """Understands a page with a link."""
    if b"<a " in page.body:
        return Reading((Posting("https://example.org/a.pdf", "un"),))
    return Reading(understood=False, reason="no list on it")


def looked(site: dict[str, bytes], *, page: bool = True) -> Checked:
    with loopback(paths(site)) as server:
        begun = Reading(follow=(f"{server.base}/list",)) if page else Reading((Posting(f"{server.base}/a.pdf", "un"),))
        source = Source("sample", {}, Expect(1, 9), lambda itself, today: begun, read, name="sample")
        return check(source, web(server, Clock(FIRST_NIGHT)), TODAY)


@pytest.mark.parametrize(
    ("site", "state"),
    [
        ({"/list": LIST}, "understood"),
        ({"/list": answer(b"<main id=app>Loading</main>")}, "changed"),
        ({}, "changed"),
        ({"/list": answer(b"<title>Page not found</title>")}, "changed"),
        ({"/list": WALL}, "blocked"),
        ({"/list": answer(b"", "403 Forbidden")}, "blocked"),
        ({"/robots.txt": answer(b"User-agent: *\nDisallow: /")}, "blocked"),
        ({"/list": answer(b"", "500 Broken")}, "unreachable"),
        ({"/robots.txt": answer(b"", "503 Busy")}, "unreachable"),
    ],
)
def test_a_page_is_judged(site: dict[str, bytes], state: str) -> None:
    told = looked(site)
    assert told.state == state
    assert bool(told.reason) is (state != "understood")
    assert told.url.endswith("/list")


def test_a_source_without_pages_is_judged_by_its_first_document() -> None:
    assert looked({"/a.pdf": answer(b"%PDF-1.7 sample %%EOF")}, page=False).state == "understood"
    assert looked({"/a.pdf": answer(b"<html><p>Viewer</p></html>")}, page=False).state == "changed"


def test_a_source_of_series_is_judged_by_the_first_number() -> None:
    with loopback(paths({"/L1": answer(b"%PDF-1.7 sample %%EOF")})) as server:
        series = (Series("L", lambda number: (Posting(f"{server.base}/L{number}", "un"),)),)
        source = Source(
            "sample", {}, Expect(1, 9), lambda itself, today: Reading(), read, lambda itself, today: series, "sample"
        )
        assert check(source, web(server, Clock(FIRST_NIGHT)), TODAY).state == "understood"
