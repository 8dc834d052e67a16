"""Errors as pages, and as JSON under `/api/`: what happened, to what, and the cure. No traceback reaches a reader."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, g, render_template, request
from werkzeug.exceptions import BadHost, HTTPException, InternalServerError

from corpus.errors import EngineAway, QueryError, TooCostly, UnknownDocument, VerbaleError
from corpus.official import official_url
from search.as_of import BadDay, NothingHeld
from search.document_view import NoSuchPart
from search.states import UnknownState
from search.web.api.parameters import BadParameter
from search.web.asked import LONGEST_QUERY
from search.web.shelf import Shelf

# Flask makes JSON of a mapping.
Page = str | dict[str, object]
Answer = tuple[Page, int] | tuple[Page, int, dict[str, str]]
# What HTTP itself asks for: 405 names the methods that are allowed, 429 when to come again, 401 how to log in.
_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
# Seconds after which it is worth while to ask again for what is away: whoever asks looks whether it is back.
_AGAIN = "5"
# What is away, and where, is for those who run the form: it is in the log.
AWAY = (
    "The index that searches are answered from does not answer now. Nothing is lost, and searching goes on by itself "
    "as soon as it is back: try again in a moment. Documents can be read meanwhile."
)
_BROKEN = "Something went wrong inside verbale. What happened is in the log of `verbale serve`; try again, or go back."


def add_error_pages(app: Flask, shelf: Shelf) -> None:
    """Answer every error of the application with a page of its own."""

    def broken(error: InternalServerError) -> Answer:
        # Whatever was open may be what broke (a store replaced while it was read): the next request opens it anew.
        shelf.close()
        return _page("verbale failed", _BROKEN), HTTPStatus.INTERNAL_SERVER_ERROR

    app.register_error_handler(VerbaleError, _failed)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(InternalServerError, broken)


def _page(title: str, message: str) -> Page:
    return {"error": message} if _for_a_program() else render_template("error.html", title=title, message=message)


def _for_a_program() -> bool:
    return request.path.startswith("/api/")


def _failed(error: VerbaleError) -> Answer:
    if isinstance(error, UnknownDocument):
        return _unknown(error), HTTPStatus.NOT_FOUND
    if isinstance(error, NothingHeld):
        return _page("Nothing was held then", str(error)), HTTPStatus.NOT_FOUND
    if isinstance(error, NoSuchPart | UnknownState):
        return _page("Not held", str(error)), HTTPStatus.NOT_FOUND
    if isinstance(error, TooCostly):
        searched = request.endpoint in ("search", "api-search")
        return _page(f"This{' search' if searched else ''} takes too long", str(error)), HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, EngineAway):
        g.index_away = True  # search.web.metrics counts it
        return _away(), HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": _AGAIN}
    if isinstance(error, QueryError) and _for_a_program():
        return {"error": str(error), "position": error.position}, HTTPStatus.BAD_REQUEST
    if isinstance(error, QueryError | BadParameter | BadDay):
        return _page("This cannot be run", str(error)), HTTPStatus.BAD_REQUEST
    return _page("Not now", str(error)), HTTPStatus.SERVICE_UNAVAILABLE


def _away() -> Page:
    if _for_a_program():
        return {"error": AWAY}
    return render_template("away.html", message=AWAY, query=request.args.get("q", "")[:LONGEST_QUERY])


def _unknown(error: UnknownDocument) -> Page:
    if _for_a_program():
        return {"error": str(error)}
    official = official_url(error.wanted[:200])
    return render_template("unknown.html", wanted=error.wanted, near=error.near, official=official)


def _refused(error: HTTPException) -> Answer:
    kept = {name: value for name, value in error.get_headers() if name in _KEPT}
    if isinstance(error, BadHost):
        # Our pages name addresses of this host, and there are none.
        return "The request names a host that there cannot be.", error.code or 400, {"Content-Type": "text/plain"}
    return _page(error.name, error.description or "This page does not exist."), error.code or 500, kept
