"""Norms and confidence-building measures by process, a page for each, and the same under `/api/v1/crosswalk`."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

from flask import Flask, Response, abort, render_template, request

from corpus.errors import TooCostly
from corpus.home import Home
from search.crosswalk.finding import Crossed, crosswalk
from search.crosswalk.lists import agreed_lists, every_item
from search.web.api import parameters
from search.web.api.answers import told
from search.web.api.openapi import asked, get
from search.web.api.parameters import Schema
from search.web.api.schemas import COUNTS, NUMBER, TEXT, TRUTH, many, named, said, shape
from search.web.asked import page_number
from search.web.marking import excerpt
from search.web.shelf import Shelf
from search.web.tools import Tool

PER_PAGE, MOST_LISTED = 25, 500
# Characters of a paragraph around the words that name an item.
SNIPPET = 420
# Processes that have a column of their own; the others are counted together.
COLUMNS = 7
_TOO_LONG = (
    "The crosswalk takes longer than the form lets a page take. `verbale crosswalk` makes it on the command line, "
    "which has no limit."
)

PARAMETERS: MappingProxyType[str, Schema] = MappingProxyType(
    {
        "item": {
            "type": "string",
            "enum": [item.key for item in every_item()],
            "description": "The norm or measure whose paragraphs are told; without it all of them are counted.",
        },
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": 10_000,
            "default": 1,
            "description": "Which page of the paragraphs of one item.",
        },
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_LISTED,
            "default": 100,
            "description": "How many paragraphs a page has.",
        },
    }
)  # fmt: skip


def _add(app: Flask, shelf: Shelf, home: Home) -> None:
    app.add_url_rule("/crosswalk", "crosswalk", lambda: crosswalk_page(shelf))
    app.add_url_rule("/crosswalk/<key>", "crosswalk_item", lambda key: item_page(shelf, key))
    app.add_url_rule("/api/v1/crosswalk", "api-crosswalk", lambda: crosswalk_answer(shelf))


def crosswalk_page(shelf: Shelf) -> str:
    """The answer to a request for `/crosswalk`: every item by process. Raises EngineError."""
    found = _crossed(shelf)
    counts: Counter[str] = Counter()
    for one in found:
        counts.update(one.by_process())
    columns = [process for process, _ in counts.most_common(COLUMNS)]
    lists = [(agreed, [one for one in found if one.of.key == agreed.key]) for agreed in agreed_lists()]
    return render_template("crosswalk.html", lists=lists, columns=columns, others=len(counts) > COLUMNS)


def item_page(shelf: Shelf, key: str) -> str:
    """The answer to a request for `/crosswalk/<key>`: the paragraphs of one item. Raises EngineError."""
    if key not in {item.key for item in every_item()}:
        abort(404)
    (found,) = _crossed(shelf, (key,))
    last = max(1, -(-len(found.mentions) // PER_PAGE))
    page = min(page_number(request.args.get("page", "1")), last)
    shown = found.mentions[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "crosswalk_item.html", found=found, shown=shown, page=page, last=last,
        shortened=lambda one: excerpt(one.passage.text, one.marks(), SNIPPET),
    )  # fmt: skip


def crosswalk_answer(shelf: Shelf) -> Response:
    """Items in the shape of `verbale crosswalk --json`: one with a page of its paragraphs, or all of them counted.

    Raises BadParameter, EngineError.
    """
    arguments = parameters.checked(request.args, PARAMETERS)
    page, limit = (parameters.whole(arguments, name, PARAMETERS) for name in ("page", "limit"))
    item = arguments.get("item", "")
    found = _crossed(shelf, (item,) if item else ())
    return told([one.as_json((page - 1) * limit, page * limit, places=bool(item)) for one in found])


def _crossed(shelf: Shelf, keys: tuple[str, ...] = ()) -> list[Crossed]:
    try:
        return crosswalk(shelf.library(), keys)
    except TooCostly:
        raise TooCostly(_TOO_LONG) from None


_LINKS = many(shape(cite=TEXT, url=TEXT))
_ITEM = shape(
    id=TEXT, list=TEXT, number=TEXT, label=TEXT, title=TEXT, about=said("What it asks for, in our words.", TEXT),
    agreed=shape(symbol=TEXT, again=TEXT, held=TRUTH, **{"in": _LINKS}),
    notice=said("What cannot be known here; empty where the agreed text is held.", TEXT),
    paragraphs=NUMBER, documents=NUMBER, by_process=COUNTS, by_year=COUNTS, by_how=COUNTS,
)  # fmt: skip
_MENTION = shape(
    how={"enum": ["number", "name", "quoted"]}, words=TEXT,
    verdict=said("How it quotes the agreed text; empty where it does not.", {"enum": ["", "exact", "altered", "part"]}),
    share=said("How alike the words are; of a part, how many of its word groups it has.", {"type": "number"}),
    pieces=said("The agreed text as it became there, where altered.", many(shape(kind=TEXT, text=TEXT))),
    cite=TEXT, url=TEXT, id=TEXT,
    symbol=TEXT, title=TEXT, date=TEXT, source=TEXT, process=TEXT, number=TEXT, language=TEXT, text=TEXT,
)  # fmt: skip

TOOL = Tool(
    name="Norms and confidence-building measures",
    about="Where each of the eleven norms of responsible State behaviour, the measures of the OSCE and the global ones "
    "of the United Nations is named or quoted, by document and paragraph.",
    endpoint="crosswalk",
    place=50,
    add=_add,
    paths={
        "/crosswalk": get(
            "crosswalk", "Where norms and measures are named or quoted.", many(named("Crosswalk")), asked(PARAMETERS)
        ),
    },
    schemas={"Crosswalk": {**_ITEM, "properties": {**_ITEM["properties"], "in": many(_MENTION)}}},
)
