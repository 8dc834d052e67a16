"""The pages on States: all of them, one of them, and for which of them nothing is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for

from corpus.errors import QueryError
from corpus.states import party
from index.query import Keyword
from index.records import keyword
from search.finding import with_filters
from search.library import Library
from search.states import MOST_SAID, WHAT_SILENCE_MEANS, Silence, UnknownState, directory, note_of, said, silent
from search.web.asked import LONGEST_QUERY, Asked
from search.web.browse import sections, submitted

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

LONGEST_NAME = 300
# With a topic every document shows its paragraphs, so that fewer fill a page.
MOST_ON_TOPIC = 50
# What a State's documents are counted by.
_OF_STATE = ("process", "session", "year", "type")
# What the boxes of both pages narrow them to.
_NARROWED = ("process", "session")


def states_page(library: Library) -> str | tuple[str, int]:
    """The answer to a request for `/states`, or `/states?silent=QUERY`."""
    query, chosen = request.args.get("silent", "").strip(), _chosen()
    report: Silence | None = None
    problem = _too_long(query)
    if query and not problem:
        try:
            report = silent(library, query, **chosen)
        except QueryError as error:
            problem = str(error)
    page = render_template(
        "states.html",
        rows=directory(library, **chosen) if report is None else (),
        report=report,
        query=query[:LONGEST_QUERY],
        chosen=chosen,
        choices=_choices(library),
        problem=problem,
        means=WHAT_SILENCE_MEANS,
        note_of=note_of,
    )
    return (page, 400) if problem else page


def state_page(library: Library, wanted: str) -> str | tuple[str, int] | BaseResponse:
    """The answer to a request for `/states/<name>`: any writing of a name leads to its page; `topic` looks into it."""
    topic, narrowed = request.args.get("topic", "").strip(), _chosen()
    try:
        report = said(library, wanted[:LONGEST_NAME], limit=0)
    except UnknownState as error:
        return render_template("unknown_state.html", wanted=error.wanted, near=error.near), 404
    if report.name != wanted:
        kept = (narrowed["process"] or None, narrowed["session"] or None)
        return redirect(url_for("state", name=report.name, topic=topic or None, process=kept[0], session=kept[1]))
    name, problem = report.name, _too_long(topic)
    on_topic = None
    if topic and not problem:
        try:
            on_topic = said(library, name, topic, **narrowed, limit=MOST_ON_TOPIC)
        except QueryError as error:
            problem = str(error)
    page = render_template(
        "state.html",
        name=name,
        report=report,
        group=party(name) if report.kind == "group" else None,
        topic=topic[:LONGEST_QUERY],
        chosen=narrowed,
        choices=_choices(library),
        all_held=report.total,
        on_topic=on_topic,
        problem=problem,
        **_submissions(library, name, narrowed),
    )
    return (page, 400) if problem else page


def _submissions(library: Library, name: str, narrowed: Mapping[str, str]) -> dict[str, Any]:
    """What is listed on the page of a State: the newest that it submitted, and joint texts that list it."""
    filters = {key: (value,) for key, value in narrowed.items() if value}
    own = with_filters(Keyword("by", keyword("by", name)), filters)
    results = library.engine.search(own, "document", limit=MOST_SAID, sort="-date", facets=_OF_STATE)
    held = library.store.documents([hit.record for hit in results.hits])
    listed = [held[hit.record] for hit in results.hits if hit.record in held]
    chosen = Asked("", sort="-date", filters=(("by", name), *((key, value[0]) for key, value in filters.items())))
    counted = library.as_written(results.facets)
    return {
        "total": results.total,
        "listed": len(results.hits),
        "joint": [document for document in listed if name in document.joint],
        "submitted": submitted(document for document in listed if name not in document.joint),
        "sections": sections(counted, lambda *pair: url_for("search") + chosen.toggled(*pair), _OF_STATE),
        "everything": url_for("search") + chosen.link(),
    }


def _chosen() -> dict[str, str]:
    """The process and session that are asked for, each empty for all."""
    return {name: request.args.get(name, "").strip()[:LONGEST_NAME] for name in _NARROWED}


def _choices(library: Library) -> dict[str, list[str]]:
    """The processes and sessions that documents have."""
    written = library.store.written_values()
    return {name: sorted(filter(None, written.get(name, ()))) for name in _NARROWED}


def _too_long(query: str) -> str:
    return f"A query of the form can have {LONGEST_QUERY} characters." if len(query) > LONGEST_QUERY else ""
