"""Which terms of the index a prefix or a fuzzy word stands for, and in how many records each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from index.edits import within
from index.query import Fuzzy, Prefix
from index.ranking import Field

Ask = Callable[[Sequence[dict[str, Any]]], list[dict[str, Any]]]

# More terms than these are not looked at; OpenSearch gives no more buckets by default.
_MOST = 60_000
# The longest word whose spellings with one edit are written out: the expression grows as its square.
_WRITTEN_OUT = 40
_SPECIAL = set('.?+*|{}[]()"\\#@&<>~^$-')


def _quoted(text: str) -> str:
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in text)


def _is_short(leaf: Fuzzy) -> bool:
    """Whether its spellings can be written out in one expression that the cluster takes."""
    return leaf.edits == 1 and len(leaf.term) <= _WRITTEN_OUT


def pattern(leaf: Prefix | Fuzzy) -> str:
    """An expression of Lucene that every term the leaf stands for matches, and not many others.

    One edit of a word that is not long is written out. Else: an edit spoils two neighbouring pieces of a word at most
    (a swap, just where they meet), so of 2 * edits + 1 pieces one at least is whole.
    """
    if isinstance(leaf, Prefix):
        return f"{_quoted(leaf.stem)}.*"
    if _is_short(leaf):
        return _one_edit(leaf.term)
    pieces, size = 2 * leaf.edits + 1, len(leaf.term)
    if size < 2 * pieces:
        return f".{{{max(1, size - leaf.edits)},{size + leaf.edits}}}"
    cuts = [round(at * size / pieces) for at in range(pieces + 1)]
    return "|".join(f".*{_quoted(leaf.term[a:b])}.*" for a, b in pairwise(cuts))


def _one_edit(term: str) -> str:
    chars = [_quoted(char) for char in term]
    size = len(chars)
    found = [[*chars[:at], ".", *chars[at:]] for at in range(size + 1)]
    found += [[*chars[:at], ".?", *chars[at + 1 :]] for at in range(size)]
    found += [[*chars[:at], chars[at + 1], chars[at], *chars[at + 2 :]] for at in range(size - 1)]
    return "|".join(map("".join, found))


def _narrowed(leaf: Prefix | Fuzzy, field: Field) -> dict[str, Any]:
    """The records in which its terms are looked for: those that hold one, where the cluster finds them fast."""
    if isinstance(leaf, Prefix) and leaf.stem:
        return {"prefix": {f"{field}_exact": {"value": leaf.stem}}}
    if isinstance(leaf, Fuzzy) and _is_short(leaf):
        return {"regexp": {f"{field}_exact": {"value": pattern(leaf)}}}
    return {"match_all": {}}


def commonest(
    ask: Ask, leaf: Prefix | Fuzzy, fields: Sequence[Field], limit: int
) -> tuple[list[tuple[str, int]], bool]:
    """The `limit` terms of the fields that stand in most records, ties by the alphabet, and whether there are more."""
    aggregation = {"size": _MOST, "include": pattern(leaf)}
    answers = ask(
        [
            {
                "query": _narrowed(leaf, field),
                "size": 0,
                "aggs": {"words": {"terms": {**aggregation, "field": f"{field}_words"}}},
            }
            for field in fields
        ]
    )
    least: Counter[str] = Counter()
    most: Counter[str] = Counter()
    for answer in answers:
        for bucket in answer["aggregations"]["words"]["buckets"]:
            term, count = bucket["key"], bucket["doc_count"]
            if isinstance(leaf, Prefix) or within(leaf.term, term, leaf.edits):
                most[term] += count
                least[term] = max(least[term], count)
    counts = _counted(ask, least, most, fields, limit)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit], len(most) > limit


def _counted(ask: Ask, least: Counter[str], most: Counter[str], fields: Sequence[Field], limit: int) -> dict[str, int]:
    """In how many records each term stands that may be among the commonest; those of two fields are counted anew."""
    ranked = sorted(least.values(), reverse=True)
    bar = ranked[limit - 1] if len(ranked) >= limit else 0
    contenders = [term for term in most if most[term] >= bar]
    unsure = [term for term in contenders if least[term] != most[term]]
    counts = {term: most[term] for term in contenders}
    for start in range(0, len(unsure), 500):
        some = unsure[start : start + 500]
        filters = {
            str(at): {"bool": {"should": [{"term": {f"{field}_exact": term}} for field in fields]}}
            for at, term in enumerate(some)
        }
        [answer] = ask([{"size": 0, "aggs": {"held": {"filters": {"filters": filters}}}}])
        counts |= {some[int(at)]: held["doc_count"] for at, held in answer["aggregations"]["held"]["buckets"].items()}
    return counts
