"""Putting one arrival into the store: which document it is, what is believed of it, whether its text changed.

Called inside a transaction. Documents are recognised, in this order, by symbol, by URL, by payload digest
(sources.md section 12, rule 5), so the same file met at three addresses is one document with three aliases.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from corpus.document import Change, Posting
from corpus.official import reading_url
from corpus.store.digests import put_facts_digest
from corpus.store.facts import Fact, best, file_facts, posting_facts, text_facts
from corpus.store.feed import GONE, announce, announce_passages
from corpus.store.parts import put_parts
from corpus.store.submitters import put_submitters, stored_submitters, submitters_of
from corpus.store.values import Arrival, Deposited
from corpus.store.versions import PutVersion, put_version, text_digest
from corpus.symbols import parse
from corpus.vocabulary import process_of, source_of, type_of

# Characters from which on the same text is the same document.
_TELLING_TEXT = 500
COLUMNS = (
    "symbol", "family", "symbol_key", "title", "date", "date_kind", "date_adopted", "date_issued", "date_on_text",
    "source", "process", "session", "type", "type_label", "agenda_item", "original_language", "url",
)  # fmt: skip


def deposit(connection: sqlite3.Connection, arrival: Arrival) -> Deposited:
    """Store an arrival's facts, version and passages; returns what it changed."""
    posting, original = arrival.posting, arrival.original
    language = posting.language or arrival.extract.language
    said = text_facts(arrival.extract.front, language)
    facts = [*posting_facts(posting, arrival.origin), *said, *file_facts(posting.url)]
    symbol = _normal(best(facts).get("symbol", ""))
    aliases = {"url": posting.url, "digest": original.digest}
    document_id, new = _document(
        connection, symbol, aliases, posting.source, original.fetched, twin=_twin(connection, arrival, language)
    )
    facts_changed = _merge_facts(connection, document_id, facts)
    put = put_version(connection, document_id, arrival)
    _put_aliases(connection, document_id, aliases | {"final": original.final_url})
    was_held = connection.execute("SELECT held FROM documents WHERE id = ?", (document_id,)).fetchone()["held"]
    at = original.fetched.isoformat()
    connection.execute("UPDATE documents SET held = 1, last_seen = ? WHERE id = ?", (at, document_id))
    change = Change.NEW if new or not was_held else Change.CHANGED if facts_changed or put.changed else Change.SAME
    if change is Change.NEW or facts_changed:
        announce(connection, document_id, change, at)
    if change is Change.CHANGED and put.changed:
        _announce_text(connection, document_id, put, at)
    put_parts(connection, document_id, put, arrival.extract.parts, at)
    return _deposited(connection, document_id, change)


def record(connection: sqlite3.Connection, posting: Posting, origin: str, at: datetime) -> Deposited:
    """Store what a catalogue or a library knows of a document, whether or not its text is held: facts and addresses."""
    aliases = {"url": posting.url}
    document_id, new = _document(connection, _normal(posting.symbol), aliases, posting.source, at, posting.title)
    changed = _merge_facts(connection, document_id, posting_facts(posting, origin))
    for url in (posting.url, *posting.otherwise):
        _put_aliases(connection, document_id, {"url": url})
    change = Change.NEW if new else Change.CHANGED if changed else Change.SAME
    if change is not Change.SAME:
        announce(connection, document_id, change, at.isoformat())
    return _deposited(connection, document_id, change)


def _normal(written: str) -> str:
    symbol = parse(written) if written else None
    return symbol.text if symbol else written.strip()


def _twin(connection: sqlite3.Connection, arrival: Arrival, language: str) -> str:
    """An alias of the document that has this very text already: a page that moved, with another menu around it.

    Empty where there is none, or where the text is so short (a form, a cover page) that it proves nothing.
    """
    if sum(len(passage.text) for passage in arrival.extract.passages) < _TELLING_TEXT:
        return ""
    row = connection.execute(
        "SELECT url FROM versions WHERE text_digest = ? AND language = ? AND current",
        (text_digest(arrival.extract), language),
    ).fetchone()
    return row["url"] if row else ""


def _document(
    connection: sqlite3.Connection,
    symbol: str,
    aliases: Mapping[str, str],
    source: str,
    at: datetime,
    title: str = "",
    twin: str = "",
) -> tuple[int, bool]:
    if symbol:
        # A decision held only behind its journal does not keep the decision itself from being a document.
        row = connection.execute(
            "SELECT document_id FROM aliases JOIN documents ON documents.id = document_id "
            "WHERE alias = ? AND part_of IS NULL",
            (symbol,),
        ).fetchone()
        if row:
            return row["document_id"], False
    for alias in filter(None, (*aliases.values(), twin)):
        row = connection.execute(
            "SELECT document_id, symbol FROM aliases JOIN documents ON documents.id = document_id WHERE alias = ?",
            (alias,),
        ).fetchone()
        if row and (not symbol or row["symbol"] in ("", symbol)):
            return row["document_id"], False
    identity = aliases.get("url") or aliases.get("digest") or title
    key = symbol or f"{source or 'file'}-{hashlib.sha256(identity.encode()).hexdigest()[:10]}"
    row = connection.execute("SELECT id FROM documents WHERE key = ?", (key,)).fetchone()
    if row:
        return row["id"], False
    blank = dict.fromkeys(COLUMNS, "") | {"key": key, "first_seen": at.isoformat(), "last_seen": at.isoformat()}
    cursor = connection.execute(
        f"INSERT INTO documents ({', '.join(blank)}) VALUES ({', '.join('?' * len(blank))})",
        tuple(blank.values()),
    )
    return cursor.lastrowid or 0, True


def _merge_facts(connection: sqlite3.Connection, document_id: int, facts: Sequence[Fact]) -> bool:
    connection.executemany(
        "INSERT INTO facts (document_id, name, origin, value, read_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET value = excluded.value, read_at = excluded.read_at",
        [(document_id, fact.name, fact.origin, fact.value, fact.read_at) for fact in facts],
    )
    put_facts_digest(connection, document_id)
    stored = _stored(connection, document_id)
    values = _columns(best(stored))
    before = connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
    named = submitters_of(stored)
    if all(before[name] == values[name] for name in COLUMNS) and named == stored_submitters(connection, document_id):
        return False
    assignments = ", ".join(f"{name} = :{name}" for name in COLUMNS)
    connection.execute(f"UPDATE documents SET {assignments} WHERE id = :id", {**values, "id": document_id})
    put_submitters(connection, document_id, named)
    if values["symbol"]:
        _put_aliases(connection, document_id, {"symbol": values["symbol"]})
    return True


def _stored(connection: sqlite3.Connection, document_id: int) -> list[Fact]:
    rows = connection.execute("SELECT name, value, origin FROM facts WHERE document_id = ?", (document_id,)).fetchall()
    return [Fact(row["name"], row["value"], row["origin"]) for row in rows]


def believed_columns(connection: sqlite3.Connection, document_id: int) -> dict[str, str]:
    """What the columns of a document must hold, by the facts that are stored of it."""
    return _columns(best(_stored(connection, document_id)))


def _columns(chosen: Mapping[str, str]) -> dict[str, str]:
    """Every column of a document: believed facts, and what follows from symbol, title and label."""
    symbol = _normal(chosen.get("symbol", ""))
    parsed = parse(symbol) if symbol else None
    told = (symbol, chosen.get("title", ""), chosen.get("type_label", ""))
    derived = {
        "symbol": symbol,
        "family": parsed.family if parsed else symbol,
        "symbol_key": parsed.sort_key if parsed else symbol,
        "url": reading_url(chosen.get("url", ""), symbol),
        "source": chosen.get("source") or source_of(symbol),
        "process": chosen.get("process") or process_of(*told),
        "type": chosen.get("type") or type_of(*told),
    }
    return {name: derived.get(name, chosen.get(name, "")) for name in COLUMNS}


def _put_aliases(connection: sqlite3.Connection, document_id: int, aliases: Mapping[str, str]) -> None:
    kinds = {"final": "url"}
    connection.executemany(
        "INSERT INTO aliases (alias, kind, document_id) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
        "SET document_id = excluded.document_id "
        "WHERE (SELECT part_of FROM documents WHERE id = aliases.document_id) IS NOT NULL",
        [(alias, kinds.get(kind, kind), document_id) for kind, alias in aliases.items() if alias],
    )


def _announce_text(connection: sqlite3.Connection, document_id: int, put: PutVersion, at: str) -> None:
    """Announce the paragraphs that came and went; where only pages or headings moved, the document."""
    announce_passages(connection, document_id, put.new, Change.NEW, at)
    announce_passages(connection, document_id, put.gone, GONE, at)
    if not put.new and not put.gone:
        announce(connection, document_id, Change.CHANGED, at)


def _deposited(connection: sqlite3.Connection, document_id: int, change: Change) -> Deposited:
    key = connection.execute("SELECT key FROM documents WHERE id = ?", (document_id,)).fetchone()["key"]
    return Deposited(document_id, key, change)
