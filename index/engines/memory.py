"""The reference engine: every rule of the contract in its plainest form, a pass over all records for every leaf.

Records live in one file of JSON lines, read whole. It is for tests and for judging other engines, not for speed.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import EngineError
from index.edits import within
from index.engine import Part, Record, Terms
from index.occurrences import Choices, occurrences
from index.query import (
    And,
    Everything,
    Fuzzy,
    Hit,
    Keyword,
    Not,
    Or,
    Prefix,
    Query,
    Range,
    Results,
    Scope,
    Sort,
    TextLeaf,
    phrases_of,
    text_leaves,
)
from index.ranking import DECIMALS, K1, MAX_EXPANSION, WEIGHT, B, Field, expansion_notice, searched
from index.record_file import FILE_NAME, load, save


def _terms(record: Record, field: Field) -> Terms:
    return {"title": record.title, "headings": record.headings, "text": record.text}[field]


class _Scoped:
    """The records of one scope, and what is measured over all of them."""

    def __init__(self, records: Iterable[Record], scope: Scope) -> None:
        self.scope = scope
        self.records = [record for record in records if record.scope == scope]
        self.notices: dict[str, None] = {}

    def average(self, field: Field) -> float:
        lengths = [len(_terms(record, field).exact) for record in self.records]
        return sum(lengths) / len(lengths)

    def expansion(self, leaf: Prefix | Fuzzy) -> frozenset[str]:
        holders: Counter[str] = Counter()
        for record in self.records:
            words = {term for field in searched(leaf.field, self.scope) for term in _terms(record, field).exact}
            holders.update(term for term in words if _stands_for(leaf, term))
        commonest = sorted(holders, key=lambda term: (-holders[term], term))
        if len(commonest) > MAX_EXPANSION:
            self.notices[expansion_notice(leaf)] = None
        return frozenset(commonest[:MAX_EXPANSION])

    def choices(self, leaf: TextLeaf) -> Choices:
        """What the terms of a leaf stand for; those of a prefix or fuzzy leaf under the empty term."""
        if isinstance(leaf, Prefix | Fuzzy):
            return {"": self.expansion(leaf)}
        terms = {term for phrase in phrases_of(leaf) for term in phrase if term}
        return {"": None} | {
            term: self.expansion(Prefix(term[:-1], leaf.field)) if term.endswith("*") else frozenset([term])
            for term in terms
        }

    def leaf(self, leaf: TextLeaf) -> dict[int, float]:
        """The score of every record in which the leaf occurs, by record id."""
        choices = self.choices(leaf)
        fields = searched(leaf.field, self.scope)
        averages = {field: self.average(field) for field in fields} if self.records else {}
        weights: dict[int, float] = {}
        for record in self.records:
            for field in fields:
                terms = _terms(record, field)
                if times := occurrences(leaf, choices, terms):
                    norm = 1 - B[field] + B[field] * len(terms.exact) / averages[field]
                    weights[record.id] = weights.get(record.id, 0.0) + WEIGHT[field] * times / norm
        rarity = math.log(1 + (len(self.records) - len(weights) + 0.5) / (len(weights) + 0.5))
        return {id_: rarity * weight * (K1 + 1) / (weight + K1) for id_, weight in weights.items()}

    def found(self, query: Query) -> dict[int, float]:
        """Score by id of every record that matches."""
        match query:
            case And():
                parts = [self.found(part) for part in query.parts]
                everywhere = set.intersection(*map(set, parts)) if parts else {r.id for r in self.records}
                return {id_: sum(part[id_] for part in parts) for id_ in everywhere}
            case Or():
                total: dict[int, float] = {}
                for part in query.parts:
                    for id_, score in self.found(part).items():
                        total[id_] = total.get(id_, 0.0) + score
                return total
            case Not():
                without = self.found(query.part)
                return {record.id: 0.0 for record in self.records if record.id not in without}
            case Keyword():
                return self._where(lambda record: query.value in record.keywords.get(query.name, ()), query.boost)
            case Range():
                return self._where(lambda record: record.day > 0 and query.low <= record.day <= query.high)
            case Everything():
                return self._where(lambda record: True)
            case _:
                return self.leaf(query)

    def _where(self, holds: Callable[[Record], bool], score: float = 0.0) -> dict[int, float]:
        return {record.id: score for record in self.records if holds(record)}


def _stands_for(leaf: Prefix | Fuzzy, term: str) -> bool:
    return term.startswith(leaf.stem) if isinstance(leaf, Prefix) else within(leaf.term, term, leaf.edits)


def _order(sort: Sort, scores: Mapping[int, float]) -> Callable[[Record], tuple[Any, ...]]:
    place: Callable[[Record], tuple[int, int, int]] = lambda record: (record.document, record.order, record.id)  # noqa: E731
    keys: dict[Sort, Callable[[Record], tuple[Any, ...]]] = {
        "relevance": lambda record: (-round(scores[record.id] * 10**DECIMALS), record.id),
        "date": lambda record: (record.day == 0, record.day, place(record)),
        "-date": lambda record: (record.day == 0, -record.day, place(record)),
        "symbol": lambda record: (record.symbol_key == "", record.symbol_key, place(record)),
    }
    return keys[sort]


def _facet(records: Iterable[Record], name: str) -> tuple[tuple[str, int], ...]:
    counts = Counter(value for record in records for value in set(record.keywords.get(name, ())))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class MemoryEngine:
    """See `index.engine.Engine`."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME
        self._seen: tuple[int, int] | None = None
        self._checkpoint = 0
        self._records: dict[tuple[str, int], Record] = {}
        self._read()

    def _read(self) -> None:
        """Read the file again if another writer has replaced it."""
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            return
        if self._seen == (stat.st_ino, stat.st_mtime_ns):
            return
        self._checkpoint, records = load(self._file)
        self._records = {(record.scope, record.id): record for record in records}
        self._seen = stat.st_ino, stat.st_mtime_ns

    def checkpoint(self) -> int:
        self._read()
        return self._checkpoint

    def write(self, records: Iterable[Record], removed: Iterable[int], checkpoint: int) -> None:
        self._read()
        gone = set(removed)
        kept = {key: record for key, record in self._records.items() if record.document not in gone}
        kept.update({(record.scope, record.id): record for record in records})
        save(self._file, checkpoint, kept.values())

    def write_parts(self, parts: Sequence[Part], removed: Iterable[int], checkpoint: int) -> None:
        self.write(itertools.chain.from_iterable(part() for part in parts), removed, checkpoint)

    def search(
        self,
        query: Query,
        scope: Scope,
        *,
        offset: int = 0,
        limit: int = 10,
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
    ) -> Results:
        self._read()
        scoped = _Scoped(self._records.values(), scope)
        scores = scoped.found(query)
        matching = sorted((r for r in scoped.records if r.id in scores), key=_order(sort, scores))
        hits = tuple(Hit(record.id, scores[record.id]) for record in matching[offset : offset + limit])
        counted = {name: _facet(matching, name) for name in facets}
        return Results(len(matching), hits, counted, tuple(scoped.notices))

    def best_passages(self, query: Query, documents: Sequence[int], limit: int) -> Mapping[int, Results]:
        self._read()
        scoped = _Scoped(self._records.values(), "passage")
        scores = scoped.found(Or(tuple(leaf for leaf in text_leaves(query) if leaf.field != "title")))
        ranked = sorted((r for r in scoped.records if r.id in scores), key=_order("relevance", scores))
        answer = {}
        for document in documents:
            hits = tuple(Hit(r.id, scores[r.id]) for r in ranked if r.document == document)
            answer[document] = Results(len(hits), hits[:limit])
        return answer

    def terms(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
        self._read()
        counts: Counter[str] = Counter()
        for record in _Scoped(self._records.values(), "document").records:
            words = {*record.title.exact, *record.text.exact}
            counts.update(word for word in words if word.startswith(prefix))
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def close(self) -> None:
        self._records = {}


def matching(records: Iterable[Record], query: Query) -> frozenset[int]:
    """The ids of those passages among these records that match: the same rules, with nothing written or read."""
    return frozenset(_Scoped(records, "passage").found(query))


def open_index(folder: Path) -> MemoryEngine:
    """The memory engine on `folder`, made if it is not there. Raises EngineError, EngineNotReady."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineError(f"The index folder {folder} cannot be made: {error}.") from error
    return MemoryEngine(folder)
