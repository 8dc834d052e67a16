"""Is everything there that was ever kept, and as it was kept? The archive byte by byte, then the store against it.

A gzip member carries a checksum of its content, and its head never varies within a file. A few bits between its blocks
mean nothing (RFC 1951, 3.2.3 and 3.2.4): compressing the content again tells whether they are as they were written, so
that every changed bit of the archive is noticed.

Of the store SQLite's own check is made, the digests of texts are computed again, visits are compared with the archive's
notes, and what is believed of a document with the facts it follows from.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from corpus.archive import OPEN, members
from corpus.store.citations import are_kept
from corpus.store.database import connect
from corpus.store.deposit import believed_columns
from corpus.store.digests import facts_digest, version_digest
from corpus.store.versions import stored_text_digest
from corpus.warc import payload_digest

REBUILD = "`verbale verify --repair` makes the store again from the archive"
REFETCH = "`verbale verify --repair` fetches it again"
NOTE_AGAIN = "`verbale verify --repair` writes the note again"
KNOWN = "damaged.jsonl"
_POINTING = {
    "versions": "SELECT DISTINCT url, payload_digest, warc_file, warc_offset FROM versions",
    "visits": "SELECT DISTINCT url, payload_digest, warc_file, warc_offset FROM visits WHERE warc_file <> ''",
}
# Magic, method, flags, time, extra flags, system: RFC 1952, 2.3.
_HEAD = 10
# Fewer bytes than this may differ for a member to be the same one, damaged: other choices of a compressor show in most.
_TOUCHED = 16


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as it was kept. `part` is archive or store, `file` and `offset` say where in the archive.

    `digest` is that of the payload that was lost, `url` whose it was, where the store still knows.
    """

    part: str
    where: str
    what: str
    cure: str
    file: str = ""
    offset: int = -1
    url: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a whole record says of itself. `digest` is that of its payload, empty where it has none of its own."""

    kind: str
    url: str
    digest: str


@dataclass(slots=True)
class Found:
    """What was found in the archive: records by file and offset, the notes, and how many bytes were read."""

    records: dict[tuple[str, int], Record]
    notes: list[dict[str, Any]]
    damages: list[Damage]


def read_archive(folder: Path) -> Found:
    """Every record of every file, read whole."""
    found = Found({}, [], [])
    for path in sorted(folder.glob("*.warc.gz*")):
        _read_file(path, found)
    return found


def _read_file(path: Path, found: Found) -> None:
    name = path.name.removesuffix(OPEN)
    heads: dict[int, bytes] = {}
    with path.open("rb") as stream:
        for offset, end, content in _bounded(path):
            member = _between(stream, offset, end)
            heads[offset] = member[:_HEAD]
            what = _what_is_wrong(member, content)
            record = _record(content) if content is not None and not what else what
            if isinstance(record, str):
                found.damages.append(Damage("archive", f"{name} at {offset}", record, REFETCH, name, offset))
                continue
            found.records[name, offset] = record
            if record.kind == "metadata" and content is not None:
                found.notes.append(_note(content))
    _compare_heads(name, heads, found)


def _bounded(path: Path) -> Iterator[tuple[int, int, bytes | None]]:
    """The members of a file with where each begins and ends; None for one that is damaged. One at a time in memory."""
    before: tuple[int, bytes | None] | None = None
    for offset, content in members(path):
        if before is not None:
            yield before[0], offset, before[1]
        before = offset, content
    if before is not None:
        yield before[0], path.stat().st_size, before[1]


def _what_is_wrong(member: bytes, content: bytes | None) -> str:
    if content is None:
        return "its bytes are damaged"
    return "its compression is damaged" if _is_touched(member, content) else ""


def _compare_heads(name: str, heads: dict[int, bytes], found: Found) -> None:
    """The heads of a file's members are alike; one that differs was changed."""
    usual = Counter(heads.values()).most_common(1)[0][0] if heads else b""
    for offset, head in heads.items():
        if head != usual and (name, offset) in found.records:
            what = "the head of its compression is damaged"
            found.damages.append(Damage("archive", f"{name} at {offset}", what, REFETCH, name, offset))


def _between(stream: BinaryIO, offset: int, end: int) -> bytes:
    stream.seek(offset)
    return stream.read(end - offset)


def _is_touched(member: bytes, content: bytes) -> bool:
    """Whether a gzip member differs, in a few bits only, from what its content is compressed to.

    One that differs everywhere is whole: another version of zlib, or another program, has written it.
    """
    compressor = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)  # as warcio does
    again = compressor.compress(content) + compressor.flush()
    if again == member or len(again) != len(member):
        return False
    return sum(one != other for one, other in zip(member[_HEAD:], again[_HEAD:], strict=True)) in range(1, _TOUCHED)


def _record(content: bytes) -> Record | str:
    """What a record says of itself, or what is wrong with it."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        record = next(iter(ArchiveIterator(BytesIO(content))))
        body = record.raw_stream.read()
    except (ArchiveLoadFailed, StopIteration, ValueError) as error:
        return f"it is no record ({error})"
    headers = record.rec_headers
    kind, digest = record.rec_type, headers.get_header("WARC-Payload-Digest") or ""
    if kind in ("response", "resource") and payload_digest(body) != digest:
        return "its bytes do not match its digest"
    return Record(kind, headers.get_header("WARC-Target-URI") or "", digest)


def _note(content: bytes) -> dict[str, Any]:
    from warcio.archiveiterator import ArchiveIterator

    note: dict[str, Any] = json.loads(next(iter(ArchiveIterator(BytesIO(content)))).content_stream().read())
    return note


def check_store(database: Path, found: Found) -> Iterator[Damage]:
    """Everything in the store that is not whole, or that the archive does not bear out."""
    try:
        connection = connect(database, writing=False)
    except Exception as error:
        # A damaged file can make SQLite raise anything; whatever it is, the cure is the same.
        yield Damage("store", database.name, f"it cannot be opened ({error})", REBUILD)
        return
    try:
        yield from _rows(connection, found)
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        yield Damage("store", database.name, f"it cannot be read ({error})", REBUILD)
    finally:
        connection.close()


def _rows(connection: sqlite3.Connection, found: Found) -> Iterator[Damage]:
    for (told,) in connection.execute("PRAGMA integrity_check").fetchall():
        if told != "ok":
            yield Damage("store", "corpus.db", str(told), REBUILD)
    for table, row, *_ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield Damage("store", f"{table} {row}", "it belongs to a row that is not there", REBUILD)
    yield from _references(connection, found)
    yield from _texts(connection)
    yield from _beliefs(connection)
    yield from _visits(connection, found)
    yield from _unnoted(connection, found)


def _references(connection: sqlite3.Connection, found: Found) -> Iterator[Damage]:
    """Every row that points into the archive leads to a record with its digest."""
    damaged = {(damage.file, damage.offset) for damage in found.damages}
    for table, sql in _POINTING.items():
        for url, digest, file, offset in connection.execute(sql):
            record = found.records.get((file, offset))
            if record is None and (file, offset) not in damaged:
                yield Damage("archive", f"{file} at {offset}", "no record is there", REFETCH, file, offset, url, digest)
            elif record is not None and record.digest != digest:
                yield Damage("store", f"{table}: {url}", "it points to a record of other bytes", REBUILD)


def _texts(connection: sqlite3.Connection) -> Iterator[Damage]:
    for row in connection.execute("SELECT id, url, text_digest, about_digest FROM versions").fetchall():
        if stored_text_digest(connection, row["id"]) != row["text_digest"]:
            yield Damage("store", f"versions: {row['url']}", "its paragraphs are not those that were stored", REBUILD)
        if version_digest(connection, row["id"]) != row["about_digest"]:
            yield Damage("store", f"versions: {row['url']}", "its row is not as it was stored", REBUILD)
        if not are_kept(connection, row["id"]):
            yield Damage("store", f"versions: {row['url']}", "its citations are not those of its text", REBUILD)


def _beliefs(connection: sqlite3.Connection) -> Iterator[Damage]:
    for row in connection.execute("SELECT * FROM documents").fetchall():
        if facts_digest(connection, row["id"]) != row["facts_digest"]:
            yield Damage("store", f"documents: {row['key']}", "its facts are not those that were stored", REBUILD)
        believed = believed_columns(connection, row["id"]) if row["part_of"] is None else {}
        wrong = [name for name, value in believed.items() if row[name] != value]
        if wrong:
            yield Damage("store", f"documents: {row['key']}", f"{', '.join(wrong)}: not what its facts say", REBUILD)


def _visits(connection: sqlite3.Connection, found: Found) -> Iterator[Damage]:
    """Each note of the archive has its visit, word for word."""
    names = ("source", "url", "status", "fetched", "digest", "etag", "last_modified")
    rows = connection.execute("SELECT source, url, status, fetched, payload_digest, etag, last_modified FROM visits")
    held = Counter(tuple(row) for row in rows)
    for note in found.notes:
        told = tuple(note[name] for name in names)
        if not held[told]:
            yield Damage("store", f"visits: {note['url']}", "the archive tells of a visit that is not there", REBUILD)
        held[told] -= 1


def _unnoted(connection: sqlite3.Connection, found: Found) -> Iterator[Damage]:
    """Texts that the archive has the bytes of, but no note: the store could not be made again with them."""
    noted = {note["digest"] for note in found.notes if "posting" in note}
    for url, digest in connection.execute("SELECT DISTINCT url, payload_digest FROM versions"):
        if digest not in noted:
            what = "the archive has no note of it: a rebuild would lose it"
            yield Damage("archive", f"versions: {url}", what, NOTE_AGAIN, url=url, digest=digest)


def known_damage(folder: Path) -> set[tuple[str, int]]:
    """Records that are damaged and have been replaced: where they lie."""
    path = folder / KNOWN
    if not path.exists():
        return set()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {(line["file"], line["offset"]) for line in lines}


def remember_damage(folder: Path, damage: Damage, how: str) -> None:
    """Note that a damaged record has been replaced, and how; the record stays where it is."""
    line = {"file": damage.file, "offset": damage.offset, "url": damage.url, "what": damage.what, "replaced": how}
    with (folder / KNOWN).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
