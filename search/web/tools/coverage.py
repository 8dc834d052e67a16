"""What is known and not held: the page of all kinds, a page for each, and the same under `/api/v1/coverage`."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType
from typing import cast, get_args

from flask import Flask, Response, jsonify, render_template, request

from corpus.home import Home
from corpus.vocabulary import SOURCES
from search.coverage import report
from search.coverage.lines import KINDS, Kind
from search.coverage.missing import published_at
from search.web.api import parameters
from search.web.api.answers import told as answered
from search.web.api.openapi import asked, get
from search.web.api.parameters import Schema
from search.web.api.schemas import COUNTS, NUMBER, TEXT, TEXTS, many, named, said, shape
from search.web.asked import page_number
from search.web.shelf import Shelf
from search.web.tools import Tool

# Lines of each kind on the page of all kinds, documents of each group, and lines on a page of one kind.
FIRST, IN_GROUP, PER_PAGE = 5, 1, 50
# Rows of the grid of languages on the page of all kinds.
ROWS = 10
# What `/coverage?format=json` gives of each list, and what the API can be asked for.
MOST_JSON, MOST_LISTED = 300, 500

PARAMETERS: MappingProxyType[str, Schema] = MappingProxyType(
    {
        "kind": {
            "type": "array",
            "items": {"type": "string", "enum": list(get_args(Kind)), "maxLength": 20},
            "maxItems": len(get_args(Kind)),
            "description": "Only these kinds of what is not held; all of them without it.",
        },
        "source": {
            "type": "string",
            "enum": list(SOURCES),
            "description": "Only what concerns documents of this source.",
        },
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": 10_000,
            "default": 1,
            "description": "Which part of each list; `counts` says how long the whole lists are.",
        },
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_LISTED,
            "default": 100,
            "description": "How much of each list a page has.",
        },
    }
)  # fmt: skip


def _add(app: Flask, shelf: Shelf, home: Home) -> None:
    app.add_url_rule("/coverage", "coverage", lambda: coverage_page(shelf))
    app.add_url_rule("/api/v1/coverage", "api-coverage", lambda: coverage_answer(shelf))


def coverage_page(shelf: Shelf) -> str | Response:
    """The answer to a request for `/coverage`, of one kind and source where they are asked for. Raises SourceError."""
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    source = request.args.get("source", "")
    source = source if source in SOURCES else ""
    library = shelf.library()
    told = report(library.store, shelf.config, datetime.now(UTC), (kind,) if kind else (), source)
    if request.args.get("format") == "json":
        return jsonify(told.as_json(0, MOST_JSON))
    counts = told.counts()
    if kind:
        chosen = cast(Kind, kind)
        last = max(1, -(-counts[chosen] // PER_PAGE))
        page = min(page_number(request.args.get("page", "1")), last)
        lines = told.lines(chosen, (page - 1) * PER_PAGE, page * PER_PAGE)
        return render_template(
            "coverage_kind.html", kind=kind, kinds=KINDS, source=source, told=told, lines=lines, page=page, last=last,
            count=counts[chosen],
        )  # fmt: skip
    sections = [(name, counts[name], told.lines(name, 0, FIRST)) for name in counts if name != "catalogue"]
    return render_template(
        "coverage.html", kinds=KINDS, source=source, sources=SOURCES, sections=sections, told=told.covered,
        report=told, most_rows=ROWS, counts=counts, in_group=IN_GROUP, published_at=published_at,
        states={one.source: one for one in told.sources},
    )  # fmt: skip


def coverage_answer(shelf: Shelf) -> Response:
    """What is not held in the shape of `verbale coverage --json`, a part of each list. Raises BadParameter."""
    arguments = parameters.checked(request.args, PARAMETERS)
    page, limit = (parameters.whole(arguments, name, PARAMETERS) for name in ("page", "limit"))
    kinds, source = arguments.getlist("kind"), arguments.get("source", "")
    told = report(shelf.library().store, shelf.config, datetime.now(UTC), kinds, source)
    return answered(told.as_json((page - 1) * limit, page * limit))


_WHERE = {"source": TEXT, "process": TEXT}
_SCHEMA = {
    **shape(counts=said("How many of each kind there are; of sources those that want something done.", COUNTS)),
    "properties": {
        "counts": COUNTS,
        "gaps": many(
            shape(
                series=TEXT, **_WHERE, first=NUMBER, last=NUMBER, held=NUMBER, says=TEXT, commands=TEXTS,
                missing=many(
                    shape(
                        symbol=TEXT, number=NUMBER, url=TEXT,
                        known_by={"enum": ["catalogue", "citation", "inferred"]},
                    )
                ),
            )
        ),
        "languages": many(
            shape(
                id=TEXT, symbol=TEXT, title=TEXT, **_WHERE, held=TEXTS, missing=many(shape(language=TEXT, url=TEXT)),
                usual={"enum": ["official", "usual here"]}, commands=TEXTS,
            )
        ),
        "grid": many(shape(**_WHERE, documents=NUMBER, expected=COUNTS, held=COUNTS)),
        "cited": many(
            shape(
                symbol=TEXT, **_WHERE, paragraphs=NUMBER, documents=NUMBER, known={"type": "boolean"}, commands=TEXTS,
                url=TEXT, **{"in": many(shape(cite=TEXT, url=TEXT))},
            )
        ),
        "sources": many(
            shape(
                source=TEXT, state={"enum": ["good", "blocked", "failing", "stale", "never"]}, since=TEXT, last=TEXT,
                last_good=TEXT, verdict=TEXT, reason=TEXT, says=TEXT, commands=TEXTS,
            )
        ),
        "years": many(
            shape(
                **_WHERE, year=NUMBER, held=NUMBER, known=NUMBER, usual={"type": "number"},
                compared_with=many(NUMBER), until=TEXT, commands=TEXTS,
            )
        ),
        "missing": many(shape(**_WHERE, commands=TEXTS, documents=many({"type": "object"}))),
    },
}  # fmt: skip

TOOL = Tool(
    name="What is not held",
    about="What is known to exist and missing here: gaps in series of symbols, languages, cited documents, entries of "
    "the catalogue, sources that do not answer. Each with the command or the address that mends it.",
    endpoint="coverage",
    place=60,
    add=_add,
    paths={
        "/coverage": get("coverage", "What is known and not held.", named("Coverage"), asked(PARAMETERS)),
    },
    schemas={"Coverage": _SCHEMA},
)
