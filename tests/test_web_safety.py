"""What the web form keeps from happening (reliability.md, point 10)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.home import Home
from search.web.asked import Asked
from tests.web_home import HOSTILE, NEW, attribute, checked, fill, form, page, text

XSS = Path(__file__).resolve().parents[2] / "shared" / "torture" / "xss"
# What each tool can be asked: a parameter, and what has to be asked with it.
TOOLS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "/compare": {
        "old": {"new": "A/199/12"},
        "new": {"old": "A/199/12"},
        "lang": {"old": "A/199/12", "new": "A/199/12"},
    },
    "/chain": {"of": {}, "lang": {"of": "A/199/12"}},
    "/trace": {"text": {}, "para": {}, "document": {}, "lang": {"document": "A/199/12"}},
    "/concordance": {"q": {}, "para": {"q": "A/199/12"}},
    "/states": {"silent": {}, "process": {"silent": "contact"}},
    "/coverage": {"kind": {}, "source": {}},
}
TEMPLATES = Path(__file__).resolve().parents[1] / "search" / "web" / "templates"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = Home(tmp_path_factory.mktemp("web") / "home")
    fill(home)
    with form(home) as opened:
        yield opened


def test_limits_are_said_not_applied_in_silence(client: FlaskClient) -> None:
    assert "2000 characters" in text(page(client, "/?q=" + "a" * 2_001, 400), ".error")
    filters = "&".join(f"year={year}" for year in range(1900, 2000))
    assert "40 filters" in text(page(client, f"/?q=contact&{filters}", 400), ".error")
    page(client, "/d/" + "A" * 5_000, 404)


def test_originals_come_as_downloads_that_can_do_nothing(client: FlaskClient) -> None:
    answer = client.get(attribute(page(client, "/d/A/199/12"), "a[href^='/original/']", "href"))
    assert answer.data == NEW
    assert answer.headers["Content-Disposition"] == 'attachment; filename="A_199_12.en.pdf"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_what_the_archive_lost_is_said(client: FlaskClient) -> None:
    link = attribute(page(client, "/d/A/199/20"), "a[href^='/original/']", "href")
    assert "cannot be read" in text(page(client, link, 503), ".error")


@pytest.mark.parametrize("path", ["/", "/?q=hostile", "/?q=hostile&scope=paragraph", "/status", "/help"])
def test_hostile_texts_stay_texts(client: FlaskClient, path: str) -> None:
    page(client, path)


def test_hostile_documents_stay_texts(client: FlaskClient) -> None:
    link = attribute(page(client, "/?q=hostile"), ".hit h2 a", "href")
    assert HOSTILE in page(client, link).get_text()


@pytest.mark.parametrize(
    "path", ["/d/../../etc/passwd", "/d/..%2f..%2fetc%2fpasswd", "/static/../app.py", "/original/99999", "/nothing"]
)
def test_nothing_outside_is_served(client: FlaskClient, path: str) -> None:
    assert "root:" not in page(client, path, 404).get_text()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/", "/static/style.css", "/nothing", "/compare", "/trace", "/watches"])
def test_nothing_but_reading_is_answered(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(("path", "allowed"), [("/quotes", "GET, HEAD, POST"), ("/api/v1/quotes", "POST")])
def test_drafts_are_sent_and_nothing_else_is_done_with_their_pages(
    client: FlaskClient, path: str, allowed: str
) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)


def through_tools(client: FlaskClient, payload: str) -> None:
    """A hostile text as whatever the tools can be asked: each page passes `checked`, the API answers JSON."""
    for path, names in TOOLS.items():
        for name, others in names.items():
            asked = urlencode({**others, name: payload})
            checked(client, f"{path}?{asked}", 200, 400, 404)
            answer = client.get(f"/api/v1{path.replace('states', 'silence')}?{asked.replace('silent=', 'q=')}")
            assert (answer.status_code, answer.mimetype) in {(code, "application/json") for code in (200, 400, 404)}
    name = quote(payload, safe="")
    checked(client, f"/states/{name}", 200, 302, 404)
    checked(client, f"/crosswalk/{name}", 404)
    draft = {"file": (BytesIO(f"He said “{payload} and so on and so on”.".encode()), f"{payload}.txt")}
    for data in (draft, {"text": f"He said “{payload} and so on and so on” (A/199/12, para. 24)."}):
        answer = client.post("/quotes", data=data, content_type="multipart/form-data")
        assert answer.status_code in (200, 400)
        tree = BeautifulSoup(answer.data, "lxml")
        assert not tree.find_all(["img", "iframe", "object", "style", "svg"])
        assert not [tag for tag in tree.find_all("script") if not tag.get("src")]
        assert not [tag for tag in tree.find_all(True) for name in tag.attrs if name.startswith("on")]


@pytest.mark.slow
@pytest.mark.parametrize("payload", [HOSTILE, '" autofocus onfocus=alert(1) x="', "\u202e\x00"])
def test_what_tools_are_asked_stays_text(client: FlaskClient, payload: str) -> None:
    through_tools(client, payload)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd", "file:///etc/passwd", "corpus.db", str(TEMPLATES)])
def test_tools_of_the_form_open_no_files(client: FlaskClient, path: str) -> None:
    for url in ("/compare?new=A/199/12&old=", "/chain?of=", "/trace?document=", "/trace?para=", "/crosswalk/"):
        assert "root:" not in page(client, url + quote(path), 404).get_text()
    assert client.get("/watches/" + quote(path, safe="") + ".atom").status_code == 404


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(path=st.sampled_from(sorted(TOOLS)), said=st.text(max_size=60), number=st.integers(0, 3))
def test_any_question_to_a_tool_gets_a_page(client: FlaskClient, path: str, said: str, number: int) -> None:
    name, others = list(TOOLS[path].items())[number % len(TOOLS[path])]
    assert client.get(path, query_string={**others, name: said}).status_code in (200, 400, 404)


def test_head_is_get_without_the_page(client: FlaskClient) -> None:
    answer = client.head("/?q=contact")
    assert (answer.status_code, answer.data) == (200, b"")


@settings(deadline=None)
@given(
    query=st.text(max_size=60),
    key=st.text(max_size=30),
    words=st.sampled_from(["", "?q=a+b", "?lang=xx", "?version=9"]),
)
def test_any_address_gets_a_page(client: FlaskClient, query: str, key: str, words: str) -> None:
    assert client.get("/", query_string={"q": query}).status_code in (200, 400)
    assert client.get(f"/d/{key}{words}").status_code in (200, 302, 404)


@pytest.mark.slow
@pytest.mark.skipif(not XSS.exists(), reason="shared/torture is not here")
def test_payload_lists_stay_texts(tmp_path: Path) -> None:
    lists = [json.loads(path.read_text("utf-8")) for path in sorted(XSS.glob("*.json"))]
    payloads = tuple(dict.fromkeys(line for lines in lists for line in lines if line.strip()))
    assert len(payloads) > 400
    home = Home(tmp_path / "home")
    fill(home, payloads)
    with form(home) as client:
        seen = 0
        for number in range(1, len(payloads) // 10 + 2):
            for hit in page(client, f"/?q=hostile&page={number}").select(".hit h2 a"):
                checked(client, str(hit["href"]))
                seen += 1
        assert seen >= len(payloads)
        for payload in payloads[::100]:
            through_tools(client, payload)
        for payload in payloads:
            checked(client, f"/{Asked(payload, filters=(('by', payload),)).link()}", 200, 400)


def test_no_template_switches_escaping_off() -> None:
    for template in TEMPLATES.iterdir():
        assert "safe" not in template.read_text("utf-8")
        assert "autoescape" not in template.read_text("utf-8")
