"""The pages to browse: everything held by facet, and what came last."""

from __future__ import annotations

from flask import render_template, request, url_for

from search.everything import everything
from search.library import Library
from search.web.asked import DEEPEST_PAGE, Asked, page_number
from search.web.browse import BROWSED, days, sections

PER_NEW_PAGE = 100


def browse_page(library: Library) -> str:
    """The answer to a request for `/browse`."""
    held = everything(library, BROWSED)

    def link(name: str, value: str) -> str:
        return url_for("state", name=value) if name == "by" else url_for("search") + Asked("").toggled(name, value)

    return render_template("browse.html", sections=sections(held.facets, link), total=held.total)


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
