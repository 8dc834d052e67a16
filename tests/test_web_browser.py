"""The form in a real browser, JavaScript off: a diplomat finds a paragraph and lands on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import EVERY_PAGE, OWN_MARKUP, chromium, needs_browser, served

pytestmark = needs_browser

# What Lighthouse calls cumulative layout shift, and the files that a browser waits for before it shows anything.
MOVED_AND_AWAITED = """() => new Promise(told => {
    let moved = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => moved += entry.value))
        .observe({type: "layout-shift", buffered: true});
    const awaited = performance.getEntriesByType("resource")
        .filter(entry => entry.renderBlockingStatus === "blocking").map(entry => entry.name.split("?")[0]);
    setTimeout(() => told([moved, awaited]), 100);
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("browser") / "home") as where:
        yield where


@pytest.fixture(params=[320, 1200])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 800}, java_script_enabled=False)
    yield opened
    opened.close()


def test_from_words_to_the_paragraph(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Words,").fill("points of contact")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_role("heading")).to_have_text("5 documents for points of contact")
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
    expect(page.get_by_role("status")).to_contain_text("3 documents for")
    page.get_by_role("list", name="Chosen filters").get_by_role("link").click()
    expect(page.get_by_role("status")).to_contain_text("4 documents for")


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


def test_no_page_is_wider_than_the_window_or_loads_anything_else(page: Page, address: str) -> None:
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    assert page.viewport_size is not None
    for path in EVERY_PAGE:
        page.goto(address + path)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) <= (path, page.viewport_size["width"])
        assert [url for url in asked if not url.startswith(address)] == [], path
        # The browser speaks up where the policy forbids something that the page itself asks for.
        assert [line for line in told if "Security Policy" in line] == [], path


@pytest.mark.parametrize("width", [320, 1200])
def test_nothing_moves_while_a_page_is_shown_and_only_its_style_is_awaited(
    browser: Browser, address: str, width: int
) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 800})
    for path in OWN_MARKUP:
        opened.goto(address + path, wait_until="load")
        moved, awaited = opened.evaluate(MOVED_AND_AWAITED)
        assert (path, moved) == (path, 0)
        assert {name.removeprefix(f"{address}static/") for name in awaited} <= {"style.css", "trace.css"}
    opened.close()


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
