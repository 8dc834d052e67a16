"""Which of the new paragraphs a watch is about: a query is asked of just these, a sentence is compared with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.store import Store, StoredPassage
from index.batches import records_of
from index.engine import Record
from index.engines.memory import matching
from search.library import Library
from search.watches import Watch
from search.watches.news import Changed
from search.watches.tracing import Traced, Wording, traced, wording


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts that are looked at together, with the index records of their new paragraphs."""

    texts: Sequence[Changed]
    records: Sequence[Record]


# For each text of a batch: the digests of the new paragraphs that are meant, each with the words that are.
Finder = Callable[[Batch], Sequence[Mapping[str, Traced]]]


def batch(store: Store, texts: Sequence[Changed]) -> Batch:
    """A batch of texts; each new paragraph is read as the index reads it."""
    under: dict[int, list[StoredPassage]] = {}
    for text in texts:
        for _, passage in text.came:
            under.setdefault(passage.document_id, []).append(passage)
    documents = store.documents(under)
    records = [
        record
        for document_id, passages in under.items()
        if document_id in documents
        for record in records_of(documents[document_id], passages)
        if record.scope == "passage"
    ]
    return Batch(texts, records)


def finder(watch: Watch, library: Library) -> Finder:
    """How the new paragraphs of a watch are found. Raises QueryError for a query that cannot be run."""
    if watch.trace:
        sentence = wording(watch.trace)
        return lambda batch: [dict(_standing(sentence, text)) for text in batch.texts]
    query = library.understood(watch.query).query

    def find(batch: Batch) -> Sequence[Mapping[str, Traced]]:
        ids = matching(batch.records, query) if batch.records else frozenset()
        return [
            {words: Traced(passage.text) for words, passage in text.came if passage.id in ids} for text in batch.texts
        ]

    return find


def _standing(sentence: Wording, text: Changed) -> Iterable[tuple[str, Traced]]:
    for words, passage in text.came:
        if found := traced(sentence, wording(passage.text)):
            yield words, found
