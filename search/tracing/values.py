"""What a trace gives back, as values that the command line, the web form, the API and MCP all print.

The JSON shape is described in docs/reference/json.md: keys are only ever added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from corpus.store import StoredDocument, StoredPassage
from search.redline import Piece

Verdict = Literal["exact", "altered"]


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph in which language stands. `cite_as` is its citation (UN form), `url` its permalink."""

    document: StoredDocument
    passage: StoredPassage
    cite_as: str
    url: str
    verdict: Verdict
    likeness: float

    @property
    def id(self) -> str:
        """The paragraph as `--para` takes it: `A/75/816#24`, or `A/75/816#p-12` where no number leads to it."""
        anchor = self.passage.anchor
        return f"{self.document.key}#{anchor if anchor.startswith('p-') else self.passage.number}"

    def as_json(self) -> dict[str, Any]:
        """The place as `--json` prints it."""
        return {
            "id": self.id,
            "symbol": self.document.symbol,
            "title": self.document.title,
            "date": self.document.date,
            "date_kind": self.document.date_kind,
            "type": self.document.type,
            "submitters": list(self.document.submitters),
            "number": self.passage.number,
            "page": self.passage.page,
            "language": self.passage.language or self.passage.version_language,
            "cite_as": self.cite_as,
            "url": self.url,
            "source_url": self.document.url,
            "verdict": self.verdict,
            "likeness": round(self.likeness, 3),
        }


@dataclass(frozen=True, slots=True)
class Reuse:
    """The language in one document: `pieces` are the words asked for as they became there.

    `also` are further places in the same document, in its revisions and corrections, and in other versions of it.
    """

    place: Place
    text: str
    pieces: tuple[Piece, ...]
    also: tuple[Place, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The reuse as `--json` prints it."""
        return {
            **self.place.as_json(),
            "text": self.text,
            "pieces": [{"kind": piece.kind, "text": piece.text} for piece in self.pieces],
            "also": [place.as_json() for place in self.also],
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """Every document in which some language stands, by document date, the undated last.

    `source` is the paragraph it was taken from, where it was. `method`: `phrase` for words too few to trace. `total`,
    `exact` and `undated` count documents, also those beyond the limit; `set_aside` are paragraphs that share nothing
    but formulae; `formula` says that the language itself is one.
    """

    text: str
    source: Place | None
    method: Literal["words", "phrase"]
    reuses: tuple[Reuse, ...]
    total: int
    exact: int
    undated: int
    set_aside: int = 0
    formula: bool = False
    notices: tuple[str, ...] = ()

    @property
    def first(self) -> Reuse | None:
        """The first appearance in this corpus; None where nothing dated has the words."""
        return self.reuses[0] if self.reuses and self.reuses[0].place.document.date else None

    def as_json(self) -> dict[str, Any]:
        """The object that `verbale trace --json` prints."""
        return {
            "text": self.text,
            "source": self.source.as_json() if self.source else None,
            "method": self.method,
            "total": self.total,
            "exact": self.exact,
            "altered": self.total - self.exact,
            "undated": self.undated,
            "set_aside": self.set_aside,
            "formula": self.formula,
            "notices": list(self.notices),
            "first": self.first.as_json() if self.first else None,
            "reuses": [reuse.as_json() for reuse in self.reuses],
        }
