"""Word files of before 2007, read through LibreOffice."""

from __future__ import annotations

from corpus.extract.blocks import Reading
from corpus.extract.formats import docx
from corpus.extract.tools.libreoffice import to_docx

MEDIA_TYPES = ("application/msword",)
SUFFIXES = (".doc", ".dot")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "WordDocument".encode("utf-16-le")


def recognise(body: bytes) -> int:
    """3 for an OLE2 file that has Word's stream."""
    return 3 if body.startswith(_OLE) and _STREAM in body else 0


def read(body: bytes) -> Reading:
    """The paragraphs of the file. Raises Unsupported without LibreOffice, ExtractError."""
    return docx.read(to_docx(body, ".doc", "an old Word file"))
