"""Markdown: plain text whose marks tell headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.errors import EmptyDocument
from corpus.extract.blocks import Block, Kind, Reading
from corpus.extract.decoding import decode, is_text
from corpus.extract.wording import clean

MEDIA_TYPES = ("text/markdown", "text/x-markdown")
SUFFIXES = (".md", ".markdown")

_FRONT = re.compile(r"\A---\s*\n(?P<fields>.*?)\n---\s*\n", re.DOTALL)
_FIELD = re.compile(
    r"^(?P<name>title|date|language|lang)\s*:\s*['\"]?(?P<value>[^'\"\n]+)", re.MULTILINE | re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.+?)\s*#*")
_UNDERLINE = re.compile(r"(?:=+|-{2,})\s*")
_RULE = re.compile(r"(?:[-*_]\s?){3,}")
_ROW = re.compile(r"\|.*\||(?=.*\S\s\|\s\S).*")
_ROW_RULE = re.compile(r"[|:\s-]+")
_ITEM = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+]|\d{1,4}[.)]|\([a-z0-9]{1,4}\))\s+(?P<text>.+)")
_FOOTNOTE = re.compile(r"\[\^(?P<mark>[^\]]+)\]:\s*(?P<text>.+)")
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\([^)\s]*(?:\s\"[^\"]*\")?\)|\[\^[^\]]+\]")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|`+|~~)(?=\S)(?P<text>[^\n]*?\S)(?P=mark)(?!\w)")
_TAG = re.compile(r"</?(?:br|p|div|span|b|i|em|strong|sup|sub|a|u|center)\b[^>]*>", re.IGNORECASE)


def recognise(body: bytes) -> int:
    """1 if the bytes can be text; only a name or a claim tells Markdown from plain text."""
    return int(is_text(body))


def read(body: bytes) -> Reading:
    """The blocks of a Markdown text. Raises EmptyDocument or ExtractError."""
    text = decode(body).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    fields = (
        {found["name"].lower(): found["value"].strip() for found in _FIELD.finditer(front["fields"])} if front else {}
    )
    lines = _COMMENT.sub("", text[front.end() :] if front else text).split("\n")
    blocks = tuple(block for block in _blocks(lines) if block.text)
    if not blocks:
        raise EmptyDocument("This Markdown file holds no words.")
    return Reading(blocks, title=clean(fields.get("title", "")), date=fields.get("date", "")[:10])


def _blocks(lines: Iterable[str]) -> Iterable[Block]:
    waiting: list[str] = []
    for line in lines:
        block = _special(line)
        if not line.strip() or block or _RULE.fullmatch(line.strip()) or _UNDERLINE.fullmatch(line):
            if waiting and _UNDERLINE.fullmatch(line):
                level = 1 if line.startswith("=") else 2
                yield Block(_plain(" ".join(waiting)), kind=Kind.HEADING, level=level)
            elif waiting:
                yield _paragraph(waiting)
            waiting = []
            if block:
                yield block
        else:
            waiting.append(line)
    if waiting:
        yield _paragraph(waiting)


def _special(line: str) -> Block | None:
    """A line that is a block by itself: heading, list item, table row, footnote."""
    stripped = line.strip()
    if found := _HEADING.fullmatch(stripped):
        return Block(_plain(found["text"]), kind=Kind.HEADING, level=len(found["marks"]))
    if found := _FOOTNOTE.fullmatch(stripped):
        return Block(_plain(found["text"]), kind=Kind.NOTE, mark=found["mark"])
    if stripped.startswith("|") and _ROW.fullmatch(stripped):
        cells = [] if _ROW_RULE.fullmatch(stripped) else [_plain(cell) for cell in stripped.strip("|").split("|")]
        return Block(" | ".join(filter(None, cells)), kind=Kind.ROW)
    if (found := _ITEM.fullmatch(line)) and not _RULE.fullmatch(stripped):
        mark = "" if found["mark"] in "-*+" else found["mark"]
        return Block(_plain(found["text"]), mark=mark, indent=10.0 * len(found["indent"].expandtabs(4)))
    return None


def _paragraph(lines: list[str]) -> Block:
    whole = " ".join(line.strip() for line in lines)
    bold = re.fullmatch(r"(\*\*|__)[^*_]+\1", whole) is not None
    return Block(_plain(whole), bold=bold)


def _plain(text: str) -> str:
    """The words of a line without its marks."""
    text = _TAG.sub(" ", _LINK.sub(lambda found: found["text"] or "", text))
    for _ in range(2):
        text = _EMPHASIS.sub(lambda found: found["text"], text)
    return clean(text.replace("\\", ""))
