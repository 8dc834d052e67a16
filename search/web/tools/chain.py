"""The page and the addresses of the API that follow a chain of drafts through its texts."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import Flask, Response, make_response, render_template, request

from corpus.errors import TooCostly, UnknownDocument
from corpus.home import Home
from search.chains import all_chains, chains_of, follow
from search.comparing import MOST_PARAGRAPHS
from search.document_view import NoSuchPart
from search.redline.chain import Followed, chain_json, followed_json
from search.redline.chain_page import shown
from search.redline.lineage import Chain
from search.web.api import parameters
from search.web.api.answers import told
from search.web.api.openapi import asked, get
from search.web.api.schemas import NUMBER, TEXT, TEXTS, TRUTH, many, named, said, shape
from search.web.shelf import Shelf
from search.web.tools import Tool

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

LONGEST = 300
CHAIN: Mapping[str, parameters.Schema] = MappingProxyType(
    {
        "of": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST,
            "pattern": r"\S",
            "description": "A document of the chain, by its symbol in any spelling, or the name of a chain.",
        },
        "lang": {
            "type": "string",
            "minLength": 1,
            "maxLength": 35,
            "description": "The language of the texts. Without it the one that most of them are held in.",
        },
    }
)


def add(app: Flask, shelf: Shelf, home: Home) -> None:
    """Answer under `/chain`, `/api/v1/chain` and `/api/v1/chains`."""
    app.add_url_rule("/chain", "chain", lambda: chain_page(shelf))
    app.add_url_rule("/api/v1/chain", "api-chain", lambda: chain_answer(shelf))
    app.add_url_rule("/api/v1/chains", "api-chains", lambda: chains_answer(shelf))


def chain_page(shelf: Shelf) -> BaseResponse:
    """A chain in one table, or the list of all chains."""
    wanted, language = (request.args.get(name, "").strip() for name in ("of", "lang"))
    if not wanted:
        found = all_chains(shelf.library().store, shelf.config.chains)
        return make_response(render_template("chain.html", of="", language=language, chains=found))
    error, status = "", HTTPStatus.OK
    table: Followed | None = None
    others: list[Chain] = []
    try:
        table, others = _followed(shelf, wanted, language)
    except (UnknownDocument, NoSuchPart) as failure:
        error, status = str(failure), HTTPStatus.NOT_FOUND
    except TooCostly as failure:
        error, status = str(failure), HTTPStatus.SERVICE_UNAVAILABLE
    page = render_template(
        "chain.html", of=wanted, language=language, error=error, others=others, **(shown(table) if table else {})
    )
    return make_response(page, status)


def chain_answer(shelf: Shelf) -> Response:
    """The same in the shape of `verbale compare --chain --json`.

    Raises BadParameter, UnknownDocument, NoSuchPart, TooCostly.
    """
    arguments = parameters.checked(request.args, CHAIN)
    if "of" not in arguments:
        raise parameters.BadParameter("'of' is missing: a document of the chain, or its name.")
    table, _ = _followed(shelf, arguments["of"], arguments.get("lang", ""))
    return told(followed_json(table))


def chains_answer(shelf: Shelf) -> Response:
    """All chains, in the shape of `verbale compare --chains --json`. Raises BadParameter."""
    parameters.checked(request.args, parameters.NONE)
    return told({"chains": [chain_json(one) for one in all_chains(shelf.library().store, shelf.config.chains)]})


def _followed(shelf: Shelf, wanted: str, language: str) -> tuple[Followed, list[Chain]]:
    """The chain followed, and the others that the document is in too."""
    if len(wanted) > LONGEST:
        raise UnknownDocument(f"{wanted[:80]}…")
    store = shelf.library().store
    first, *others = chains_of(store, shelf.config.chains, wanted)
    return follow(store, first, language, most=MOST_PARAGRAPHS), others


_PLACE = {
    "number": TEXT,
    "page": NUMBER,
    "cite_as": TEXT,
    "url": said("The permalink on this server.", TEXT),
    "begins": said("Its first words.", TEXT),
}
_CHAIN = {
    "name": TEXT,
    "by": {"enum": ["config", "adoption", "drafts", "revisions", "reports", "sessions"]},
    "reason": said("The rule in words.", TEXT),
    "documents": said("Keys of its documents, the oldest first, held or not.", TEXTS),
    "held": said("Those whose texts are held; of two and more the chain can be followed.", TEXTS),
}
_OF = [{**one, "required": one["name"] == "of"} for one in asked(CHAIN)]

TOOL = Tool(
    "Chains of drafts",
    "From the zero draft to the final text, or from a draft to its resolution: every paragraph in one table.",
    "chain",
    11,
    add,
    {
        "/chain": get("chain", "A chain of drafts, paragraph by paragraph of its last text.", named("Chain"), _OF),
        "/chains": get("chains", "All chains that are known.", shape(chains=many(shape(**_CHAIN))), []),
    },
    {
        "Chain": shape(
            **_CHAIN,
            missing=said("Documents of the chain whose texts are not held in this language.", TEXTS),
            notices=said("Sentences that a reader should see.", TEXTS),
            members=many(
                shape(
                    name=TEXT, title=TEXT, date=TEXT, language=TEXT, payload_digest=TEXT, paragraphs=NUMBER,
                    came_in=said("Paragraphs of the last text that came into the chain here.", NUMBER),
                    compared=said("What became of the member before, in words.", TEXT),
                )
            ),
            rows=many(named("ChainRow")),
            dropped=said("Paragraphs that the next member has not.", many(shape(member=TEXT, **_PLACE))),
        ),
        "ChainRow": shape(
            **_PLACE,
            text=TEXT,
            since=said("The member with which it came into the chain.", TEXT),
            cells=many(
                shape(
                    member=TEXT,
                    how={"enum": ["first", "same", "changed", "split", "merged", "new", ""]},
                    moved=TRUTH,
                    at=many(shape(**_PLACE)),
                )
            ),
        ),
    },
)  # fmt: skip
