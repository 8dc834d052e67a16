"""DOCX, read from its XML: paragraphs in order, numbers as Word prints them, tables as rows, footnotes behind.

Of tracked changes the accepted reading counts, the original one is kept beside it. The XML is read directly:
python-docx gives neither printed numbers nor footnotes, and gives up on files that Word opens.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corpus.errors import EmptyDocument, Encrypted, ExtractError
from corpus.extract.blocks import Block, Reading
from corpus.extract.word.body import blocks_of
from corpus.extract.word.notes import read_notes
from corpus.extract.word.numbers import Numbering
from corpus.extract.word.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
)
SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream in which Office keeps an encrypted file ([MS-OFFCRYPTO] 1.3.2).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_MOST_BYTES = 64_000_000


def recognise(body: bytes) -> int:
    """3 for a ZIP with a Word document in it, and for an encrypted office file."""
    if body.startswith(_OLE):
        return 3 if _ENCRYPTED in body else 0
    return 3 if body.startswith(b"PK") and b"word/document" in body else 0


def read(body: bytes) -> Reading:
    """The blocks of a Word file. Raises Encrypted, EmptyDocument or ExtractError."""
    if body.startswith(_OLE):
        raise Encrypted("This office file asks for a password.")
    parts = _Parts(body)
    root = parts.read(parts.document)
    if root is None:
        raise ExtractError("This Word file is damaged: its text is missing.")
    styles = Styles.of(parts.read("word/styles.xml"))
    numbering = Numbering.of(parts.read("word/numbering.xml"))
    notes = read_notes({name: parts.read(f"word/{name}.xml") for name in ("footnotes", "endnotes")}, styles)
    blocks = tuple(blocks_of(root, styles, numbering, notes))
    if not blocks:
        raise EmptyDocument("This Word file holds no text.")
    return Reading(blocks, notes=_told(blocks))


def _told(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What users are to know of tracked changes."""
    changed = sum(1 for block in blocks if block.revision)
    if not changed:
        return ()
    return (f"Tracked changes: {changed} paragraph{'s' * (changed > 1)}; the accepted reading is shown.",)


class _Parts:
    """The parts of an office file, each read once and only up to a limit."""

    def __init__(self, body: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise ExtractError("This Word file is damaged and cannot be opened.") from error
        self._names: Mapping[str, str] = {name.lower().lstrip("/"): name for name in self._zip.namelist()}
        self.document = next((name for name in self._names if _DOCUMENT.fullmatch(name)), "word/document.xml")

    def read(self, name: str) -> _Element | None:
        """The tree of a part, None where there is none. Raises ExtractError."""
        from lxml import etree

        stored = self._names.get(name.lower())
        if stored is None:
            return None
        try:
            info = self._zip.getinfo(stored)
            if info.flag_bits & 1:
                raise Encrypted("This Word file asks for a password.")
            with self._zip.open(info) as part:
                content = part.read(_MOST_BYTES + 1)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise ExtractError("This Word file is damaged and cannot be opened.") from error
        if len(content) > _MOST_BYTES:
            raise ExtractError(f"This Word file unpacks to more than {_MOST_BYTES // 1_000_000} MB.")
        # No entity is opened: neither files nor bombs come in.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
        root: _Element | None = etree.fromstring(content, parser)
        return root
