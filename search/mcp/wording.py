"""Sentences that a machine must not misread: what silence means, and how a paragraph is cited. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import QueryError
from search.mcp.answers import NOT_COVERED, NOT_FOUND
from search.web.asked import pointed
from search.web.labels import paragraph_name, place_of

SILENCE = (
    f"{NOT_FOUND}: nothing that is held matches. That says nothing of what is not held: ask coverage before concluding "
    "that no document says so."
)


def not_covered(key: str) -> str:
    """What is said of a document that is known by its title alone."""
    return (
        f"{NOT_COVERED}: {key} is known from the catalogue, but its text is not held, so nothing can be said of its "
        "words. `verbale update` fetches it where its source can be reached, `verbale import FILE` takes it in."
    )


def not_found(wanted: str, near: Sequence[str]) -> str:
    """What is said of a symbol that nobody knows."""
    hint = f"Near ones: {', '.join(near)}." if near else "The tool search finds documents by words."
    return (
        f"{NOT_FOUND}: no document {wanted!r} is held, and the catalogue knows none. The symbol may be written wrongly "
        f"or be of a body that is not collected; it is no proof that there is no such document. {hint}"
    )


def too_many(there: int, told: int) -> str:
    """What to do where a number is printed more often than is told; empty where all is told."""
    if told >= there:
        return ""
    return (
        f"The first {told} of {there} paragraphs that this number leads to. Name words of a heading above the one "
        "that is meant (under), or ask by the end of its permalink."
    )


def query_error(query: str, error: QueryError) -> str:
    """What is wrong with a query, and where: `... At character 7: norms »"«never closed`."""
    before, here, after = pointed(query, error.position)
    return f"{error} At character {error.position + 1}: {before}»{here}«{after}"


def cite_as(symbol: str, number: str, page: int, *, again: bool) -> str:
    """The footnote form `A/75/816, para. 24`; with the page where there is no number or it comes more than once.

    UN Editorial Manual, footnotes and other references: symbol, comma, abbreviated paragraph.
    """
    place = place_of(number, page) if again or not number else paragraph_name(number)
    return ", ".join(part for part in (symbol, place) if part)
