"""Key words in context: every place where the words of a query stand, a line each, the words below one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from search.answer import Answer, FoundPassage

CONTEXT = 45


@dataclass(frozen=True, slots=True)
class Line:
    """One place: what stands before the words, the words, what stands behind, and where that is."""

    before: str
    words: str
    after: str
    where: str
    url: str


def concordance(answer: Answer, context: int = CONTEXT) -> Iterator[Line]:
    """A line for every mark of every paragraph of an answer, `context` characters to each side, cut between words."""
    # Each place is one, also where its words stand in another document too.
    for hit in (found for first in answer.hits for found in (first, *first.same)):
        name = hit.document.symbol or hit.document.key
        for passage in hit.passages:
            where = ", ".join(part for part in (name, _place(passage)) if part)
            for start, end in passage.marks:
                text = passage.text
                before = _last(" ".join(text[:start].split()), context)
                after = _first(" ".join(text[end:].split()), context)
                yield Line(before, " ".join(text[start:end].split()), after, where, passage.url)


def _place(passage: FoundPassage) -> str:
    number = f"para. {passage.number}" if passage.number else ""
    page = f"p. {passage.page}" if passage.page else ""
    return ", ".join(part for part in (number, page) if part)


def _last(text: str, width: int) -> str:
    return text if len(text) <= width else "…" + text[-width:].partition(" ")[2]


def _first(text: str, width: int) -> str:
    return text if len(text) <= width else text[:width].rpartition(" ")[0] + "…"


def padded(text: str, width: int) -> str:
    """A text moved to the right end of so many columns; letters of East Asia take two."""
    taken = sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
    return " " * max(0, width - taken) + text
