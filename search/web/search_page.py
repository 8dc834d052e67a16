"""The search page: how to ask, what was found, or why a query cannot be run."""

from __future__ import annotations

from datetime import datetime

from flask import render_template, request

from corpus.errors import QueryError
from search.answer import Answer
from search.as_of import telling
from search.everything import everything
from search.library import Library
from search.web.asked import DEEPEST_PAGE, PER_PAGE, Asked, asked, last_page, pages, pointed
from search.web.facets import chips, facets
from search.web.timeline import Timeline, shown_processes, timeline

# What a reader can begin with who does not know what to search for.
BROWSED = ("process", "source", "year", "lang")


def search_page(library: Library, now: datetime) -> str | tuple[str, int]:
    """The answer to a request for `/`; a result can be linked to as it is `now`."""
    chosen = asked(request.args)
    if not chosen.query and not chosen.filters:
        held = everything(library, BROWSED)
        browsed = facets(held.facets, Asked(""), BROWSED)
        return render_template("home.html", asked=chosen, counts=library.store.counts(), facets=browsed, away=held.away)
    try:
        answer = library.search(chosen.request())
    except QueryError as error:
        where = pointed(chosen.query, error.position)
        return render_template("query_error.html", asked=chosen, error=error, where=where), 400
    return render_template(
        "results.html",
        asked=chosen,
        answer=answer,
        chips=chips(chosen),
        facets=facets(answer.facets, chosen),
        timeline=_by_year(library, answer, chosen),
        pages=pages(chosen.page, answer.total),
        last=last_page(answer.total),
        deepest=DEEPEST_PAGE * PER_PAGE,
        today=now.date().isoformat(),
        as_of=telling(chosen.as_of) if chosen.as_of else "",
    )


def _by_year(library: Library, answer: Answer, chosen: Asked) -> Timeline | None:
    """The hits by year and process, on the first page alone: the others have the same."""
    if chosen.page > 1:
        return None
    years = answer.facets.get("year", ())
    processes = shown_processes(answer.facets.get("process", ())) if len(years) > 1 else []
    return timeline(years, library.years(chosen.request(), "process", processes), answer.total, chosen)
