"""The web application: pages for reading, nothing that writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from corpus.archive import Archive
from corpus.errors import QueryError, UnknownDocument, VerbaleError
from corpus.home import Home
from search.answer import document_path
from search.document_view import NoSuchPart, choose_version
from search.marks import snippet
from search.status import status
from search.terminal import place_of
from search.web.asked import asked, facet_rows, pages
from search.web.marking import direction, pieces
from search.web.shelf import Shelf

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

# Nothing but our own style sheet; a document's text can never become a script (reliability.md, point 10).
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SNIPPET = 420


def create_app(shelf: Shelf, home: Home) -> Flask:
    """The application on a home. It only reads; `shelf` gives the library of the calling thread."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        pieces=pieces,
        direction=direction,
        document_path=document_path,
        place_of=place_of,
        snippet=snippet,
        width=SNIPPET,
    )
    app.after_request(_secured)
    app.register_error_handler(VerbaleError, _failed)
    app.register_error_handler(HTTPException, _refused)
    _add_pages(app, shelf, home)
    return app


def _add_pages(app: Flask, shelf: Shelf, home: Home) -> None:
    app.add_url_rule("/", "search", lambda: _search(shelf))
    app.add_url_rule("/d/<path:key>", "document", lambda key: _document(shelf, key))
    app.add_url_rule("/original/<int:version_id>", "original", lambda version_id: _original(shelf, home, version_id))
    app.add_url_rule("/status", "status", lambda: render_template("status.html", told=status(shelf.library(), home)))
    app.add_url_rule("/help", "help", lambda: render_template("help.html"))
    app.add_url_rule("/healthz", "healthz", lambda: _healthy(shelf))


def _search(shelf: Shelf) -> str | tuple[str, int]:
    library, chosen = shelf.library(), asked(request.args)
    common: dict[str, Any] = {"asked": chosen, "counts": library.store.counts()}
    if not chosen.query and not chosen.filters:
        return render_template("search.html", answer=None, **common)
    try:
        answer = library.search(chosen.request())
    except QueryError as error:
        return render_template("search.html", answer=None, error=error, **common), 400
    return render_template(
        "search.html",
        answer=answer,
        facets=facet_rows(answer.facets, chosen),
        pages=pages(chosen.page, answer.total),
        **common,
    )


def _document(shelf: Shelf, key: str) -> str | BaseResponse:
    store = shelf.library().store
    document = store.document(key)
    if document.key != key:
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        return redirect(request.script_root + document_path(document.key) + query)
    versions = store.versions(document.id)
    version = choose_version(document, versions, request.args.get("lang") or None)
    return render_template(
        "document.html",
        document=document,
        versions=versions,
        version=version,
        passages=store.passages_of(version.id) if version else [],
        family=store.family(document),
    )


def _original(shelf: Shelf, home: Home, version_id: int) -> Response:
    """The bytes as fetched, always as a download: an archived page must not run in our name."""
    version = shelf.library().store.version(version_id)
    if version is None:
        abort(404)
    body = Archive(home.archive).read(version.archived).body
    suffix = {"application/pdf": "pdf", "text/html": "html", "text/plain": "txt"}.get(version.media_type, "bin")
    suffix = "docx" if "wordprocessing" in version.media_type else suffix
    answer = Response(body, mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{version.payload_digest[7:19]}.{suffix}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _healthy(shelf: Shelf) -> Mapping[str, object]:
    counts = shelf.library().store.counts()
    return {"status": "ok", "documents": counts.documents, "paragraphs": counts.passages}


def _secured(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _failed(error: VerbaleError) -> tuple[str, int]:
    near = error.near if isinstance(error, UnknownDocument) else ()
    missing = isinstance(error, UnknownDocument | NoSuchPart)
    page = render_template("error.html", title="Not held" if missing else "Not now", message=str(error), near=near)
    return page, 404 if missing else 503


def _refused(error: HTTPException) -> tuple[str, int]:
    message = error.description or "This page does not exist."
    return render_template("error.html", title=error.name, message=message, near=()), error.code or 500
