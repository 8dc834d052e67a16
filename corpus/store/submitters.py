"""Who submitted a document, by the facts that are stored of it: names as they are compared, roles, how sure. Pure."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.states import canonical
from corpus.store.facts import CONFIDENCE, SEPARATOR, Fact, believed

# How sure a fact of each origin is where it does not say so itself; those not named here state it.
_SURE = {"catalogue": "likely", "file-name": "guessed"}


@dataclass(frozen=True, slots=True)
class Submitter:
    """One row of `submitters`."""

    name: str
    role: Literal["submitter", "joint"] = "submitter"
    confidence: str = "stated"


def submitters_of(facts: Iterable[Fact]) -> tuple[Submitter, ...]:
    """Who submitted a document, then those for whom its text says that it speaks; each once, by one name."""
    told = list(facts)
    trusted = believed(told)
    found: dict[str, Submitter] = {}
    for field, role in _FIELDS:
        fact = trusted.get(field)
        if fact is not None:
            sure = _confidence(told, fact.origin)
            for name in map(canonical, fact.value.split(SEPARATOR)):
                if name:
                    found.setdefault(name, Submitter(name, role, sure))
    return tuple(found.values())


_FIELDS: tuple[tuple[str, Literal["submitter", "joint"]], ...] = (("submitters", "submitter"), ("joint", "joint"))


def _confidence(facts: Iterable[Fact], origin: str) -> str:
    """What the place said that named them, else what its kind is worth."""
    said = (fact.value for fact in facts if fact.name == CONFIDENCE and fact.origin == origin)
    return next(said, _SURE.get(origin, "stated"))


def stored_submitters(connection: sqlite3.Connection, document_id: int) -> tuple[Submitter, ...]:
    """Who submitted a document, as it is stored."""
    sql = "SELECT name, role, confidence FROM submitters WHERE document_id = ? ORDER BY place"
    return tuple(Submitter(*row) for row in connection.execute(sql, (document_id,)))


def put_submitters(connection: sqlite3.Connection, document_id: int, found: Sequence[Submitter]) -> None:
    """Store who submitted a document, in place of what was stored before."""
    connection.execute("DELETE FROM submitters WHERE document_id = ?", (document_id,))
    connection.executemany(
        "INSERT INTO submitters (document_id, place, name, role, confidence) VALUES (?, ?, ?, ?, ?)",
        [(document_id, place, one.name, one.role, one.confidence) for place, one in enumerate(found)],
    )
