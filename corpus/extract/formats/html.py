"""HTML: the main content by structure; navigation, scripts and forms left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from corpus.errors import EmptyDocument, ExtractError
from corpus.extract.blocks import Reading
from corpus.extract.decoding import decode, is_text
from corpus.extract.markup.content import main_content
from corpus.extract.markup.head import read_head
from corpus.extract.markup.walk import blocks_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MEDIA_TYPES = ("text/html", "application/xhtml+xml")
SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")

_MARKUP = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_PIECES = re.compile(rb"<(?:p|div|h[1-6]|table|ul|ol|span|article|section|br)\b[^>]*>", re.IGNORECASE)
_HEAD = 4096
# What XML allows before the root, and what lxml refuses in a string.
_MEANINGLESS = re.compile(r"</?(?:div|span|font|center)\b[^>]*>", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def recognise(body: bytes) -> int:
    """2 if HTML markup stands near the beginning, of a whole page or of a piece of one."""
    head = body[:_HEAD].replace(b"\x00", b"")
    piece = head.lstrip()[:1] == b"<" and not head.lstrip().startswith(b"<?xml") and _PIECES.search(head)
    return 2 if _MARKUP.search(head) or (piece and is_text(body)) else 0


def read(body: bytes) -> Reading:
    """The blocks of the main content of a page. Raises EmptyDocument or ExtractError."""
    root = parse(decode(body, declared=True))
    head = read_head(root)
    blocks = tuple(blocks_of(main_content(root)))
    if not blocks:
        raise EmptyDocument("This page holds no words outside its navigation.")
    return Reading(blocks, title=head.title, date=head.date, language=head.language)


def parse(text: str) -> HtmlElement:
    """The tree of a page, however broken. Raises EmptyDocument for an empty page, ExtractError for absurd nesting."""
    cleaned = _DECLARATION.sub("", text.replace("\x00", ""))
    root, whole = _parsed(cleaned)
    if not whole:
        # libxml2 drops what lies deeper than 2,048 elements. These two say nothing of the text, and nest the most.
        root, whole = _parsed(_MEANINGLESS.sub(" ", cleaned))
    if not whole:
        raise ExtractError("This page is nested too deeply to be read.")
    return root


def _parsed(text: str) -> tuple[HtmlElement, bool]:
    """The tree of a page, and whether all of it was read."""
    from lxml import etree, html

    # The text goes in as UTF-8 with the encoding named, so that no declaration inside it (UTF-7) is obeyed.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        if _too_deep(parser.error_log):
            raise ExtractError("This page is nested too deeply to be read.") from error
        raise EmptyDocument("This page is empty.") from error
    return root, not _too_deep(parser.error_log)


def _too_deep(log: Iterable[Any]) -> bool:
    return any("depth" in entry.message for entry in log)
