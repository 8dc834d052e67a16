"""What a search gives back, as values that the command line, the web form and `--json` all print.

The JSON shape is fixed by docs/reference/json.md: keys are only ever added, never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from corpus.store import StoredDocument, StoredPassage
from index.query import FACETS, Scope, Sort
from search.explain import Line
from search.synonyms import Expansion

PREFERRED = "en"
FILTERS = ("source", "process", "type", "year", "lang", "by", "session")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search as asked. `filters` maps names of FILTERS to the values of which any may hold.

    `scope` is `document` or `passage` (the user calls the latter `paragraph`). `off` names the concepts whose other
    names are not to be searched (`search.synonyms.ALL` for none). `facets` are the fields to count values of.
    """

    query: str
    scope: Scope = "document"
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    facets: tuple[str, ...] = FACETS


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A paragraph in a hit: `marks` are [start, end) character ranges of `text` that the query found.

    `document` is the id of the smallest document that it belongs to, `version` that of the text it stands in.
    """

    number: str
    page: int
    text: str
    marks: tuple[tuple[int, int], ...]
    url: str
    language: str
    document: int = 0
    version: int = 0
    heading: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The passage as `--json` prints it."""
        return {
            "number": self.number,
            "page": self.page,
            "text": self.text,
            "marks": [list(mark) for mark in self.marks],
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A hit: a document with its best paragraphs, or (scope paragraph) with exactly the paragraph found.

    `url` is where the source has the original; a passage's `url` is its permalink in the web form. `same` are further
    hits with the same text, folded into this one; a `partial` hit has some of the words only.
    """

    id: str
    document: StoredDocument
    language: str
    score: float
    passages: tuple[FoundPassage, ...]
    same: tuple[FoundDocument, ...] = ()
    partial: bool = False

    def as_json(self) -> dict[str, Any]:
        """The hit as `--json` prints it."""
        document = self.document
        return {
            "id": self.id,
            "symbol": document.symbol,
            "title": document.title,
            "date": document.date,
            "source": document.source,
            "process": document.process,
            "type": document.type,
            "language": self.language,
            "submitters": list(document.submitters),
            "joint": list(document.joint),
            "url": document.url,
            "score": round(self.score, 4),
            "passages": [passage.as_json() for passage in self.passages],
            "same": [hit.id for hit in self.same],
            "partial": self.partial,
        }


@dataclass(frozen=True, slots=True)
class Switch:
    """A concept that a query names: its other names, whether they are searched, and how many hits they bring."""

    expansion: Expansion
    brings: int

    def as_json(self) -> dict[str, Any]:
        """The switch as `--json` prints it."""
        return {**self.expansion.as_json(), "brings": self.brings}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one search. `total` counts what has all the words; `hits` may end with others, marked partial."""

    query: str
    scope: Scope
    engine: str
    total: int
    took_ms: float
    notices: tuple[str, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    hits: tuple[FoundDocument, ...]
    synonyms: tuple[Switch, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `verbale search --json` prints."""
        return {
            "query": self.query,
            "scope": "paragraph" if self.scope == "passage" else self.scope,
            "engine": self.engine,
            "total": self.total,
            "took_ms": round(self.took_ms, 1),
            "notices": list(self.notices),
            "synonyms": [switch.as_json() for switch in self.synonyms],
            "facets": {name: [list(count) for count in counts] for name, counts in self.facets.items()},
            "hits": [hit.as_json() for hit in self.hits],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was understood: `lines` are its parts, each with how many records it finds by itself."""

    notices: tuple[str, ...]
    lines: tuple[Line, ...]
    synonyms: tuple[Switch, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `verbale search --explain --json` prints."""
        return {
            "notices": list(self.notices),
            "parts": [line.as_json() for line in self.lines],
            "synonyms": [switch.as_json() for switch in self.synonyms],
        }


def document_path(key: str) -> str:
    """The web form's address of a document: `/d/A/75/816`."""
    return f"/d/{quote(key, safe='/')}"


def first_language(document: StoredDocument) -> str:
    """The language in which a document is shown where none is asked for: English, else the first by the alphabet."""
    return PREFERRED if PREFERRED in document.languages else next(iter(document.languages), "")


def passage_path(document: StoredDocument, passage: StoredPassage) -> str:
    """The permalink of a paragraph: `/d/A/75/816#para-24`; other languages than the one shown first say so."""
    chosen = passage.version_language
    language = f"?lang={quote(chosen)}" if chosen != first_language(document) else ""
    return f"{document_path(document.key)}{language}#{passage.anchor}"


def version_path(document: StoredDocument, passage: StoredPassage) -> str:
    """The address of a paragraph in the version it stands in, also when that is no longer the current one."""
    return f"{document_path(document.key)}?version={passage.version_id}#{passage.anchor}"
