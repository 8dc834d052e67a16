"""The feeds of the form: of every search, of each source, of each process."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, abort, request

from corpus.vocabulary import PROCESSES, SOURCES
from search.answer import SearchRequest
from search.library import Library
from search.result_rows import every_hit
from search.web.addresses import form_address
from search.web.asked import Asked, asked
from search.web.atom import ATOM, Feed, atom
from search.web.labels import FILTER_LABELS, value_name
from search.web.xml_answers import xml_answer

MOST_ENTRIES = 50


def search_feed(library: Library) -> Response:
    """The answer to `/feed?q=...`: what a search finds, newest first. Raises QueryError."""
    chosen = replace(asked(request.args), page=1, sort="-date")
    # The order is always the same, so it is not part of the feed's name.
    link = replace(chosen, sort="relevance").link()
    feed = Feed(feed_title(chosen), form_address(), f"/feed{link}", f"/{chosen.link()}")
    return _feed(library, feed, chosen.request())


def feed_title(chosen: Asked) -> str:
    """What a search is called among other feeds: `verbale: points of contact (Year: 2021)`."""
    filters = ", ".join(f"{FILTER_LABELS[name]}: {value_name(name, value)}" for name, value in chosen.filters)
    return f"verbale: {chosen.query}{' ' if chosen.query and filters else ''}{f'({filters})' if filters else ''}"


def source_feed(library: Library, name: str) -> Response:
    """The answer to `/feed/source/<name>`: the newest documents of a source."""
    return _named_feed(library, "source", name, name in SOURCES)


def process_feed(library: Library, name: str) -> Response:
    """The answer to `/feed/process/<name>`: the newest documents of a process."""
    return _named_feed(library, "process", name, name in PROCESSES)


def _named_feed(library: Library, kind: str, name: str, known: bool) -> Response:
    wanted = SearchRequest("", sort="-date", filters={kind: (name,)})
    if not known and not library.search(replace(wanted, limit=0, facets=())).total:
        abort(404, f"No document has the {kind} {name[:80]!r}, so there is no feed of it.")
    page = f"/?{urlencode([('q', ''), ('sort', '-date'), (kind, name)])}"
    return _feed(library, Feed(f"verbale: {value_name(kind, name)}", form_address(), request.path, page), wanted)


def _feed(library: Library, feed: Feed, wanted: SearchRequest) -> Response:
    hits = list(every_hit(library, wanted, MOST_ENTRIES)[1])
    updated = {one.id: one.updated for one in library.store.listed([hit.document.id for hit in hits])}
    return xml_answer(atom(feed, hits, [updated[hit.document.id] for hit in hits]), ATOM)
