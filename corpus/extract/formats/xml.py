"""XML of any vocabulary: each element with words of its own is a paragraph; titles and numbers by their usual names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import EmptyDocument, ExtractError
from corpus.extract.blocks import Block, Kind, Reading
from corpus.extract.decoding import decode, is_text
from corpus.extract.numbering import read_number
from corpus.extract.wording import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPES = ("application/xml", "text/xml")
SUFFIXES = (".xml", ".fmx", ".akn")

_HEAD = 2048
_ROOT = re.compile(rb"<\?xml\b")
_ELEMENT = re.compile(rb"<([A-Za-z_][\w:.-]{0,60})[\s>/]")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Local names of Formex, Akoma Ntoso, TEI and the Universal Declaration files, in lower case.
_TITLES = frozenset("title heading head ti ti.art sti.art ti.doc ti.grseq ti.cons subheading num_heading".split())
_NUMBERS = frozenset("num no.p no.parag no.art.p no.gr.seq label".split())
# Data about the document, not its words.
_ABOUT = frozenset("bib.instance bib.data bib.doc meta identification lifecycle references teiheader".split())
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def recognise(body: bytes) -> int:
    """2 for an XML declaration that does not lead to HTML, and for text that opens and closes with an element."""
    head = body[:_HEAD].replace(b"\x00", b"")
    if not is_text(body) or _HTML.search(head):
        return 0
    opened = _ELEMENT.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n"))
    return 2 if _ROOT.search(head) or (opened and b"</" + opened[1] in body[-_HEAD:].replace(b"\x00", b"")) else 0


def read(body: bytes) -> Reading:
    """The blocks of an XML document. Raises EmptyDocument, or ExtractError for XML that is not well-formed."""
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
    blocks = tuple(_blocks(root))
    if not blocks:
        raise EmptyDocument("This XML file holds no words.")
    language = re.match(r"[a-z]{2}(?![a-z])", (root.get(_LANGUAGE) or "").lower())
    return Reading(blocks, language=language[0] if language else "")


def _blocks(root: _Element) -> Iterator[Block]:
    """The blocks in document order, without recursion."""
    mark = ""
    waiting: list[_Element] = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2].lower()
        if name in _ABOUT:
            continue
        if not _has_words(element):
            waiting.extend(reversed(element))
            continue
        text = clean("".join(map(str, element.itertext())))
        if name in _NUMBERS:
            mark = text
        elif text:
            yield _block(name, text, mark)
            mark = ""


def _has_words(element: _Element) -> bool:
    """Whether text stands directly in an element: then all of it is one paragraph."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _block(name: str, text: str, mark: str) -> Block:
    if name in _TITLES:
        return Block(f"{mark} {text}".strip(), kind=Kind.HEADING, level=3)
    number = mark if mark and read_number(mark + " ") else ""
    return Block(text if number or not mark else f"{mark} {text}", mark=number)
