"""The pages on States: all of them, one of them, and for which of them nothing is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from corpus.errors import QueryError
from corpus.states import party
from index.query import Keyword
from index.records import keyword
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


def states_page(library: Library) -> str | tuple[str, int]:
    """The answer to a request for `/states`, or `/states?silent=QUERY`."""
    query, process = request.args.get("silent", "").strip(), request.args.get("process", "").strip()
    report: Silence | None = None
    problem = _too_long(query)
    if query and not problem:
        try:
            report = silent(library, query, process)
        except QueryError as error:
            problem = str(error)
    page = render_template(
        "states.html",
        rows=directory(library) if report is None else (),
        report=report,
        query=query[:LONGEST_QUERY],
        process=process[:LONGEST_NAME],
        problem=problem,
        means=WHAT_SILENCE_MEANS,
        note_of=note_of,
    )
    return (page, 400) if problem else page


def state_page(library: Library, wanted: str) -> str | tuple[str, int] | BaseResponse:
    """The answer to a request for `/states/<name>`: any writing of a name leads to its page; `topic` looks into it."""
    topic = request.args.get("topic", "").strip()
    try:
        report = said(library, wanted[:LONGEST_NAME], limit=0)
    except UnknownState as error:
        return render_template("unknown_state.html", wanted=error.wanted, near=error.near), 404
    if report.name != wanted:
        return redirect(url_for("state", name=report.name, topic=topic or None))
    name, problem = report.name, _too_long(topic)
    on_topic = None
    if topic and not problem:
        try:
            on_topic = said(library, name, topic, limit=MOST_ON_TOPIC)
        except QueryError as error:
            problem = str(error)
    results = library.engine.search(
        Keyword("by", keyword("by", name)), "document", limit=MOST_SAID, sort="-date", facets=_OF_STATE
    )
    held = library.store.documents([hit.record for hit in results.hits])
    listed = [held[hit.record] for hit in results.hits if hit.record in held]
    chosen = Asked("", sort="-date", filters=(("by", name),))
    counted = library.as_written(results.facets)
    page = render_template(
        "state.html",
        name=name,
        report=report,
        group=party(name) if report.kind == "group" else None,
        total=results.total,
        listed=len(results.hits),
        joint=[document for document in listed if name in document.joint],
        submitted=submitted(document for document in listed if name not in document.joint),
        sections=sections(counted, lambda *pair: url_for("search") + chosen.toggled(*pair), _OF_STATE),
        everything=url_for("search") + chosen.link(),
        topic=topic[:LONGEST_QUERY],
        on_topic=on_topic,
        problem=problem,
    )
    return (page, 400) if problem else page


def _too_long(query: str) -> str:
    return f"A query of the form can have {LONGEST_QUERY} characters." if len(query) > LONGEST_QUERY else ""
