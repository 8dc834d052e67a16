"""What is held, by source and since when; and whether a symbol is held, only known, or neither."""

from __future__ import annotations

from collections import Counter

from corpus.errors import UnknownDocument
from corpus.official import official_url
from corpus.symbols import parse
from corpus.vocabulary import SOURCES
from search.library import Library
from search.mcp.answers import Covered, SourceHeld, SymbolCovered, Visited
from search.mcp.wording import not_covered, not_found


def covered(library: Library, symbol: str) -> Covered:
    """What is held at all, and of `symbol` where one is asked for."""
    store = library.store
    counts = store.counts()
    behind = len(store.changes(library.engine.checkpoint())[1])
    return Covered(
        documents=counts.documents,
        paragraphs=counts.passages,
        known_by_title_only=counts.catalogued,
        languages=store.languages(),
        sources=_sources(library),
        visits=_visits(library),
        notices=(f"Search is {behind} documents behind; `verbale index` brings it up to date.",) if behind else (),
        asked=symbol_covered(library, symbol) if symbol.strip() else None,
    )


def symbol_covered(library: Library, symbol: str) -> SymbolCovered:
    """Whether the document of a symbol, in any spelling, is held, only known, or neither."""
    try:
        document = library.store.document(symbol)
    except UnknownDocument as error:
        address, cited = official_url(symbol[:200]), _cited_in(library, symbol)
        meaning = not_found(symbol, error.near)
        return SymbolCovered(symbol, "not found", meaning, near=error.near, look_at=address, cited_in=cited)
    if not document.held:
        meaning, cited = not_covered(document.key), _cited_in(library, document.symbol)
        return SymbolCovered(document.key, "not covered", meaning, look_at=document.url, cited_in=cited)
    return SymbolCovered(document.key, "held", f"The text of {document.key} is held.", document.languages)


def _cited_in(library: Library, symbol: str) -> int:
    """The paragraphs that cite a symbol, those of a document in several languages counted in one."""
    parsed = parse(symbol)
    citing = library.store.citations_of(parsed.text) if parsed else []
    passages = library.store.passages({one.passage_id for one in citing}).values()
    counts = Counter((passage.document_id, passage.version_language) for passage in passages)
    most: dict[int, int] = {}
    for (document, _), count in counts.items():
        most[document] = max(count, most.get(document, 0))
    return sum(most.values())


def _sources(library: Library) -> tuple[SourceHeld, ...]:
    held = library.store.counts().by_source
    known = {item.source: item for item in library.store.catalogue_coverage()}
    return tuple(
        SourceHeld(
            source,
            SOURCES.get(source, source) or "Not known",
            held.get(source, 0),
            known[source].held if source in known else 0,
            known[source].known if source in known else 0,
        )
        for source in sorted({*held, *known})
    )


def _visits(library: Library) -> tuple[Visited, ...]:
    since = library.store.first_visits()
    last = library.store.last_visits()
    return tuple(Visited(source, since[source].isoformat(), at.isoformat()) for source, (at, _) in last.items())
