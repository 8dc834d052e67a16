"""The fitted numbers, as benchmarks.scale.fit wrote them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# Closer at the top: a few documents and paragraphs are very long.
QUANTILES = (*(number / 40 for number in range(40)), 0.99, 0.995, 0.998, 0.999, 0.9995, 1.0)
# Of a later draft, the paragraphs that stood in the one before.
KEPT = 0.85
FILE = Path(__file__).with_name("fitted.json")


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was measured on real documents: quantiles from the least to the greatest, shares that add up to 1."""

    documents: int
    paragraphs: int
    words_in_paragraph: Sequence[float]
    paragraphs_in_document: Sequence[float]
    numbered: float
    citations_in_paragraph: float
    languages: Mapping[str, float]
    sources: Mapping[str, float]
    years: Mapping[str, float]
    symbols: Mapping[str, float]
    repeated_runs: float
    words: int
    vocabulary: int
    heaps: Mapping[str, float]
    zipf: Sequence[Sequence[float]]
    rare: float


def drafts(told: Fitted) -> float:
    """Which part of all documents are later drafts, for as many word groups to stand twice as do."""
    return 0.75 * told.repeated_runs


def freshly_written(told: Fitted) -> float:
    """Which part of all words is no copy."""
    return 1 - drafts(told) * KEPT


@cache
def fitted() -> Fitted:
    """The numbers kept in the project."""
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return Fitted(**told)
