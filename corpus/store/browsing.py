"""Documents in the order in which they came to the store, those that have not come, and whether anything changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from corpus.store.database import IDENTITY


@dataclass(frozen=True, slots=True)
class Browsing:
    """The store as it is browsed."""

    connection: sqlite3.Connection

    def newest(self, limit: int, offset: int = 0) -> list[tuple[int, str]]:
        """The documents whose text is held, last come first: id, and the day on which it came (ISO).

        A document of the catalogue came when its text did; an old capture that is imported came when it was imported.
        """
        rows = self.connection.execute(
            """SELECT id, substr(max(first_seen, coalesce((SELECT min(fetched) FROM versions
                                                           WHERE document_id = documents.id), '')), 1, 10) AS came
               FROM documents WHERE held AND part_of IS NULL
               ORDER BY came DESC, source, symbol_key, id LIMIT ? OFFSET ?""",
            (limit, offset),
        )
        return [(row["id"], row["came"]) for row in rows]

    def stamp(self) -> str:
        """What differs whenever the store holds something else: its identity, the feed's head, and its last visit.

        A visit may mark a text as gone, which the feed does not tell.
        """
        row = self.connection.execute(
            """SELECT (SELECT value FROM remembered WHERE name = ?), (SELECT coalesce(max(seq), 0) FROM changes),
                      (SELECT coalesce(max(id), 0) FROM visits)""",
            (IDENTITY,),
        ).fetchone()
        return f"{row[0]}-{row[1]}-{row[2]}"

    def mark(self, seq: int) -> str:
        """What the change feed says at this number; empty where it has none. A feed that was begun anew says other."""
        row = self.connection.execute(
            "SELECT changes.*, key FROM changes LEFT JOIN documents ON documents.id = document_id WHERE seq = ?", (seq,)
        ).fetchone()
        return "" if row is None else " ".join(str(value) for value in tuple(row))

    def not_held(self) -> list[int]:
        """The ids of the documents that are known without their text: by source, process and symbol."""
        rows = self.connection.execute(
            "SELECT id FROM documents WHERE NOT held ORDER BY source, process, symbol_key, id"
        )
        return [row["id"] for row in rows]
