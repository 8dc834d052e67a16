"""The addresses under `/api/v1`: each checks what was asked, asks the library once, and answers in JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from typing import Any

from flask import Flask, Response, request

from corpus.errors import QueryError, UnknownDocument
from corpus.home import Home
from search.answer import SearchRequest
from search.document_view import choose_paragraphs, choose_version, document_json, known_document
from search.library import Library
from search.status import status
from search.web.api import parameters
from search.web.api.answers import told
from search.web.api.description import description
from search.web.asked import DEEPEST_PAGE, PER_PAGE, Asked, asked
from search.web.past import of_its_day
from search.web.shelf import Shelf

API = "/api/v1"
LONGEST_KEY = 300


def add_api(app: Flask, shelf: Shelf, home: Home, now: Callable[[], datetime]) -> None:
    """Answer under `/api/v1` from the shelf's library. Errors become JSON in search.web.error_pages."""

    def add(path: str, name: str, view: Any) -> None:
        app.add_url_rule(f"{API}/{path}", f"api-{name}", view)

    add("search", "search", lambda: of_its_day(shelf, home, now, found))
    add("documents/<path:key>", "document", lambda key: document(shelf.library(), key))
    add(
        "documents/<path:key>/paragraphs/<number>",
        "paragraph",
        lambda key, number: paragraph(shelf.library(), key, number),
    )
    add("complete", "complete", lambda: completed(shelf.library()))
    add("status", "status", lambda: held(shelf.library(), home))
    add("openapi.json", "openapi", lambda: described(request.script_root))


def found(library: Library) -> Response:
    """One page of a search, in the shape of `verbale search --json`, with the addresses of its neighbours.

    Raises BadParameter, QueryError.
    """
    arguments = parameters.checked(request.args, parameters.SEARCH)
    chosen = asked(arguments)
    limit = parameters.whole(arguments, "limit", parameters.SEARCH)
    try:
        answer = library.search(request_of(chosen, limit))
    except QueryError as error:
        raise QueryError(str(error), position=error.position + _spaces_before(arguments.get("q", ""))) from error
    turned = {name: _address(chosen, page, limit) for name, page in _neighbours(chosen.page, limit, answer.total)}
    return told({**answer.as_json(), "next": turned.get("next"), "previous": turned.get("previous")}, ("took_ms",))


def _spaces_before(query: str) -> int:
    # They are no part of the search, but the position is told in what was sent.
    return len(query) - len(query.lstrip()) if query.strip() else 0


def request_of(chosen: Asked, limit: int) -> SearchRequest:
    """The search of an address, in pages of so many hits. Raises QueryError where it has too many filters."""
    run = chosen.request()
    return SearchRequest(run.query, run.scope, run.sort, (chosen.page - 1) * limit, limit, run.filters, run.off)


def _neighbours(page: int, limit: int, total: int) -> list[tuple[str, int]]:
    last = min(DEEPEST_PAGE, -(-total // limit))
    return [("next", page + 1)] * (page < last) + [("previous", page - 1)] * (page > 1)


def _address(chosen: Asked, page: int, limit: int) -> str:
    size = f"&limit={limit}" if limit != PER_PAGE else ""
    return f"{request.script_root}{API}/search{chosen.turned(page)}{size}"


def document(library: Library, key: str) -> Response:
    """A document in the shape of `verbale show --json`, its paragraphs only where they are asked for.

    Raises BadParameter, UnknownDocument, NoSuchPart.
    """
    arguments = parameters.checked(request.args, parameters.DOCUMENT)
    with_text = parameters.whole(arguments, "text", parameters.DOCUMENT) == 1
    return told(_document(library, key, arguments.get("lang"), with_text))


def paragraph(library: Library, key: str, number: str) -> Response:
    """The same with the paragraph of a printed number, and its sub-paragraphs, alone.

    Raises BadParameter, UnknownDocument, NoSuchPart.
    """
    arguments = parameters.checked(request.args, parameters.PARAGRAPH)
    return told(_document(library, key, arguments.get("lang"), True, number))


def _document(library: Library, key: str, language: str | None, with_text: bool, number: str = "") -> dict[str, Any]:
    if len(key) > LONGEST_KEY:
        raise UnknownDocument(f"{key[:80]}…")
    store = library.store
    wanted = store.document(key)
    known = known_document(store, wanted)
    chosen = choose_version(wanted, known.versions, language)
    passages = store.passages_of(wanted.id, chosen.id) if chosen and with_text else []
    return document_json(known, chosen, choose_paragraphs(wanted, passages, number) if number else passages)


def completed(library: Library) -> Response:
    """How a query may go on, in the shape of `verbale complete --json`. Raises BadParameter."""
    arguments = parameters.checked(request.args, parameters.COMPLETE)
    limit = parameters.whole(arguments, "limit", parameters.COMPLETE)
    return told([one.as_json() for one in library.complete(arguments.get("q", ""), limit)])


def held(library: Library, home: Home) -> Response:
    """What is held, in the shape of `verbale status --json` without the folder on the server. Raises BadParameter."""
    parameters.checked(request.args, parameters.NONE)
    return told({name: value for name, value in status(library, home).items() if name != "home"})


def described(prefix: str) -> Response:
    """The API's description in OpenAPI 3.1, of the server that answers."""
    return told(description(version("verbale"), f"{prefix}{API}"))
