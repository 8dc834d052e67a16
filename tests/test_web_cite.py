"""Citing from the form: the page that cites, records, the original at its page, languages side by side."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from corpus.document import ArchiveRef, Passage
from corpus.home import Home
from corpus.store import Store, StoredPassage
from index.sync import sync
from search.parallel import key
from search.web.asked import back
from search.web.beside import pairs, unlike_numbers
from search.web.labels import rows_of
from search.web.reading import hops
from tests.browser import CHROMIUM, QUIET, chromium
from tests.samples import sample_arrival, sample_posting, sample_visit
from tests.web_home import attribute, fill, form, keep, page, text

ENGLISH = [
    Passage("Recalling its decision on directories,", "PP1", page=1),
    Passage("Asks States to name a point of contact;", "OP1", page=2),
    Passage("At once;", "OP1 (a)", page=2),
    Passage("A sentence without a number.", page=2),
    Passage("As printed in the annex.", "fn 1", page=2),
    Passage("Requests a report.", "OP2", page=3),
]
FRENCH = [
    Passage("Rappelant sa décision sur les répertoires,", "PP1", page=1),
    Passage("Demande aux États de nommer un point de contact ;", "OP1", page=2),
    Passage("Sans délai ;", "OP1 (b)", page=2),
    Passage("Une phrase sans numéro.", page=2),
    Passage("Prie le Secrétaire général de faire rapport.", "OP2", page=3),
    Passage("Ajout.", "OP3", page=3),
    Passage("Tel qu’il figure à l’annexe.", "fn 1", page=3),
]
ARABIC = [Passage("تطلب إلى الدول أن تسمي جهة اتصال؛", "OP1", page=2)]


def three_pages() -> bytes:
    """A PDF of our own."""
    made = FPDF()
    for number in (1, 2, 3):
        made.add_page()
        made.set_font("helvetica", size=40)
        made.cell(text=f"Sheet {number}")
    return bytes(made.output())


def fill_in_languages(home: Home) -> None:
    """The sample home, and a resolution in three languages with a real PDF."""
    fill(home)
    body = three_pages()
    kept = keep(home, body)
    store = Store.open(home.database, writing=True)
    for language, passages in (("en", ENGLISH), ("fr", FRENCH), ("ar", ARABIC)):
        posting = sample_posting(
            f"https://example.org/{language}", symbol="A/RES/199/7", title="Directory (sample)", date="2031-12-04",
            language=language, type="resolution",
        )  # fmt: skip
        arrival = sample_arrival(posting, passages=passages, body=body + language.encode(), language=language)
        ref = kept if language == "en" else ArchiveRef("a", 0)
        arrival = replace(arrival, original=replace(arrival.original, archived=ref))
        store.deposit(arrival, sample_visit(arrival))
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("cite") / "home")
    fill_in_languages(made)
    return made


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[FlaskClient]:
    with form(home) as opened:
        yield opened


def boxes(tree: BeautifulSoup) -> list[str]:
    return [box.get_text() for box in tree.select("textarea[readonly]")]


def test_the_document_page_has_every_style_and_record(client: FlaskClient) -> None:
    tree = page(client, "/d/A/RES/199/7")
    assert boxes(tree) == [
        "General Assembly resolution 199/7.",
        "UNGA Res 199/7 (4 December 2031) UN Doc A/RES/199/7.",
        "G.A. Res. 199/7, U.N. Doc. A/RES/199/7 (Dec. 4, 2031).",
    ]
    assert {attribute(tree, f"label[for={box['id']}]", "for") for box in tree.select("textarea")} == {
        "cite-un", "cite-oscola", "cite-bluebook"
    }  # fmt: skip
    assert not tree.select("script[src*=copy]")
    for link in tree.select(".records a")[:3]:
        assert client.get(str(link["href"])).headers["Content-Disposition"].startswith("attachment; ")


def test_records_are_downloads_that_reference_managers_know(client: FlaskClient) -> None:
    ris = client.get("/cite/A/199/12?para=25&style=ris")
    assert ris.headers["Content-Disposition"] == 'attachment; filename="A_199_12.ris"'
    assert ris.mimetype == "application/x-research-info-systems"
    assert "N1  - para. 25, p. 8" in ris.text
    told = json.loads(client.get("/cite/A/199/12?para=24&style=csl").text)
    assert [(item["number"], "note" in item) for item in told] == [("A/199/12", False)]
    assert client.get("/cite/A/199/12?style=bibtex").text.startswith("@techreport{")
    plain = client.get("/cite/A/199/12?para=24&style=un")
    assert (plain.mimetype, plain.text) == ("text/plain", "A/199/12, para. 24.\nA/199/12, annex, para. 24.\n")
    assert "there are un, oscola" in text(page(client, "/cite/A/199/12?style=mla", 404), ".error")


def test_every_paragraph_leads_to_its_own_citation(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/12")
    links = [str(link["href"]) for link in tree.select("a.cite-this")]
    assert len(links) == len(tree.select(".paragraph"))
    told = [boxes(page(client, link))[0] for link in links]
    assert told == [
        "“States keep a directory of points of contact.” A/199/12, para. 24.",
        "“Each State names one technical point of contact.” A/199/12, para. 24 (a).",
        "“The directory is reviewed every year.” A/199/12, para. 25.",
        "“The annex numbers its paragraphs anew.” A/199/12, annex, para. 24.",
    ]


def test_an_earlier_version_is_cited_from_its_own_text(client: FlaskClient) -> None:
    earlier = next(a for a in page(client, "/d/A/199/12").select(".known a") if "version=" in str(a["href"]))
    tree = page(client, f"/d/A/199/12{earlier['href']}")
    cited = page(client, attribute(tree, "a.cite-this", "href"))
    assert f"version={str(earlier['href']).partition('=')[2]}" in attribute(cited, "h2 a", "href")


def test_a_number_of_several_paragraphs_shows_all(client: FlaskClient) -> None:
    tree = page(client, "/cite/A/199/12?para=24")
    assert "2 paragraphs" in text(tree, ".notice")
    assert [str(link["href"]) for link in tree.select("h2 a")] == ["/d/A/199/12#para-24", "/d/A/199/12#p-4"]


def test_what_cannot_be_cited_is_a_page(client: FlaskClient) -> None:
    assert "Near ones: 25" in text(page(client, "/cite/A/199/12?para=26", 404), ".error")
    assert "verbale import" in text(page(client, "/cite/A/199/99?para=1", 404), ".error")
    assert boxes(page(client, "/cite/A/199/99"))[0] == "A/199/99."
    assert client.get("/cite/a-199-12?para=24").headers["Location"] == "/cite/A/199/12?para=24"
    page(client, "/cite/" + "A" * 5_000, 404)


def test_hostile_texts_are_cited_as_texts(client: FlaskClient) -> None:
    link = attribute(page(client, "/?q=hostile"), ".hit h2 a", "href")
    tree = page(client, link)
    cited = page(client, attribute(tree, "a.cite-this", "href"))
    assert any("<script>" in box for box in boxes(cited))


@given(st.text(max_size=30), st.sampled_from(["", "un", "ris", "csl", "x"]), st.sampled_from(["", "fr", "xx"]))
def test_any_address_of_a_citation_gets_an_answer(client: FlaskClient, para: str, style: str, lang: str) -> None:
    asked = {name: value for name, value in (("para", para), ("style", style), ("lang", lang)) if value}
    assert client.get("/cite/A/RES/199/7", query_string=asked).status_code in (200, 404)


def test_a_pdf_is_looked_at_without_any_right(client: FlaskClient) -> None:
    tree = page(client, "/d/A/RES/199/7")
    links = [str(link["href"]) for link in tree.select("p.page a")]
    assert [link.partition("#")[2] for link in links] == ["page=1", "page=2", "page=3"]
    answer = client.get(links[0].partition("#")[0])
    assert answer.data.startswith(b"%PDF-")
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "application/pdf", 'inline; filename="A_RES_199_7.en.pdf"'
    )  # fmt: skip
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert (
        attribute(page(client, "/cite/A/RES/199/7?para=OP1&lang=en"), "section > p > a[href*='view']", "href")
        == links[1]
    )


def test_what_only_calls_itself_pdf_is_not_shown(client: FlaskClient) -> None:
    # The bytes archived for this one are no PDF, whatever their source said.
    link = attribute(page(client, "/d/A/199/12"), "p.page a", "href").partition("#")[0]
    assert "Only a PDF" in text(page(client, link, 404), ".error")
    page(client, "/original/99999/view", 404)


def test_hits_lead_to_one_another_and_back(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/12?q=points+of+contact")
    told = [[str(link["href"]) for link in hop.select("a")] for hop in tree.select(".hops")]
    way = "/?q=points%20of%20contact"
    assert told == [["#para-24-a", "#found", way], ["#para-24", "#found", way]]
    assert attribute(tree, ".back a", "href") == way
    assert text(page(client, way), "[role=status]").startswith("4 documents")


def test_the_way_back_keeps_filters_and_page(client: FlaskClient) -> None:
    asked = "/?q=contact&scope=paragraph&sort=-date&year=2031"
    link = attribute(page(client, asked), "blockquote footer a", "href")
    tree = page(client, link.partition("#")[0])
    assert attribute(tree, ".back a", "href") == asked
    assert "from=" not in attribute(tree, "a.number", "href")


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_way_back_stays_in_the_form(query: str, came_from: str) -> None:
    assert back(query, came_from).startswith(("/?q=", "/?scope")) or back(query, came_from) == "/"
    assert not back(query, came_from).startswith("//")


def test_two_languages_stand_side_by_side(client: FlaskClient) -> None:
    tree = page(client, "/d/A/RES/199/7?lang=en&beside=fr")
    told = [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in tree.select("tbody tr")]
    assert told[:2] == [
        ["PP1 Recalling its decision on directories,", "PP1 Rappelant sa décision sur les répertoires,"],
        ["OP1 Asks States to name a point of contact;", "OP1 Demande aux États de nommer un point de contact ;"],
    ]
    assert told[2:4] == [["OP1 (a) At once;", "OP1 (b) Sans délai ;"], ["The numbers differ."]]
    assert ["¶ A sentence without a number.", "¶ Une phrase sans numéro."] in told
    assert told[-3:] == [
        ["", "OP3 Ajout."], ["No counterpart in English."],
        ["1 As printed in the annex.", "1 Tel qu’il figure à l’annexe."],
    ]  # fmt: skip
    assert "2 rows of 7" in text(tree, ".notice")
    assert "/d/A/RES/199/7?lang=fr" in {str(link["href"]) for link in tree.select("a")}


def test_arabic_stands_beside_english_in_its_own_direction(client: FlaskClient) -> None:
    assert "?lang=en&beside=ar" in [str(a["href"]) for a in page(client, "/d/A/RES/199/7").select(".known a")]
    tree = page(client, "/d/A/RES/199/7?lang=en&beside=ar")
    assert [cell["dir"] for cell in tree.select("tbody tr")[0].select("td[dir]")] == ["ltr", "rtl"]
    for asked in ("en", "zz"):
        page(client, f"/d/A/RES/199/7?lang=en&beside={asked}", 404)


def made(numbers: Sequence[str], headings: Sequence[str] = ()) -> list[StoredPassage]:
    """Paragraphs with these numbers, each under the heading of the same place."""
    return [
        StoredPassage(place, 1, 1, place, number, tuple(headings[place - 1 : place]), 1, "en", f"{place}", "", "en")
        for place, number in enumerate(numbers, 1)
    ]


NUMBERS = st.lists(st.sampled_from(["", "1", "1 (a)", "2", "fn 1", "PP1"]), max_size=12)


@given(NUMBERS, NUMBERS)
def test_every_paragraph_stands_in_one_row_in_its_order(left: list[str], right: list[str]) -> None:
    told = pairs(made(left), made(right))
    for numbers, side in ((left, "left"), (right, "right")):
        shown = [row.text[0][0] for pair in told if (row := getattr(pair, side)) and not row.note]
        assert shown == [f"{place}" for place, number in enumerate(numbers, 1) if not number.startswith("fn ")]
    for pair in told:
        assert pair.left or pair.right
        if pair.left and pair.right and not pair.differ:
            assert key(pair.left.number) == key(pair.right.number)
    assert not unlike_numbers(pairs(made(left), made(left)))


def test_paragraphs_of_an_article_stand_opposite_those_of_the_same_article() -> None:
    # The French text lacks article 1: its article 2 is not taken for it.
    told = pairs(made(["1", "1"], ["Article 1", "Article 2 Scope"]), made(["1"], ["Article 2 Champ"]))
    assert [(pair.left and pair.left.anchor, bool(pair.right)) for pair in told] == [("para-1", False), ("p-2", True)]
    # Where headings of articles are known in one language only, numbers alone decide.
    assert not unlike_numbers(pairs(made(["1", "2"], ["Article 1", "Article 1"]), made(["1", "2"], ["条", "条"])))


def test_few_numbers_many_times_are_paired_all_the_same() -> None:
    numbers = [str(place % 7) for place in range(1_400)]
    assert not unlike_numbers(pairs(made(numbers), made(numbers)))
    assert len(pairs(made(numbers), made(numbers[:700]))) == 1_400


def test_numbers_agree_across_scripts() -> None:
    assert key("٢٤ (a)") == key("24 a)") == "24a"


def test_a_box_has_room_for_its_text() -> None:
    assert [rows_of(told) for told in ("", "a", "a" * 65, "a\nb")] == [1, 1, 2, 2]
    assert hops([]) == {}


@pytest.fixture(scope="module")
def address(home: Home) -> Iterator[str]:
    command = [sys.executable, "-m", "search", "--home", str(home.path), "-q", "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield process.stdout.readline().split()[4]
    process.send_signal(signal.SIGINT)
    process.communicate()


def pressed(page: Page, link: str) -> None:
    """Tab from where the focus is to a link or button, and press Enter on it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent")
        if here.strip() == link:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{link} is not reached by Tab")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


needs_browser = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}")


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_from_a_search_to_a_copied_citation_by_keyboard(browser: Browser, address: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=True, permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    if not script:
        context.route("**/copy.js", lambda route: route.abort())
    opened.goto(address)
    opened.get_by_label("Words,").focus()
    opened.keyboard.type("points of contact")
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("status")).to_contain_text("4 documents")
    pressed(opened, "para. 24, p. 7")
    expect(opened.locator("#para-24")).to_be_in_viewport()
    pressed(opened, "Cite para. 24")
    expect(opened.get_by_role("heading", name="How to cite A/199/12")).to_be_visible()
    if script:
        pressed(opened, "Copy: Quotation with its citation")
        expect(opened.get_by_role("status")).to_have_text("Copied: Quotation with its citation")
    else:
        box = opened.get_by_role("textbox", name="Quotation with its citation")
        for _ in range(30):
            opened.keyboard.press("Tab")
            if box.evaluate("box => box === document.activeElement"):
                break
        opened.keyboard.press("ControlOrMeta+A")
        opened.keyboard.press("ControlOrMeta+C")
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied == "“States keep a directory of points of contact.” A/199/12, para. 24."
    context.close()


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize(
    "path", ["cite/A/199/12?para=24", "d/A/RES/199/7?lang=en&beside=ar", "d/A/RES/199/7#cite", "cite/A/RES/199/7"]
)
def test_no_page_that_cites_is_wider_than_its_window(browser: Browser, address: str, path: str, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 800})
    told: list[str] = []
    opened.on("console", lambda message: told.append(message.text))
    opened.goto(address + path)
    opened.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert told == []
    opened.close()


@pytest.mark.slow
@needs_browser
def test_a_browser_shows_the_original_at_its_page(browser: Browser, address: str) -> None:
    # The viewer of PDF is an extension, which browsers for tests leave out.
    running = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--headless=new", *QUIET[1:]],
        ignore_default_args=[
            "--headless",
            "--disable-extensions",
            "--disable-component-extensions-with-background-pages",
        ],
    )
    opened = running.new_page()
    opened.goto(f"{address}d/A/RES/199/7")
    with opened.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-extension://")):
        opened.get_by_role("link", name="Page 3 of the original").click()
    assert opened.url.endswith("/view#page=3")

    running.close()
