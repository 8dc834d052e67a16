"""The page that traces: what it finds, a document in the colours of where it comes from, links both ways, the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.document import Passage
from corpus.home import Home
from tests.samples import sample_arrival, sample_posting
from tests.web_home import HOSTILE, attribute, chinese, fill, form, page, text

SENTENCE = "Each depot keeps a ledger of the lanterns that it lends and asks for them back before the first frost."
ALTERED = "Each depot keeps a public ledger of the lanterns that it lends and asks for all back before the first frost."
HOSTILE_SENTENCE = f"{SENTENCE} {HOSTILE}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = Home(tmp_path_factory.mktemp("trace") / "home")
    later = sample_arrival(
        sample_posting("https://example.org/later", symbol="A/199/52", title=f"Later {HOSTILE}", date="2033-01-01"),
        passages=[
            Passage(ALTERED, "1", page=1),
            Passage(HOSTILE_SENTENCE, "2", page=1),
            Passage("The General Assembly,", page=1),
            *(
                Passage(f"Paragraph with words of its own, which is the {n}th of many such.", page=2)
                for n in range(110)
            ),
        ],
        body=b"%PDF later",
    )
    first = sample_arrival(
        sample_posting("https://example.org/first", symbol="A/199/51", title="First", date="2032-01-01"),
        passages=[Passage(SENTENCE, "7", page=1)],
        body=b"%PDF first",
    )
    fill(home, more=(later, first, chinese()))
    with form(home) as client:
        yield client


def test_the_tool_is_listed(client: FlaskClient) -> None:
    assert attribute(page(client, "/tools"), "dt a[href='/trace']", "href") == "/trace"


def test_an_empty_page_asks_for_a_sentence_a_paragraph_or_a_document(client: FlaskClient) -> None:
    tree = page(client, "/trace")
    assert [str(field["name"]) for field in tree.select("main [name]")] == ["text", "para", "document"]
    assert all(tree.select(f"label[for='{field['id']}']") for field in tree.select("main [name]"))


def test_reuses_stand_by_date_with_their_altered_words(client: FlaskClient) -> None:
    tree = page(client, f"/trace?text={SENTENCE}")
    first, second = tree.select("ol.reuses > li")
    assert text(first, ".head") == "First in this corpus: 1 January 2032 · A/199/51, para. 7 · exact words"
    assert attribute(first, ".head a", "href") == "/d/A/199/51#para-7"
    # The most alike place of a document is told first, the others below it.
    assert text(second, ".head").startswith("1 January 2033 · A/199/52, para. 2 · exact words")
    assert "A/199/52, para. 1 · altered" in text(second, "details li")
    altered = page(client, f"/trace?text={ALTERED}").select("ol.reuses > li")[0]
    assert (text(altered, "del"), text(altered, "ins")) == ("public", "them")
    assert text(tree, "textarea") == SENTENCE
    assert "First in this corpus only" in text(tree, "ul.notices")


def test_a_paragraph_is_traced_from_its_citation(client: FlaskClient) -> None:
    cited = page(client, "/cite/A/199/52?para=1")
    (link,) = [str(a["href"]) for a in cited.select("main a") if "Trace" in a.get_text()]
    tree = page(client, link)
    assert text(tree, "blockquote") == ALTERED
    assert attribute(tree, "blockquote + p a", "href") == "/d/A/199/52#para-1"


def test_a_document_in_the_colours_of_where_it_comes_from(client: FlaskClient) -> None:
    link = attribute(page(client, "/d/A/199/52"), "a[href^='/trace?document=']", "href")
    tree = page(client, link)
    row = tree.select("tbody tr")[0]
    assert [cell.get_text() for cell in row.find_all(["td", "th"])][:4] == ["1", "A/199/51", "1 January 2032", "2"]
    traced = tree.select(".traced")
    assert len(traced) == 60
    # Colour is never alone: the number of the document and its citation stand beside it.
    assert traced[0]["class"] == ["traced", "o1"]
    assert text(traced[0], ".head").startswith("1 1 A/199/51, para. 7 · 1 January 2032 · altered")
    links = [str(a["href"]) for a in traced[0].select(".head a")]
    assert links == ["/d/A/199/52#para-1", "/d/A/199/51#para-7", "/trace?para=A/199/52%23para-1&lang=en"]
    assert "too few words" in text(traced[2], ".head")
    after = page(client, attribute(tree, ".pages a", "href"))
    assert len(after.select(".traced")) == 53
    assert text(after, ".pages a") == "Those before"


def test_hostile_words_are_words(client: FlaskClient) -> None:
    for url in (
        "/trace?para=A/199/52%232",
        "/trace?document=A/199/52",
        f"/trace?text={HOSTILE}",
        f"/trace?para={HOSTILE}%231",
    ):
        tree = page(client, url, 200, 404)
        assert not tree.find_all("script", string=True)


def test_other_scripts_have_their_language_and_direction(client: FlaskClient) -> None:
    tree = page(client, "/trace?document=A/199/20")
    (paragraph, *_) = tree.select(".traced p[lang]")
    assert (paragraph["lang"], paragraph["dir"]) == ("ar", "rtl")
    told = page(client, "/trace?text=各国每年清点一次仓库钥匙")
    assert text(told, "ol.reuses .head").endswith("exact words · Chinese")


@pytest.mark.parametrize(
    ("url", "status", "words"),
    [
        ("/trace?document=A/199/98", 404, "A/199/98"),
        ("/trace?document=A/199/99", 404, "not held"),
        ("/trace?para=A/199/52", 404, "names no paragraph"),
        ("/trace?text=...", 400, "no words"),
        ("/trace?text=zzzz+yyyy+xxxx+vvvv", 200, "Nothing that is held has these words"),
    ],
)
def test_what_cannot_be_traced_is_said(client: FlaskClient, url: str, status: int, words: str) -> None:
    assert words in text(page(client, url, status), "main")


def test_the_api_answers_as_the_command(client: FlaskClient) -> None:
    told = client.get("/api/v1/trace", query_string={"text": SENTENCE}).get_json()
    assert (told["first"]["id"], told["total"], told["method"]) == ("A/199/51#7", 2, "words")
    one = client.get("/api/v1/trace", query_string={"para": "A/199/52#1", "limit": 1}).get_json()
    assert (one["source"]["cite_as"], len(one["reuses"])) == ("A/199/52, para. 1", 1)
    document = client.get("/api/v1/trace", query_string={"document": "A/199/52", "start": 1, "limit": 2}).get_json()
    assert [each["source"] for each in document["paragraphs"]] == ["partly", "short"]
    for wrong in ({}, {"text": "a b c", "para": "A/199/52#1"}, {"txt": "a"}):
        answer = client.get("/api/v1/trace", query_string=wrong)
        assert answer.status_code == 400
        assert answer.get_json()["error"]


def test_without_an_index_for_tracing_the_page_says_what_to_do(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    fill(home)
    home.shingles.unlink()
    with form(home) as client:
        assert "verbale index" in text(page(client, "/trace?text=a+b+c+d", 503), "main")
