"""Who said what, by State: the pages `/states`, and the same for programs under `/api/v1`."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from flask import Flask, Response, request

from corpus.home import Home
from search.states import directory, said, silent
from search.web.api import parameters
from search.web.api.answers import told
from search.web.api.openapi import asked, get
from search.web.api.parameters import Schema
from search.web.api.schemas import NUMBER, TEXT, TEXTS, many, named, shape
from search.web.api.schemas import said as about
from search.web.asked import LONGEST_QUERY
from search.web.shelf import Shelf
from search.web.states_pages import LONGEST_NAME, state_page, states_page
from search.web.tools import Tool

_VALUE: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "pattern": r"\S"}
_OF: dict[str, Schema] = {
    "process": {**_VALUE, "description": "Only documents of this process, such as `oewg-2021`."},
    "session": {**_VALUE, "description": "Only documents of this session, such as `UNGA 80`."},
}
STATES: MappingProxyType[str, Schema] = MappingProxyType(_OF)
STATE: MappingProxyType[str, Schema] = MappingProxyType(
    {
        "topic": {
            "type": "string",
            "maxLength": LONGEST_QUERY,
            "description": "A query: only what matches it, with the paragraphs.",
        },
        **_OF,
    }
)
SILENCE: MappingProxyType[str, Schema] = MappingProxyType(
    {"q": {"type": "string", "maxLength": LONGEST_QUERY, "description": "A query. Empty, it finds nothing."}, **_OF}
)
_NAME = {
    "name": "name",
    "in": "path",
    "required": True,
    "description": "A State or group in any writing, in six languages, or its code: `Turkey`, `TUR`, `NAM`.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
    "example": "TUR",
}
_ROW = shape(code=TEXT, name=TEXT, kind=TEXT, submitted=NUMBER, joint=NUMBER, held=NUMBER, url=TEXT)


def _add(app: Flask, shelf: Shelf, home: Home) -> None:
    app.add_url_rule("/states", "states", lambda: states_page(shelf.library()))
    app.add_url_rule("/states/<path:name>", "state", lambda name: state_page(shelf.library(), name))
    app.add_url_rule("/api/v1/states", "api-states", lambda: _states(shelf))
    app.add_url_rule("/api/v1/states/<path:name>", "api-state", lambda name: _state(shelf, name))
    app.add_url_rule("/api/v1/silence", "api-silence", lambda: _silence(shelf))


def _states(shelf: Shelf) -> Response:
    """Every State, group and other name, with how much is by it. Raises BadParameter."""
    arguments = parameters.checked(request.args, STATES)
    rows = directory(shelf.library(), arguments.get("process", ""), arguments.get("session", ""))
    return told([row.as_json() for row in rows])


def _state(shelf: Shelf, name: str) -> Response:
    """What a State or group said. Raises BadParameter, UnknownState, QueryError."""
    arguments = parameters.checked(request.args, STATE)
    topic, process, session = (arguments.get(key, "") for key in ("topic", "process", "session"))
    return told(said(shelf.library(), name[:LONGEST_NAME], topic, process, session).as_json())


def _silence(shelf: Shelf) -> Response:
    """For which Member States of the UN nothing is found. Raises BadParameter, QueryError."""
    arguments = parameters.checked(request.args, SILENCE)
    query, process, session = (arguments.get(key, "") for key in ("q", "process", "session"))
    return told(silent(shelf.library(), query, process, session).as_json())


_SHAPES: dict[str, Any] = {
    "StateRow": _ROW,
    "StateReport": shape(
        name=TEXT,
        code=TEXT,
        kind={"enum": ["state", "group", "other"]},
        topic=TEXT,
        total=NUMBER,
        said=many(
            {
                "allOf": [
                    named("Hit"),
                    shape(joint=TEXTS, role={"enum": ["submitter", "joint"]}, confidence=TEXT, read_at=TEXT, page=TEXT),
                ]
            }
        ),
        groups=about("Groups that it is a member of: their documents are not its own.", many(named("StateRow"))),
        counts={"type": "object", "additionalProperties": {"type": "array"}},
    ),
    "Silence": shape(
        query=TEXT,
        means=TEXT,
        matching=NUMBER,
        found=many({"allOf": [named("StateRow"), shape(matching=NUMBER)]}),
        not_found=many({"allOf": [named("StateRow"), shape(note=TEXT)]}),
    ),
}

TOOL = Tool(
    name="Who said what",
    about="Every State and group with what it submitted or said, and for which States nothing on a topic is found.",
    endpoint="states",
    place=50,
    add=_add,
    paths={
        "/states": get(
            "states", "Every State and group, and how much is by it.", many(named("StateRow")), asked(STATES)
        ),
        "/states/{name}": get(
            "state", "What a State or group submitted or said.", named("StateReport"), [_NAME, *asked(STATE)]
        ),
        "/silence": get(
            "silence", "For which Member States nothing is found in this corpus.", named("Silence"), asked(SILENCE)
        ),
    },
    schemas=_SHAPES,
)
