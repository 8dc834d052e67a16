"""Whether an index holds what the store holds: the same records, and the words of a sample of them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from corpus.store import Store
from index.analysis import terms
from index.engine import Engine
from index.query import And, Everything, Exact, Query, Scope
from index.sync import is_level

# Paragraphs whose words are looked up, spread over the whole store.
_SAMPLE = 300
_WORDS = 4


def check(store: Store, engine: Engine, seed: int = 1) -> Iterator[str]:
    """What is wrong with an index, a sentence each; nothing where it is whole. Raises EngineError."""
    if not is_level(store, engine):
        yield "The index is behind the store; `verbale index` brings it up to date."
        return
    documents = set(store.document_ids())
    passages = set(store.searched_passage_ids())
    yield from _records(engine, "document", documents)
    yield from _records(engine, "passage", passages)
    # The sample is the same each time, and need not be secret.
    chosen = random.Random(seed).sample(sorted(passages), min(_SAMPLE, len(passages)))  # noqa: S311
    for passage in store.passages(chosen).values():
        words = list(dict.fromkeys(terms(passage.text, passage.language).exact))[:_WORDS]
        query: Query = And(tuple(Exact(word, "text") for word in words))
        found = engine.search(query, "passage", limit=100_000).hits
        if words and passage.id not in {hit.record for hit in found}:
            yield f"Paragraph {passage.id} is not found by its own words ({' '.join(words)})."


def _records(engine: Engine, scope: Scope, held: set[int]) -> Iterator[str]:
    found = {hit.record for hit in engine.search(Everything(), scope, limit=10_000_000).hits}
    if missing := held - found:
        yield f"{len(missing)} {scope}s of the store are not in the index, such as number {min(missing)}."
    if more := found - held:
        yield f"{len(more)} {scope}s of the index are not in the store, such as number {min(more)}."
