"""The page of the watches and their feeds: read-only, as all of the form. They are kept with `verbale watch`."""

from __future__ import annotations

import shlex
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, abort, render_template, request

from corpus.home import Home
from search.watches import Alert
from search.watches.definitions import Shelf as Definitions
from search.watches.digest import SAYS
from search.watching import folder, watched
from search.web.addresses import form_address
from search.web.api.answers import told
from search.web.api.openapi import asked as described
from search.web.api.openapi import get
from search.web.api.parameters import Schema, checked, whole
from search.web.api.schemas import NUMBER, TEXT, many, named, said, shape
from search.web.asked import Asked, asked
from search.web.atom import ATOM, Feed, feed_of, tag
from search.web.shelf import Shelf
from search.web.tools import Tool
from search.web.xml_answers import element, xml_answer

MOST = 50
_SHOWN = 5
PARAMETERS: MappingProxyType[str, Schema] = MappingProxyType(
    {
        "alerts": {
            "type": "integer",
            "minimum": 0,
            "maximum": MOST,
            "default": _SHOWN,
            "description": "How many of the latest alerts of each watch.",
        }
    }
)


def add(app: Flask, shelf: Shelf, home: Home) -> None:
    """Add the page, a feed for each watch, and the answer for programs."""
    app.add_url_rule("/watches", "watches", lambda: page(shelf, home))
    app.add_url_rule("/watches/<name>.atom", "watch-feed", lambda name: feed(home, name))
    app.add_url_rule("/api/v1/watches", "api-watches", lambda: listed(home))


def page(shelf: Shelf, home: Home) -> str:
    """The watches with their latest news; with a search, the command that watches it."""
    chosen = asked(request.args)
    asks = query_of(chosen)
    return render_template(
        "watches.html",
        watches=watched(home, news=_SHOWN),
        says=SAYS,
        asks=asks,
        search=chosen.link(),
        query=chosen.query,
        command=f"verbale watch add my-watch {shlex.quote(asks)}" if asks else "",
        moment=lambda iso: f"{iso[:10]} {iso[11:16]}",
    )


def query_of(chosen: Asked) -> str:
    """A search with its filters as one query of the query language: `(norms OR rules) process:"oewg-2021"`."""
    values: dict[str, list[str]] = {}
    for name, value in chosen.filters:
        values.setdefault(name, []).append(f'{name}:"{value.replace(chr(34), " ")}"')
    filters = [each[0] if len(each) == 1 else f"({' OR '.join(each)})" for each in values.values()]
    words = [f"({chosen.query})" if filters and " " in chosen.query else chosen.query] if chosen.query else []
    return " ".join([*words, *filters])


def feed(home: Home, name: str) -> Response:
    """The news of a watch as an Atom feed, the newest first."""
    if name not in Definitions(folder(home)).names():
        abort(404, f"There is no watch {name[:80]!r}; /watches lists those there are.")
    [found] = watched(home, [name], MOST)
    form = form_address()
    about = Feed(f"verbale: {name}", form, request.path, "/watches")
    return xml_answer(
        feed_of(about, [(datetime.fromisoformat(alert.at), alert) for alert in found.alerts], _entry), ATOM
    )


def _entry(entry: Any, about: Feed, alert: Alert) -> None:
    element(entry, "id", tag(about.form, f"watches/{alert.watch}/{alert.id}"))
    element(entry, "title", f"{alert.citation} ({alert.language}): {SAYS[alert.kind]}")
    element(entry, "link", rel="alternate", type="text/html", href=about.form + alert.path)
    element(entry, "link", rel="via", href=alert.source)
    element(entry, "category", term=alert.kind)
    element(entry, "summary", render_template("watch_entry.html", alert=alert), type="html")


def listed(home: Home) -> Response:
    """The watches in the shape of `verbale watch list --json`, without what is still to be delivered. BadParameter."""
    arguments = checked(request.args, PARAMETERS)
    return told([each.as_json() for each in watched(home, news=whole(arguments, "alerts", PARAMETERS))])


_PIECE = shape(kind={"enum": ["same", "removed", "added"]}, text=TEXT)
TOOL = Tool(
    name="Watches",
    about="Queries and sentences that are asked again every night: what is new, what changed, what disappeared.",
    endpoint="watches",
    place=60,
    add=add,
    paths={
        "/watches": get("watches", "The watches and their latest alerts.", many(named("Watch")), described(PARAMETERS))
    },
    schemas={
        "Watch": shape(
            name=TEXT,
            query=said("What it asks; empty for a sentence.", TEXT),
            trace=said("The sentence whose words it follows; empty for a query.", TEXT),
            made=TEXT,
            ran=said("When it last looked; empty before the first time.", TEXT),
            stands=said("How many paragraphs it knows in the texts held now.", NUMBER),
            alerts=many(named("Alert")),
        ),
        "Alert": shape(
            id=TEXT,
            watch=TEXT,
            kind={"enum": ["found", "appeared", "changed", "disappeared"]},
            at=TEXT,
            document=TEXT,
            title=TEXT,
            date=TEXT,
            language=TEXT,
            number=TEXT,
            citation=TEXT,
            path=said("The paragraph's permalink on this server.", TEXT),
            source=said("Where the source has the original.", TEXT),
            text=said("The paragraph; of what disappeared, what stood there.", TEXT),
            before=said("Where the earlier words stood.", TEXT),
            pieces=said("What differs, word by word; empty where nothing does.", many(_PIECE)),
        ),
    },
)
