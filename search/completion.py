"""What a query may go on as: symbols, names and titles of documents, concepts, and words that the corpus has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corpus.store import Store
from index.analysis import tokenize
from index.engine import Engine
from search.names import names_from
from search.thesaurus import Thesaurus

# Shorter beginnings say too little.
_SHORTEST_WORD = 2
_SHORTEST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: `text` is the whole query then, `about` says what it is.

    `kind` is `symbol`, `name` (of a document), `concept` (of the thesaurus), `word` or `title`.
    """

    kind: str
    text: str
    about: str = ""

    def as_json(self) -> dict[str, Any]:
        """The completion as `--json` prints it."""
        return {"kind": self.kind, "text": self.text, "about": self.about}


def completions(typed: str, store: Store, engine: Engine, thesaurus: Thesaurus, limit: int = 8) -> list[Completion]:
    """At most `limit` ways to go on from what was typed, each once, the surest kinds first. Raises EngineError."""
    begun = typed.lstrip()
    found: dict[str, Completion] = {}
    if begun.strip():
        for one in _all(begun, store, engine, thesaurus, limit):
            found.setdefault(one.text.casefold(), one)
    found.pop(begun.strip().rstrip("/").casefold(), None)
    return list(islice(found.values(), limit))


def _all(begun: str, store: Store, engine: Engine, thesaurus: Thesaurus, limit: int) -> Iterator[Completion]:
    if any(char.isdigit() or char == "/" for char in begun):
        for symbol, title in store.symbols_from(begun, limit):
            yield Completion("symbol", symbol, title)
    if len(begun) < _SHORTEST_WORD:
        return
    for name, symbol in names_from(begun):
        yield Completion("name", name, symbol)
    for concept in thesaurus.beginning(begun):
        yield Completion("concept", concept.name, ", ".join(forms[0] for forms in concept.forms.values()))
    # A few words first: a title is the longest way to go on.
    yield from _words(begun, engine, max(2, limit // 2))
    if len(begun.strip()) >= _SHORTEST_TITLE:
        for title, symbol in store.titles_with(begun, limit):
            yield Completion("title", symbol or f'title:"{title}"', title)


def _words(begun: str, engine: Engine, limit: int) -> Iterator[Completion]:
    """The last word as words of the corpus go on from it, commonest first."""
    tokens = tokenize(begun)
    if not tokens or tokens[-1].end != len(begun) or len(tokens[-1].term) < _SHORTEST_WORD:
        return
    last = tokens[-1]
    for term, documents in engine.terms(last.term, limit + 1):
        if term != last.term:
            yield Completion("word", begun[: last.start] + term, f"in {documents} documents")
