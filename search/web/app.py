"""The web application: pages for reading, nothing that writes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.middleware.proxy_fix import ProxyFix

from corpus.errors import EngineAway, VerbaleError
from corpus.home import Home
from search.answer import document_path
from search.result_files import FORMATS
from search.status import status
from search.web import labels
from search.web.access import add_access_log
from search.web.api.routes import add_api
from search.web.asked import LONGEST_QUERY, searched
from search.web.browse_pages import browse_page, new_page
from search.web.caching import add_caching
from search.web.cite_page import cite_page
from search.web.document_page import document_page
from search.web.error_pages import AWAY, add_error_pages
from search.web.export import MOST_EXPORTED
from search.web.feeds import feed_title
from search.web.for_programs import add_addresses_for_programs
from search.web.guarded import add_guard, password_of
from search.web.limits import add_limits
from search.web.marking import excerpt
from search.web.metrics import RequestCounts, add_metrics
from search.web.night_page import night_page
from search.web.originals import original, original_view
from search.web.past import of_its_day
from search.web.safety import only_reading, secured
from search.web.search_page import search_page
from search.web.shelf import Shelf
from search.web.tools import add_tools

SNIPPET = 420
COMPLETIONS = 8


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the application takes from around it: seconds that pass, seconds that its thread works, the date, a log."""

    clock: Callable[[], float] = time.monotonic
    worked: Callable[[], float] = time.thread_time
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    write: Callable[[str], object] = lambda line: print(f"{line}\n", end="", flush=True)


AROUND = Surroundings()


def create_app(shelf: Shelf, home: Home, around: Surroundings = AROUND, counts: RequestCounts | None = None) -> Flask:
    """The application on a home. It only reads; `shelf` gives the library of the calling thread.

    `counts` are those of all processes that serve the same form; without it this one counts for itself.
    """
    app = Flask(__name__)
    # A symbol such as `A//1` is looked up as it is typed.
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(_for_templates())
    settings = shelf.config.serve
    if settings.trusted_proxies:
        many = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=many, x_proto=many, x_host=many)  # type: ignore[method-assign]
    add_access_log(app, settings, around.clock, around.now, around.write)
    add_metrics(app, shelf, home, counts or RequestCounts(), around.clock, around.now)
    app.before_request(only_reading)
    app.after_request(secured)
    add_limits(app, settings, around.clock, around.worked)
    if settings.password_file:
        add_guard(app, password_of(home.path / settings.password_file), open_metrics=settings.metrics == "open")
    add_caching(app, shelf, home)
    add_error_pages(app, shelf)
    _add_pages(app, shelf, home, around.now)
    add_tools(app, shelf, home)
    add_addresses_for_programs(app, shelf, home, around.now)
    add_api(app, shelf, home, around.now)
    return app


def _add_pages(app: Flask, shelf: Shelf, home: Home, now: Callable[[], datetime]) -> None:
    app.add_url_rule("/", "search", lambda: of_its_day(shelf, home, now, lambda library: search_page(library, now())))
    app.add_url_rule("/d/<path:key>", "document", lambda key: document_page(shelf.library(), key))
    app.add_url_rule("/cite/<path:key>", "cite", lambda key: cite_page(shelf.library(), key))
    app.add_url_rule("/original/<int:number>", "original", lambda number: original(shelf.library(), home, number))
    app.add_url_rule(
        "/original/<int:number>/view", "original_view", lambda number: original_view(shelf.library(), home, number)
    )
    app.add_url_rule("/status", "status", lambda: render_template("status.html", told=status(shelf.library(), home)))
    app.add_url_rule("/night", "night", lambda: night_page(home))
    app.add_url_rule("/complete", "complete", lambda: _completed(shelf, request.args.get("q", "")))
    app.add_url_rule("/browse", "browse", lambda: browse_page(shelf.library()))
    app.add_url_rule("/new", "new", lambda: new_page(shelf.library()))
    app.add_url_rule("/help", "help", lambda: render_template("help.html"))
    app.add_url_rule("/healthz", "healthz", lambda: _health(shelf))


def _for_templates() -> Mapping[str, Any]:
    """What the templates call. Addresses made here begin with the prefix that a reverse proxy names."""
    return {
        "FILTER_LABELS": labels.FILTER_LABELS,
        "DATE_KINDS": labels.DATE_KINDS,
        "MEDIA": labels.MEDIA,
        "MOST_EXPORTED": MOST_EXPORTED,
        "RESULT_FORMATS": FORMATS,
        "counted": labels.counted,
        "date_shown": labels.date_shown,
        "direction": labels.direction,
        "language_name": labels.language_name,
        "feed_title": feed_title,
        "listed": labels.listed,
        "named": labels.named,
        "number_shown": labels.number_shown,
        "place_of": labels.place_of,
        "rows_of": labels.rows_of,
        "value_name": labels.value_name,
        "written_in": labels.written_in,
        "excerpt": lambda passage: excerpt(passage.text, passage.marks, SNIPPET),
        "local": lambda path, *words: request.script_root + searched(path, *(words or ("",))),
        "path_of": lambda key, *words: request.script_root + searched(document_path(key), *(words or ("",))),
    }


def _completed(shelf: Shelf, typed: str) -> Response:
    """How a query may go on, in the form of OpenSearch suggestions: what was typed, texts, what each of them is."""
    found = shelf.library().complete(typed[:LONGEST_QUERY], COMPLETIONS)
    return jsonify([typed, [one.text for one in found], [one.about for one in found]])


def _health(shelf: Shelf) -> tuple[Mapping[str, object], int]:
    """Whether the form can answer, for programs that watch it."""
    try:
        library = shelf.library()
        counts = library.store.counts()
        held = {"documents": counts.documents, "paragraphs": counts.passages}
        library.engine.checkpoint()
    except EngineAway:
        # Documents can be read: a form that was taken away or started anew would be no better.
        return {"status": "degraded", "reason": AWAY, **held}, HTTPStatus.OK
    except VerbaleError as error:
        return {"status": "not ready", "reason": str(error)}, HTTPStatus.SERVICE_UNAVAILABLE
    return {"status": "ok", **held}, HTTPStatus.OK
