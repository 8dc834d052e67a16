"""The evidence of a result as one zip, from the form and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO

from flask import Flask, Response, render_template, request
from werkzeug.datastructures import MultiDict

from corpus.archive import Archive
from corpus.errors import QueryError
from corpus.home import Home
from search.answer import SearchRequest
from search.library import Library
from search.pack import Search, write_pack
from search.result_rows import every_hit
from search.web.addresses import form_address
from search.web.api import parameters
from search.web.api.openapi import asked as described
from search.web.api.openapi import get
from search.web.api.parameters import Schema, checked, whole
from search.web.asked import asked
from search.web.export import file_name
from search.web.past import of_its_day
from search.web.shelf import Shelf
from search.web.tools import Tool
from search.workshop import now

MOST = 50
_SHOWN = 20
ZIP = "application/zip"
PARAMETERS: MappingProxyType[str, Schema] = MappingProxyType(
    {
        **{name: schema for name, schema in parameters.SEARCH.items() if name not in ("page", "limit")},
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST,
            "default": _SHOWN,
            "description": "How many hits go in, the first ones.",
        },
    }
)


def add(app: Flask, shelf: Shelf, home: Home) -> None:
    """Add the page and the zip."""
    app.add_url_rule("/pack", "pack", lambda: page(shelf, home))
    app.add_url_rule("/api/v1/pack", "api-pack", lambda: zipped(shelf, home))


def page(shelf: Shelf, home: Home) -> str | Response:
    """The zip of the search that the address names, or the form that asks for one. Raises BadParameter, QueryError."""
    chosen = asked(request.args)
    if chosen.query or chosen.filters:
        return zipped(shelf, home, from_form=True)
    return render_template("pack.html", today=now().date().isoformat(), most=MOST, shown=_SHOWN)


def zipped(shelf: Shelf, home: Home, *, from_form: bool = False) -> Response:
    """The zip of the search that the address names, of its day. Raises BadParameter, QueryError, ArchiveError."""
    return of_its_day(shelf, home, now, lambda library: packed(library, home, from_form=from_form))


def packed(library: Library, home: Home, *, from_form: bool) -> Response:
    """The zip with the evidence of a search. Raises BadParameter, QueryError, ArchiveError."""
    given = [(name, value) for name, value in request.args.items(multi=True) if value or not from_form]
    arguments = checked(MultiDict(given), PARAMETERS)  # a form sends what was left empty too
    chosen = asked(arguments)
    if not chosen.query and not chosen.filters:
        raise QueryError("There is nothing to look for: q is a query, or name a filter.", position=0)
    run = chosen.request()
    wanted = SearchRequest(run.query, run.scope, run.sort, 0, run.limit, run.filters, run.off)
    total, found = every_hit(library, wanted, whole(arguments, "limit", PARAMETERS))
    search = Search(
        chosen.query, chosen.scope, chosen.as_of, total, f"verbale {version('verbale')}", now(), form_address()
    )
    file = TemporaryFile()  # noqa: SIM115 (whoever sends the answer closes it)
    try:
        write_pack(file, search, list(found), library, Archive(home.archive), {})
        file.seek(0)
    except BaseException:
        file.close()
        raise
    answer = Response(_pieces(file), mimetype=ZIP)
    answer.call_on_close(file.close)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(chosen, "zip")}"'
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(1 << 16):
            yield piece


TOOL = Tool(
    name="Evidence pack",
    about="All that proves a result in one zip: originals, web archive, digests, texts, citations.",
    endpoint="pack",
    place=90,
    add=add,
    paths={
        "/pack": get("pack", "The evidence of a result in one zip.", {}, described(PARAMETERS), media_type=ZIP),
    },
)
