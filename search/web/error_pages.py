"""Errors as pages: what happened, to what, and the cure. No traceback ever reaches a reader."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException, InternalServerError

from corpus.errors import TooCostly, UnknownDocument, VerbaleError
from corpus.official import official_url
from search.document_view import NoSuchPart
from search.web.shelf import Shelf

Answer = tuple[str, int] | tuple[str, int, dict[str, str]]
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


def _page(title: str, message: str) -> str:
    return render_template("error.html", title=title, message=message)


def _failed(error: VerbaleError) -> Answer:
    if isinstance(error, UnknownDocument):
        page = render_template(
            "unknown.html", wanted=error.wanted, near=error.near, official=official_url(error.wanted[:200])
        )
        return page, HTTPStatus.NOT_FOUND
    if isinstance(error, NoSuchPart):
        return _page("Not held", str(error)), HTTPStatus.NOT_FOUND
    if isinstance(error, TooCostly):
        return _page("This search takes too long", str(error)), HTTPStatus.SERVICE_UNAVAILABLE
    return _page("Not now", str(error)), HTTPStatus.SERVICE_UNAVAILABLE


def _refused(error: HTTPException) -> Answer:
    # What HTTP itself asks for stays: 405 names the methods that are allowed, 429 when to come again.
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return _page(error.name, error.description or "This page does not exist."), error.code or 500, kept
