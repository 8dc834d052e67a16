"""A page saved as one file (MHTML, RFC 2557): the HTML inside is read."""

from __future__ import annotations

import email
import email.policy
import re

from corpus.errors import EmptyDocument, ExtractError
from corpus.extract.blocks import Reading
from corpus.extract.formats import html

MEDIA_TYPES = ("multipart/related", "message/rfc822")
SUFFIXES = (".mhtml", ".mht")

_HEAD = 4096
_PAGE = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)


def recognise(body: bytes) -> int:
    """3 if it begins with the heads of a message that holds a page and what belongs to it."""
    head = body[:_HEAD]
    return 3 if _PAGE.search(head) and _MIME.search(head) else 0


def read(body: bytes) -> Reading:
    """The blocks of the page. Raises EmptyDocument, ExtractError."""
    message = email.message_from_bytes(body, policy=email.policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if part is None:
        raise EmptyDocument("This saved page holds no HTML.")
    page = part.get_payload(decode=True)
    if not isinstance(page, bytes):
        raise ExtractError("This saved page is damaged and cannot be read.")
    charset = part.get_content_charset()
    declared = (
        f'<meta charset="{charset}">'.encode("ascii", "ignore") if charset and b"charset" not in page[:1024] else b""
    )
    return html.read(declared + page)
