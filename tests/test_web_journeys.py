"""Whole ways through the form, as people go them: by keyboard, magnified, in other scripts, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Literal

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.browser import EVERY_PAGE, chromium, needs_browser, served
from tests.web_home import REQUEST

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


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Go on with Tab until `wanted` has the focus; every step must be seen, and none may be out of sight."""
    expect(wanted).to_have_count(1)
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
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


def follow(page: Page, how: str, link: Locator, key: str = "Tab") -> None:
    """Follow a link or press a button, by pointer or by keyboard alone."""
    if how == "pointer":
        link.click()
    else:
        tab_to(page, link, key)
        page.keyboard.press("Enter")


def write(page: Page, how: str, field: Locator, words: str) -> None:
    if how == "pointer":
        field.fill(words)
    else:
        tab_to(page, field)
        page.keyboard.type(words)


@pytest.mark.parametrize("how", ["pointer", "keyboard"])
def test_a_diplomat_cites_compares_takes_the_redline_home_and_traces(page: Page, address: str, how: str) -> None:
    # The paragraph on points of contact,
    page.goto(address)
    write(page, how, page.get_by_label("Words,"), "points of contact")
    page.keyboard.press("Enter")
    hit = page.get_by_role("listitem").filter(has_text="A/199/12 Report")
    follow(page, how, hit.get_by_role("link", name="para. 24, p. 7"))
    expect(page.locator("#para-24")).to_be_in_viewport()
    # how it is cited,
    follow(page, how, page.locator("#para-24").get_by_role("link", name="Cite para. 24"))
    expect(page.locator("#quotation-1")).to_have_value(
        re.compile(r"directory of points of contact\.” A/199/12, para\. 24\.")
    )
    page.go_back()
    # who cites it,
    cited = page.locator(".known > div").filter(has_text="Cited by")
    follow(page, how, cited.locator("summary"), "Shift+Tab")
    follow(page, how, cited.get_by_role("link", name="A/RES/199/8").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Keepers of the keys")
    # what became of the draft,
    page.goto(page.url.partition("#")[0])
    follow(page, how, page.get_by_role("navigation", name="Site").get_by_role("link", name="Tools"))
    follow(page, how, page.get_by_role("link", name="Compare two texts"))
    write(page, how, page.get_by_label("Old text"), "a/c.1/199/l.7")
    write(page, how, page.get_by_label("New text"), "A/RES/199/8")
    follow(page, how, page.get_by_role("button", name="Compare"))
    changed = page.locator(".change.changed")
    expect(changed.locator("del")).to_have_text("shall")
    expect(changed.locator("ins")).to_have_text("should")
    expect(page.get_by_role("status")).to_contain_text("2 same, 1 changed, 1 added")
    # the same as a Word file,
    with page.expect_download() as begun:
        follow(page, how, page.get_by_role("link", name="Word, with tracked changes"))
    assert begun.value.suggested_filename == "A_C.1_199_L.7--A_RES_199_8.docx"
    struck = Document(str(begun.value.path())).element.xpath(".//w:del//w:delText")
    assert [one.text.strip() for one in struck] == ["shall"]
    # and where a sentence comes from.
    same = page.locator(".change.same").filter(has_text="keeper of the keys")
    follow(page, how, same.get_by_role("link", name="OP2 p. 1").last)
    follow(page, how, page.locator("#para-OP2").get_by_role("link", name="Cite"))
    follow(page, how, page.get_by_role("link", name="Trace this paragraph"))
    expect(page.get_by_role("status")).to_contain_text("2 documents: 2 with the exact words")
    expect(page.locator("ol.reuses > li").first).to_contain_text(
        "First in this corpus: 10 January 2031 · A/C.1/199/L.7"
    )


def test_a_draft_is_checked_and_its_report_stands_above_the_form(page: Page, address: str) -> None:
    page.goto(f"{address}quotes")
    page.get_by_label("Your text").fill(f"It “{REQUEST.replace('two', 'three')}” (A/RES/199/8, para. 2).")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("status")).to_have_text("1 quotation to look at")
    expect(page.locator(".verdict-altered del")).to_contain_text("two")
    expect(page.locator(".verdict-altered ins")).to_contain_text("three")
    expect(page.get_by_label("Your text")).to_have_value(re.compile("three months"))


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


def test_at_200_percent_nothing_is_beside_the_window(browser: Browser, address: str) -> None:
    # What a browser does at 200 %: a window of 1280 pixels has 640 of those that a style sheet counts.
    opened = browser.new_page(viewport={"width": 640, "height": 400}, device_scale_factor=2, java_script_enabled=False)
    for path in EVERY_PAGE:
        opened.goto(address + path)
        assert (path, opened.evaluate("document.documentElement.scrollWidth")) <= (path, 640)
        expect(opened.get_by_role("heading", level=1), path).to_be_visible()
        expect(opened.locator("#q"), path).to_be_visible()
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
    page.get_by_role("link", name="Where its language comes from").click()
    traced = page.locator(".traced p[lang]").first
    expect(traced).to_have_attribute("lang", language)
    expect(traced).to_have_css("direction", way)


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


@pytest.mark.parametrize(
    ("path", "told", "around"),
    [
        (
            "compare?old=A/C.1/199/L.7&new=A/RES/199/8",
            ("A/C.1/199/L.7 compared with A/RES/199/8", "every depot shall should keep", "Thanks the ferry", "http"),
            ("Search help", "Only what changed", "To take away", "Old text"),
        ),
        (
            "trace?document=A/RES/199/8",
            ("Where the language of A/RES/199/8 comes from", "A/C.1/199/L.7, para. 2", "exact words", "answers by day"),
            ("Search help", "Trace other language"),
        ),
    ],
)  # fmt: skip
def test_a_redline_and_a_trace_are_printed_without_the_site_around_them(
    browser: Browser, address: str, path: str, told: tuple[str, ...], around: tuple[str, ...]
) -> None:
    opened = browser.new_page(java_script_enabled=False, color_scheme="dark")
    opened.goto(address + path)
    sheets = PdfReader(BytesIO(opened.pdf(format="A4"))).pages
    printed = " ".join(" ".join(sheet.extract_text().split()) for sheet in sheets)
    assert [words for words in told if words not in printed] == []
    assert [words for words in around if words in printed] == []
    opened.emulate_media(media="print", color_scheme="dark")
    for mark, line in (("del", "line-through"), ("ins", "underline")):
        for node in opened.locator(mark).all():
            assert line in node.evaluate("node => getComputedStyle(node).textDecorationLine")
    opened.close()
