"""The tools, as a client sees them: their names, parameters and docstrings are what a model reads."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, Literal, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from corpus.errors import QueryError, UnknownDocument, VerbaleError
from index.query import Sort
from search.answer import SearchRequest
from search.library import Library
from search.mcp import reading
from search.mcp.answers import Covered, Document, Found, Paragraphs, QuotesChecked
from search.mcp.compared import Compared
from search.mcp.comparing import compare
from search.mcp.coverage import covered
from search.mcp.quotes import quotes_checked
from search.mcp.tracing import Traced, traced
from search.mcp.wording import not_found, query_error

P = ParamSpec("P")
T = TypeVar("T")

FilterName = Literal["source", "process", "type", "year", "lang", "by", "session"]
Query = Annotated[
    str,
    Field(
        description='Words (all of them), "exact phrases", OR, NOT, parentheses, prefix*, "two words"~5, fields (such '
        "as title:report cites:A/75/816 by:France year:2019..2021), or a symbol (A/75/816).",
        max_length=2_000,
    ),
]
Symbol = Annotated[str, Field(description="A symbol in any spelling: A/75/816, res. 75/240.", max_length=300)]
Language = Annotated[
    str, Field(description="The language of the text, such as fr; empty for English or what there is.", max_length=20)
]


def told(tool: Callable[P, T]) -> Callable[P, T]:
    """A tool whose foreseen errors reach the client as sentences with their cure."""

    @functools.wraps(tool)
    def telling(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return tool(*args, **kwargs)
        except UnknownDocument as error:
            raise ToolError(not_found(error.wanted, error.near)) from error
        except VerbaleError as error:
            raise ToolError(str(error)) from error

    return telling


class Tools:
    """The tools over a home; `library` gives the library of the calling thread."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library

    @told
    def search(
        self,
        query: Query,
        scope: Literal["document", "paragraph"] = "document",
        filters: Annotated[
            dict[FilterName, list[str]] | None,
            Field(description='Of each, any of the values: {"process": ["oewg-2021"], "year": ["2021"]}.'),
        ] = None,
        sort: Sort = "relevance",
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
        offset: Annotated[int, Field(ge=0, le=10_000)] = 0,
    ) -> Found:
        """Find documents of cyber diplomacy (UN, OSCE, EU, NATO, States), or single paragraphs, by words and symbols.

        Cite each paragraph as its cite_as says. Nothing found is no proof that nothing exists: see coverage.
        """
        chosen: dict[str, tuple[str, ...]] = {name: tuple(values) for name, values in (filters or {}).items()}
        asked: Literal["document", "passage"] = "passage" if scope == "paragraph" else "document"
        request = SearchRequest(query, asked, sort, offset, limit, chosen, facets=())
        library = self._library()
        try:
            return reading.found(library, library.search(request))
        except QueryError as error:
            raise ToolError(query_error(query, error)) from error

    @told
    def get_document(self, symbol: Symbol, language: Language = "") -> Document:
        """What is known of a document: date, facts with where they were read, languages, contents, what it cites."""
        return reading.document(self._library(), symbol, language)

    @told
    def get_paragraph(
        self,
        symbol: Symbol,
        number: Annotated[
            str,
            Field(
                description="The printed number: 24, 24 (b), PP3, OP5; or the end of a permalink: p-12.", max_length=60
            ),
        ],
        under: Annotated[
            str,
            Field(description="Words of a heading above it, where a number comes often: Article 21.", max_length=300),
        ] = "",
        language: Language = "",
    ) -> Paragraphs:
        """The text of a paragraph, word for word, with its sub-paragraphs and all that it is cited and checked by."""
        return reading.paragraphs(self._library(), symbol, number, under, language)

    @told
    def compare(
        self,
        old: Symbol,
        new: Symbol,
        language: Language = "",
        limit: Annotated[int, Field(ge=1, le=100)] = 40,
        offset: Annotated[int, Field(ge=0, le=10_000)] = 0,
    ) -> Compared:
        """What became of one text in another: paragraphs moved, split, merged, changed word by word, added, removed.

        Shifts are changes of words of commitment (shall, should; requests, invites), no legal judgement.
        """
        return compare(self._library(), old, new, language, limit, offset)

    @told
    def check_quote(
        self,
        text: Annotated[
            str,
            Field(
                description="A text with its quotations in quotation marks and their sources beside them: “...” "
                "(A/75/816, para. 24). Without marks, its sentences are looked for.",
                min_length=1,
                max_length=50_000,
            ),
        ],
    ) -> QuotesChecked:
        """Whether quotations are word for word right: verbatim, altered, NOT FOUND here, or NOT COVERED (not held).

        Use it on every quotation before you give it to anybody; then cite it as its cite_as says.
        """
        return quotes_checked(self._library(), text)

    @told
    def coverage(self, symbol: Symbol = "") -> Covered:
        """What is held, by source and since when; with a symbol, whether it is held, NOT COVERED or NOT FOUND.

        NOT COVERED: known by title, the text is not held. NOT FOUND: neither held nor known, which proves nothing.
        """
        return covered(self._library(), symbol)

    @told
    def trace(
        self,
        text: Annotated[str, Field(description="A sentence, as long as there is.", max_length=4_000)] = "",
        paragraph: Annotated[str, Field(description="Instead: a paragraph, A/75/816#24.", max_length=300)] = "",
        document: Annotated[
            str, Field(description="Instead: a symbol, for where each of its paragraphs comes from.", max_length=300)
        ] = "",
        language: Language = "",
        limit: Annotated[int, Field(ge=1, le=100)] = 10,
    ) -> Traced:
        """Where language first appears in this corpus and every later reuse, exact or altered, oldest document first.

        First is first among what is held: notices say what cannot be known.
        """
        return traced(self._library(), text, paragraph, document, language, limit)
