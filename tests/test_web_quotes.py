"""The quote check in the web form and the API: a draft is sent, checked and forgotten."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from corpus.home import Home
from search.web.tools.quotes import LARGEST_FILE, LONGEST_TEXT
from tests.web_home import HOSTILE, fill, form, page, text

DRAFT = """The Group wrote: “States keep a directory of points of contact” (A/199/12, para. 25).
It added that “the directory is reviewed every second year” (A/199/12). We should go on with that.
They say “kettles are boiled in every month of spring” (A/199/12), and “kettles are boiled in every month” (A/201/7)."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("quotes") / "home")
    fill(home)
    return home


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[FlaskClient]:
    with form(home) as opened:
        yield opened


def sent(client: FlaskClient, status: int = 200, **data: object) -> BeautifulSoup:
    answer = client.post("/quotes", data=data, content_type="multipart/form-data")
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert answer.headers["Cache-Control"] == "no-store"
    return BeautifulSoup(answer.data, "lxml")


def test_the_page_is_a_form(client: FlaskClient) -> None:
    tree = page(client, "/quotes")
    assert tree.select_one("form.ask textarea[name=text]")
    assert "Check the quotations" in text(page(client, "/tools"), "dl.tools")


def test_each_quotation_comes_back_with_its_verdict(client: FlaskClient) -> None:
    tree = sent(client, text=DRAFT)
    verdicts = [found.get_text() for found in tree.select(".verdict strong")]
    assert verdicts == ["Verbatim, but mind the source", "Altered", "Not found", "Not covered"]
    assert text(tree, "h2#report") == "3 quotations to look at"
    assert "Quoted from para. 25, stands in para. 24." in text(tree, ".checked")
    assert [str(item.select("a")[0]["href"]) for item in tree.select(".checked > li:has(a)")] == [
        "/d/A/199/12#para-24", "/d/A/199/12#para-25",
    ]  # fmt: skip
    assert "second" in text(tree, "ins")
    assert "We should go on" in text(tree, "details")
    # The draft is still there to be mended.
    assert "“States keep" in text(tree, "textarea")


@pytest.mark.slow
def test_a_file_is_read_and_only_its_quotations_if_asked(client: FlaskClient) -> None:
    made = docx.Document()
    for line in DRAFT.splitlines():
        made.add_paragraph(line)
    body = io.BytesIO()
    made.save(body)
    tree = sent(client, file=(io.BytesIO(body.getvalue()), "draft.docx"), quotations_only="1")
    assert len(tree.select(".checked > li")) == 4
    assert not tree.select("details")


def test_hostile_texts_stay_texts(client: FlaskClient) -> None:
    tree = sent(client, text=f"They said “{HOSTILE} and more words of this kind”. {HOSTILE}")
    assert not tree.find_all(["img", "iframe", "style"])
    assert all(script.get("src") for script in tree.find_all("script"))
    assert HOSTILE in text(tree, "textarea")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"text": " "}, "Paste a text"),
        ({"text": "a" * (LONGEST_TEXT + 1)}, "sent as a file"),
        ({"file": (io.BytesIO(b"PK\3\4 no archive"), "draft.docx")}, ""),
    ],
)
def test_what_cannot_be_read_is_said(client: FlaskClient, data: dict[str, object], says: str) -> None:
    assert says in text(sent(client, 400, **data), "[role=alert]")


def test_too_much_is_refused(client: FlaskClient) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="draft.txt"\r\n\r\n'
    body = head + b"a" * LARGEST_FILE + b"\r\n--x--\r\n"
    assert client.post("/quotes", data=body, content_type="multipart/form-data; boundary=x").status_code == 413


def test_nothing_is_kept(client: FlaskClient, home: Home) -> None:
    before = state(home.path)
    sent(client, text=DRAFT)
    assert state(home.path) == before


def state(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file() and "-" not in path.suffix}


def test_programs_send_json(client: FlaskClient) -> None:
    answer = client.post("/api/v1/quotes", json={"text": DRAFT, "sentences": False})
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["summary"]["quotations"] == {"verbatim": 1, "altered": 1, "not found": 1, "not covered": 1}
    first = answer.json["checked"][0]
    assert first["attributed"] == {"symbol": "A/199/12", "paragraph": "25"}
    assert (first["place"]["cite"], first["place"]["number"]) == ("A/199/12, para. 24.", "24")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"text": ""}', "application/json", 400),
        (b'{"text": "a", "sentence": true}', "application/json", 400),
        (b'{"text": "a", "sentences": 1}', "application/json", 400),
        (b"text=a", "application/x-www-form-urlencoded", 415),
        (b'{"text": "%s"}' % (b"a" * 4 * LONGEST_TEXT), "application/json", 413),
    ],
)
def test_programs_are_told_what_is_wrong(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    answer = client.post("/api/v1/quotes", data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["error"]


def test_only_these_two_addresses_take_anything(client: FlaskClient) -> None:
    assert client.get("/api/v1/quotes").headers["Allow"] == "POST"
    assert client.post("/quotes/", data={"text": "a"}).status_code == 405
    assert client.put("/quotes", data={"text": "a"}).status_code == 405
