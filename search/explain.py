"""How a query was understood: its tree as lines that a reader can check, each with how many records it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

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
    Word,
)

# How many records a query finds.
Counted = Callable[[Query], int]

_JOINED = {And: "all of these", Or: "any of these", Not: "without"}


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a query in words, `depth` parts within others, and how many records it finds by itself."""

    depth: int
    says: str
    found: int

    def as_json(self) -> dict[str, Any]:
        """The line as `--json` prints it."""
        return {"depth": self.depth, "says": self.says, "found": self.found}


def explained(query: Query, counted: Counted, depth: int = 0) -> Iterator[Line]:
    """The lines of a query, from the whole to its parts. Its depth is bounded by the grammar."""
    yield Line(depth, said(query), counted(query))
    parts = query.parts if isinstance(query, And | Or) else (query.part,) if isinstance(query, Not) else ()
    for part in parts:
        yield from explained(part, counted, depth + 1)


def said(query: Query) -> str:
    """One node of a query in words."""
    match query:
        case And() | Or() | Not():
            return _JOINED[type(query)]
        case Everything():
            return "everything"
        case Range(low, high):
            return " ".join(("dated", *_ends(low, high)))
        case Keyword(name, value, boost):
            return f"{_FIELDS.get(name, name)} is {value}" + (", which comes first" if boost else "")
        case _:
            return _text(query) + {"any": "", "title": ", in the title", "text": ", in the text"}[query.field]


# Synonyms told one by one; a concept has some thirty names.
_MOST_NAMES = 4
_FIELDS = {"mentions": "a symbol it cites", "family": "the family of its symbol"}


def _text(query: Word | Exact | Phrase | Near | Prefix | Fuzzy | Synonyms) -> str:
    match query:
        case Word(term):
            return f"a form of {term}"
        case Exact(term):
            return f"exactly {term}"
        case Phrase(terms):
            return f"the phrase {_phrase(terms)}"
        case Near(phrases, distance):
            told = " and ".join(_phrase(phrase) for phrase in phrases)
            return f"{told} with at most {distance} words between them"
        case Prefix(stem):
            return f"any word that begins with {stem}"
        case Fuzzy(term, edits):
            return f"a word like {term} ({edits} letter{'s' if edits > 1 else ''} may differ)"
        case Synonyms(parts):
            told = " or ".join(_text(part) for part in parts[:_MOST_NAMES]) or "nothing"
            more = len(parts) - _MOST_NAMES
            return told + (f", or {more} other names" if more > 0 else "")


def _phrase(terms: tuple[str, ...]) -> str:
    return '"' + " ".join(term or "…" for term in terms) + '"'


def _ends(low: int, high: int) -> Iterator[str]:
    if low:
        yield f"from {_day(low)}"
    if high < 9999_99_99:
        yield f"to {_day(high)}"


def _day(number: int) -> str:
    """`20210300` as `2021-03`."""
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    return "-".join(f"{part:02}" for part in (year, month, day) if part)
