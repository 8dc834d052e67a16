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
from tests.test_web import fill

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
VERBALE = str(Path(sys.executable).with_name("verbale"))
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
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
    fill(Home(home))
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
    expect(page.get_by_role("status")).to_contain_text("2 documents for")
    page.get_by_role("link", name="para. 24, p. 7").first.click()
    paragraph = page.locator("#para-24")
    expect(paragraph).to_be_in_viewport()
    expect(paragraph).to_contain_text("directory of points of contact")
    assert page.url.endswith("#para-24")


def test_filters_are_set_and_removed(page: Page, address: str) -> None:
    page.goto(f"{address}?q=contact")
    page.get_by_role("complementary").get_by_role("link", name="2031").click()
    expect(page.get_by_role("status")).to_contain_text("1 document for")
    page.get_by_role("list", name="Chosen filters").get_by_role("link").click()
    expect(page.get_by_role("status")).to_contain_text("2 documents for")


def test_the_keyboard_reaches_the_result(page: Page, address: str) -> None:
    page.goto(f"{address}?q=contact")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()


@pytest.mark.parametrize(
    "path", ["", "?q=contact", "?q=hostile", "d/A/199/12", "d/A/199/20", "status", "help", "d/none"]
)
def test_no_page_is_wider_than_the_window_or_loads_anything_else(page: Page, address: str, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    box = page.locator("main").bounding_box()
    assert box is not None
    viewport = page.viewport_size
    assert viewport is not None
    assert box["x"] >= 0
    assert box["width"] <= viewport["width"]
    assert all(url.startswith(address) for url in asked)


def test_hostile_texts_run_nothing(browser: Browser, address: str) -> None:
    opened = browser.new_page()
    dialogs: list[str] = []
    opened.on("dialog", lambda dialog: dialogs.append(dialog.message))
    opened.goto(f"{address}?q=hostile")
    opened.locator(".hit h2 a").first.click()
    expect(opened.locator(".paragraph").first).to_contain_text("<script>")
    assert dialogs == []
    opened.close()
