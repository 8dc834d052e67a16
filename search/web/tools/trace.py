"""Tracing in the form and in the API: where language comes from, and where it was used again."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from flask import Flask, Response, render_template, request

from corpus.errors import QueryError, UnknownDocument
from corpus.home import Home
from search.document_view import NoSuchPart
from search.library import Library
from search.tracing import LIMIT, Origins, Trace, origins, trace, trace_paragraph
from search.tracing.room import shingles_of
from search.web.api.answers import told
from search.web.api.openapi import asked, get
from search.web.api.parameters import BadParameter, Schema, checked, whole
from search.web.api.schemas import COUNTS, NUMBER, TEXT, TEXTS, TRUTH, many, named, said, shape
from search.web.shelf import Shelf
from search.web.tools import Tool

LONGEST_TEXT = 4_000
LONGEST_NAME = 300
# Paragraphs of a document in one answer: some 3 ms each. A page of so many would weigh more than 60 kB without texts.
PER_PAGE, ON_PAGE = 100, 60
MOST = 500
# Documents that have a colour of their own; the others have their number alone.
COLOURS = 8
_ONE = "Give one of text, para (A/75/816#24) and document (a symbol)."

PARAMETERS: Mapping[str, Schema] = MappingProxyType(
    {
        "text": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_TEXT,
            "pattern": r"\w",
            "description": "The sentence to trace. One of `text`, `para` and `document` is needed.",
        },
        "para": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_NAME,
            "description": "The paragraph to trace: symbol, `#` and number, as in `A/75/816#24`.",
        },
        "document": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_NAME,
            "description": "The symbol of a document, to say of each of its paragraphs where its language comes from.",
        },
        "lang": {
            "type": "string",
            "minLength": 1,
            "maxLength": 35,
            "description": "With `para` or `document`: the language of the text, such as `fr`.",
        },
        "start": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1_000_000,
            "default": 0,
            "description": "With `document`: the paragraph to begin with, from 0.",
        },
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST,
            "default": PER_PAGE,
            "description": "How many documents, or paragraphs of a document, are told.",
        },
    }
)


def _page(shelf: Shelf) -> str | tuple[str, int]:
    """The page: empty, with a trace, with a document in the colours of where it comes from, or with what is wrong.

    Raises EngineError, TooCostly.
    """
    text, para, document, language = (
        request.args.get(name, "").strip()[:longest]
        for name, longest in (("text", LONGEST_TEXT), ("para", LONGEST_NAME), ("document", LONGEST_NAME), ("lang", 35))
    )
    asked = {"text": text, "para": para, "document": document}
    library = shelf.library()
    try:
        if document:
            start = request.args.get("start", "0")
            begun = int(start) if start.isascii() and start.isdecimal() and len(start) < 7 else 0
            return _document_page(_origins(library, document, language or None, begun, ON_PAGE))
        found = _traced(library, text, para, language or None, MOST if request.args.get("all") else LIMIT)
    except (UnknownDocument, NoSuchPart) as failure:
        return _form(**asked, error=str(failure)), HTTPStatus.NOT_FOUND
    except QueryError as failure:
        return _form(**asked, error=str(failure)), HTTPStatus.BAD_REQUEST
    return _form(**asked, trace=found)


def _form(**told: object) -> str:
    return render_template("trace.html", LONGEST_TEXT=LONGEST_TEXT, **({"trace": None, "error": ""} | told))


def _document_page(found: Origins) -> str:
    numbers = {each.document.id: place for place, each in enumerate(found.documents, 1)}
    return render_template(
        "trace_document.html", told=found, numbers=numbers, ON_PAGE=ON_PAGE, end=found.start + len(found.paragraphs),
        colour=lambda number: number if number <= COLOURS else 0,
    )  # fmt: skip


def _traced(library: Library, text: str, para: str, language: str | None, limit: int) -> Trace | None:
    if not text and not para:
        return None
    with shingles_of(library) as shingles:
        if para:
            return trace_paragraph(library, shingles, para, language=language, limit=limit)
        return trace(library, shingles, text, limit=limit)


def _origins(library: Library, document: str, language: str | None, start: int, limit: int) -> Origins:
    with shingles_of(library) as shingles:
        return origins(library, shingles, document, language=language, start=start, limit=limit)


def _answer(shelf: Shelf) -> Response:
    """The same in the shape of `verbale trace --json`. Raises BadParameter and what the page raises."""
    arguments = checked(request.args, PARAMETERS)
    text, para, document = (arguments.get(name, "") for name in ("text", "para", "document"))
    if sum(map(bool, (text, para, document))) != 1:
        raise BadParameter(_ONE)
    limit = whole(arguments, "limit", PARAMETERS)
    library, language = shelf.library(), arguments.get("lang")
    if document:
        return told(_origins(library, document, language, whole(arguments, "start", PARAMETERS), limit).as_json())
    found = _traced(library, text, para, language, limit)
    return told(found.as_json() if found else {})


def _add(app: Flask, shelf: Shelf, home: Home) -> None:
    app.add_url_rule("/trace", "trace", lambda: _page(shelf))
    app.add_url_rule("/api/v1/trace", "api-trace", lambda: _answer(shelf))


_REAL = {"type": "number"}
_PIECES = many(shape(kind={"enum": ["same", "removed", "added"]}, text=TEXT))
_PLACE = shape(
    id=said("The paragraph as `para` takes it.", TEXT), symbol=TEXT, title=TEXT, date=TEXT, date_kind=TEXT, type=TEXT,
    submitters=TEXTS, number=TEXT, page=NUMBER, language=TEXT, cite_as=TEXT, url=TEXT, source_url=TEXT,
    verdict={"enum": ["exact", "altered"]}, likeness=_REAL,
)  # fmt: skip
_REUSE = shape(**_PLACE["properties"], text=TEXT, pieces=_PIECES, also=many(_PLACE))
_TRACE = shape(
    text=TEXT,
    source={"anyOf": [_PLACE, {"type": "null"}]},
    method={"enum": ["words", "phrase"]},
    total=said("Documents with the words, also those that are not told.", NUMBER),
    exact=NUMBER,
    altered=NUMBER,
    undated=NUMBER,
    set_aside=said("Paragraphs that have nothing but formulae in common.", NUMBER),
    formula=TRUTH,
    notices=TEXTS,
    first={"anyOf": [_REUSE, {"type": "null"}]},
    reuses=many(_REUSE),
)
_ORIGINS = shape(
    id=TEXT, symbol=TEXT, title=TEXT, date=TEXT, language=TEXT, start=NUMBER, total=NUMBER, counts=COUNTS,
    notices=TEXTS,
    documents=many(shape(id=TEXT, symbol=TEXT, title=TEXT, date=TEXT, paragraphs=NUMBER, words=NUMBER)),
    paragraphs=many(
        shape(
            number=TEXT, page=NUMBER, url=TEXT,
            source={"enum": ["exact", "altered", "partly", "own", "formula", "short"]},
            share=_REAL, origin={"anyOf": [_PLACE, {"type": "null"}]}, pieces=_PIECES,
            closest=said("A later place that is more alike.", {"anyOf": [_PLACE, {"type": "null"}]}),
        )
    ),
)  # fmt: skip

TOOL = Tool(
    name="Trace language",
    about="Where a sentence first appears in this corpus and every later reuse, exact or altered; or where each "
    "paragraph of a document comes from.",
    endpoint="trace",
    place=20,
    add=_add,
    paths={
        "/trace": get(
            "trace",
            "Where language comes from, and where it was used again.",
            {"anyOf": [named("Trace"), named("Origins")]},
            asked(PARAMETERS),
        )
    },
    schemas={"Trace": _TRACE, "Origins": _ORIGINS},
)
