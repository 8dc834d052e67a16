"""Our query tree as query DSL, so that the cluster finds and scores exactly what `index.ranking` says.

The similarity of the index gives every term and phrase its number of occurrences as its score. A script weighs the
sum of a field by the length of that field, a second one saturates the sum over the fields and multiplies it by how
rare the leaf is. What the scripts need of the whole index (averages, how many records hold the leaf) was counted
before, by the cluster, over the records that count.

Where the cluster counts otherwise than we do, in nearness and in phrases with a prefix, it only finds candidates,
whose occurrences are counted here (`index.occurrences`) and given back to it as numbers by id.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from index.occurrences import Choices
from index.opensearch_mapping import FREE, TOGETHER, short
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
    Synonyms,
    TextLeaf,
    Word,
    trimmed,
)
from index.ranking import DECIMALS, K1, WEIGHT, B, Field

Clause = dict[str, Any]

NOTHING: Clause = {"match_none": {}}
_SATURATE = "params.rarity * _score / (_score + params.k)"
_ROUND = "Math.rint(_score * params.scale) / params.scale"


@dataclass(frozen=True, slots=True)
class Measures:
    """What is counted over all records of a scope; `again` says whether any term stands twice at one position."""

    records: int
    averages: Mapping[Field, float]
    again: bool


class Facts(Protocol):
    """What translating needs to know of the index."""

    def measures(self) -> Measures: ...

    def fields(self, leaf: TextLeaf) -> Sequence[Field]: ...

    def choices(self, leaf: TextLeaf) -> Choices: ...

    def holders(self, leaf: TextLeaf) -> int: ...

    def counted(self, part: Phrase | Near, leaf: TextLeaf, field: Field) -> Mapping[int, Sequence[int]]:
        """The ids of the records in which this part of a leaf occurs in a field so many times."""
        ...


def any_of(clauses: Sequence[Clause]) -> Clause:
    """Any of these; the score is the sum of those that match."""
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}} if clauses else NOTHING


def constant(clause: Clause, score: float = 0.0) -> Clause:
    """The records of a clause, each with this score."""
    return {"constant_score": {"filter": clause, "boost": score}}


def _scripted(clause: Clause, source: str, **params: float) -> Clause:
    return {"script_score": {"query": clause, "script": {"source": source, "params": params}}}


def phrase_clause(phrase: Sequence[str], choices: Choices, field: Field) -> Clause:
    """Records in which a phrase occurs in a field; the score counts where every place has one term to choose."""
    wanted = [choices[term] for term in trimmed(phrase)]
    if not wanted or any(choice is not None and not choice for choice in wanted):
        return NOTHING
    lines = [FREE if choice is None else TOGETHER.join(map(short, sorted(choice))) for choice in wanted]
    # The similarity is asked once for every term of a phrase.
    share = 1 / sum(choice is not None for choice in wanted)
    return {"match_phrase": {f"{field}_exact": {"query": "\n".join(lines), "analyzer": "places", "boost": share}}}


def near_clause(near: Near, choices: Choices, field: Field) -> Clause:
    """Records in which the phrases of a nearness may be near one another: every one that they are, and few others."""
    every = [phrase_clause(phrase, choices, field) for phrase in near.phrases]
    phrases = [[choices[term] for term in trimmed(phrase)] for phrase in near.phrases]
    if any(choice is None or len(choice) != 1 for phrase in phrases for choice in phrase) or not all(phrases):
        return {"bool": {"filter": every}}
    # The cluster lets phrases overlap and reckons the gaps together, so that it finds no fewer than we do.
    matches = [
        {"match": {"query": "\n".join(short(*term) for term in phrase if term), "ordered": True, "max_gaps": 0}}
        for phrase in phrases
    ]
    wanted = {"max_gaps": near.distance * (len(matches) - 1), "ordered": False, "intervals": matches}
    return {"intervals": {f"{field}_exact": {"all_of": wanted}}}


def _starred(terms: Sequence[str]) -> bool:
    return any(term.endswith("*") for term in terms)


def _terms_clause(terms: Sequence[str], field: Field, facts: Facts) -> Clause:
    """Any of these terms; the score is how often they stand there."""
    if not terms:
        return NOTHING
    query = TOGETHER.join(map(short, terms))
    clauses: list[Clause] = [{"match": {f"{field}_exact": {"query": query, "analyzer": "places"}}}]
    if facts.measures().again:
        clauses.append({"match": {f"{field}_again": "\n".join(map(short, terms))}})
    return any_of(clauses)


def occurring(part: TextLeaf, leaf: TextLeaf, field: Field, facts: Facts) -> Clause:
    """Records in which a part of a leaf (or the leaf itself) occurs in a field; the score is how often."""
    match part:
        case Word():
            return {"term": {f"{field}_stems": {"value": short(part.term)}}}
        case Exact():
            return _terms_clause([part.term], field, facts)
        case Prefix() | Fuzzy():
            return _terms_clause(sorted(facts.choices(leaf)[""] or ()), field, facts)
        case Synonyms():
            return any_of([occurring(one, leaf, field, facts) for one in part.parts])
        case Phrase() if not _starred(part.terms):
            return phrase_clause(part.terms, facts.choices(leaf), field)
        case Phrase() | Near():
            times = facts.counted(part, leaf, field)
            return any_of([constant({"terms": {"id": list(ids)}}, float(count)) for count, ids in times.items()])


def plain(leaf: TextLeaf, facts: Facts) -> Clause:
    """The records in which a leaf occurs, whatever it scores."""
    return any_of([occurring(leaf, leaf, field, facts) for field in facts.fields(leaf)])


def _weighed(leaf: TextLeaf, field: Field, facts: Facts) -> Clause:
    clause = occurring(leaf, leaf, field, facts)
    # Where no record has a word in this field, nothing is found in it either.
    average = facts.measures().averages[field] or 1.0
    source = f"params.weight * _score / (params.base + params.slope * doc['{field}_length'].value)"
    return _scripted(clause, source, weight=WEIGHT[field], base=1 - B[field], slope=B[field] / average)


def _leaf(leaf: TextLeaf, facts: Facts) -> Clause:
    held = facts.holders(leaf)
    if not held:
        return NOTHING
    weighed = any_of([_weighed(leaf, field, facts) for field in facts.fields(leaf)])
    rarity = math.log(1 + (facts.measures().records - held + 0.5) / (held + 0.5))
    return _scripted(weighed, _SATURATE, rarity=rarity * (K1 + 1), k=K1)


def translated(query: Query, facts: Facts, *, scored: bool = True) -> Clause:
    """The clause that matches what `query` matches and, if `scored`, scores it alike."""
    match query:
        case And(parts) if parts:
            return {"bool": {"must": [translated(part, facts, scored=scored) for part in parts]}}
        case Or(parts):
            return any_of([translated(part, facts, scored=scored) for part in parts])
        case Not(part):
            return constant({"bool": {"must_not": [translated(part, facts, scored=False)]}})
        case Keyword():
            return constant({"term": {f"is_{query.name}": {"value": query.value}}}, query.boost)
        case Range():
            return constant({"range": {"day": {"gte": max(query.low, 1), "lte": query.high}}})
        case And() | Everything():
            return constant({"match_all": {}})
        case _:
            return _leaf(query, facts) if scored else plain(query, facts)


def rounded(clause: Clause) -> Clause:
    """The same with scores to so many decimals that equal ones are equal, whatever the order of summing."""
    return _scripted(clause, _ROUND, scale=10.0**DECIMALS)
