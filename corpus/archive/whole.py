"""Is the archive as it was written? Every file, byte by byte.

A gzip member carries a checksum of its content, and its head never varies within a file. A few bits between its blocks
mean nothing (RFC 1951, 3.2.3 and 3.2.4): compressing the content again tells whether they are as they were written, so
that every changed bit is noticed.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from corpus.archive.files import OPEN, files, members
from corpus.damage import REFETCH, Damage
from corpus.warc import payload_digest

KNOWN = "damaged.jsonl"
# Magic, method, flags, time, extra flags, system: RFC 1952, 2.3.
_HEAD = 10
# Fewer bytes than this may differ for a member to be the same one, damaged: other choices of a compressor show in most.
_TOUCHED = 16


@dataclass(frozen=True, slots=True)
class Record:
    """What a whole record says of itself. `digest` is that of its payload, empty where it has none of its own.

    `note` is what verbale knew of an answer, where the record is such a note.
    """

    kind: str
    url: str
    digest: str
    note: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Found:
    """What was found in the archive: whole records by file and offset, and what is damaged."""

    records: dict[tuple[str, int], Record]
    damages: list[Damage]

    @property
    def notes(self) -> Iterator[Mapping[str, Any]]:
        """The notes among the records."""
        return (record.note for record in self.records.values() if record.note is not None)


def read_archive(folder: Path) -> Found:
    """Every record of every file, read whole."""
    found = Found({}, [])
    for path in files(folder):
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
            if isinstance(record, Record):
                found.records[name, offset] = record
            else:
                found.damages.append(Damage("archive", f"{name} at {offset}", record, REFETCH, name, offset))
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
        note = json.loads(body) if record.rec_type == "metadata" else None
    except (ArchiveLoadFailed, StopIteration, ValueError) as error:
        return f"it is no record ({error})"
    headers = record.rec_headers
    kind, digest = record.rec_type, headers.get_header("WARC-Payload-Digest") or ""
    if kind in ("response", "resource") and payload_digest(body) != digest:
        return "its bytes do not match its digest"
    return Record(kind, headers.get_header("WARC-Target-URI") or "", digest, note)


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
