"""Which kind of file some bytes are: the bytes decide, claims only break ties (sources.md section 12, rule 2)."""

from __future__ import annotations

import re

from corpus.extract.formats import Format, formats

_UNKNOWN = "application/octet-stream"
# (offset, signature, media type, what users call it). Kinds that are known but not read.
_UNREAD = (
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "an old Excel or PowerPoint file"),
    (0, b"\xffWPC", "application/vnd.wordperfect", "a WordPerfect file"),
    (30, b"mimetypeapplication/epub", "application/epub+zip", "an e-book"),
    (0, b"PK\x03\x04", "application/zip", "an archive or an office file other than Word"),
    (0, b"PK\x05\x06", "application/zip", "an empty archive"),
    (0, b"\x1f\x8b", "application/gzip", "a compressed file"),
    (0, b"Rar!", "application/vnd.rar", "an archive"),
    (0, b"7z\xbc\xaf", "application/x-7z-compressed", "an archive"),
    (0, b"\x89PNG", "image/png", "a picture"),
    (0, b"\xff\xd8\xff", "image/jpeg", "a picture"),
    (0, b"GIF8", "image/gif", "a picture"),
    (0, b"II*\x00", "image/tiff", "a picture"),
    (0, b"MM\x00*", "image/tiff", "a picture"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm", "a program"),
    (0, b"\x7fELF", "application/x-executable", "a program"),
    (0, b"MZ", "application/x-msdownload", "a program"),
    (4, b"ftyp", "video/mp4", "a film"),
    (0, b"ID3", "audio/mpeg", "a recording"),
    (0, b"RIFF", "audio/x-wav", "a recording or a film"),
    (0, b"OggS", "audio/ogg", "a recording"),
)
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\"{\[])")
_NAMES = {media_type: name for _, _, media_type, name in _UNREAD} | {"application/json": "data (JSON)"}


def sniff(body: bytes, name: str = "", media_type: str = "") -> str:
    """The media type of some bytes; `application/octet-stream` for bytes of no known kind. Never raises.

    `media_type` may carry parameters (`text/html; charset=utf-8`). A claim or a file name counts only among kinds
    that the bytes make equally likely.
    """
    sure = [(module.recognise(body), module) for module in formats()]
    best = max((certainty for certainty, _ in sure), default=0)
    if best < 3 and (unread := _unread(body)):
        return unread
    if not best:
        return _UNKNOWN
    claimed = media_type.partition(";")[0].strip().lower()
    candidates = [module for certainty, module in sure if certainty == best]
    return max(candidates, key=lambda module: _claim(module, name.lower(), claimed)).MEDIA_TYPES[0]


def _claim(module: Format, name: str, claimed: str) -> tuple[bool, bool, bool]:
    """How well the claims fit a format. Plain text comes before other kinds that any text can be."""
    return name.endswith(module.SUFFIXES), claimed in module.MEDIA_TYPES, "text/plain" in module.MEDIA_TYPES


def _unread(body: bytes) -> str:
    if _JSON.match(body):
        return "application/json"
    return next((kind for offset, magic, kind, _ in _UNREAD if body.startswith(magic, offset)), "")


def unread_reason(kind: str) -> str:
    """Why a file of this kind is not read, and what to do about it."""
    what = _NAMES.get(kind, "of an unknown kind")
    return f"This file is {what}, which is not read; save it as PDF or DOCX and import it again."
