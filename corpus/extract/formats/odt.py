"""OpenDocument texts, read through LibreOffice."""

from __future__ import annotations

from corpus.extract.blocks import Reading
from corpus.extract.formats import docx
from corpus.extract.tools.libreoffice import to_docx

MEDIA_TYPES = ("application/vnd.oasis.opendocument.text",)
SUFFIXES = (".odt", ".ott")

# The first entry of the archive is the media type, stored as it is (OpenDocument 1.3, part 2, section 3.3).
_TYPE_AT = 30
_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"


def recognise(body: bytes) -> int:
    """3 by the media type that stands at the head of the archive."""
    return 3 if body.startswith(b"PK\x03\x04") and body.startswith(_TYPE, _TYPE_AT) else 0


def read(body: bytes) -> Reading:
    """The paragraphs of the file. Raises Unsupported without LibreOffice, ExtractError."""
    return docx.read(to_docx(body, ".odt", "an OpenDocument text"))
