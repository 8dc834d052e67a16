"""The page and the address of the API that compare two texts that are held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import Flask, Response, make_response, render_template, request, url_for

from corpus.errors import TooCostly, UnknownDocument
from corpus.home import Home
from search.comparing import MOST_PARAGRAPHS, READINGS, Readings, compared, held
from search.document_view import NoSuchPart
from search.library import Library
from search.redline import Redline
from search.redline.files import KINDS as FILES
from search.redline.files import content, file_name
from search.redline.page import shown
from search.redline.told import KINDS, redline_json
from search.web.api import parameters
from search.web.api.answers import told
from search.web.api.openapi import asked, get
from search.web.api.schemas import COUNTS, NUMBER, TEXT, TEXTS, TRUTH, many, named, said, shape
from search.web.safety import ORIGINAL_POLICY
from search.web.shelf import Shelf
from search.web.tools import Tool
from search.workshop import now

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

LONGEST_KEY = 300
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
        "reading": {
            "type": "string",
            "enum": list(READINGS),
            "default": "accepted",
            "description": "Texts with tracked changes: as accepted, or both, or one of them, as they stood before.",
        },
    }
)


# How the readings are told in the form.
_READINGS: Mapping[Readings, str] = MappingProxyType(
    {
        "accepted": "accepted",
        "unrevised": "as before them",
        "old-unrevised": "as before them, old text only",
        "new-unrevised": "as before them, new text only",
    }
)


def add(app: Flask, shelf: Shelf, home: Home) -> None:
    """Answer under `/compare` and `/api/v1/compare`."""
    app.add_url_rule("/compare", "compare", lambda: compare_page(shelf.library()))
    app.add_url_rule("/api/v1/compare", "api-compare", lambda: compare_answer(shelf.library()))


def compare_page(library: Library) -> BaseResponse:
    """The form, and below it what became of the old text in the new one, or why that cannot be told.

    With `format=docx` or `html` the redline as a file. Raises BadParameter for a format or reading that there is not.
    """
    asked_for = _Asked.of(request.args)
    redline, error, status = None, "", HTTPStatus.OK
    if asked_for.old and asked_for.new:
        try:
            redline = _redline(library, asked_for)
        except (UnknownDocument, NoSuchPart) as failure:
            error, status = str(failure), HTTPStatus.NOT_FOUND
        except TooCostly as failure:
            error, status = str(failure), HTTPStatus.SERVICE_UNAVAILABLE
    elif asked_for.old or asked_for.new:
        error = f"Name the other text too, to compare {asked_for.old or asked_for.new} with."
    if redline and asked_for.format:
        return _file(redline, asked_for)
    if redline:
        asked_for = replace(asked_for, old=redline.old.name, new=redline.new.name)
    page = render_template(
        "compare.html",
        asked=asked_for,
        readings=_READINGS.items(),
        turned=lambda **other: url_for("compare", **(asked_for.arguments() | other)),
        error=error,
        **(shown(redline, only_changes=asked_for.changes) if redline else {}),
    )
    return make_response(page, status)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address of the page asks for."""

    old: str
    new: str
    lang: str = ""
    changes: bool = False
    beside: bool = False
    reading: Readings = "accepted"
    format: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> _Asked:
        """Raises BadParameter for a format or reading that there is not."""
        old, new, lang, reading, kind = (
            arguments.get(name, "").strip() for name in ("old", "new", "lang", "reading", "format")
        )
        told = next((name for name in READINGS if name == (reading or "accepted")), None)
        if told is None:
            raise parameters.BadParameter(f"There is no reading {reading[:80]!r}. Choose one of {', '.join(READINGS)}.")
        if kind and kind not in FILES:
            raise parameters.BadParameter(f"There is no format {kind[:80]!r}. Choose one of {', '.join(FILES)}.")
        return cls(old, new, lang, arguments.get("changes") == "1", arguments.get("view") == "side", told, kind)

    def arguments(self) -> dict[str, str | None]:
        """The same as arguments of an address; what is as usual is left out."""
        return {
            "old": self.old,
            "new": self.new,
            "lang": self.lang or None,
            "changes": "1" if self.changes else None,
            "view": "side" if self.beside else None,
            "reading": self.reading if self.reading != "accepted" else None,
        }


def _file(redline: Redline, asked_for: _Asked) -> BaseResponse:
    made = content(redline, asked_for.format, now(), only_changes=asked_for.changes, beside=asked_for.beside)
    answer = Response(made, mimetype=FILES[asked_for.format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(redline, asked_for.format)}"'
    answer.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    return answer


def compare_answer(library: Library) -> Response:
    """The same in the shape of `verbale compare --json`. Raises VerbaleError as it fails."""
    arguments = parameters.checked(request.args, COMPARE)
    for name in ("old", "new"):
        if name not in arguments:
            raise parameters.BadParameter(f"{name!r} is missing: two texts are compared.")
    asked_for = _Asked.of(arguments)
    return told(redline_json(_redline(library, asked_for), only_changes=asked_for.changes))


def _redline(library: Library, asked_for: _Asked) -> Redline:
    for name in (asked_for.old, asked_for.new):
        if len(name) > LONGEST_KEY:
            raise UnknownDocument(f"{name[:80]}…")
    sides = held(library.store, asked_for.old), held(library.store, asked_for.new)
    return compared(*sides, asked_for.lang, asked_for.reading, most=MOST_PARAGRAPHS)


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
