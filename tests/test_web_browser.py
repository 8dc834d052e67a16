"""The form in a real browser, JavaScript off: a diplomat finds a paragraph and lands on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from corpus.home import Home
from tests.web_home import HOSTILE, fill

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
VERBALE = str(Path(sys.executable).with_name("verbale"))
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
EVERY_PAGE = (
    "", "?q=contact", "?q=hostile", "?q=zzzz&scope=paragraph", "?q=%22open", "d/A/199/12?q=contact", "d/A/199/20",
    "d/A/199/99", "d/A/199/21", "status", "help", "none", "browse", "new", "coverage",
    "states/Facsimilia", "states/none",
)  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}; CHROMIUM names another"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("browser") / "home"
    # Words without a space to break at are what makes a page wider than its window.
    fill(Home(home), (HOSTILE, "W" * 300))
    process = subprocess.Popen(
        [VERBALE, "--home", home, "-q", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    yield process.stdout.readline().split()[4]
    process.send_signal(signal.SIGINT)
    process.communicate()


@pytest.fixture(params=[320, 1200])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 800}, java_script_enabled=False)
    yield opened
    opened.close()


def test_from_words_to_the_paragraph(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Words,").fill("points of contact")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_role("heading")).to_have_text("3 documents for points of contact")
    page.get_by_role("listitem").filter(has_text="A/199/12 Report").get_by_role("link", name="para. 24, p. 7").click()
    paragraph = page.locator("#para-24")
    expect(paragraph).to_be_in_viewport()
    expect(paragraph.locator("mark")).to_have_text("of points of contact")
    assert page.url.endswith("/d/A/199/12?q=points%20of%20contact#para-24")
    paragraph.get_by_role("link", name="Link to para. 24").click()
    expect(page.locator("#para-24")).to_be_in_viewport()
    assert page.url == f"{address}d/A/199/12#para-24"


def test_from_paragraph_found_to_paragraph_found(page: Page, address: str) -> None:
    page.goto(f"{address}d/A/199/12?q=contact")
    found = page.get_by_role("navigation", name="Paragraphs found")
    expect(found.get_by_role("link")).to_have_count(2)
    found.get_by_role("link", name="para. 24 (a)").click()
    expect(page.locator("#para-24-a")).to_be_in_viewport()


def test_filters_are_set_and_removed(page: Page, address: str) -> None:
    page.goto(f"{address}?q=contact")
    page.get_by_role("complementary").get_by_role("link", name="2031").click()
    expect(page.get_by_role("status")).to_contain_text("1 document for")
    page.get_by_role("list", name="Chosen filters").get_by_role("link").click()
    expect(page.get_by_role("status")).to_contain_text("2 documents for")


def test_the_form_keeps_what_was_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}?q=contact&year=2031")
    page.get_by_label("single paragraphs").check()
    page.get_by_label("Order").select_option("newest first")
    page.get_by_role("button", name="Search").click()
    assert page.url == f"{address}?q=contact&scope=paragraph&sort=-date&year=2031"
    expect(page.get_by_label("single paragraphs")).to_be_checked()


def test_the_keyboard_reaches_the_result(page: Page, address: str) -> None:
    page.goto(f"{address}?q=contact")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_page_is_wider_than_the_window_or_loads_anything_else(page: Page, address: str, path: str) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(address + path)
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert all(url.startswith(address) for url in asked)
    # The browser speaks up where the policy forbids something that the page itself asks for.
    assert [line for line in told if "Security Policy" in line] == []


def test_hostile_texts_run_nothing(browser: Browser, address: str) -> None:
    opened = browser.new_page()
    dialogs: list[str] = []
    opened.on("dialog", lambda dialog: dialogs.append(dialog.message))
    opened.goto(f"{address}?q=script")
    opened.locator(".hit h2 a").first.click()
    expect(opened.locator(".paragraph").first).to_contain_text("<script>")
    assert dialogs == []
    opened.close()


def test_an_original_is_downloaded_not_opened(browser: Browser, address: str) -> None:
    opened = browser.new_page(java_script_enabled=False)
    opened.goto(f"{address}d/A/199/12")
    with opened.expect_download() as waiting:
        opened.get_by_role("link", name="Download as archived").click()
    assert waiting.value.suggested_filename == "A_199_12.en.pdf"
    opened.close()
