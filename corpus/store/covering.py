"""What the store knows of what it does not hold: rows for search.coverage, which judges them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_ANSWERED = "verdict LIKE 'ok%' OR verdict GLOB '[A-Z]*'"


@dataclass(frozen=True, slots=True)
class KnownSymbol:
    """A document with a symbol, held or only known; `family` is its symbol without Rev, Add, Corr."""

    symbol: str
    family: str
    source: str
    process: str
    held: bool


@dataclass(frozen=True, slots=True)
class CitedSymbol:
    """A symbol that paragraphs name and no held document has; what stands in several languages is counted in one."""

    symbol: str
    paragraphs: int
    documents: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A held document with the languages of its texts."""

    key: str
    symbol: str
    title: str
    source: str
    process: str
    type: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A source of the crawler: its visits, the last good one, and what all the visits since then ended in.

    Moments are ISO, empty for never. `failing` is the first bad visit since the last good one, `verdict` and `reason`
    are those of its newest bad visit.
    """

    source: str
    last: str
    last_good: str
    failing: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many documents of a source and process bear a date (ISO, perhaps only a year), and how many are held."""

    source: str
    process: str
    date: str
    known: int
    held: int


@dataclass(frozen=True, slots=True)
class Covering:
    """The store as far as its gaps go. Documents within documents are left out: they come and go with their whole."""

    connection: sqlite3.Connection

    def symbols(self) -> list[KnownSymbol]:
        """Every document with a symbol, in the order in which people count symbols."""
        rows = self.connection.execute(
            """SELECT symbol, family, source, process, held FROM documents
               WHERE symbol <> '' AND part_of IS NULL ORDER BY symbol_key, id"""
        )
        return [KnownSymbol(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]

    def cited_not_held(self) -> list[CitedSymbol]:
        """Symbols that current texts cite and no held document has, also not as its other name; most cited first."""
        rows = self.connection.execute(
            """WITH held AS (
                 SELECT symbol FROM documents WHERE held
                 UNION SELECT alias FROM aliases JOIN documents ON documents.id = document_id
                   WHERE kind = 'symbol' AND held),
               wanted AS (
                 SELECT passage_id, symbol FROM citations WHERE symbol NOT IN (SELECT symbol FROM held)),
               spoken AS (
                 SELECT wanted.symbol, coalesce(passages.part_id, versions.document_id) AS document, count(*) AS many
                 FROM wanted JOIN passages ON passages.id = passage_id
                 JOIN versions ON versions.id = passages.version_id AND versions.current
                 GROUP BY wanted.symbol, document, versions.language),
               told AS (SELECT symbol, document, max(many) AS many FROM spoken GROUP BY symbol, document)
               SELECT symbol, sum(many) AS paragraphs, count(*) AS documents FROM told
               GROUP BY symbol ORDER BY paragraphs DESC, documents DESC, symbol"""
        )
        return [CitedSymbol(*row) for row in rows]

    def spoken(self) -> list[Spoken]:
        """Every held document with its languages."""
        rows = self.connection.execute(
            """SELECT documents.key, documents.symbol, documents.title, documents.source, documents.process,
                      documents.type, group_concat(DISTINCT versions.language)
               FROM documents JOIN versions ON versions.document_id = documents.id AND versions.current
               WHERE documents.held AND documents.part_of IS NULL
               GROUP BY documents.id ORDER BY documents.source, documents.process, documents.symbol_key, documents.id"""
        )
        found = []
        for row in rows:
            key, symbol, title, source, process, kind, spoken = row
            languages = tuple(sorted(filter(None, spoken.split(","))))
            found.append(Spoken(key, symbol, title, source, process, kind, languages))
        return found

    def asked(self) -> list[Asked]:
        """Every source that was ever visited.

        What a server does not have (yet) is no bad visit; a file that came and could not be read (its verdict is the
        name of our error) is a good one, of a source that answers.
        """
        rows = self.connection.execute(
            f"""WITH good AS (
                 SELECT source, max(fetched) AS last,
                        max(fetched) FILTER (WHERE {_ANSWERED}) AS last_good FROM visits GROUP BY source),
               bad AS (
                 SELECT visits.source, min(fetched) AS failing, max(visits.id) AS newest
                 FROM visits JOIN good ON good.source = visits.source
                 WHERE fetched > coalesce(last_good, '') AND NOT ({_ANSWERED})
                   AND verdict NOT IN ('not_found', 'empty', 'soft404')
                 GROUP BY visits.source)
               SELECT good.source, good.last, coalesce(last_good, ''), coalesce(failing, ''),
                      coalesce(visits.verdict, ''), coalesce(visits.reason, '')
               FROM good LEFT JOIN bad ON bad.source = good.source LEFT JOIN visits ON visits.id = newest
               ORDER BY good.source"""
        )
        return [Asked(*row) for row in rows]

    def days(self) -> list[DayCount]:
        """How many documents bear each date, by source and process; undated ones are left out."""
        rows = self.connection.execute(
            """SELECT source, process, date, count(*), sum(held) FROM documents
               WHERE date <> '' AND part_of IS NULL GROUP BY source, process, date"""
        )
        return [DayCount(*row) for row in rows]
