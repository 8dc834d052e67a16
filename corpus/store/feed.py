"""The change feed: a growing number for everything that an index, a watch or a trace has to look at again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import Change

GONE = "gone"
_INSERT = "INSERT INTO changes (document_id, passage_id, change, at) VALUES (?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A paragraph that is `new` in the searched text of its document, or `gone` from it."""

    seq: int
    document_id: int
    passage_id: int
    change: str


@dataclass(frozen=True, slots=True)
class LastChange:
    """A document, and the number of the newest of its changes."""

    document_id: int
    seq: int


def announce(connection: sqlite3.Connection, document_id: int, change: str, at: str) -> None:
    """Put a document as a whole into the feed: it is new, changed (its facts) or gone."""
    connection.execute(_INSERT, (document_id, None, change, at))


def announce_passages(
    connection: sqlite3.Connection, document_id: int, passage_ids: Iterable[int], change: str, at: str
) -> None:
    """Put single paragraphs of a document into the feed."""
    connection.executemany(_INSERT, [(document_id, passage_id, change, at) for passage_id in passage_ids])


def last_changes(connection: sqlite3.Connection, since: int) -> tuple[int, list[LastChange]]:
    """The head of the change feed, and the documents that changed after number `since`, by their last change.

    Whoever has seen all of them up to one of these numbers has seen everything up to it.
    """
    head = head_of(connection)
    rows = connection.execute(
        "SELECT document_id, max(seq) FROM changes WHERE seq > ? AND seq <= ? GROUP BY document_id ORDER BY max(seq)",
        (since, head),
    )
    return head, [LastChange(*row) for row in rows]


def head_of(connection: sqlite3.Connection) -> int:
    """The newest number of the feed; 0 where nothing was announced."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0])


def passage_changes(connection: sqlite3.Connection, since: int) -> list[PassageChange]:
    """Every paragraph that is new or gone after number `since`; a new document gives all that it has now."""
    rows = connection.execute(
        """SELECT seq, document_id, passage_id, change FROM changes WHERE seq > :since AND passage_id IS NOT NULL
           UNION ALL
           SELECT changes.seq, changes.document_id, passages.id, changes.change FROM changes
           JOIN versions ON versions.document_id = changes.document_id AND versions.current
           JOIN passages ON passages.version_id = versions.id
           WHERE changes.seq > :since AND changes.passage_id IS NULL AND changes.change = :new
           ORDER BY 1, 3""",
        {"since": since, "new": Change.NEW.value},
    )
    return [PassageChange(*row) for row in rows]
