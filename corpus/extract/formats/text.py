"""Plain text in any encoding."""

from __future__ import annotations

from corpus.errors import EmptyDocument
from corpus.extract.blocks import Reading
from corpus.extract.decoding import decode, is_text
from corpus.extract.plain_text import text_blocks

MEDIA_TYPES = ("text/plain",)
SUFFIXES = (".txt", ".text", ".asc")


def recognise(body: bytes) -> int:
    """1 if the bytes can be text."""
    return int(is_text(body))


def read(body: bytes) -> Reading:
    """The paragraphs of a text. Raises EmptyDocument or ExtractError."""
    blocks = text_blocks(decode(body))
    if not blocks:
        raise EmptyDocument("This text file holds no words.")
    pages = max(block.page for block in blocks)
    return Reading(tuple(blocks), pages)
