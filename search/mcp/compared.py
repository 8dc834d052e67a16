"""What the tool `compare` answers. As in search.mcp.answers, words of documents stand under `quoted` alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.mcp.answers import UNTRUSTED


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One of two texts: which bytes were compared."""

    symbol: str
    date: str
    language: str
    payload_digest: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """A paragraph of a side. `paragraph` is empty where no number is printed."""

    paragraph: str
    page: int
    cite_as: str
    permalink: str


@dataclass(frozen=True, slots=True)
class CommitmentShift:
    """A change of commitment: of words, by a list of ours. It is no legal judgement."""

    group: str
    old: str
    new: str
    direction: str


@dataclass(frozen=True, slots=True)
class QuotedRedline:
    """The words of paragraphs: `[-old-]` stands in the old text only, `{+new+}` in the new one only."""

    text: str
    trust: Literal["untrusted"] = "untrusted"
    notice: str = UNTRUSTED


@dataclass(frozen=True, slots=True)
class ComparedParagraphs:
    """What became of paragraphs: same (and moved), changed, split, merged, added or removed."""

    kind: str
    moved: bool
    renumbered: bool
    old: tuple[ComparedPlace, ...]
    new: tuple[ComparedPlace, ...]
    shifts: tuple[CommitmentShift, ...]
    quoted: QuotedRedline


@dataclass(frozen=True, slots=True)
class QuotedSides:
    """What both texts call themselves, and what to know of how they were read."""

    titles: tuple[str, str]
    notes: tuple[str, ...]
    trust: Literal["untrusted"] = "untrusted"
    notice: str = UNTRUSTED


@dataclass(frozen=True)
class Compared:
    """What became of one text in another. What is the same at the same place is counted and not given.

    `left_out` changes follow those given: ask again with an offset.
    """

    old: ComparedSide
    new: ComparedSide
    counts: dict[str, int]
    changes: tuple[ComparedParagraphs, ...]
    left_out: int
    quoted: QuotedSides
