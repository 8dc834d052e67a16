"""The page of a paragraph in all languages held, and the same for programs."""

from __future__ import annotations

from types import MappingProxyType

from flask import Flask, Response, render_template, request
from werkzeug.datastructures import MultiDict

from corpus.errors import QueryError, UnknownDocument
from corpus.home import Home
from search.concordance import Concordance, is_symbol, of_document, of_phrase
from search.document_view import NoSuchPart
from search.library import Library
from search.web.api.answers import told
from search.web.api.openapi import asked as described
from search.web.api.openapi import get
from search.web.api.parameters import Schema, checked, whole
from search.web.api.schemas import TEXT, TEXTS, many, named, said, shape
from search.web.asked import LONGEST_QUERY
from search.web.shelf import Shelf
from search.web.tools import Tool

MOST = 50
_SHOWN = 10
_SHORT = {"type": "string", "maxLength": 40}
PARAMETERS: MappingProxyType[str, Schema] = MappingProxyType(
    {
        "q": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_QUERY,
            "pattern": r"\S",
            "description": "A symbol, or words that stand side by side in a paragraph.",
        },
        "para": _SHORT | {"description": "With a symbol: the paragraph with this printed number, as `24 (b)`."},
        "lang": _SHORT | {"description": "The language to begin from. Without it English, else the first held."},
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST,
            "default": _SHOWN,
            "description": "How many paragraphs with a phrase.",
        },
    }
)


def add(app: Flask, shelf: Shelf, home: Home) -> None:
    """Add the page and the answer for programs."""
    app.add_url_rule("/concordance", "concordance", lambda: page(shelf.library()))
    app.add_url_rule("/api/v1/concordance", "api-concordance", lambda: answer(shelf.library()))


def page(library: Library) -> tuple[str, int]:
    """The paragraphs asked for, side by side; what cannot be shown is said above the form."""
    arguments = request.args
    found, trouble, status = None, "", 200
    if arguments.get("q", "").strip():
        try:
            found = asked(library, arguments, _SHOWN)
        except (UnknownDocument, NoSuchPart) as error:
            trouble, status = str(error), 404
        except QueryError as error:
            trouble, status = str(error), 400
    return (
        render_template(
            "concordance.html",
            told=found,
            trouble=trouble,
            languages=library.store.languages(),
            query=arguments.get("q", "")[:LONGEST_QUERY],
            para=arguments.get("para", "")[:40],
            lang=arguments.get("lang", "")[:40],
        ),
        status,
    )


def asked(library: Library, arguments: MultiDict[str, str], limit: int) -> Concordance:
    """What was asked for. Raises UnknownDocument, NoSuchPart, QueryError."""
    words = arguments.get("q", "").strip()[:LONGEST_QUERY]
    para, language = arguments.get("para", "").strip()[:40], arguments.get("lang", "").strip()[:40]
    if para or is_symbol(library.store, words):
        return of_document(library.store, words, para, language)
    return of_phrase(library, words, language, limit)


def answer(library: Library) -> Response:
    """The same in the shape of `verbale concordance --json`. Raises BadParameter, and what `asked` raises."""
    arguments = checked(request.args, PARAMETERS)
    if not arguments.get("q"):
        raise QueryError("There is nothing to look for: q is a symbol or a phrase.", position=0)
    return told(asked(library, arguments, whole(arguments, "limit", PARAMETERS)).as_json())


TOOL = Tool(
    name="Concordance",
    about="The same paragraph in every language held, aligned by number; it says where it cannot tell.",
    endpoint="concordance",
    place=70,
    add=add,
    paths={
        "/concordance": get(
            "concordance", "A paragraph in all languages held.", named("Concordance"), described(PARAMETERS)
        )
    },
    schemas={
        "Concordance": shape(asked=TEXT, notices=TEXTS, entries=many(named("ConcordanceEntry"))),
        "ConcordanceEntry": shape(
            document=TEXT,
            language=TEXT,
            number=TEXT,
            text=TEXT,
            citation=TEXT,
            url=said("The paragraph's permalink on this server.", TEXT),
            counterparts=many(named("Counterpart")),
        ),
        "Counterpart": shape(
            language=TEXT,
            verdict={"enum": ["aligned", "doubtful", "cannot align"]},
            reasons=said("Why it is not simply aligned.", TEXTS),
            number=TEXT,
            text=said("Empty where no paragraph stands there.", TEXT),
            citation=TEXT,
            url=TEXT,
        ),
    },
)
