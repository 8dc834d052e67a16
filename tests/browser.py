"""A real browser and a real server for the tests that look at pages as people do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from corpus.home import Home
from corpus.store import GoneVersion
from crawler.report import CrawlReport
from crawler.source import Expect
from search.night import Night, source_night
from search.night_log import keep_night
from tests.samples import NIGHT
from tests.web_home import HOSTILE, chinese, fill, negotiated

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Pages that have markup of their own, and those that say other things with the same markup.
OWN_MARKUP = (
    "", "?q=contact&year=2031", "?q=hostile", "?q=zzzz&scope=paragraph", "?q=contact&page=77", "?q=%22open",
    "d/A/199/12?q=contact", "d/A/199/12?version=1", "d/A/199/20", "d/A/199/30", "d/A/199/99", "d/A/199/21", "status",
    "night", "help", "browse", "new", "coverage", "compare?old=A/199/12@1&new=A/199/12&view=side", "chain",
    "chain?of=A/199/12", "coverage?kind=languages", "crosswalk/norm-f", "states?silent=contact",
    "states/Facsimilia?topic=answer", "watches?q=contact&year=2031", "concordance?q=A/199/12&para=24",
    "trace?para=A/199/12%2324", "quotes", "pack", "compare?old=A/C.1/199/L.7&new=A/RES/199/8", "chain?of=A/RES/199/8",
    "trace?document=A/RES/199/8", "trace?text=Requests+each+State+to+name+within+two+months+a+keeper+of+the+keys",
    "trace?document=none",
)  # fmt: skip
SAME_MARKUP = (
    "?q=contact", "d/A/199/40", "none", "states/Facsimilia", "states/none", "tools", "compare",
    "compare?old=A/199/12@1&new=A/199/12", "compare?old=A/199/12&new=none", "chain?of=none", "crosswalk", "states",
    "states/Iceland", "watches", "concordance", "concordance?q=contact", "trace?document=A/199/12",
    "coverage?kind=cited", "coverage?kind=sources",
)  # fmt: skip
EVERY_PAGE = (*OWN_MARKUP, *SAME_MARKUP)

needs_browser = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}; CHROMIUM names another"),
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The address of a form on a home with the sample documents, hostile texts and a night behind it."""
    home = Home(path)
    # Words without a space to break at are what makes a page wider than its window.
    fill(home, (HOSTILE, "W" * 300), (chinese(), *negotiated()))
    _spend_a_night(home)
    process = subprocess.Popen(
        [sys.executable, "-m", "search", "--home", path, "-q", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().split()[4]
    process.terminate()
    process.communicate()


def _spend_a_night(home: Home) -> None:
    gone = GoneVersion("osce", "PC.DEC/9039", HOSTILE, "2031-03-01")
    sources = (source_night(CrawlReport("osce", Expect(50, 99), NIGHT), (gone,)),)
    for began in ("2031-03-03T02:30:00+00:00", "2031-03-04T02:30:00+00:00"):
        keep_night(home, Night("update", began, "2031-03-04T02:52:00+00:00", sources, (gone,)))
