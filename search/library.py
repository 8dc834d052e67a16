"""The reading room: one home opened for reading, asked for documents and searched.

Every process that answers people (the command line, the web form) opens one Library and writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from corpus.config import Config, read_config
from corpus.errors import EngineError, StoreError
from corpus.home import Home
from corpus.store import Store, StoredDocument, StoredPassage
from corpus.store.facts import MAIN_LANGUAGE
from index.engine import Engine, open_engine
from index.query import And, Everything, Hit, Keyword, Results
from index.records import keyword
from search.answer import Answer, Explanation, FoundDocument, FoundPassage, SearchRequest, Switch, passage_path
from search.completion import Completion, completions
from search.explain import explained
from search.finding import BEST_PASSAGES, Finding, find, with_filters
from search.folding import folded_documents, folded_paragraphs, unlike
from search.marks import Leaf, marks
from search.parse import NO_THESAURUS, ParsedQuery, parse
from search.steadfast import Steadfast
from search.suggestions import suggestions
from search.synonyms import Expansion
from search.thesaurus import Thesaurus, thesaurus

Facets = Mapping[str, tuple[tuple[str, int], ...]]
# Concepts of one query whose effect is counted; each costs a search.
_MOST_SWITCHES = 6
# A paragraph that scores less than this part of the document's best one shares only common words with the query.
WORTH_SHOWING = 0.5


@dataclass(frozen=True, slots=True)
class Library:
    """A store and an engine, open for reading. `clock` gives seconds and only measures how long an answer took.

    `passage_path` gives the address of a paragraph found.
    """

    store: Store
    engine: Engine
    engine_name: str
    thesaurus: Thesaurus = NO_THESAURUS
    clock: Callable[[], float] = time.perf_counter
    passage_path: Callable[[StoredDocument, StoredPassage], str] = passage_path
    steadfast: Steadfast = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "steadfast", Steadfast(self.store.browsing.stamp))

    @classmethod
    def open(cls, home: Home, config: Config, engine: Callable[[], Engine] | None = None) -> Library:
        """The library in a home folder; `engine` gives its index where that is open already.

        Raises StoreError where nothing was ever stored, EngineError, ConfigError for a thesaurus that cannot be read.
        """
        if not home.exists():
            raise StoreError(
                f"Nothing is held in {home.path} yet. `verbale quickstart` fills it with a first collection, "
                "`verbale import FILE...` takes files you have."
            )
        told = thesaurus(home.thesaurus)
        store = Store.open(home.database)
        try:
            opened = engine() if engine else open_engine(config.engine, home.index(config.engine))
        except EngineError:
            store.close()
            raise
        return cls(store, opened, config.engine, told)

    def close(self) -> None:
        """Let go of the files."""
        self.engine.close()
        self.store.close()

    def search(self, request: SearchRequest) -> Answer:
        """The answer to a search. Raises QueryError for a query that cannot be run."""
        started = self.clock()
        parsed = self._parsed(request)
        found = find(self.engine, parsed.query, request)
        total = found.results.total
        return Answer(
            query=request.query,
            scope=request.scope,
            engine=self.engine_name,
            total=total,
            notices=(*parsed.notices, *found.results.notices, *self._behind(), *self._helped(request, total)),
            facets=self.as_written(found.results.facets),
            hits=self._documents(parsed, found) if request.scope == "document" else self._paragraphs(parsed, found),
            synonyms=tuple(self._switches(parsed, request, total)),
            took_ms=(self.clock() - started) * 1000,
        )

    def _parsed(self, request: SearchRequest) -> ParsedQuery:
        """The query as a tree; filters alone are asked of everything."""
        if not request.query.strip() and any(request.filters.values()):
            return ParsedQuery(Everything())
        return self.understood(request.query, request.off)

    def understood(self, query: str, off: Collection[str] = ()) -> ParsedQuery:
        """The query as a tree, its words in every language held, `off` being concepts not to widen. QueryError."""
        # Titles of the catalogue are in English, also in a home that holds no English text yet.
        languages = tuple(dict.fromkeys((MAIN_LANGUAGE, *self._languages())))
        return parse(query, languages, self._cited, self.thesaurus, off)

    def _languages(self) -> Sequence[str]:
        return self.steadfast.told("languages", self.store.languages)

    def as_written(self, facets: Facets) -> Facets:
        """Facet values as the store writes them (`Exampleland`), in place of the folded terms of the index."""
        spelled = self.steadfast.told("spelled", lambda: spellings(self.store.written_values()))
        return {
            name: tuple((spelled.get(name, {}).get(value, value), count) for value, count in counts)
            for name, counts in facets.items()
        }

    def explain(self, request: SearchRequest) -> Explanation:
        """How the query of a search is understood, without its hits. Raises QueryError."""
        parsed = self._parsed(request)
        query = with_filters(parsed.query, request.filters)
        lines = explained(query, lambda part: self.engine.search(part, request.scope, limit=0).total)
        total = self.engine.search(query, request.scope, limit=0).total
        return Explanation(parsed.notices, tuple(lines), tuple(self._switches(parsed, request, total)))

    def years(self, request: SearchRequest, name: str, values: Sequence[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each of these values of a facet: its hits counted by year. Each value costs a search. QueryError."""
        if not values:
            return {}
        query = with_filters(self._parsed(request).query, request.filters)
        asked = {value: And((query, Keyword(name, keyword(name, value)))) for value in values}
        found = {
            value: self.engine.search(each, request.scope, limit=0, facets=("year",)) for value, each in asked.items()
        }
        return {value: results.facets.get("year", ()) for value, results in found.items()}

    def complete(self, typed: str, limit: int) -> list[Completion]:
        """What a query that begins so may go on as."""
        return completions(typed, self.store, self.engine, self.thesaurus, limit)

    def _switches(self, parsed: ParsedQuery, request: SearchRequest, total: int) -> Iterator[Switch]:
        """Each concept that the query names, with the number of hits that its other names bring."""
        for expansion in parsed.expansions[:_MOST_SWITCHES]:
            other = self._total(request, _turned(expansion, parsed.expansions))
            yield Switch(expansion, total - other if expansion.on else other - total)

    def _total(self, request: SearchRequest, off: Collection[str]) -> int:
        query = with_filters(self.understood(request.query, off).query, request.filters)
        return self.engine.search(query, request.scope, limit=0).total

    def _cited(self, symbol: str) -> Sequence[str]:
        document = self.store.browsing.document(symbol)
        if document is None:
            return ()
        return tuple(dict.fromkeys(citation.symbol for citation in self.store.citations_in(document.id)))

    def _documents(self, parsed: ParsedQuery, found: Finding) -> tuple[FoundDocument, ...]:
        documents = self.store.documents([hit.record for hit in found.hits])
        ranked = self._best_passages(parsed, found)
        passages = self.store.passages([hit.record for chosen in ranked.values() for hit in chosen])
        told = []
        for hit in found.hits:
            document = documents.get(hit.record)
            if document is not None:
                shown = unlike(passages[item.record] for item in ranked.get(hit.record, ()) if item.record in passages)
                partial = hit.record in found.partial
                told.append(self._found(document, document.key, hit.score, shown, parsed.leaves, partial))
        return folded_documents(told, self.store.current_passages)

    def _best_passages(self, parsed: ParsedQuery, found: Finding) -> dict[int, Sequence[Hit]]:
        """The paragraphs worth showing of each document; where it has none of its own, those of its parts."""
        ids = [hit.record for hit in found.hits]
        best = found.best or self.engine.best_passages(parsed.query, ids, BEST_PASSAGES)
        best = {document: best[document] for document in ids}
        parts = self.store.part_ids([document for document, results in best.items() if not results.hits])
        within: Mapping[int, Results] = {}
        if parts:
            within = self.engine.best_passages(parsed.query, [part for held in parts.values() for part in held], 1)
        ranked = {document: list(results.hits) for document, results in best.items()}
        for document, held in parts.items():
            hits = sorted((hit for part in held for hit in within[part].hits), key=lambda hit: -hit.score)
            ranked[document] = hits[:BEST_PASSAGES]
        return {document: worth_showing(hits) for document, hits in ranked.items()}

    def _paragraphs(self, parsed: ParsedQuery, found: Finding) -> tuple[FoundDocument, ...]:
        passages = self.store.passages([hit.record for hit in found.hits])
        documents = self.store.documents({passage.document_id for passage in passages.values()})
        told = []
        for hit in found.hits:
            passage = passages.get(hit.record)
            if passage is not None:
                document = documents[passage.document_id]
                name = f"{document.key}#{passage.anchor}"
                partial = hit.record in found.partial
                told.append(self._found(document, name, hit.score, [passage], parsed.leaves, partial))
        return folded_paragraphs(told)

    def _found(
        self,
        document: StoredDocument,
        name: str,
        score: float,
        passages: Sequence[StoredPassage],
        leaves: Sequence[Leaf],
        partial: bool,
    ) -> FoundDocument:
        language = passages[0].version_language if passages else next(iter(document.languages), "")
        shown = telling(
            [found_passage(document, passage, leaves, self.passage_path(document, passage)) for passage in passages]
        )
        return FoundDocument(name, document, language, score, shown, partial=partial)

    def _helped(self, request: SearchRequest, total: int) -> Iterator[str]:
        """Why nothing may have been found: a filter that no document fits, a word that none has."""
        if total:
            return
        for name, values in request.filters.items():
            for value in values:
                if not self.engine.search(Keyword(name, keyword(name, value)), "document", limit=0).total:
                    yield f"No document has {name} {value!r}; docs/reference/vocabulary.md names what there is."
        yield from suggestions(request.query, (*self._languages(), MAIN_LANGUAGE), self.engine)

    def _behind(self) -> tuple[str, ...]:
        _, changed = self.store.changes(self.engine.checkpoint())
        if not changed:
            return ()
        return (
            f"The index is {len(changed)} changed documents behind the store; `verbale index` brings it up to date.",
        )


@contextmanager
def library_at(path: Path) -> Iterator[Library]:
    """The library in a home folder as it is, with nothing mended. Raises VerbaleError."""
    home = Home(Path(path).expanduser().absolute())
    library = Library.open(home, read_config(home.config_file))
    try:
        yield library
    finally:
        library.close()


def _turned(expansion: Expansion, met: Sequence[Expansion]) -> list[str]:
    """What is switched off once one concept is switched the other way."""
    before = [other.concept for other in met if not other.on]
    return [*before, expansion.concept] if expansion.on else [name for name in before if name != expansion.concept]


def worth_showing(ranked: Sequence[Hit]) -> Sequence[Hit]:
    """The best paragraphs of a document, without those far behind the first."""
    return [hit for hit in ranked if hit.score >= WORTH_SHOWING * ranked[0].score]


def telling(passages: Sequence[FoundPassage]) -> tuple[FoundPassage, ...]:
    """The paragraphs that show what was found; where only a heading above them has it, the first one."""
    return tuple(passage for passage in passages if passage.marks) or tuple(passages[:1])


def found_passage(
    document: StoredDocument, passage: StoredPassage, leaves: Sequence[Leaf], url: str = ""
) -> FoundPassage:
    """A stored paragraph as it is shown in a hit, with what the query found marked; `url` in place of its permalink."""
    return FoundPassage(
        number=passage.number,
        page=passage.page,
        text=passage.text,
        marks=tuple(
            (start, end) for start, end in marks(passage.text, passage.language or passage.version_language, leaves)
        ),
        url=url or passage_path(document, passage),
        language=passage.language or passage.version_language,
        document=passage.document_id,
        version=passage.version_id,
        heading=passage.heading,
    )


def spellings(written: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """For each facet: its values as the store writes them, by the folded terms of the index."""
    return {name: {keyword(name, value): value for value in values} for name, values in written.items()}
