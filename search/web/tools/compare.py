"""The page and the address of the API that compare two texts that are held."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import Flask, Response, make_response, render_template, request

from corpus.errors import TooCostly, UnknownDocument
from corpus.home import Home
from search.comparing import MOST_PARAGRAPHS, compared, held
from search.document_view import NoSuchPart
from search.library import Library
from search.redline import Redline
from search.redline.page import page_of, shown
from search.redline.told import KINDS, redline_json
from search.web.api import parameters
from search.web.api.answers import told
from search.web.api.openapi import asked, get
from search.web.api.schemas import COUNTS, NUMBER, TEXT, TEXTS, TRUTH, many, named, said, shape
from search.web.safety import ORIGINAL_POLICY
from search.web.shelf import Shelf
from search.web.tools import Tool

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

LONGEST_KEY = 300
_FILES = MappingProxyType(
    {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "html": "text/html"}
)
_SYMBOL: parameters.Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": r"\S"}
COMPARE: Mapping[str, parameters.Schema] = MappingProxyType(
    {
        "old": {**_SYMBOL, "description": "The earlier text: a symbol in any spelling; `A/75/816@3` is its version 3."},
        "new": {**_SYMBOL, "description": "The later text."},
        "lang": {
            "type": "string",
            "minLength": 1,
            "maxLength": 35,
            "description": "The language of both texts. Without it English, else the first that both are held in.",
        },
        "changes": {
            "type": "integer",
            "enum": [0, 1],
            "default": 0,
            "description": "1 leaves out paragraphs that are the same at the same place.",
        },
    }
)


def add(app: Flask, shelf: Shelf, home: Home) -> None:
    """Answer under `/compare` and `/api/v1/compare`."""
    app.add_url_rule("/compare", "compare", lambda: compare_page(shelf.library()))
    app.add_url_rule("/api/v1/compare", "api-compare", lambda: compare_answer(shelf.library()))


def compare_page(library: Library) -> BaseResponse:
    """The form, and below it what became of the old text in the new one, or why that cannot be told.

    `format=docx` and `format=html` give the redline as a file to save.
    """
    old, new, language = (request.args.get(name, "").strip() for name in ("old", "new", "lang"))
    only_changes = request.args.get("changes") == "1"
    redline, error, status = None, "", HTTPStatus.OK
    if old and new:
        try:
            redline = _redline(library, old, new, language)
        except (UnknownDocument, NoSuchPart) as failure:
            error, status = str(failure), HTTPStatus.NOT_FOUND
        except TooCostly as failure:
            error, status = str(failure), HTTPStatus.SERVICE_UNAVAILABLE
        if redline is not None and request.args.get("format") in _FILES:
            return _file(redline, request.args["format"], only_changes=only_changes)
    elif old or new:
        error = f"Name the other text too, to compare {old or new} with."
    page = render_template(
        "compare.html",
        old=redline.old.name if redline else old,
        new=redline.new.name if redline else new,
        language=language,
        only_changes=only_changes,
        error=error,
        **(shown(redline, only_changes=only_changes) if redline else {}),
    )
    return make_response(page, status)


def _file(redline: Redline, ending: str, *, only_changes: bool) -> Response:
    """The redline as a download that can do nothing in our name. A Word file always has the whole texts."""
    if ending == "docx":
        from search.redline.docx import written  # python-docx takes a while to load

        content: bytes | str = written(redline, datetime.now(UTC))
    else:
        content = page_of(redline, only_changes=only_changes)
    answer = Response(content, mimetype=_FILES[ending])
    name = "-".join(re.findall(r"[A-Za-z0-9]+", f"{redline.old.name} {redline.new.name}"))[:80]
    answer.headers["Content-Disposition"] = f'attachment; filename="redline-{name}.{ending}"'
    answer.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    return answer


def compare_answer(library: Library) -> Response:
    """The same in the shape of `verbale compare --json`. Raises VerbaleError as it fails."""
    arguments = parameters.checked(request.args, COMPARE)
    for name in ("old", "new"):
        if name not in arguments:
            raise parameters.BadParameter(f"{name!r} is missing: two texts are compared.")
    redline = _redline(library, arguments["old"], arguments["new"], arguments.get("lang", ""))
    only_changes = parameters.whole(arguments, "changes", COMPARE) == 1
    return told(redline_json(redline, only_changes=only_changes))


def _redline(library: Library, old: str, new: str, language: str) -> Redline:
    for name in (old, new):
        if len(name) > LONGEST_KEY:
            raise UnknownDocument(f"{name[:80]}…")
    sides = held(library.store, old), held(library.store, new)
    return compared(*sides, language, most=MOST_PARAGRAPHS)


def _parameters() -> list[dict[str, object]]:
    return [{**one, "required": one["name"] in ("old", "new")} for one in asked(COMPARE)]


_PLACE = {"number": TEXT, "page": NUMBER, "cite_as": TEXT, "url": said("The permalink on this server.", TEXT)}
_SHIFT = {
    "group": said("`modal`, `decision` or `scope`.", TEXT),
    "old": TEXT,
    "new": TEXT,
    "direction": {"enum": ["stronger", "weaker", "other"]},
}
_SIDE = shape(name=TEXT, title=TEXT, language=TEXT, date=TEXT, payload_digest=TEXT, paragraphs=NUMBER)

TOOL = Tool(
    "Compare two texts",
    "A draft and what became of it: paragraphs aligned, words struck and inserted, changes of commitment marked.",
    "compare",
    10,
    add,
    {"/compare": get("compare", "What became of one text in another.", named("Redline"), _parameters())},
    {
        "Redline": shape(
            old=_SIDE,
            new=_SIDE,
            notices=said("Sentences that a reader should see.", TEXTS),
            counts=said("How many changes of each kind, moved, renumbered; shifts of commitment.", COUNTS),
            shifts=many(shape(**_SHIFT, old_at=shape(**_PLACE), new_at=shape(**_PLACE))),
            changes=many(named("RedlineChange")),
        ),
        "RedlineChange": shape(
            kind={"enum": list(KINDS)},
            moved=TRUTH,
            renumbered=TRUTH,
            old=many(shape(**_PLACE, heading=TEXTS, text=TEXT)),
            new=many(shape(**_PLACE, heading=TEXTS, text=TEXT)),
            pieces=many(shape(kind={"enum": ["same", "removed", "added"]}, text=TEXT)),
            shifts=many(shape(**_SHIFT)),
        ),
    },
)
