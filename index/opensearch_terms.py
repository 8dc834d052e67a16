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
_SPECIAL = set('.?+*|{}[]()"\\#@&<>~^$-')


def _quoted(text: str) -> str:
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in text)


def pattern(leaf: Prefix | Fuzzy) -> str:
    """An expression of Lucene that every term the leaf stands for matches, and not many others.

    An edit spoils two neighbouring pieces of a word at most (a swap, just where they meet), so of 2 * edits + 1 pieces
    one at least is whole.
    """
    if isinstance(leaf, Prefix):
        return f"{_quoted(leaf.stem)}.*"
    pieces, size = 2 * leaf.edits + 1, len(leaf.term)
    if size < 2 * pieces:
        return f".{{{max(1, size - leaf.edits)},{size + leaf.edits}}}"
    cuts = [round(at * size / pieces) for at in range(pieces + 1)]
    return "|".join(f".*{_quoted(leaf.term[a:b])}.*" for a, b in pairwise(cuts))


def commonest(
    ask: Ask, leaf: Prefix | Fuzzy, fields: Sequence[Field], limit: int
) -> tuple[list[tuple[str, int]], bool]:
    """The `limit` terms of the fields that stand in most records, ties by the alphabet, and whether there are more."""
    aggregation = {"size": _MOST, "include": pattern(leaf)}
    narrowed: list[dict[str, Any]] = [{"match_all": {}} for _ in fields]
    if isinstance(leaf, Prefix) and leaf.stem:
        narrowed = [{"prefix": {f"{field}_exact": {"value": leaf.stem}}} for field in fields]
    answers = ask(
        [
            {"query": query, "size": 0, "aggs": {"words": {"terms": {**aggregation, "field": f"{field}_words"}}}}
            for field, query in zip(fields, narrowed, strict=True)
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
