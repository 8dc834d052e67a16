"""The texts of the sample documents, read from the plain markup in which they are written (`texts/*.txt`).

A file is one or more heads (`key: value` lines, parted by `===`; each inherits what the first says), then `---`, then
paragraphs parted by blank lines:

    # heading   ## heading below it   ^ centred line   > line at the right   ---- new page, with a line at its right
    + numbered paragraph (counted; `+7 ` sets the number)   (a) item   @ name (the paragraphs of another text)
    _italics_   [^ footnote]   {zero rev1} only in these versions   {zero: words only in these versions}

`version` in a head names what the braces speak of; `{later}` is every night but the first, `{n}` the night's number.
A head with `each: night` stands for one new document every night.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from crawler.sample.document import Block, Kind, SampleDocument, Span

_ONLY = re.compile(r"\{([a-z0-9 ]+)\} ")
_WORDS = re.compile(r"\{([a-z0-9 ]+): ([^}]*)\}")
_INLINE = re.compile(r"_([^_]+)_|\[\^ ([^\]]+)\]")
_NUMBERED = re.compile(r"\+(\d*) ")
_ITEM = re.compile(r"\(([a-z])\) ")
_SIGNS: tuple[tuple[str, Kind], ...] = (
    ("## ", "subheading"),
    ("# ", "heading"),
    ("^ ", "centre"),
    ("> ", "right"),
    ("---- ", "page"),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which form of a text is wanted: the version's name and the night."""

    version: str = ""
    night: int = 0

    def holds(self, names: str) -> bool:
        """Whether one of the versions named (by spaces apart) is this one."""
        own = {self.version, "later" if self.night else ""}
        return any(name in own for name in names.split())


def heads(text: str) -> list[dict[str, str]]:
    """The heads of a text, each with what it inherits. Raises ValueError for a line that is no `key: value`."""
    found: list[dict[str, str]] = []
    for part in text.partition("\n---\n")[0].split("\n===\n"):
        pairs = [line.partition(":") for line in part.splitlines() if line.strip()]
        if any(not colon for _, colon, _ in pairs):
            raise ValueError(f"A head has a line without a colon: {part[:60]!r}.")
        own = {key.strip(): value.strip() for key, _, value in pairs}
        found.append({**(found[0] if found else {}), **own})
    return found


def blocks(text: str, edition: Edition, read: Callable[[str], str]) -> tuple[Block, ...]:
    """The paragraphs of one edition of a text; `read` gives the text that an `@ name` takes in."""
    reader = _Reader()
    return tuple(reader.block(part) for part in _parts(text, edition, read))


def _parts(text: str, edition: Edition, read: Callable[[str], str]) -> Iterator[str]:
    for raw in re.split(r"\n\s*\n", text.partition("\n---\n")[2].strip()):
        only = _ONLY.match(raw)
        if only and not edition.holds(only[1]):
            continue
        part = raw[only.end() :] if only else raw
        if part.startswith("@ "):
            yield from _parts(read(part[2:].strip()), edition, read)
            continue
        part = _WORDS.sub(lambda words: words[2] if edition.holds(words[1]) else "", part)
        yield " ".join(part.replace("{n}", str(edition.night)).split())


class _Reader:
    """Counts paragraphs and footnotes while it reads one document."""

    def __init__(self) -> None:
        self._paragraph = 0
        self._note = 0

    def block(self, part: str) -> Block:
        kind, number, text = self._kind(part)
        spans: list[Span] = []
        notes: list[tuple[str, str]] = []
        end = 0
        for found in _INLINE.finditer(text):
            if found.start() > end:
                spans.append(Span(text[end : found.start()]))
            if found[1]:
                spans.append(Span(found[1], "italic"))
            else:
                self._note += 1
                spans.append(Span(str(self._note), "note"))
                notes.append((str(self._note), found[2]))
            end = found.end()
        if end < len(text):
            spans.append(Span(text[end:]))
        return Block(kind, tuple(spans), number, tuple(notes))

    def _kind(self, part: str) -> tuple[Kind, str, str]:
        for sign, kind in _SIGNS:
            if part.startswith(sign):
                self._restart(kind)
                return kind, "", part[len(sign) :]
        if numbered := _NUMBERED.match(part):
            self._paragraph = int(numbered[1]) if numbered[1] else self._paragraph + 1
            return "numbered", f"{self._paragraph}.", part[numbered.end() :]
        if item := _ITEM.match(part):
            return "item", f"({item[1]})", part[item.end() :]
        return "plain", "", part

    def _restart(self, kind: Kind) -> None:
        if kind == "page":
            self._paragraph = 0


def read_documents(name: str, night: int, read: Callable[[str], str]) -> tuple[SampleDocument, ...]:
    """The documents of the text `name` as they stand on that night (0 is the first)."""
    text = read(name)
    found = []
    for head in heads(text):
        nightly = head.pop("each", "") == "night"
        for number in range(1, night + 1) if nightly else (night,):
            found.append(_document(name, text, head, Edition(head.get("version", ""), number), read))
    return tuple(found)


def _document(
    name: str, text: str, head: dict[str, str], edition: Edition, read: Callable[[str], str]
) -> SampleDocument:
    values: dict[str, Any] = {key: value.replace("{n}", str(edition.night)) for key, value in head.items()}
    values["date"] = date.fromisoformat(head["date"])
    version = values.pop("version", "")
    own_night = str(edition.night) if "{n}" in head["path"] else ""
    paragraphs = blocks(text, edition, read)
    changed = own_night or paragraphs != blocks(text, Edition(version), read)
    return SampleDocument(
        name="-".join(part for part in (name, version, own_night) if part),
        blocks=paragraphs,
        night=edition.night if changed else 0,
        **values,
    )
