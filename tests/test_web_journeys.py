"""Whole ways through the form, as people go them: by keyboard, magnified, in other scripts, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.browser import EVERY_PAGE, chromium, needs_browser, served

# A keyboard that has not arrived after so many steps is lost.
MOST_TABS = 80
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("journeys") / "home") as where:
        yield where


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1200, "height": 800}, java_script_enabled=False)
    yield opened
    opened.close()


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with Tab until `wanted` has the focus; every step must be seen, and none may be out of sight."""
    expect(wanted).to_have_count(1)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if focus.count():
            expect(focus).to_be_in_viewport()
            assert focus.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
        if wanted.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{MOST_TABS} steps of Tab do not reach {wanted}")


def test_by_keyboard_from_the_box_to_a_paragraph_and_back(page: Page, address: str) -> None:
    page.goto(address)
    tab_to(page, page.get_by_label("Words,"))
    page.keyboard.type("points of contact")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_role("heading")).to_contain_text("for points of contact")
    results = page.url
    hit = page.get_by_role("listitem").filter(has_text="A/199/12 Report")
    tab_to(page, hit.get_by_role("link", name="para. 24, p. 7"))
    page.keyboard.press("Enter")
    paragraph = page.locator("#para-24")
    expect(paragraph).to_be_in_viewport()
    # Reading goes on from the paragraph, not from the top of the page.
    page.keyboard.press("Tab")
    expect(paragraph.get_by_role("link", name="Link to para. 24")).to_be_focused()
    # Alt and the left arrow; a browser without a window of its own has no such key.
    page.go_back()
    expect(page.get_by_role("status").get_by_role("heading")).to_contain_text("for points of contact")
    assert page.url == results


def test_by_keyboard_past_everything_to_the_content(page: Page, address: str) -> None:
    page.goto(f"{address}d/A/199/12?q=contact")
    tab_to(page, page.get_by_role("link", name="Skip to content"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_by_keyboard_a_filter_is_set(page: Page, address: str) -> None:
    page.goto(f"{address}?q=contact")
    tab_to(page, page.get_by_role("complementary").get_by_role("link", name="2031"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("2031")


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_at_200_percent_nothing_is_beside_the_window(browser: Browser, address: str, path: str) -> None:
    # What a browser does at 200 %: a window of 1280 pixels has 640 of those that a style sheet counts.
    opened = browser.new_page(viewport={"width": 640, "height": 400}, device_scale_factor=2, java_script_enabled=False)
    opened.goto(address + path)
    assert opened.evaluate("document.documentElement.scrollWidth") <= 640
    expect(opened.get_by_role("heading", level=1)).to_be_visible()
    expect(opened.get_by_role("searchbox")).to_be_visible()
    opened.close()


@pytest.mark.parametrize(
    ("words", "symbol", "language", "way"),
    [("دليل لجهات", "A/199/20", "ar", "rtl"), ("仓库钥匙", "A/199/40", "zh", "ltr")],
)
def test_a_text_is_found_by_its_own_words(
    page: Page, address: str, words: str, symbol: str, language: str, way: str
) -> None:
    page.goto(address)
    page.get_by_label("Words,").fill(words)
    page.keyboard.press("Enter")
    hit = page.locator(".hit").filter(has_text=symbol)
    excerpt = hit.locator("blockquote").first
    expect(excerpt).to_have_attribute("lang", language)
    expect(excerpt).to_have_css("direction", way)
    expect(excerpt.locator("mark").first).to_be_visible()
    excerpt.get_by_role("link", name="para. 1, p. 1").click()
    paragraph = page.locator("#para-1")
    expect(paragraph).to_be_in_viewport()
    text = page.locator(".text")
    expect(text).to_have_attribute("lang", language)
    expect(text).to_have_attribute("dir", way)
    expect(paragraph.locator("> p").first).to_have_css("direction", way)
    title = page.get_by_role("heading", level=1).locator("bdi")
    # The Arabic sample has an English title.
    assert title.get_attribute("lang") == (None if language == "ar" else language)
    number, words_found = paragraph.locator(".number").bounding_box(), paragraph.locator("> p").first.bounding_box()
    assert number is not None
    assert words_found is not None
    # The number stands where a line begins: on the right of Arabic, on the left of Chinese.
    assert (number["x"] > words_found["x"]) == (way == "rtl")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_document_is_printed_whole_and_without_the_site_around_it(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    opened = browser.new_page(java_script_enabled=False, color_scheme=scheme)
    opened.goto(f"{address}d/A/199/12")
    sheets = PdfReader(BytesIO(opened.pdf(format="A4"))).pages
    printed = " ".join(" ".join(sheet.extract_text().split()) for sheet in sheets)
    for told in (
        "Report on contact (sample)", "A/199/12", "2 January 2031", "States keep a directory of points of contact.",
        "24 (a)", "The annex numbers its paragraphs anew.", "sha256:",
    ):  # fmt: skip
        assert told in printed
    for around in ("Search help", "Skip to content", "to copy and to cite"):
        assert around not in printed
    opened.emulate_media(media="print", color_scheme=scheme)
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    opened.close()
