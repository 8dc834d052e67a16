"""What is held, as lists to begin with: the values of every facet, and the documents of one State. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.store import StoredDocument
from search.web.labels import FILTER_LABELS, value_name

# In the order of the page: what readers come for first.
BROWSED = ("process", "session", "source", "year", "type", "by")
_HEADINGS = {"by": "States and groups", "year": "Year", "type": "Type of document"}
# More than these are folded into a page's `details`.
OPEN = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A value to begin with: what it is called, how many documents have it, and where they are listed."""

    name: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Section:
    """The values of one facet; `anchor` is its place on the page."""

    anchor: str
    label: str
    entries: tuple[Entry, ...]

    @property
    def folded(self) -> bool:
        """Whether the list is too long to stand open."""
        return len(self.entries) > OPEN


def sections(
    counted: Mapping[str, Sequence[tuple[str, int]]],
    link: Callable[[str, str], str],
    names: Sequence[str] = BROWSED,
) -> list[Section]:
    """The facets that have values; `link` makes the address of a name and value."""
    return [
        Section(
            name,
            _HEADINGS.get(name, FILTER_LABELS[name]),
            tuple(Entry(value_name(name, value), count, link(name, value)) for value, count in _ordered(name, counts)),
        )
        for name in names
        if (counts := [pair for pair in counted.get(name, ()) if pair[0]])
    ]


def _ordered(name: str, counted: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """Years newest first, names by the alphabet, everything else by how much there is."""
    if name == "year":
        return sorted(counted, reverse=True)
    return sorted(counted, key=lambda pair: pair[0].casefold()) if name == "by" else counted


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a State or group submitted, each list in the order given: papers, replies in reports, statements."""

    papers: tuple[StoredDocument, ...]
    replies: tuple[StoredDocument, ...]
    statements: tuple[StoredDocument, ...]


def submitted(documents: Iterable[StoredDocument]) -> Submitted:
    """Documents told apart: within a report it is a reply; a statement is what its source or first page calls one."""
    papers, replies, statements = [], [], []
    for document in documents:
        if document.part_of is not None:
            replies.append(document)
        elif "statement" in f"{document.type} {document.type_label}".casefold():
            statements.append(document)
        else:
            papers.append(document)
    return Submitted(tuple(papers), tuple(replies), tuple(statements))


@dataclass(frozen=True, slots=True)
class Day:
    """What one day brought, with the documents of each source together."""

    date: str
    documents: tuple[StoredDocument, ...]


def days(came: Sequence[tuple[int, str]], documents: Mapping[int, StoredDocument]) -> list[Day]:
    """Documents by the day on which they came, in the order given; those that are gone meanwhile are left out."""
    found = [
        Day(date, tuple(documents[number] for number, _ in group if number in documents))
        for date, group in groupby(came, key=lambda pair: pair[1])
    ]
    return [day for day in found if day.documents]
