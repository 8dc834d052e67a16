"""Every page held against WCAG 2.2 AA by axe-core: in both colour schemes, on a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import EVERY_PAGE, chromium, needs_browser, served
from tests.web_home import REQUEST

LEVEL_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# The dark scheme is the same page in other colours.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}

pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("axe") / "home") as where:
        yield where


# Colours do not depend on the width.
@pytest.fixture(scope="module", params=[("light", 1200), ("light", 320), ("dark", 1200)])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    scheme, width = request.param
    # The browser itself hands axe to the page; the page's own policy, which allows no script, stays in force.
    opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield opened
    opened.close()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_page_breaks_a_rule_of_level_aa(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    # A closed list is no excuse: what it holds is judged too.
    page.evaluate("document.querySelectorAll('details').forEach(list => { list.open = true })")
    found = Axe().run(page, options=COLOURS if is_dark(page) else LEVEL_AA)
    assert found.violations_count == 0, found.generate_report()


def is_dark(page: Page) -> bool:
    return bool(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))


def test_a_checked_draft_breaks_no_rule_of_level_aa(page: Page, address: str) -> None:
    page.goto(f"{address}quotes")
    page.get_by_label("Your text").fill(
        f"“{REQUEST}” and “{REQUEST.replace('two', 'three')}” and “{REQUEST[::-1]}”. Ours."
    )
    page.get_by_role("button", name="Check").click()
    page.evaluate("document.querySelectorAll('details').forEach(list => { list.open = true })")
    assert page.locator(".checked > li").count() == 3
    found = Axe().run(page, options=LEVEL_AA)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_placeholder_is_as_legible_as_the_footer(page: Page, address: str) -> None:
    # axe does not look at placeholders; the footer it has judged.
    page.goto(f"{address}help")
    footer = page.evaluate("getComputedStyle(document.querySelector('footer.site')).color")
    placeholder = "getComputedStyle(document.querySelector('#q'), '::placeholder')"
    assert page.evaluate(f"[{placeholder}.color, {placeholder}.opacity]") == [footer, "1"]


def test_the_judge_sees_what_is_wrong(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.documentElement.removeAttribute('lang')")
    # A grey too pale on white and too dark on black.
    page.evaluate("document.querySelector('.held').style.color = '#777'")
    rules = {rule["id"] for rule in Axe().run(page, options=LEVEL_AA).response["violations"]}
    assert rules == {"html-has-lang", "color-contrast"}
