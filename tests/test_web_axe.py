"""Every page held against WCAG 2.2 AA by axe-core: in both colour schemes, on a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from bs4.element import Tag
from playwright.sync_api import Browser, Page

from tests.browser import OWN_MARKUP, SAME_MARKUP, chromium, needs_browser, served
from tests.web_home import REQUEST

LEVEL_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# The dark scheme is the same page in other colours.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}

# Colours do not depend on the width.
SEEN: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1200), ("light", 320), ("dark", 1200))

pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("axe") / "home") as where:
        yield where


@pytest.fixture(scope="module", params=SEEN)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    scheme, width = request.param
    # The browser itself hands axe to the page; the page's own policy, which allows no script, stays in force.
    opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize("path", OWN_MARKUP)
def test_no_page_breaks_a_rule_of_level_aa(window: Page, address: str, path: str) -> None:
    window.goto(address + path)
    # A closed list is no excuse: what it holds is judged too.
    window.evaluate("document.querySelectorAll('details').forEach(list => { list.open = true })")
    for scheme, width in SEEN:
        window.emulate_media(color_scheme=scheme)
        window.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(window, options=COLOURS if scheme == "dark" else LEVEL_AA)
        assert found.violations_count == 0, f"{scheme}, {width} wide: {found.generate_report()}"


def test_pages_that_axe_does_not_see_have_no_markup_of_their_own(address: str) -> None:
    judged = set().union(*(markup(address + path) for path in OWN_MARKUP))
    assert {path: told for path in SAME_MARKUP if (told := markup(address + path) - judged)} == {}


def markup(url: str) -> set[tuple[str, str]]:
    """The kinds of elements of a page, each with that which holds it."""
    tree = BeautifulSoup(requests.get(url, timeout=60).content, "lxml")
    return {(kind(tag.parent), kind(tag)) for tag in tree.find_all(True) if tag.parent is not None}


def kind(tag: Tag) -> str:
    """An element's name with what style sheets and screen readers go by: classes, roles, direction, labels."""
    classes = sorted(tag.get_attribute_list("class", []))
    told = sorted(name for name in tag.attrs if name.startswith("aria-") or name in ("dir", "role", "scope", "type"))
    return " ".join([tag.name, *map(str, classes), *told])


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
