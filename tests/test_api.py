"""The API as a program meets it: the shapes of `--json`, errors that say why, tags that save an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from corpus.home import Home
from tests.test_cli import verbale
from tests.web_home import fill, form


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "home"
    fill(Home(path))
    return path


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[FlaskClient]:
    with form(Home(place)) as opened:
        yield opened


def ask(client: FlaskClient, path: str, status: int = 200) -> Any:
    """The answer at an address under `/api/v1/`, after what holds for all of them was checked."""
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (answer.headers.get("ETag") is not None) == (status == 200)
    return answer.get_json()


def printed(place: Path, *arguments: str) -> Any:
    ran = verbale(place, "--quiet", *arguments, "--json")
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def test_a_search_has_the_shape_of_the_command_line(client: FlaskClient, place: Path) -> None:
    told = ask(client, "search?q=points+of+contact&type=report&year=2031&sort=-date")
    same = printed(place, "search", "points of contact", "--type", "report", "--year", "2031", "--sort", "-date")
    assert told.pop("next") is told.pop("previous") is None
    assert told["total"] == 1
    assert {**told, "took_ms": 0} == {**same, "took_ms": 0}


def test_a_document_has_the_shape_of_the_command_line(client: FlaskClient, place: Path) -> None:
    same = printed(place, "show", "A/199/12")
    assert ask(client, "documents/A/199/12?text=1") == same
    assert ask(client, "documents/A/199/12") == {**same, "passages": []}
    assert ask(client, "documents/A%2F199%2F12") == {**same, "passages": []}
    assert ask(client, "documents/a-199-12")["id"] == "A/199/12"
    assert ask(client, "documents/A/199/99")["held"] is False


def test_a_paragraph_comes_with_what_stands_under_it(client: FlaskClient, place: Path) -> None:
    told = ask(client, "documents/A/199/12/paragraphs/25")
    assert told == printed(place, "show", "A/199/12", "--para", "25")
    assert [passage["number"] for passage in told["passages"]] == ["25"]
    assert ask(client, f"documents/A/199/12/paragraphs/{quote('24 (a)')}")["passages"][0]["number"] == "24 (a)"


def test_what_is_held_and_how_a_query_goes_on(client: FlaskClient, place: Path) -> None:
    same = printed(place, "status")
    del same["home"]
    assert ask(client, "status") == same
    assert ask(client, "complete?q=A/199/1&limit=3") == printed(place, "complete", "A/199/1", "--limit", "3")


def test_pages_lead_to_one_another(client: FlaskClient) -> None:
    first = ask(client, "search?q=sample&limit=3")
    assert (first["total"], len(first["hits"]), first["previous"]) == (4, 3, None)
    second = client.get(first["next"]).get_json()
    assert second["next"] is None
    assert len({hit["id"] for hit in (*first["hits"], *second["hits"])}) == 4
    assert client.get(second["previous"]).get_json()["hits"] == first["hits"]


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("search?q=a&proces=poa", 400, "Did you mean 'process'"),
        ("search?q=a&scope=page", 400, "document or paragraph"),
        ("search?q=a&limit=1000", 400, "from 1 to 100"),
        ("search?q=a&q=b", 400, "once"),
        ("search?q=a&year=", 400, "1 to 300"),
        ("search?q=" + "a" * 2_001, 400, "2000 characters"),
        ("search", 400, "Type"),
        ("documents/A/199/13", 404, "Did you mean A/199/30"),
        ("documents/" + "A" * 5_000, 404, "No document"),
        ("documents/A/199/12?lang=fr", 404, "not held in 'fr'"),
        ("documents/A/199/12/paragraphs/26", 404, "Near ones: 25"),
        ("nothing", 404, "not found"),
        ("status?x=1", 400, "There are none"),
    ],
)
def test_errors_say_what_is_wrong(client: FlaskClient, path: str, status: int, message: str) -> None:
    assert message in ask(client, path, status)["error"]


def test_a_query_that_cannot_be_run_is_pointed_at(client: FlaskClient) -> None:
    assert ask(client, 'search?q=norms+"open', 400)["position"] == 6
    assert ask(client, 'search?q=++norms+"open', 400)["position"] == 8


def test_other_methods_are_refused_in_json(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search?q=contact")
    assert (answer.status_code, answer.mimetype) == (405, "application/json")
    assert "GET" in answer.headers["Allow"]


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    for path in ("search?q=contact", "documents/A/199/12?text=1", "status", "openapi.json"):
        first = client.get(f"/api/v1/{path}")
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    other = client.get("/api/v1/search?q=directory", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_answers_have_the_shapes_that_are_described(client: FlaskClient) -> None:
    described = ask(client, "openapi.json")
    for path, shape in (
        ("search?q=contact", "Answer"),
        ("documents/A/199/12?text=1", "Document"),
        ("documents/A/199/99", "Document"),
        ("status", "Status"),
    ):
        checker = Draft202012Validator({**described, "$ref": f"#/components/schemas/{shape}"})
        assert list(checker.iter_errors(ask(client, path))) == []
