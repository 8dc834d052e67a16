"""Documents that texts cite and that are not held, the most cited first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.official import official_url
from corpus.store import Store
from corpus.store.covering import CitedSymbol, KnownSymbol
from corpus.vocabulary import process_of, source_of
from search.answer import document_path, passage_path
from search.citing import place_name
from search.coverage.lines import Line
from search.coverage.mending import commands_for

_OF_UN = re.compile(r"[A-Z]{1,6}/[A-Z0-9]")
# Paragraphs that a line shows; `cited_by` of the document has all.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A symbol that `paragraphs` of `documents` cite.

    `known` is what the catalogue or a list says of it, None for nothing; `sources` names the crawler's sources.
    """

    symbol: str
    source: str
    paragraphs: int
    documents: int
    known: KnownSymbol | None
    sources: tuple[str, ...]

    @property
    def process(self) -> str:
        """The process that it belongs to, as far as its symbol says."""
        return self.known.process if self.known else process_of(self.symbol)

    @property
    def commands(self) -> tuple[str, ...]:
        """What may bring it."""
        return commands_for(self.source, self.process, self.sources, symbol=self.symbol, listed=self.known is not None)

    def line(self, places: Sequence[tuple[str, str]] = ()) -> Line:
        """The symbol as a line, with paragraphs that cite it."""
        says = f"cited in {_many(self.paragraphs, 'paragraph')} of {_many(self.documents, 'document')}"
        says += "; known from the catalogue" if self.known else "; known from citations alone"
        path = document_path(self.symbol) if self.known else ""
        url = official_url(self.symbol)
        return Line("cited", self.source, self.process, self.symbol, says, self.commands, url, path, tuple(places))

    def as_json(self, places: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        """The symbol as `--json` prints it."""
        return {
            "symbol": self.symbol, "source": self.source, "process": self.process, "paragraphs": self.paragraphs,
            "documents": self.documents, "known": self.known is not None, "commands": list(self.commands),
            "url": official_url(self.symbol), "in": [{"cite": name, "url": url} for name, url in places],
        }  # fmt: skip


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def cited(symbols: Iterable[CitedSymbol], known: Iterable[KnownSymbol], sources: Sequence[str] = ()) -> list[Wanted]:
    """The cited symbols in their order, each with who may bring it. `sources` names the crawler's sources. Pure."""
    documents: Mapping[str, KnownSymbol] = {document.symbol: document for document in known}
    asked = tuple(sources)
    found = []
    for one in symbols:
        document = documents.get(one.symbol)
        source = document.source if document else _source(one.symbol)
        found.append(Wanted(one.symbol, source, one.paragraphs, one.documents, document, asked))
    return found


def _source(symbol: str) -> str:
    # Most are of the United Nations, and to parse them all takes longer than everything else here.
    return "un" if _OF_UN.match(symbol) else source_of(symbol)


def places(store: Store, symbol: str, most: int = SHOWN) -> list[tuple[str, str]]:
    """Where a symbol is cited: the newest paragraphs, one for each document, as `A/80/16, para. 24` with permalinks."""
    naming = store.citations_of(symbol)
    owners = store.documents({one.document_id for one in naming})
    first: dict[int, int] = {}
    for one in naming:
        first.setdefault(one.document_id, one.passage_id)
        if len(first) == most:
            break
    passages = store.passages(first.values())
    return [
        (place_name(owners[owner], passages[passage]), passage_path(owners[owner], passages[passage]))
        for owner, passage in first.items()
        if passage in passages
    ]
