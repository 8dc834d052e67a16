"""The reading room: one home opened for reading, asked for documents and searched.

Every process that answers people (the command line, the web form) opens one Library and writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.config import Config
from corpus.errors import StoreError, UnknownDocument
from corpus.home import Home
from corpus.store import Store, StoredDocument, StoredPassage
from corpus.store.facts import MAIN_LANGUAGE
from index.engine import Engine, open_engine
from index.query import FACETS, And, Everything, Hit, Keyword, Or, Query
from index.records import keyword
from search.answer import FILTERS, Answer, FoundDocument, FoundPassage, SearchRequest, passage_path
from search.marks import Leaf, marks
from search.parse import ParsedQuery, parse
from search.suggestions import suggestions

BEST_PASSAGES = 3
# A paragraph that scores less than this part of the document's best one shares only common words with the query.
WORTH_SHOWING = 0.5


@dataclass(frozen=True, slots=True)
class Library:
    """A store and an engine, open for reading. `clock` gives seconds and only measures how long an answer took."""

    store: Store
    engine: Engine
    engine_name: str
    clock: Callable[[], float] = time.perf_counter

    @classmethod
    def open(cls, home: Home, config: Config) -> Library:
        """The library in a home folder. Raises StoreError where nothing was ever stored, EngineError."""
        if not home.exists():
            raise StoreError(
                f"Nothing is held in {home.path} yet. `verbale quickstart` fills it with a first collection, "
                "`verbale import FILE...` takes files you have."
            )
        return cls(Store.open(home.database), open_engine(config.engine, home.index(config.engine)), config.engine)

    def close(self) -> None:
        """Let go of the files."""
        self.engine.close()
        self.store.close()

    def search(self, request: SearchRequest) -> Answer:
        """The answer to a search. Raises QueryError for a query that cannot be run."""
        started = self.clock()
        parsed = self._parsed(request)
        results = self.engine.search(
            with_filters(parsed.query, request.filters),
            request.scope,
            offset=request.offset,
            limit=request.limit,
            sort=request.sort,
            facets=FACETS,
        )
        shown = self._documents if request.scope == "document" else self._paragraphs
        return Answer(
            query=request.query,
            scope=request.scope,
            engine=self.engine_name,
            total=results.total,
            took_ms=(self.clock() - started) * 1000,
            notices=(*parsed.notices, *results.notices, *self._behind(), *self._helped(request, results.total)),
            facets=as_written(results.facets, self.store.written_values()),
            hits=shown(parsed, results.hits),
        )

    def _parsed(self, request: SearchRequest) -> ParsedQuery:
        """The query as a tree; filters alone are asked of everything."""
        if not request.query.strip() and any(request.filters.values()):
            return ParsedQuery(Everything())
        return self.understood(request.query)

    def understood(self, query: str) -> ParsedQuery:
        """The query as a tree, its words in every language held. Raises QueryError."""
        # Titles of the catalogue are in English, also in a home that holds no English text yet.
        return parse(query, tuple(dict.fromkeys((*self.store.languages(), MAIN_LANGUAGE))), self._cited)

    def _cited(self, symbol: str) -> Sequence[str]:
        try:
            document = self.store.document(symbol)
        except UnknownDocument:
            return ()
        return tuple(dict.fromkeys(citation.symbol for citation in self.store.citations_in(document.id)))

    def _documents(self, parsed: ParsedQuery, hits: Sequence[Hit]) -> tuple[FoundDocument, ...]:
        ids = [hit.record for hit in hits]
        documents = self.store.documents(ids)
        ranked = self._best_passages(parsed, ids)
        passages = self.store.passages([hit.record for chosen in ranked.values() for hit in chosen])
        found = []
        for hit in hits:
            document = documents.get(hit.record)
            if document is not None:
                shown = [passages[item.record] for item in ranked.get(hit.record, ()) if item.record in passages]
                found.append(self._found(document, document.key, hit.score, shown, parsed.leaves))
        return tuple(found)

    def _best_passages(self, parsed: ParsedQuery, ids: Sequence[int]) -> dict[int, Sequence[Hit]]:
        """The paragraphs worth showing of each document; where it has none of its own, those of its parts."""
        best = self.engine.best_passages(parsed.query, ids, BEST_PASSAGES)
        parts = self.store.part_ids([document for document, results in best.items() if not results.hits])
        within = self.engine.best_passages(parsed.query, [part for found in parts.values() for part in found], 1)
        ranked = {document: list(results.hits) for document, results in best.items()}
        for document, found in parts.items():
            hits = sorted((hit for part in found for hit in within[part].hits), key=lambda hit: -hit.score)
            ranked[document] = hits[:BEST_PASSAGES]
        return {document: worth_showing(hits) for document, hits in ranked.items()}

    def _paragraphs(self, parsed: ParsedQuery, hits: Sequence[Hit]) -> tuple[FoundDocument, ...]:
        passages = self.store.passages([hit.record for hit in hits])
        documents = self.store.documents({passage.document_id for passage in passages.values()})
        found = []
        for hit in hits:
            passage = passages.get(hit.record)
            if passage is not None:
                document = documents[passage.document_id]
                name = f"{document.key}#{passage.anchor}"
                found.append(self._found(document, name, hit.score, [passage], parsed.leaves))
        return tuple(found)

    def _found(
        self,
        document: StoredDocument,
        name: str,
        score: float,
        passages: Sequence[StoredPassage],
        leaves: Sequence[Leaf],
    ) -> FoundDocument:
        language = passages[0].version_language if passages else next(iter(document.languages), "")
        shown = tuple(found_passage(document, passage, leaves) for passage in passages)
        return FoundDocument(name, document, language, score, shown)

    def _helped(self, request: SearchRequest, total: int) -> Iterator[str]:
        """Why nothing may have been found: a filter that no document fits, a word that none has."""
        if total:
            return
        for name, values in request.filters.items():
            for value in values:
                if not self.engine.search(Keyword(name, keyword(name, value)), "document", limit=0).total:
                    yield f"No document has {name} {value!r}; docs/reference/vocabulary.md names what there is."
        yield from suggestions(request.query, (*self.store.languages(), MAIN_LANGUAGE), self.engine)

    def _behind(self) -> tuple[str, ...]:
        _, changed = self.store.changes(self.engine.checkpoint())
        if not changed:
            return ()
        return (
            f"The index is {len(changed)} changed documents behind the store; `verbale index` brings it up to date.",
        )


def worth_showing(ranked: Sequence[Hit]) -> Sequence[Hit]:
    """The best paragraphs of a document, without those far behind the first."""
    return [hit for hit in ranked if hit.score >= WORTH_SHOWING * ranked[0].score]


def found_passage(document: StoredDocument, passage: StoredPassage, leaves: Sequence[Leaf]) -> FoundPassage:
    """A stored paragraph as it is shown in a hit, with what the query found marked."""
    return FoundPassage(
        number=passage.number,
        page=passage.page,
        text=passage.text,
        marks=tuple(
            (start, end) for start, end in marks(passage.text, passage.language or passage.version_language, leaves)
        ),
        url=passage_path(document, passage),
        language=passage.language or passage.version_language,
    )


def with_filters(query: Query, filters: Mapping[str, tuple[str, ...]]) -> Query:
    """The query narrowed by filters: every filter named must hold, with any of its values."""
    chosen = [(name, filters[name]) for name in FILTERS if filters.get(name)]
    parts = [Or(tuple(Keyword(name, keyword(name, value)) for value in values)) for name, values in chosen]
    return And((query, *parts)) if parts else query


def as_written(
    facets: Mapping[str, tuple[tuple[str, int], ...]], written: Mapping[str, Sequence[str]]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Facet values as the store writes them (`Exampleland`), in place of the folded terms of the index."""
    spelled = {name: {keyword(name, value): value for value in values} for name, values in written.items()}
    return {
        name: tuple((spelled.get(name, {}).get(value, value), count) for value, count in counts)
        for name, counts in facets.items()
    }
