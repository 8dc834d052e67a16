"""The pages to browse: everything held by facet, one State or group, and what came last."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from corpus.store import Store
from index.query import Everything, Keyword
from index.records import keyword
from search.library import Library
from search.web.asked import DEEPEST_PAGE, Asked, page_number
from search.web.browse import BROWSED, days, sections, submitted

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

LONGEST_NAME = 300
# What one page of a State lists; the search has the rest, page by page.
MOST_SUBMITTED = 200
PER_NEW_PAGE = 100
# What a State's documents are counted by.
_OF_STATE = ("process", "year", "type")


def browse_page(library: Library) -> str:
    """The answer to a request for `/browse`."""
    results = library.engine.search(Everything(), "document", limit=0, facets=BROWSED)
    counted = library.as_written(results.facets)

    def link(name: str, value: str) -> str:
        return url_for("state", name=value) if name == "by" else url_for("search") + Asked("").toggled(name, value)

    return render_template("browse.html", sections=sections(counted, link), total=results.total)


def state_page(library: Library, wanted: str) -> str | tuple[str, int] | BaseResponse:
    """The answer to a request for `/states/<name>`: any writing of a name that was read leads to its page."""
    name = _written(library.store, wanted[:LONGEST_NAME])
    if name is None:
        near = get_close_matches(wanted[:80], library.store.written_values()["by"], n=5, cutoff=0.5)
        return render_template("unknown_state.html", wanted=wanted[:80], near=near), 404
    if name != wanted:
        return redirect(url_for("state", name=name))
    query = Keyword("by", keyword("by", name))
    results = library.engine.search(query, "document", limit=MOST_SUBMITTED, sort="-date", facets=_OF_STATE)
    held = library.store.documents([hit.record for hit in results.hits])
    chosen = Asked("", sort="-date", filters=(("by", name),))
    counted = library.as_written(results.facets)
    return render_template(
        "state.html",
        name=name,
        total=results.total,
        listed=len(results.hits),
        submitted=submitted(held[hit.record] for hit in results.hits if hit.record in held),
        sections=sections(counted, lambda *pair: url_for("search") + chosen.toggled(*pair), _OF_STATE),
        everything=url_for("search") + chosen.link(),
    )


def _written(store: Store, wanted: str) -> str | None:
    """The name as the store writes it; the index compares names folded, and so do we."""
    names = store.written_values()["by"]
    if wanted in names:
        return wanted
    folded = keyword("by", wanted)
    return next((name for name in sorted(names) if keyword("by", name) == folded), None)


def new_page(library: Library) -> str:
    """The answer to a request for `/new`."""
    page = page_number(request.args.get("page", "1"))
    came = library.store.browsing.newest(PER_NEW_PAGE + 1, (page - 1) * PER_NEW_PAGE)
    shown = came[:PER_NEW_PAGE]
    return render_template(
        "new.html",
        days=days(shown, library.store.documents([number for number, _ in shown])),
        page=page,
        more=len(came) > PER_NEW_PAGE and page < DEEPEST_PAGE,
    )
