"""What a search gives back, as values that the command line, the web form and `--json` all print.

The JSON shape is fixed by docs/reference/json.md: keys are only ever added, never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from corpus.store import StoredDocument, StoredPassage
from index.query import Scope, Sort

PREFERRED = "en"
FILTERS = ("source", "process", "type", "year", "lang", "by")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search as asked. `filters` maps names of FILTERS to the values of which any may hold.

    `scope` is `document` or `passage` (the user calls the latter `paragraph`).
    """

    query: str
    scope: Scope = "document"
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A paragraph in a hit: `marks` are [start, end) character ranges of `text` that the query found."""

    number: str
    page: int
    text: str
    marks: tuple[tuple[int, int], ...]
    url: str
    language: str

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

    `url` is where the source has the original; a passage's `url` is its permalink in the web form.
    """

    id: str
    document: StoredDocument
    language: str
    score: float
    passages: tuple[FoundPassage, ...]

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
            "url": document.url,
            "score": round(self.score, 4),
            "passages": [passage.as_json() for passage in self.passages],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one search."""

    query: str
    scope: Scope
    engine: str
    total: int
    took_ms: float
    notices: tuple[str, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    hits: tuple[FoundDocument, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `verbale search --json` prints."""
        return {
            "query": self.query,
            "scope": "paragraph" if self.scope == "passage" else self.scope,
            "engine": self.engine,
            "total": self.total,
            "took_ms": round(self.took_ms, 1),
            "notices": list(self.notices),
            "facets": {name: [list(count) for count in counts] for name, counts in self.facets.items()},
            "hits": [hit.as_json() for hit in self.hits],
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
