"""Markdown: plain text whose marks tell headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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
# Older writers leave out the space; with one sign that is a tag of social media.
_HEADING = re.compile(r"(?P<marks>#{1,6}(?=\s)|#{2,6})\s*(?P<text>[^#\s].*?)\s*#*")
_UNDERLINE = re.compile(r"(?:=+|-{2,})\s*")
_RULE = re.compile(r"(?:[-*_]\s?){3,}")
_ROW = re.compile(r"\|.*\||(?=.*\S\s\|\s\S).*")
_ROW_RULE = re.compile(r"[|:\s-]+")
_ITEM = re.compile(r"(?P<indent>\s*)(?P<mark>[-*+]|\d{1,4}[.)]|\([a-z0-9]{1,4}\))\s+(?P<text>.+)")
_FOOTNOTE = re.compile(r"\[\^(?P<mark>[^\]]+)\]:\s*(?P<text>.+)")
_ADDRESS = r"<[^<>\s]*>|(?:[^()\s]|\([^()\s]*\))*"  # addresses of laws have brackets in them
_LINK = re.compile(
    rf"!?\[(?P<text>[^\]]*)\]\((?:{_ADDRESS})(?:\s\"[^\"]*\")?\)|\[\^[^\]]+\]|<(?P<bare>https?:[^<>\s]+)>"
)
# What site generators (Jekyll, kramdown) read: classes of a paragraph, commands.
_COMMAND = re.compile(r"\{:[^}\n]*\}|\{%.*?%\}|\{\{.*?\}\}")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|`+|~~)(?=\S)(?P<text>[^\n]*?\S)(?P=mark)(?!\w)")
_TAG = re.compile(
    r"</?(?:br|p|div|span|b|i|em|strong|sup|sub|a|u|center|small|font|img|hr|meta|link|html|head|body|section|table"
    r"|tbody|tr|td|th|ul|ol|li|h[1-6])\b[^>]*>|<!doctype[^>]*>",
    re.IGNORECASE,
)
# A Roman number glued to its text, as some converters leave it.
_GLUED = re.compile(r"^\((?P<number>i{1,3}|i?[vx]|vi{1,3})\)(?=[^\W\d_])")


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


@dataclass(slots=True)
class _Open:
    """The paragraph or item of a list that goes on, line by line, until something else begins."""

    lines: list[str] = field(default_factory=list)
    mark: str = ""
    indent: float = 0.0

    def closed(self) -> Iterator[Block]:
        """What was gathered, as a block; nothing is open any more."""
        whole = " ".join(line.strip() for line in self.lines)
        if whole:
            bold = re.fullmatch(r"(\*\*|__)[^*_]+\1", whole) is not None
            yield Block(_plain(whole), mark=self.mark, indent=self.indent, bold=bold)
        self.lines, self.mark, self.indent = [], "", 0.0

    def begin_item(self, found: re.Match[str]) -> None:
        """An item begins; lines below it that begin nothing else belong to it."""
        self.mark = "" if found["mark"] in "-*+" else found["mark"]
        self.indent = 10.0 * len(found["indent"].expandtabs(4))
        self.lines = [found["text"]]


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    now = _Open()
    for line in lines:
        stripped = line.strip()
        rule = _RULE.fullmatch(stripped)
        if now.lines and _UNDERLINE.fullmatch(line):
            yield Block(_plain(" ".join(now.lines)), kind=Kind.HEADING, level=1 if line.startswith("=") else 2)
            now = _Open()
        elif not stripped or rule or _UNDERLINE.fullmatch(line):
            yield from now.closed()
        elif block := _special(stripped):
            yield from now.closed()
            yield block
        elif found := _ITEM.fullmatch(line):
            yield from now.closed()
            now.begin_item(found)
        else:
            now.lines.append(line)
    yield from now.closed()


def _special(stripped: str) -> Block | None:
    """A line that is a block by itself: heading, table row, footnote."""
    if found := _HEADING.fullmatch(stripped):
        return Block(_plain(found["text"]), kind=Kind.HEADING, level=len(found["marks"]))
    if found := _FOOTNOTE.fullmatch(stripped):
        return Block(_plain(found["text"]), kind=Kind.NOTE, mark=found["mark"])
    if stripped.startswith("|") and _ROW.fullmatch(stripped):
        cells = [] if _ROW_RULE.fullmatch(stripped) else [_plain(cell) for cell in stripped.strip("|").split("|")]
        return Block(" | ".join(filter(None, cells)), kind=Kind.ROW)
    return None


def _plain(text: str) -> str:
    """The words of a line without its marks."""
    text = _COMMAND.sub("", text)
    text = _TAG.sub(" ", _LINK.sub(lambda found: found["text"] or found["bare"] or "", text))
    for _ in range(2):
        text = _EMPHASIS.sub(lambda found: found["text"], text)
    return _GLUED.sub(r"(\g<number>) ", clean(text.replace("\\", "")))
