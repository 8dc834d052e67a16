"""Who cites whom: the symbols that a paragraph names, kept when its text is put in.

A citation names a document whether or not it is held; spellings are made normal, so that `resolution 75/240` in one
text and `A/RES/75/240` in another are the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.symbols import find

_CITING = """
    SELECT coalesce(passages.part_id, versions.document_id) AS document_id, passages.id AS passage_id,
           citations.symbol
    FROM citations JOIN passages ON passages.id = citations.passage_id
    JOIN versions ON versions.id = passages.version_id AND versions.current
"""
# The passages of a document, its parts' among them, as SQLite can look them up; CROSS JOIN keeps it from all citations.
_CITED = """
    SELECT coalesce(passages.part_id, versions.document_id) AS document_id, passages.id AS passage_id,
           citations.symbol
    FROM (SELECT passages.id FROM versions JOIN passages ON passages.version_id = versions.id
          WHERE versions.document_id = :document
          UNION SELECT id FROM passages WHERE part_id = :document) AS own
    CROSS JOIN passages ON passages.id = own.id
    CROSS JOIN versions ON versions.id = passages.version_id AND versions.current
    CROSS JOIN citations ON citations.passage_id = passages.id
"""


@dataclass(frozen=True, slots=True)
class Citation:
    """A paragraph, the document that it stands in, and the symbol that it names."""

    document_id: int
    passage_id: int
    symbol: str


def cited_symbols(text: str) -> tuple[str, ...]:
    """The symbols that a text names, in normal spelling, each once."""
    # Every symbol has a figure in it: most paragraphs are spared the search.
    named = find(text) if any(char.isdigit() for char in text) else []
    return tuple(dict.fromkeys(mention.symbol.text for mention in named))


def put_citations(connection: sqlite3.Connection, version_id: int) -> None:
    """Write down what the paragraphs of a version name."""
    connection.executemany("INSERT INTO citations (passage_id, symbol) VALUES (?, ?)", _named(connection, version_id))


def are_kept(connection: sqlite3.Connection, version_id: int) -> bool:
    """Whether the citations of a version are those of its text."""
    kept = connection.execute(
        "SELECT passage_id, symbol FROM citations JOIN passages ON passages.id = passage_id WHERE version_id = ?",
        (version_id,),
    )
    return {tuple(row) for row in kept} == set(_named(connection, version_id))


def _named(connection: sqlite3.Connection, version_id: int) -> list[tuple[int, str]]:
    rows = connection.execute("SELECT id, text FROM passages WHERE version_id = ?", (version_id,))
    return [(row["id"], symbol) for row in rows for symbol in cited_symbols(row["text"])]


def citations_in(connection: sqlite3.Connection, document_id: int) -> list[Citation]:
    """What a document's current texts cite, in running order; its own symbol is left out."""
    rows = connection.execute(
        f"""{_CITED} WHERE citations.symbol <> (SELECT symbol FROM documents WHERE id = :document)
            ORDER BY versions.language, passages.place, citations.symbol""",
        {"document": document_id},
    )
    return list(_citations(rows))


def citations_of(connection: sqlite3.Connection, symbol: str) -> list[Citation]:
    """Where current texts of other documents cite this symbol (in normal spelling), newest document first."""
    rows = connection.execute(
        f"""{_CITING} JOIN documents ON documents.id = coalesce(passages.part_id, versions.document_id)
            WHERE citations.symbol = :symbol AND documents.symbol <> :symbol
            ORDER BY documents.date DESC, documents.id, versions.language, passages.place""",
        {"symbol": symbol},
    )
    return list(_citations(rows))


def _citations(rows: Iterable[sqlite3.Row]) -> Iterator[Citation]:
    return (Citation(row["document_id"], row["passage_id"], row["symbol"]) for row in rows)
