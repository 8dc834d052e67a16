"""Visits: every fetch and every import with how it ended, and what follows from them about an address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from corpus.document import ArchiveRef, Posting
from corpus.keeping import NIGHTS_UNTIL_GONE, Known
from corpus.store.values import GoneVersion, Visit

# A host that answers so has nothing there; a failure of the host says nothing about the document.
_GONE = ("not_found", "soft404")
# Also what is not there yet, or not for us: the gaps of a series.
_ABSENT = (*_GONE, "empty", "forbidden", "disallowed")
_COLUMNS = (
    "source", "url", "verdict", "reason", "fetched", "status", "payload_digest", "warc_file", "warc_offset",
    "etag", "last_modified", "document_id",
)  # fmt: skip
# Documents that another of their addresses still gives: what moved is not gone.
_ELSEWHERE = """
    SELECT aliases.document_id FROM aliases JOIN visits ON visits.url = alias
    WHERE alias <> ? AND kind = 'url' AND verdict LIKE 'ok%'
    AND visits.id = (SELECT max(id) FROM visits AS newest WHERE newest.url = alias)
"""
_GOOD = "verdict LIKE 'ok%' AND warc_file <> ''"


def put_visit(connection: sqlite3.Connection, visit: Visit, document_id: int | None) -> None:
    """Remember a visit; a version whose address has not been there for some nights is marked as gone, and kept."""
    archived = visit.archived or ArchiveRef("", 0)
    values = (
        visit.source, visit.url, visit.verdict, visit.reason, visit.fetched.isoformat(), visit.status,
        visit.digest, archived.file, archived.offset, visit.etag, visit.last_modified, document_id,
    )  # fmt: skip
    marks = ", ".join("?" * len(_COLUMNS))
    connection.execute(f"INSERT INTO visits ({', '.join(_COLUMNS)}) VALUES ({marks})", values)
    if visit.verdict in _GONE:
        _mark_gone(connection, visit.url)
    elif visit.verdict.startswith("ok"):
        connection.execute("UPDATE versions SET gone = '' WHERE url = ? AND gone <> ''", (visit.url,))


def _mark_gone(connection: sqlite3.Connection, url: str) -> None:
    nights, since = _absences(connection, url, _GONE)
    if nights >= NIGHTS_UNTIL_GONE:
        connection.execute(
            f"UPDATE versions SET gone = ? WHERE url = ? AND gone = '' AND document_id NOT IN ({_ELSEWHERE})",
            (since, url, url),
        )


def _absences(connection: sqlite3.Connection, url: str, verdicts: tuple[str, ...]) -> tuple[int, str]:
    """On how many nights since its last good answer an address was not there, and the first of them."""
    marks = ", ".join("?" * len(verdicts))
    row = connection.execute(
        f"""SELECT count(DISTINCT substr(fetched, 1, 10)), coalesce(min(substr(fetched, 1, 10)), '') FROM visits
            WHERE url = ? AND verdict IN ({marks})
            AND id > coalesce((SELECT max(id) FROM visits WHERE url = ? AND {_GOOD}), 0)""",
        (url, *verdicts, url),
    ).fetchone()
    return row[0], row[1]


def known(connection: sqlite3.Connection, url: str) -> Known | None:
    """What the visits of an address tell the next one; None where it was never visited."""
    last = connection.execute("SELECT max(fetched) FROM visits WHERE url = ?", (url,)).fetchone()[0]
    if last is None:
        return None
    good = last_good_visit(connection, url)
    absences, _ = _absences(connection, url, _ABSENT)
    if good is None:
        return Known("", "", datetime.fromisoformat(last), absences=absences)
    first, changed = connection.execute(
        f"SELECT min(fetched), min(fetched) FILTER (WHERE payload_digest = ?) FROM visits WHERE url = ? AND {_GOOD}",
        (good.digest, url),
    ).fetchone()
    dated = connection.execute("SELECT date FROM documents WHERE id = ?", (good.document_id,)).fetchone()
    return Known(
        good.etag,
        good.last_modified,
        datetime.fromisoformat(last),
        datetime.fromisoformat(first),
        datetime.fromisoformat(changed),
        absences,
        dated["date"] if dated else "",
    )


def brought_by(connection: sqlite3.Connection, source: str) -> list[Posting]:
    """Every address of a current version that this source brought, posted as it is stored."""
    rows = connection.execute(
        """SELECT DISTINCT versions.url, versions.language, documents.source, documents.symbol
           FROM versions JOIN documents ON documents.id = versions.document_id
           JOIN visits ON visits.url = versions.url
           WHERE versions.current AND visits.source = ? AND visits.document_id IS NOT NULL ORDER BY versions.id""",
        (source,),
    )
    return [Posting(row["url"], row["source"], symbol=row["symbol"], language=row["language"]) for row in rows]


def gone(connection: sqlite3.Connection) -> list[GoneVersion]:
    """The texts whose addresses have nothing any more, as they were marked."""
    rows = connection.execute(
        """SELECT (SELECT source FROM visits WHERE visits.url = versions.url ORDER BY id DESC LIMIT 1) AS source,
                  documents.key, versions.url, versions.gone
           FROM versions JOIN documents ON documents.id = versions.document_id
           WHERE versions.current AND versions.gone <> '' ORDER BY versions.gone, documents.key"""
    )
    return [GoneVersion(*row) for row in rows]


def last_visits(connection: sqlite3.Connection) -> Mapping[str, tuple[datetime, dict[str, int]]]:
    """For each source: when it was last visited, and how many visits of that day ended with each verdict."""
    rows = connection.execute("""
        WITH last AS (SELECT source, max(fetched) AS at FROM visits GROUP BY source)
        SELECT visits.source, last.at, verdict, count(*) AS times FROM visits JOIN last ON last.source = visits.source
        WHERE substr(fetched, 1, 10) = substr(last.at, 1, 10)
        GROUP BY visits.source, verdict ORDER BY visits.source, times DESC
    """)
    found: dict[str, tuple[datetime, dict[str, int]]] = {}
    for row in rows:
        _, verdicts = found.setdefault(row["source"], (datetime.fromisoformat(row["at"]), {}))
        verdicts[row["verdict"]] = row["times"]
    return found


def first_visits(connection: sqlite3.Connection) -> Mapping[str, datetime]:
    """For each source: when it was first visited."""
    rows = connection.execute("SELECT source, min(fetched) AS at FROM visits GROUP BY source")
    return {row["source"]: datetime.fromisoformat(row["at"]) for row in rows}


def unread(connection: sqlite3.Connection, limit: int) -> list[tuple[str, str, str]]:
    """Addresses whose last visit gave no document although one was there: URL, verdict, reason; newest first.

    What a server does not have (not yet, or not in that language) is no failure and is left out.
    """
    rows = connection.execute(
        """SELECT url, verdict, reason FROM visits
           WHERE id IN (SELECT max(id) FROM visits GROUP BY url)
           AND reason <> '' AND verdict NOT IN ('not_found', 'empty') ORDER BY id DESC LIMIT ?""",
        (limit,),
    )
    return [(row["url"], row["verdict"], row["reason"]) for row in rows]


def visit_from(row: sqlite3.Row) -> Visit:
    """A row of `visits` as a value."""
    archived = ArchiveRef(row["warc_file"], row["warc_offset"]) if row["warc_file"] else None
    return Visit(
        row["source"], row["url"], row["verdict"], row["reason"], datetime.fromisoformat(row["fetched"]),
        row["status"], row["payload_digest"], archived, row["etag"], row["last_modified"], row["document_id"],
    )  # fmt: skip


def last_good_visit(connection: sqlite3.Connection, url: str) -> Visit | None:
    """The newest visit of `url` whose answer was archived and understood."""
    row = connection.execute(
        "SELECT * FROM visits WHERE url = ? AND verdict LIKE 'ok%' AND warc_file <> '' ORDER BY id DESC LIMIT 1", (url,)
    ).fetchone()
    return visit_from(row) if row else None


def unarchived_visits(connection: sqlite3.Connection) -> Iterator[Visit]:
    """Visits that left nothing in the archive: hosts that did not answer, addresses that robots.txt forbids."""
    for row in connection.execute("SELECT * FROM visits WHERE warc_file = '' ORDER BY id"):
        yield replace(visit_from(row), document_id=None)
