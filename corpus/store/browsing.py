"""Documents in the order in which they came to the store, those that have not come, and whether anything changed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.store import reading
from corpus.store.database import IDENTITY
from corpus.store.values import StoredDocument

# So much of a title is the same in all members of a chain; dashes and spaces further on are set otherwise.
_OPENING = 40


@dataclass(frozen=True, slots=True)
class Submissions:
    """How many documents a State or group submitted, how many joint texts list it beside, and of the former how many
    are held with their text."""

    name: str
    submitted: int
    joint: int
    held: int


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

    def document(self, wanted: str) -> StoredDocument | None:
        """The document with this key, alias or symbol in any spelling; None where there is none."""
        return reading.document_named(self.connection, wanted)

    def written_so(self, symbols: Sequence[str]) -> dict[str, StoredDocument]:
        """The documents that have one of these, written exactly so, as key or alias; one lookup for all of them."""
        rows = self.connection.execute(
            """SELECT value AS symbol, coalesce(
                   (SELECT id FROM documents WHERE key = value),
                   (SELECT document_id FROM aliases WHERE alias = value)) AS id
               FROM json_each(?)""",
            (json.dumps(list(symbols)),),
        )
        ids = {row["symbol"]: row["id"] for row in rows if row["id"] is not None}
        held = reading.documents(self.connection, ids.values())
        return {symbol: held[number] for symbol, number in ids.items() if number in held}

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

    def kin(self, document: StoredDocument) -> list[int]:
        """The ids of what may be in one chain of drafts with a document: its family, its title, its process's reports.

        Titles are compared without regard to case and dashes by whoever asks; here those of the same beginning count.
        """
        rows = self.connection.execute(
            """SELECT id FROM documents WHERE part_of IS NULL AND (
                   (family = :family AND :family <> '')
                   OR (:title <> '' AND title LIKE :title || '%' ESCAPE '!')
                   OR (process = :process AND :process <> '' AND (title LIKE '%draft%' OR type_label LIKE '%draft%'
                       OR type_label IN ('final report', 'annual progress report')
                       OR type_label LIKE '%(final report)%'))
                   OR symbol IN (SELECT value FROM facts WHERE document_id = :id AND name = 'adopted_as')
                   OR id IN (SELECT document_id FROM facts WHERE name = 'adopted_as' AND value = :symbol
                             AND :symbol <> ''))
               OR id = :id""",
            {"id": document.id, "symbol": document.symbol, "family": document.family, "process": document.process,
             "title": re.sub("([%_!])", r"!\1", document.title[:_OPENING])},
        )  # fmt: skip
        return [row["id"] for row in rows]

    def counted(self) -> dict[str, list[tuple[str, int]]]:
        """All documents counted by what searches call process, source, session, type, year and by, as it is written.

        Documents without a value are left out of its count.
        """
        columns = {name: name for name in ("process", "source", "session", "type")}
        columns["year"] = "CASE WHEN date GLOB '[0-9][0-9][0-9][0-9]*' THEN substr(date, 1, 4) ELSE '' END"
        counts = {name: f"SELECT {column}, count(*) FROM documents GROUP BY 1" for name, column in columns.items()}
        counts["by"] = "SELECT name, count(DISTINCT document_id) FROM submitters GROUP BY 1"
        return {
            name: [(row[0], row[1]) for row in self.connection.execute(statement) if row[0]]
            for name, statement in counts.items()
        }

    def total(self) -> int:
        """All documents, with those known by title only and those within others."""
        return int(self.connection.execute("SELECT count(*) FROM documents").fetchone()[0])

    def by_submitter(self, process: str = "", session: str = "") -> list[Submissions]:
        """Every name that submitted something, by the alphabet, with how much; of one process or session if given."""
        rows = self.connection.execute(
            """SELECT name, sum(role = 'submitter') AS submitted, sum(role = 'joint') AS joint,
                      sum(held AND role = 'submitter') AS held
               FROM submitters JOIN documents ON documents.id = document_id
               WHERE :process IN ('', process) AND :session IN ('', session)
               GROUP BY name ORDER BY name""",
            {"process": process, "session": session},
        )
        return [Submissions(*row) for row in rows]
