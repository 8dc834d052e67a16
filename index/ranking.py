"""How well a record matches: BM25F (Robertson, Zaragoza and Taylor, CIKM 2004), the same in every engine.

For one text leaf of the query and one record of the scope asked:

    n(f)    how often the leaf occurs in field f, counted as `index.query` says
    len(f)  how many terms the field has in this record, avg(f) the mean of that over all records of the scope
    w       sum over the fields f that the leaf searches of WEIGHT[f] * n(f) / (1 - B[f] + B[f] * len(f) / avg(f))
    N, d    how many records the scope has, and in how many of them the leaf occurs (in any field that it searches)
    score   ln(1 + (N - d + 0.5) / (d + 0.5)) * w * (K1 + 1) / (w + K1)

A prefix or a fuzzy word is one leaf: n(f) sums over the terms it stands for, d counts records with any of them;
synonyms are one leaf likewise, over their parts.
Deleted records count nowhere. Scores are computed in double precision and ordered after rounding to DECIMALS, so
that records which match equally well keep the order of their ids whatever an engine's order of summing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from index.query import Fuzzy, Prefix, Scope, TextField

Field = Literal["title", "headings", "text"]

FIELDS: tuple[Field, ...] = ("title", "headings", "text")
WEIGHT: Mapping[Field, float] = {"title": 4.0, "headings": 1.5, "text": 1.0}
B: Mapping[Field, float] = {"title": 0.4, "headings": 0.4, "text": 0.7}
K1 = 1.2
DECIMALS = 4

# A prefix or fuzzy word stands for this many terms at most: the ones in most records, the alphabet deciding ties.
MAX_EXPANSION = 200


def searched(field: TextField, scope: Scope) -> tuple[Field, ...]:
    """The fields that a leaf asking for `field` looks into.

    A passage knows the title of its document only for queries that ask for the title: `any` means words that stand
    in the paragraph or in the headings above it.
    """
    if field == "any":
        return FIELDS if scope == "document" else ("headings", "text")
    return ("title",) if field == "title" else ("text",)


def expansion_notice(leaf: Prefix | Fuzzy) -> str:
    """What the user is told when a leaf stands for more than MAX_EXPANSION terms."""
    word = f"{leaf.stem}*" if isinstance(leaf, Prefix) else f"{leaf.term}~"
    return f"{word} stands for more than {MAX_EXPANSION} words; the {MAX_EXPANSION} commonest were searched."
