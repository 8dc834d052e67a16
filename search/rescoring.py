"""What makes one document better than another: its own text, and how good its best paragraphs are. Pure functions.

A long report has every word somewhere; the document that treats a subject has them in one paragraph. Engines score
records (`index.ranking`); the first hits are ordered again by both (docs/quality.md has the figures).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.query import And, Hit, Keyword, Not, Or, Query, Range, Results, text_leaves

# So many first hits are ordered again; the pages behind them keep the order of the engine.
WINDOW = 100
# What the best paragraph, and each of the next ones, is worth beside the whole text.
BEST_PARAGRAPH = 0.25
NEXT_PARAGRAPH = 0.05


def rescored(hits: Sequence[Hit], best: Mapping[int, Results]) -> list[Hit]:
    """Documents by their own score and that of their best paragraphs, best first; equal ones keep their order."""
    told = [replace(hit, score=hit.score + _paragraphs(best.get(hit.record))) for hit in hits]
    return sorted(told, key=lambda hit: -hit.score)


def _paragraphs(best: Results | None) -> float:
    scores = [hit.score for hit in best.hits] if best else []
    return sum(score * (NEXT_PARAGRAPH if place else BEST_PARAGRAPH) for place, score in enumerate(scores))


def loosened(query: Query) -> Query | None:
    """What has some, but not all of the words of a query: of several words side by side, any. None for other queries.

    What the query leaves out, and its filters, hold here too.
    """
    if not isinstance(query, And):
        return None
    words = tuple(part for part in query.parts if not _narrows(part))
    if len(words) < 2 or not all(text_leaves(part) for part in words):
        return None
    narrow = tuple(part for part in query.parts if _narrows(part))
    return And((Or(words), *narrow, Not(And(words))))


def _narrows(part: Query) -> bool:
    """Whether a part only leaves records out: NOT, dates, values of fields."""
    if isinstance(part, Or):
        return all(_narrows(one) for one in part.parts)
    return isinstance(part, Not | Range) or (isinstance(part, Keyword) and not part.boost)
