"""Rich Text Format, read through LibreOffice."""

from __future__ import annotations

from corpus.extract.blocks import Reading
from corpus.extract.formats import docx
from corpus.extract.tools.libreoffice import to_docx

MEDIA_TYPES = ("application/rtf", "text/rtf")
SUFFIXES = (".rtf",)


def recognise(body: bytes) -> int:
    """3 by the signature of RTF."""
    return 3 if body.lstrip()[:5] == b"{\\rtf" else 0


def read(body: bytes) -> Reading:
    """The paragraphs of the file. Raises Unsupported without LibreOffice, ExtractError."""
    return docx.read(to_docx(body, ".rtf", "an RTF file"))
