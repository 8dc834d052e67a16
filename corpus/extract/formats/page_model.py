"""The model of a page of Adobe Experience Manager (`.model.json`): the parts that hold text, in their order.

NATO's site has its official texts so (sources.md section 7): a tree of `:items`, whose order is `:itemsOrder`; a part
with `text` is a piece of HTML where `richText` says so, or plain words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from corpus.errors import EmptyDocument, ExtractError
from corpus.extract.blocks import Reading
from corpus.extract.decoding import decode
from corpus.extract.formats import html

MEDIA_TYPES = ("application/vnd.adobe.aem.model+json",)
SUFFIXES = (".model.json",)

_MODEL = re.compile(rb"\s*\{")
_ITEMS = b'":items"'
# Parts around the content, by the names that their types end in.
_AROUND = ("navigation", "header", "footer", "breadcrumb", "languagenavigation", "search")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>")


def recognise(body: bytes) -> int:
    """3 for JSON that has parts as a page model has; data of other kinds is not read."""
    return 3 if _MODEL.match(body.removeprefix(b"\xef\xbb\xbf")) and _ITEMS in body else 0


def read(body: bytes) -> Reading:
    """The blocks of a page's text. Raises EmptyDocument for a page without words, ExtractError for damaged JSON."""
    try:
        model = json.loads(decode(body))
    except ValueError as error:
        raise ExtractError("This page model is damaged JSON and cannot be read.") from error
    title = str(model.get("title") or "") if isinstance(model, dict) else ""
    pieces = [_as_html(part) for part in _parts(model)]
    if not any(_MARKUP.sub("", piece).strip() for piece in pieces):
        raise EmptyDocument("This page model holds no text.")
    page = f"<html><head><title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1>"
    return html.read(f"{page}{''.join(pieces)}</main></body></html>".encode())


def _parts(model: Any) -> Iterator[dict[str, Any]]:
    """Every part with a text, outermost first, in the order in which a reader meets them."""
    if not isinstance(model, dict) or str(model.get(":type", "")).rsplit("/", 1)[-1] in _AROUND:
        return
    if isinstance(model.get("text"), str):
        yield model
    items = model.get(":items")
    if not isinstance(items, dict):
        return
    order = [name for name in model.get(":itemsOrder") or () if name in items]
    for name in [*order, *(name for name in items if name not in order)]:
        yield from _parts(items[name])


def _as_html(part: dict[str, Any]) -> str:
    text = str(part["text"])
    return f"<div>{text}</div>" if part.get("richText") or _MARKUP.search(text) else f"<p>{escape(text)}</p>"
