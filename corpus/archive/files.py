"""The files of the archive as bytes: which there are, and the gzip members in them."""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path

# What a file is called while a run writes into it.
OPEN = ".open"
# How a gzip member begins (RFC 1952, 2.3.1), with the one compression method there is.
_SIGNATURE = b"\x1f\x8b\x08"
_CHUNK = 64 * 1024


def files(folder: Path) -> list[Path]:
    """The files of an archive, oldest first, with the one that is being written."""
    return sorted(folder.glob("*.warc.gz*"))


def bytes_held(folder: Path) -> int:
    """How many bytes an archive has on disk."""
    return sum(path.stat().st_size for path in files(folder))


def members(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """The gzip members of a WARC file (one a record): offset and content, None for one that is damaged.

    Behind a damaged member the next one is found by its signature, so that one bad sector costs one record.
    """
    with path.open("rb") as stream:
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
        offset = 0
        while offset < len(data):
            end, content = _member(data, offset)
            yield offset, content
            if content is None:
                found = data.find(_SIGNATURE, offset + 1)
                end = len(data) if found < 0 else found
            offset = end


def _member(data: mmap.mmap | bytes, offset: int) -> tuple[int, bytes | None]:
    """Where the member at `offset` ends, and its content; None if it is damaged or torn."""
    member = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    place = offset
    try:
        while not member.eof and place < len(data):
            chunk = data[place : place + _CHUNK]
            parts.append(member.decompress(chunk))
            place += len(chunk)
    except zlib.error:
        return offset, None
    return place - len(member.unused_data), b"".join(parts) if member.eof else None


def whole_length(path: Path) -> int:
    """How many bytes of a WARC file are whole gzip members from the start; the rest is a torn write."""
    whole = 0
    for offset, content in members(path):
        if content is None:
            return offset
        whole = path.stat().st_size
    return whole
