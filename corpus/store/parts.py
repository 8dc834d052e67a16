"""Documents within a document: a State's reply in a report, a decision behind a journal.

They have rows of their own in `documents`, so that `by:` and citations work, but no versions: their paragraphs are
those of the whole, marked with `part_id`. What is not printed with a part (process, session, address) it has from the
whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from corpus.document import Change, Part
from corpus.states import canonical
from corpus.store.digests import put_facts_digest
from corpus.store.facts import SEPARATOR
from corpus.store.feed import GONE, announce
from corpus.store.submitters import Submitter, put_submitters
from corpus.store.versions import PutVersion
from corpus.symbols import parse
from corpus.vocabulary import type_of

_INHERITED = ("source", "process", "session", "agenda_item", "url", "type_label")


def put_parts(
    connection: sqlite3.Connection, document_id: int, put: PutVersion, parts: Sequence[Part], at: str
) -> None:
    """Make the parts of a document's new version rows of their own, and announce what changed in them.

    Parts that no current version has any more are removed.
    """
    if put.changed:
        taken: set[str] = set()
        for part in parts:
            _put_part(connection, document_id, put, part, taken, at)
        _remove_left(connection, document_id, at)
    _inherit(connection, document_id, at)


def _put_part(
    connection: sqlite3.Connection, document_id: int, put: PutVersion, part: Part, taken: set[str], at: str
) -> None:
    whole = connection.execute("SELECT key FROM documents WHERE id = ?", (document_id,)).fetchone()["key"]
    key = _free(f"{whole} ({part.symbol or part.title})", taken)
    row = connection.execute("SELECT id FROM documents WHERE key = ?", (key,)).fetchone()
    part_id = row["id"] if row else _insert(connection, document_id, key, at)
    connection.execute(
        "UPDATE passages SET part_id = ? WHERE version_id = ? AND place BETWEEN ? AND ?",
        (part_id, put.id, part.first, part.last),
    )
    _put_facts(connection, part_id, part)
    # Its paragraphs are announced with the whole, whose they are too.
    announce(connection, part_id, Change.CHANGED if row else Change.NEW, at)


def _free(key: str, taken: set[str]) -> str:
    """The key, numbered where another part of this version has it: a State may reply twice."""
    free, number = key, 1
    while free in taken:
        number += 1
        free = f"{key} {number}"
    taken.add(free)
    return free


def _insert(connection: sqlite3.Connection, document_id: int, key: str, at: str) -> int:
    texts = (
        "symbol", "family", "symbol_key", "title", "date", "date_kind", "date_adopted", "date_issued", "date_on_text",
        "type", "original_language", *_INHERITED,
    )  # fmt: skip
    values = dict.fromkeys(texts, "") | {"key": key, "first_seen": at, "last_seen": at}
    cursor = connection.execute(
        f"INSERT INTO documents (part_of, held, {', '.join(values)}) VALUES (?, 1, {', '.join('?' * len(values))})",
        (document_id, *values.values()),
    )
    return cursor.lastrowid or 0


def _put_facts(connection: sqlite3.Connection, part_id: int, part: Part) -> None:
    page = connection.execute("SELECT min(page) FROM passages WHERE part_id = ?", (part_id,)).fetchone()[0]
    said = {
        "symbol": part.symbol, "title": part.title, "date_on_text": part.date, "original_language": part.language,
        "submitters": SEPARATOR.join(part.submitters),
    }  # fmt: skip
    connection.execute("DELETE FROM facts WHERE document_id = ?", (part_id,))
    connection.executemany(
        "INSERT INTO facts (document_id, name, origin, value, read_at) VALUES (?, ?, 'text', ?, ?)",
        [(part_id, name, value, f"page {page}" if page else "text") for name, value in said.items() if value],
    )
    put_submitters(
        connection,
        part_id,
        [Submitter(canonical(name), "submitter", part.confidence or "stated") for name in part.submitters],
    )
    put_facts_digest(connection, part_id)


def _remove_left(connection: sqlite3.Connection, document_id: int, at: str) -> None:
    left = connection.execute(
        """SELECT id FROM documents WHERE part_of = ? AND id NOT IN (
               SELECT part_id FROM passages JOIN versions ON versions.id = passages.version_id
               WHERE versions.document_id = ? AND versions.current AND part_id IS NOT NULL)""",
        (document_id, document_id),
    ).fetchall()
    for row in left:
        connection.execute("DELETE FROM documents WHERE id = ?", (row["id"],))
        announce(connection, row["id"], GONE, at)


def _inherit(connection: sqlite3.Connection, document_id: int, at: str) -> None:
    """Give every part what it has from the whole, and announce those for which that is news."""
    whole = connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
    for part in connection.execute("SELECT * FROM documents WHERE part_of = ?", (document_id,)).fetchall():
        facts = connection.execute("SELECT name, value FROM facts WHERE document_id = ?", (part["id"],))
        values = _columns(whole, part["key"], {row["name"]: row["value"] for row in facts})
        if any(part[name] != value for name, value in values.items()):
            assignments = ", ".join(f"{name} = :{name}" for name in values)
            connection.execute(f"UPDATE documents SET {assignments} WHERE id = :id", {**values, "id": part["id"]})
            _name(connection, part["id"], filter(None, [values["symbol"], part["key"]]))
            announce(connection, part["id"], Change.CHANGED, at)


def _columns(whole: sqlite3.Row, key: str, facts: Mapping[str, str]) -> dict[str, str]:
    """What a part is believed to be: what is printed with it, else what is said of the whole."""
    symbol = facts.get("symbol", "")
    parsed = parse(symbol) if symbol else None
    date = facts.get("date_on_text", "")
    named = facts.get("submitters", "")
    return {name: whole[name] for name in _INHERITED} | {
        "symbol": symbol or key,
        "family": parsed.family if parsed else whole["family"],
        "symbol_key": parsed.sort_key if parsed else f"{whole['symbol_key']} {named}",
        "title": f"{named}: {whole['title']}" if named else facts.get("title", ""),
        "date": date or whole["date"],
        "date_kind": "date_on_text" if date else whole["date_kind"],
        "date_on_text": date,
        "type": (type_of(symbol, facts.get("title", ""), "") if symbol else "") or whole["type"],
        "original_language": facts.get("original_language", "") or whole["original_language"],
    }


def _name(connection: sqlite3.Connection, part_id: int, names: Iterable[str]) -> None:
    """A part answers to its symbol as long as no document of its own is held under it."""
    connection.executemany(
        "INSERT OR IGNORE INTO aliases (alias, kind, document_id) VALUES (?, 'symbol', ?)",
        [(name, part_id) for name in names],
    )
