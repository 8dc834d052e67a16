"""Completion in the search box, in a real browser with JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import needs_browser
from tests.test_web_browser import address as address
from tests.test_web_browser import browser as browser

pytestmark = needs_browser


@pytest.fixture(params=[320, 1200])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 800})
    told: list[str] = []
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.goto(address)
    yield opened
    assert told == []
    opened.close()


def test_the_keyboard_chooses_a_completion(page: Page) -> None:
    box = page.get_by_role("combobox", name="Words,")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("a/199/1")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_contain_text("A/199/12")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "completion-0")
    assert page.evaluate("document.documentElement.scrollWidth") <= (page.viewport_size or {"width": 0})["width"]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "q=A%2F199%2F12&" in page.url


def test_escape_closes_the_list_and_keeps_what_was_typed(page: Page) -> None:
    box = page.get_by_role("combobox", name="Words,")
    box.press_sequentially("conta")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("conta")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "q=conta&" in page.url


def test_the_pointer_chooses_a_completion(page: Page) -> None:
    page.get_by_role("combobox", name="Words,").press_sequentially("facsim")
    with page.expect_navigation():
        page.get_by_role("listbox").get_by_role("option", name="facsimilia").first.click()
    assert "q=facsimilia" in page.url


def test_titles_of_documents_stay_texts(page: Page) -> None:
    page.get_by_role("combobox", name="Words,").press_sequentially("hostile <script")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("<script>alert(1)</script>")


def test_two_boxes_complete_each_for_itself(page: Page, address: str) -> None:
    page.goto(f"{address}compare")
    old, new = (page.get_by_role("combobox", name=name) for name in ("Old text", "New text"))
    old.press_sequentially("a/199/1")
    offered = page.locator(".completions:not([hidden]) [role=option]")  # the form has a select with options, too
    offered.first.click()
    expect(old).to_have_value("A/199/12")
    assert page.url.endswith("/compare"), "the other box is empty: nothing to compare yet"
    new.press_sequentially("a/199/12/r")
    with page.expect_navigation():
        offered.filter(has_text="A/199/12/Rev.1").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A/199/12 compared with A/199/12/Rev.1")
