"""Two texts compared in the form, over the API and through the tool of `verbale mcp`. All text here is ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from flask.testing import FlaskClient

from corpus.document import Passage
from corpus.extract import extract
from corpus.home import Home
from corpus.store import Arrival
from search.comparing import LONGEST_PARAGRAPH, MOST_PARAGRAPHS
from search.library import library_at
from search.mcp.tools import Tools
from tests.samples import sample_arrival, sample_posting
from tests.web_home import HOSTILE, attribute, fill, form, page, text

DRAFT = [
    Passage("Recalling its resolution 99/1 of 3 May 2029,", "PP1", page=1),
    Passage("Requests the keeper of keys to report every year on the warehouse and its lanterns;", "OP1", page=1),
    Passage("Decides that States shall name a keeper of keys within two months of this text;", "OP2", page=1),
    Passage("Ferry companies carry delegates across the river free of charge;", "OP3", page=2),
]
FINAL = [
    Passage("Recalling its resolution 99/1 of 3 May 2029,", "PP1", page=1),
    Passage("Ferry companies carry delegates across the river free of charge;", "OP1", page=1),
    Passage("Invites the keeper of keys to report every year on the warehouse and its lanterns;", "OP2", page=1),
    Passage("Decides that States should name a keeper of keys, as appropriate, within two months of this text;", "OP3"),
    Passage(f"Thanks the keeper {HOSTILE}", "OP4", page=2),
]


def made(symbol: str, passages: list[Passage], language: str = "en") -> Arrival:
    posting = sample_posting(
        f"https://example.org/{symbol}", symbol=symbol, title=f"Keys ({symbol})", language=language
    )
    return sample_arrival(posting, passages=passages, body=f"%PDF {symbol}".encode(), language=language)


def adopted_draft() -> Arrival:
    draft = made("A/C.1/99/L.1", DRAFT)
    return replace(draft, posting=replace(draft.posting, adopted_as="A/RES/99/7"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("compare") / "home")
    russian = [Passage("Государства назначают хранителя ключей.", "1", page=1)]
    many = made("A/199/42", [Passage(f"Lantern {number}.", str(number)) for number in range(MOST_PARAGRAPHS + 1)])
    vast = made("A/199/43", [Passage("lantern " * (LONGEST_PARAGRAPH // 8 + 1), "1")])
    fill(home, more=(adopted_draft(), made("A/RES/99/7", FINAL), made("A/199/41", russian, "ru"), many, vast))
    return home


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[FlaskClient]:
    with form(home) as client:
        yield client


@pytest.mark.slow
def test_what_became_of_a_draft(client: FlaskClient) -> None:
    tree = page(client, "/compare?old=a-c.1-99-l.1&new=A/RES/99/7")
    assert text(tree, "h1") == "A/C.1/99/L.1 compared with A/RES/99/7"
    assert "2 same, 2 changed, 1 added, 1 moved, 3 renumbered" in text(tree, "[role=status]")
    kinds = [" ".join(node.get_text().split()) for node in tree.select(".change .what b")]
    assert kinds == ["same", "same, moved, renumbered", "changed, renumbered", "changed, renumbered", "added"]
    assert [node.get_text() for node in tree.select("del")][1:] == ["Requests", "shall"]
    told = " ".join(text(tree, ".shifts").split())
    for shift in ("requests → invites (weaker)", "shall → should (weaker)", "“as appropriate” came in (weaker)"):
        assert shift in told
    links = {str(link["href"]) for link in tree.select(".redline a")}
    assert {"/d/A/C.1/99/L.1#para-OP3", "/d/A/RES/99/7#para-OP1"} <= links
    assert not tree.select(".redline script")


def test_side_by_side(client: FlaskClient) -> None:
    tree = page(client, "/compare?old=A/C.1/99/L.1&new=A/RES/99/7&view=side")
    assert [node.get_text() for node in tree.select(".redlined thead th")] == ["Old: A/C.1/99/L.1", "New: A/RES/99/7"]
    rows = [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        for row in tree.select(".redlined tr") if not row.select("[colspan]")
    ][1:]  # fmt: skip
    assert rows[2] == [
        "OP1 p. 1 Requests the keeper of keys to report every year on the warehouse and its lanterns;",
        "OP2 p. 1 Invites the keeper of keys to report every year on the warehouse and its lanterns;",
    ]
    assert [(len(row.select("del")), len(row.select("ins"))) for row in tree.select(".redlined tbody")][2] == (1, 1)
    assert rows[4][0] == ""
    assert attribute(tree, "input[name=view]", "checked") == ""
    assert {"shall → should (weaker)"} <= {node.get_text() for node in tree.select(".redlined .shift bdi")}


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_the_redline_is_downloaded(client: FlaskClient, kind: str) -> None:
    tree = page(client, "/compare?old=a-c.1-99-l.1&new=A/RES/99/7&view=side&changes=1")
    (link,) = (str(a["href"]) for a in tree.select("a") if f"format={kind}" in str(a["href"]))
    answer = client.get(link)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="A_C.1_99_L.1--A_RES_99_7.{kind}"'
    if kind == "docx":
        assert "States should name a keeper" in "\n".join(one.text for one in extract(answer.data).passages)
    else:
        assert "redlined" in answer.text
        assert "href=" not in answer.text
        assert HOSTILE not in answer.text


def test_a_format_or_reading_that_is_not_there(client: FlaskClient) -> None:
    for asked in ("format=exe", "reading=both"):
        assert client.get(f"/compare?old=A/C.1/99/L.1&new=A/RES/99/7&{asked}").status_code == 400


def test_both_readings_of_tracked_changes(client: FlaskClient) -> None:
    asked = "old=A/199/30&new=A/199/12&lang=en"
    said = {
        reading: text(page(client, f"/compare?{asked}&reading={reading}"), "main")
        for reading in ("accepted", "unrevised", "old-unrevised", "new-unrevised")
    }
    assert [("Facsimilia should" in one, "Facsimilia shall" in one) for one in said.values()] == [
        (False, True), (True, False), (True, False), (False, True),
    ]  # fmt: skip
    assert "A/199/30: It is compared as it stood before its tracked changes." in said["unrevised"]
    assert "as it stood before" not in said["accepted"]
    answer = client.get(f"/api/v1/compare?{asked}&reading=unrevised").get_json()
    assert "Facsimilia should answer." in str(answer["changes"])


def test_only_what_changed(client: FlaskClient) -> None:
    url = "/compare?old=A/C.1/99/L.1&new=A/RES/99/7&changes=1"
    tree = page(client, url)
    assert len(tree.select(".change")) == 4
    assert attribute(tree, "input[name=changes]", "checked") == ""
    assert len(page(client, "/compare?old=A/C.1/99/L.1&new=A/RES/99/7").select(".change")) == 5


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("old=A/199/12", 200, "Name the other text too"),
        ("old=A/199/12&new=A/199/77", 404, "No document 'A/199/77' is held"),
        ("old=A/199/12&new=A/199/99", 404, "`verbale import FILE`"),
        ("old=A/199/12&new=A/199/41", 404, "A/199/12 is in en, A/199/41 in ru"),
        ("old=A/199/12&new=A/RES/99/7&lang=fr", 404, "is not held in 'fr'"),
        ("old=A/199/12@77&new=A/RES/99/7", 404, "no version 77"),
    ],
)
def test_what_cannot_be_compared_is_said(client: FlaskClient, asked: str, status: int, says: str) -> None:
    tree = page(client, f"/compare?{asked}", status)
    assert says in text(tree, "#error")
    assert attribute(tree, "#old", "value") == asked.partition("&")[0].removeprefix("old=")
    if "&" in asked:
        answer = client.get(f"/api/v1/compare?{asked}")
        assert (answer.status_code, says in answer.get_json()["error"]) == (404, True)


def test_a_name_that_is_too_long_is_no_symbol(client: FlaskClient) -> None:
    assert "No document" in text(page(client, f"/compare?old={'x' * 400}&new=y", 404), "#error")
    assert client.get(f"/api/v1/compare?old={'x' * 400}&new=y").status_code == 400


@pytest.mark.parametrize("long", ["A/199/42", "A/199/43"])
def test_texts_that_cost_too_much_are_left_to_the_command_line(client: FlaskClient, long: str) -> None:
    asked = f"old=A/199/12&new={long}"
    assert f"`verbale compare A/199/12 {long}`" in text(page(client, f"/compare?{asked}", 503), "#error")
    assert client.get(f"/api/v1/compare?{asked}").status_code == 503


def test_the_redline_is_taken_away_as_a_file(client: FlaskClient) -> None:
    tree = page(client, "/compare?old=A/C.1/99/L.1&new=A/RES/99/7&changes=1")
    word, single, data = (client.get(str(link["href"])) for link in tree.select(".files a"))
    assert word.headers["Content-Disposition"] == 'attachment; filename="A_C.1_99_L.1--A_RES_99_7.docx"'
    struck = Document(BytesIO(word.data)).element.xpath(".//w:del//w:delText")
    assert {"Requests", "shall"} <= {word for one in struck for word in one.text.split()}
    assert single.headers["Content-Disposition"].endswith('.html"')
    assert single.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "<del>shall</del>" in single.text
    assert HOSTILE not in single.text
    assert data.get_json()["counts"]["shifts"] == 3
    assert client.get("/compare?old=A/199/12&new=none&format=docx").status_code == 404
    assert client.get("/compare?old=A/C.1/99/L.1&new=A/RES/99/7&format=exe").status_code == 400


def test_an_earlier_version_is_compared(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/12")
    link = attribute(tree, "a[href^='/compare?old=A/199/12@']", "href")
    told = page(client, link)
    assert "3 same, 1 added" in text(told, "[role=status]")
    assert any(str(a["href"]).startswith("/d/A/199/12?version=") for a in told.select(".redline a"))


def test_a_document_leads_to_comparisons(client: FlaskClient) -> None:
    family = page(client, "/d/A/199/12/Rev.1").select_one("a[href='/compare?old=A/199/12&new=A/199/12/Rev.1']")
    assert family is not None
    adopted = page(client, "/d/A/C.1/99/L.1").select_one("a[href='/compare?old=A/C.1/99/L.1&new=A/RES/99/7']")
    assert adopted is not None
    for key in ("A/199/12/Rev.1", "A/C.1/99/L.1"):
        link = attribute(page(client, f"/d/{key}"), "a[href^='/chain?of=']", "href")
        assert key in text(page(client, link), "table")
    assert page(client, "/d/A/199/41").select("a[href^='/chain?of=']") == []
    assert "Compare two texts" in text(page(client, "/tools"), ".tools")


def test_tracked_changes_are_compared(client: FlaskClient) -> None:
    tree = page(client, "/compare?old=A/199/30&new=A/199/30")
    assert "shall" in text(tree, ".redline ins")
    assert "before its tracked changes" in [*tree.select(".notice")][-1].get_text()


def test_the_api_answers_as_the_command_does(client: FlaskClient) -> None:
    answer = client.get("/api/v1/compare?old=A/C.1/99/L.1&new=A/RES/99/7&changes=1").get_json()
    assert answer["counts"] == {
        "same": 2, "changed": 2, "split": 0, "merged": 0, "added": 1, "removed": 0,
        "moved": 1, "renumbered": 3, "shifts": 3,
    }  # fmt: skip
    assert [change["kind"] for change in answer["changes"]] == ["same", "changed", "changed", "added"]
    assert answer["shifts"][0]["old_at"]["cite_as"] == "A/C.1/99/L.1, para. 1"
    assert client.get("/api/v1/compare?old=A/RES/99/7").status_code == 400


def test_the_tool_for_assistants(home: Home) -> None:
    with library_at(home.path) as library:
        told = Tools(lambda: library).compare("A/C.1/99/L.1", "A/RES/99/7")
    assert told.counts["changed"] == 2
    assert [change.kind for change in told.changes] == ["same", "changed", "changed", "added"]
    assert told.changes[1].quoted.text == "[-Requests-] {+Invites+} " + DRAFT[1].text.removeprefix("Requests ")
    assert told.changes[1].new[0].cite_as == "General Assembly resolution 99/7, para. 2"
    assert told.left_out == 0
