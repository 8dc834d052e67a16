"""Putting one arrival into the store: which document it is, what is believed of it, whether its text changed.

Called inside a transaction. Documents are recognised, in this order, by symbol, by URL, by payload digest
(sources.md section 12, rule 5), so the same file met at three addresses is one document with three aliases.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from corpus.document import Change, Extract, Passage, Posting
from corpus.official import official_url
from corpus.store.facts import SEPARATOR, Fact, best, posting_facts, text_facts
from corpus.store.values import Arrival, Deposited
from corpus.symbols import from_file_name, parse
from corpus.vocabulary import process_of, source_of, type_of

_SYMBOL_API = "https://documents.un.org/api/"
COLUMNS = (
    "symbol", "family", "symbol_key", "title", "date", "date_kind", "date_adopted", "date_issued", "date_on_text",
    "source", "process", "session", "type", "type_label", "agenda_item", "original_language", "url",
)  # fmt: skip


def deposit(connection: sqlite3.Connection, arrival: Arrival) -> Deposited:
    """Store an arrival's facts, version and passages; returns what it changed."""
    posting, original = arrival.posting, arrival.original
    language = posting.language or arrival.extract.language
    said = text_facts(arrival.extract.front, language)
    facts = [*posting_facts(posting, arrival.origin), *said, *_file_facts(posting.url)]
    symbol = _normal(best(facts).get("symbol", ""))
    aliases = {"url": posting.url, "digest": original.digest}
    document_id, new = _document(connection, symbol, aliases, posting.source, original.fetched)
    facts_changed = _merge_facts(connection, document_id, facts)
    text_changed = _put_version(connection, document_id, arrival)
    _put_aliases(connection, document_id, aliases | {"final": original.final_url})
    was_held = connection.execute("SELECT held FROM documents WHERE id = ?", (document_id,)).fetchone()["held"]
    connection.execute(
        "UPDATE documents SET held = 1, last_seen = ? WHERE id = ?", (original.fetched.isoformat(), document_id)
    )
    change = Change.NEW if new or not was_held else Change.CHANGED if facts_changed or text_changed else Change.SAME
    return _announce(connection, document_id, change, original.fetched)


def record(connection: sqlite3.Connection, posting: Posting, origin: str, at: datetime) -> Deposited:
    """Store what is known of a document whose text is not held (the catalogue)."""
    aliases = {"url": posting.url}
    document_id, new = _document(connection, _normal(posting.symbol), aliases, posting.source, at, posting.title)
    changed = _merge_facts(connection, document_id, posting_facts(posting, origin))
    _put_aliases(connection, document_id, aliases)
    return _announce(connection, document_id, Change.NEW if new else Change.CHANGED if changed else Change.SAME, at)


def text_digest(extract: Extract) -> str:
    """A digest of the words, numbers and pages: equal digests mean that nothing a reader cites has changed."""
    told = [(passage.number, passage.page, passage.text) for passage in extract.passages]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _normal(written: str) -> str:
    symbol = parse(written) if written else None
    return symbol.text if symbol else written.strip()


def _file_facts(url: str) -> list[Fact]:
    name = url.rsplit("/", 1)[-1]
    symbol = from_file_name(name)
    return [Fact("symbol", symbol.text, "file-name")] if symbol else []


def _document(
    connection: sqlite3.Connection, symbol: str, aliases: Mapping[str, str], source: str, at: datetime, title: str = ""
) -> tuple[int, bool]:
    if symbol:
        row = connection.execute("SELECT document_id FROM aliases WHERE alias = ?", (symbol,)).fetchone()
        if row:
            return row["document_id"], False
    for alias in filter(None, aliases.values()):
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
        "INSERT INTO facts (document_id, name, origin, value) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET value = excluded.value",
        [(document_id, fact.name, fact.origin, fact.value) for fact in facts],
    )
    rows = connection.execute("SELECT name, value, origin FROM facts WHERE document_id = ?", (document_id,)).fetchall()
    chosen = best(Fact(row["name"], row["value"], row["origin"]) for row in rows)
    values = _columns(chosen)
    before = connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
    names = tuple(filter(None, chosen.get("submitters", "").split(SEPARATOR)))
    if all(before[name] == values[name] for name in COLUMNS) and names == _submitters(connection, document_id):
        return False
    assignments = ", ".join(f"{name} = :{name}" for name in COLUMNS)
    connection.execute(f"UPDATE documents SET {assignments} WHERE id = :id", {**values, "id": document_id})
    connection.execute("DELETE FROM submitters WHERE document_id = ?", (document_id,))
    connection.executemany(
        "INSERT INTO submitters VALUES (?, ?, ?)", [(document_id, place, name) for place, name in enumerate(names)]
    )
    if values["symbol"]:
        _put_aliases(connection, document_id, {"symbol": values["symbol"]})
    return True


def _columns(chosen: Mapping[str, str]) -> dict[str, str]:
    """Every column of a document: believed facts, and what follows from symbol, title and label."""
    symbol = _normal(chosen.get("symbol", ""))
    parsed = parse(symbol) if symbol else None
    told = (symbol, chosen.get("title", ""), chosen.get("type_label", ""))
    derived = {
        "symbol": symbol,
        "family": parsed.family if parsed else symbol,
        "symbol_key": parsed.sort_key if parsed else symbol,
        "url": _url(chosen.get("url", ""), symbol),
        "source": chosen.get("source") or source_of(symbol),
        "process": chosen.get("process") or process_of(*told),
        "type": chosen.get("type") or type_of(*told),
    }
    return {name: derived.get(name, chosen.get(name, "")) for name in COLUMNS}


def _url(posted: str, symbol: str) -> str:
    # The ODS symbol API is for programs; people are sent to the page of the same document.
    return official_url(symbol) if not posted or posted.startswith(_SYMBOL_API) else posted


def _submitters(connection: sqlite3.Connection, document_id: int) -> tuple[str, ...]:
    rows = connection.execute("SELECT name FROM submitters WHERE document_id = ? ORDER BY place", (document_id,))
    return tuple(row["name"] for row in rows)


def _put_aliases(connection: sqlite3.Connection, document_id: int, aliases: Mapping[str, str]) -> None:
    kinds = {"final": "url"}
    connection.executemany(
        "INSERT OR IGNORE INTO aliases (alias, kind, document_id) VALUES (?, ?, ?)",
        [(alias, kinds.get(kind, kind), document_id) for kind, alias in aliases.items() if alias],
    )


def _put_version(connection: sqlite3.Connection, document_id: int, arrival: Arrival) -> bool:
    extract, original = arrival.extract, arrival.original
    language = arrival.posting.language or extract.language
    digest = text_digest(extract)
    same_text = connection.execute(
        "SELECT id FROM versions WHERE document_id = ? AND language = ? AND current AND text_digest = ?",
        (document_id, language, digest),
    ).fetchone()
    if same_text:
        return False
    connection.execute(
        "UPDATE versions SET current = 0 WHERE document_id = ? AND language = ?", (document_id, language)
    )
    connection.execute(
        "DELETE FROM versions WHERE document_id = ? AND language = ? AND payload_digest = ?",
        (document_id, language, original.digest),
    )
    values = {
        "document_id": document_id, "language": language, "payload_digest": original.digest, "text_digest": digest,
        "media_type": extract.media_type, "pages": extract.pages, "extractor": extract.extractor,
        "url": original.url, "final_url": original.final_url, "headers": json.dumps(original.headers),
        "fetched": original.fetched.isoformat(), "warc_file": original.archived.file,
        "warc_offset": original.archived.offset, "current": 1,
    }  # fmt: skip
    cursor = connection.execute(
        f"INSERT INTO versions ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )
    _put_passages(connection, cursor.lastrowid or 0, extract.passages)
    return True


def _put_passages(connection: sqlite3.Connection, version_id: int, passages: Sequence[Passage]) -> None:
    seen: set[str] = set()
    rows = []
    for place, item in enumerate(passages, 1):
        heading = " > ".join(item.heading)
        rows.append((version_id, place, item.number, item.number in seen, heading, item.page, item.language, item.text))
        seen.add(item.number)
    connection.executemany(
        "INSERT INTO passages (version_id, place, number, repeated, heading, page, language, text) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _announce(connection: sqlite3.Connection, document_id: int, change: Change, at: datetime) -> Deposited:
    key = connection.execute("SELECT key FROM documents WHERE id = ?", (document_id,)).fetchone()["key"]
    if change is not Change.SAME:
        connection.execute(
            "INSERT INTO changes (document_id, change, at) VALUES (?, ?, ?)", (document_id, change, at.isoformat())
        )
    return Deposited(document_id, key, change)
