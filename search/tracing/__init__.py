"""Where language comes from: its first appearance in this corpus and every later reuse, exact or altered.

    with Shingles.open(home.shingles) as shingles: trace(library, shingles, "States should ...")

`index.shingles` finds paragraphs that share word groups; here their words are compared.
"""

from __future__ import annotations

import re

from corpus.errors import QueryError
from corpus.store import Store, StoredDocument, StoredPassage
from index.analysis import exact_terms
from index.analysis_fold import terms_of_runs
from index.query import Exact, Phrase
from index.shingles import LENGTH, Shingles
from search.cite import cited_paragraphs
from search.document_view import NoSuchPart, choose_version
from search.library import Library
from search.tracing.finding import found, place, place_of
from search.tracing.notices import behind, found_notices, unknowable
from search.tracing.origins import Origin, Origins, origins
from search.tracing.values import Place, Reuse, Trace
from search.tracing.wording import pieces

__all__ = ["LIMIT", "Origin", "Origins", "Place", "Reuse", "Trace", "origins", "paragraph", "trace", "trace_paragraph"]

LIMIT = 20
_CITED = re.compile(r",\s*paras?\.?\s*", re.IGNORECASE)


def trace(library: Library, shingles: Shingles, text: str, *, limit: int = LIMIT, source: Place | None = None) -> Trace:
    """Every document that has the words of `text`, exact or altered; words too few to trace are searched as a phrase.

    `source` is the paragraph that they were taken from. Raises QueryError for a text without words, EngineError.
    """
    words = terms_of_runs(text)
    if not words:
        raise QueryError("There are no words here to trace.", position=0)
    if len(words) < LENGTH:
        return _phrase(library, text, source, limit)
    told = found(library.store, shingles, words)
    documents = told.documents
    reuses = tuple(
        Reuse(
            place(first),
            first.passage.text,
            pieces(text, first.passage.text, first.match),
            tuple(map(place, others)),
        )
        for first, *others in documents[:limit]
    )
    undated = sum(not group[0].document.date for group in documents)
    return Trace(
        text=text,
        source=source,
        method="words",
        reuses=reuses,
        total=len(documents),
        exact=sum(any(each.match.exact for each in group) for group in documents),
        undated=undated,
        set_aside=told.candidates.set_aside,
        formula=0 < told.candidates.shingles == told.candidates.common,
        notices=(
            *found_notices(told.candidates, len(documents), undated, limit),
            *behind(library.store, shingles),
            *unknowable(library.store),
        ),
    )


def trace_paragraph(
    library: Library, shingles: Shingles, name: str, *, language: str | None = None, limit: int = LIMIT
) -> Trace:
    """The trace of a paragraph named as `A/75/816#24`. Raises UnknownDocument, NoSuchPart, QueryError, EngineError."""
    document, passage = paragraph(library.store, name, language)
    source = place_of(document, passage, "exact", 1.0)
    return trace(library, shingles, passage.text, limit=limit, source=source)


def paragraph(store: Store, name: str, language: str | None = None) -> tuple[StoredDocument, StoredPassage]:
    """The paragraph named as `A/75/816#24`, by its permalink (`#para-24`, `#p-12`) or as it is cited (`, para. 24`).

    Raises UnknownDocument, NoSuchPart.
    """
    symbol, mark, number = _CITED.sub("#", name).rpartition("#")
    if not mark or not number.strip():
        raise NoSuchPart(f"{name!r} names no paragraph: write the symbol, # and the number, as in A/75/816#24.")
    document = store.document(symbol)
    version = choose_version(document, store.versions(document.id), language)
    if version is None:
        raise NoSuchPart(f"{document.key} is known from the catalogue, but its text is not held: it cannot be traced.")
    passages = store.passages_of(document.id, version.id)
    anchored = [passage for passage in passages if passage.anchor == number]
    return document, (anchored or list(cited_paragraphs(document, passages, number)))[0]


def _phrase(library: Library, text: str, source: Place | None, limit: int) -> Trace:
    """What a search finds of words too few to trace, oldest paragraph first."""
    terms = exact_terms(text)
    query = Phrase(terms, "text") if len(terms) > 1 else Exact(terms[0], "text")
    results = library.engine.search(query, "passage", sort="date", limit=limit)
    passages = library.store.passages([hit.record for hit in results.hits])
    documents = library.store.documents({passage.document_id for passage in passages.values()})
    held = [passages[hit.record] for hit in results.hits if hit.record in passages]
    told = [place_of(documents[passage.document_id], passage, "exact", 1.0) for passage in held]
    few = f"Fewer than {LENGTH} words are too few to trace: they were searched as a phrase, paragraph by paragraph."
    return Trace(
        text=text,
        source=source,
        method="phrase",
        reuses=tuple(Reuse(each, each.passage.text, ()) for each in told),
        total=results.total,
        exact=results.total,
        undated=sum(not each.document.date for each in told),
        notices=(few, *results.notices, *unknowable(library.store)),
    )
