"""XML of any vocabulary, read by the usual names of its elements."""

from __future__ import annotations

import re

from corpus.errors import EmptyDocument, ExtractError, Unsupported
from corpus.extract.blocks import Reading
from corpus.extract.decoding import decode, is_text
from corpus.extract.markup.tree import blocks_of, local

MEDIA_TYPES = ("application/xml", "text/xml")
SUFFIXES = (".xml", ".fmx", ".akn")

_HEAD = 2048
_ROOT = re.compile(rb"<\?xml\b")
_ELEMENT = re.compile(rb"<([A-Za-z_][\w:.-]{0,60})[\s>/]")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def recognise(body: bytes) -> int:
    """2 for an XML declaration that does not lead to HTML, and for text that opens and closes with an element."""
    head = body[:_HEAD].replace(b"\x00", b"")
    if not is_text(body) or _HTML.search(head):
        return 0
    opened = _ELEMENT.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n"))
    return 2 if _ROOT.search(head) or (opened and b"</" + opened[1] in body[-_HEAD:].replace(b"\x00", b"")) else 0


def read(body: bytes) -> Reading:
    """The blocks of an XML document. Raises EmptyDocument, Unsupported, or ExtractError for damaged XML."""
    from lxml import etree

    # No entity is opened and no DTD loaded: neither files nor bombs come in (reliability.md 7).
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=True, recover=True,
    )  # fmt: skip
    text = _DECLARATION.sub("", decode(body, declared=True).replace("\x00", ""))
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise ExtractError("This XML file is nested too deeply to be read.")
    if root is None:
        raise ExtractError("This XML file is damaged and cannot be read.")
    if local(root) == "notice":
        raise Unsupported("This XML file is a notice of CELLAR: data about documents, not the text of one.")
    blocks = tuple(blocks_of(root))
    if not blocks:
        raise EmptyDocument("This XML file holds no words.")
    language = re.match(r"[a-z]{2}(?![a-z])", (root.get(_LANGUAGE) or "").lower())
    return Reading(blocks, language=language[0] if language else "")
