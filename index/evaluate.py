"""Our query tree evaluated with arrays over one snapshot of a Whoosh index, scored as `index.ranking` says."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.errors import QueryError
from index.evaluate_arrays import (
    NOTHING,
    Found,
    Keys,
    Rows,
    chain_ends,
    counted,
    distinct,
    intersect,
    members,
    phrase_starts,
    unite,
)
from index.patience import look_at_the_clock
from index.query import (
    And,
    Everything,
    Exact,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Scope,
    Synonyms,
    TextLeaf,
    Word,
    phrases_of,
    trimmed,
)
from index.ranking import K1, MAX_EXPANSION, WEIGHT, B, Field, expansion_notice, searched
from index.whoosh_schema import exact_field, keyword_field, stems_field
from index.whoosh_snapshot import Snapshot

Mask = NDArray[np.bool_]
# So many words are looked through in the time that the postings of one common term take.
_FEW_WORDS = 100_000
# Places of phrases near one another, counted once for every set of phrases before them: about half a second.
_MOST_PLACES = 20_000_000
StandsFor = Mapping[str, Sequence[str]]


class Evaluation:
    """One query on one snapshot. `notices` fills with what had to be cut."""

    def __init__(self, snapshot: Snapshot, scope: Scope) -> None:
        self._snapshot = snapshot
        self._scope = scope
        self._notices: dict[str, None] = {}

    @property
    def notices(self) -> tuple[str, ...]:
        """What had to be cut, for the user to see."""
        return tuple(self._notices)

    def found(self, query: Query) -> Found:
        """The rows that match, with their scores."""
        match query:
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return unite([self.found(part) for part in parts], self._snapshot.size)
            case Keyword(name, value, boost):
                rows = self._snapshot.postings(keyword_field(self._scope, name), value).rows
                return Found(rows, np.full(rows.size, boost))
            case Not() | Range() | Everything():
                return _unscored(self._mask(query))
            case _:
                return self._leaf(query)

    def _all(self, parts: Sequence[Query]) -> Found:
        """Parts that score are intersected; the others are masks that thin the result out."""
        masks = [self._mask(part) for part in parts if _is_filter(part)]
        scored = [self.found(part) for part in parts if not _is_filter(part)]
        if not scored:
            everything = self._snapshot.in_scope(self._scope)
            return _unscored(np.logical_and.reduce([everything, *masks]))
        found = intersect(scored)
        for mask in masks:
            kept = mask[found.rows]
            found = Found(found.rows[kept], found.scores[kept])
        return found

    def _mask(self, query: Query) -> Mask:
        everything = self._snapshot.in_scope(self._scope)
        match query:
            case Everything():
                return everything
            case Range(low, high):
                day = self._snapshot.column("day")
                mask: Mask = everything & (day >= max(low, 1)) & (day <= high)
                return mask
            case Not(part):
                mask = everything.copy()
                mask[self.found(part).rows] = False
                return mask
            case _:
                mask = np.zeros(self._snapshot.size, bool)
                mask[self.found(query).rows] = True
                return mask

    def _leaf(self, leaf: TextLeaf) -> Found:
        look_at_the_clock()
        # Expansions are asked for each time, so that their notices are given each time.
        stands_for = self._stands_for(leaf)

        def score() -> Found:
            counted = [(field, self._counted(leaf, field, stands_for)) for field in searched(leaf.field, self._scope)]
            return self._score([(field, found) for field, found in counted if found.rows.size])

        return self._snapshot.cache.get((self._snapshot.number, self._scope, leaf), score)

    def _stands_for(self, leaf: TextLeaf) -> StandsFor:
        """The terms that those of a leaf stand for, where they are not themselves."""
        if isinstance(leaf, Prefix | Fuzzy):
            return {"": self._expansion(leaf)}
        prefixes = dict.fromkeys(term for phrase in phrases_of(leaf) for term in phrase if term.endswith("*"))
        return {term: self._expansion(Prefix(term[:-1], leaf.field)) for term in prefixes}

    def _score(self, counted: Sequence[tuple[Field, Found]]) -> Found:
        """The BM25F score of every row, from how often the leaf occurs in each field."""
        weighted = [self._weighted(field, found) for field, found in counted]
        found = unite(weighted, self._snapshot.size)
        records, holding = self._snapshot.count(self._scope), found.rows.size
        rarity = math.log(1 + (records - holding + 0.5) / (holding + 0.5))
        return Found(found.rows, rarity * found.scores * (K1 + 1) / (found.scores + K1))

    def _weighted(self, field: Field, found: Found) -> Found:
        norm = self._snapshot.norm(self._scope, field)[found.rows]
        return Found(found.rows, WEIGHT[field] * found.scores / (1 - B[field] + B[field] * norm))

    def _counted(self, leaf: TextLeaf, field: Field, stands_for: StandsFor) -> Found:
        """How often the leaf occurs in a field of each row."""
        exact = exact_field(self._scope, field)
        match leaf:
            case Word(term):
                return self._occurrences(stems_field(self._scope, field), [term])
            case Exact(term):
                return self._occurrences(exact, [term])
            case Phrase(phrase):
                rows = self._holding(field, [phrase], stands_for)
                if not rows.size:
                    return NOTHING
                return _per_row(self._starts(field, [phrase], rows, stands_for)[0])
            case Near(phrases, distance):
                rows = self._holding(field, phrases, stands_for)
                starts = self._starts(field, phrases, rows, stands_for)
                lengths = [len(trimmed(phrase)) for phrase in phrases]
                _affordable(starts)
                return _per_row(chain_ends(list(zip(starts, lengths, strict=True)), distance))
            case Synonyms(parts):
                return unite([self._counted(part, field, stands_for) for part in parts], self._snapshot.size)
            case _:
                return self._occurrences(exact, stands_for[""])

    def _occurrences(self, field: str, terms: Sequence[str]) -> Found:
        """How often any of the terms stands in a field of each row."""
        postings = [self._snapshot.postings(field, term) for term in terms]
        return unite([Found(some.rows, some.times.astype(np.float64)) for some in postings], self._snapshot.size)

    def _holding(self, field: Field, phrases: Sequence[Sequence[str]], stands_for: StandsFor) -> Rows:
        """Rows among which are all that hold every term of all the phrases: only there positions are read.

        Postings are read from the rarest term on, until it is quicker to look at the words themselves.
        """
        exact = exact_field(self._scope, field)
        choices = {term: stands_for.get(term, [term]) for phrase in phrases for term in phrase if term}
        if not choices or not all(trimmed(phrase) for phrase in phrases):
            return NOTHING.rows
        holders = {term: sum(self._snapshot.frequency(exact, one) for one in choices[term]) for term in choices}
        rows: Rows | None = None
        for term in sorted(holders, key=lambda term: holders[term]):
            if not holders[term]:
                return NOTHING.rows
            held = self._occurrences(exact, choices[term]).rows
            rows = held if rows is None else rows[members(rows, held)[0]]
            if self._snapshot.column(field)[rows].sum() <= _FEW_WORDS:
                break
        return NOTHING.rows if rows is None else rows

    def _starts(self, field: Field, phrases: Sequence[Sequence[str]], rows: Rows, stands_for: StandsFor) -> list[Keys]:
        """Where each of the phrases begins in the rows."""
        terms = list(dict.fromkeys(term for phrase in phrases for term in trimmed(phrase) if term))
        choices = [stands_for.get(term, [term]) for term in terms]
        places = dict(zip(terms, self._snapshot.places(field, choices, rows), strict=True))
        return [
            phrase_starts([(at, places[term]) for at, term in enumerate(trimmed(phrase)) if term]) for phrase in phrases
        ]

    def _expansion(self, leaf: Prefix | Fuzzy) -> tuple[str, ...]:
        """The terms that the leaf stands for, at most MAX_EXPANSION."""
        expansion = self._snapshot.cache.get(
            (self._snapshot.number, self._scope, leaf, "terms"), lambda: self._commonest(leaf)
        )
        if expansion.cut:
            self._notices[expansion_notice(leaf)] = None
        return expansion.terms

    def _commonest(self, leaf: Prefix | Fuzzy) -> Expansion:
        fields = [exact_field(self._scope, field) for field in searched(leaf.field, self._scope)]
        ranked, cut = commonest(
            self._at_most(leaf, fields), lambda term: holders(self._snapshot, fields, term), MAX_EXPANSION
        )
        return Expansion(tuple(term for term, _ in ranked), cut)

    def _at_most(self, leaf: Prefix | Fuzzy, fields: Sequence[str]) -> dict[str, int]:
        """Candidates, and a number of records that none of them exceeds."""
        most: dict[str, int] = {}
        for field in fields:
            if isinstance(leaf, Prefix):
                found = self._snapshot.terms_from(field, leaf.stem)
            else:
                found = self._snapshot.terms_within(field, leaf.term, leaf.edits)
            for term, rows in found.items():
                most[term] = most.get(term, 0) + rows
        return most


@dataclass(frozen=True, slots=True)
class Expansion:
    """The terms that a prefix or a fuzzy word stands for, and whether there were more."""

    terms: tuple[str, ...]
    cut: bool

    @property
    def nbytes(self) -> int:
        """How much memory it keeps, about."""
        return 80 * len(self.terms)


def holders(snapshot: Snapshot, fields: Sequence[str], term: str) -> int:
    """How many living rows hold a term in any of the fields."""
    look_at_the_clock()
    found = [snapshot.postings(field, term).rows for field in fields]
    return int(found[0].size if len(found) == 1 else distinct(np.concatenate(found)).size)


def commonest(most: Mapping[str, int], count: Callable[[str], int], limit: int) -> tuple[list[tuple[str, int]], bool]:
    """The `limit` terms of highest count, ties by the alphabet, and whether more of them count at all.

    `most` says what no count exceeds: terms are counted from those on that may have most, until no further one can be
    among the best.
    """
    waiting = sorted(most, key=lambda term: (-most[term], term), reverse=True)
    counted: dict[str, int] = {}
    best: list[int] = []  # a heap of the highest counts so far
    while waiting and (len(best) < limit or (best and most[waiting[-1]] >= best[0])):
        term = waiting.pop()
        if (held := count(term)) > 0:
            counted[term] = held
            (heapq.heappushpop if len(best) == limit else heapq.heappush)(best, held)
    cut = len(counted) > limit or any(count(term) for term in reversed(waiting))
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit], cut


def _affordable(starts: Sequence[Keys]) -> None:
    """Refuse what would take seconds: every place of every phrase is looked at once for each set of the others."""
    if sum(keys.size for keys in starts) << (len(starts) - 1) > _MOST_PLACES:
        raise QueryError(
            "These words stand in so many places that looking for all of them near one another would take too long. "
            "Use fewer or rarer words, or quote some of them as a phrase.",
            position=0,
        )


def _is_filter(query: Query) -> bool:
    return isinstance(query, Not | Range | Everything) or (isinstance(query, Keyword) and not query.boost)


def _unscored(mask: Mask) -> Found:
    rows = np.flatnonzero(mask).astype(np.int32)
    return Found(rows, np.zeros(rows.size))


def _per_row(keys: Keys) -> Found:
    rows, times = counted((keys >> 32).astype(np.int32))
    return Found(rows, times.astype(np.float64))
