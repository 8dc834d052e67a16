"""The words of a Word paragraph: runs in order, the accepted reading of tracked changes, fields by their result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.extract.word.names import child, local, switched_on, value
from corpus.extract.wording import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

# What was deleted or moved away, instructions of fields, and second copies of drawings for old versions of Word.
_LEFT_OUT = frozenset("del moveFrom instrText delText delInstrText Fallback rPr pPr txbxContent annotationRef".split())
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


@dataclass(slots=True)
class Words:
    """What was read of a paragraph: its text, whole and by tabs and line breaks, its look, the notes it refers to."""

    text: str = ""
    parts: tuple[str, ...] = ()
    bold: bool = False
    opens_italic: bool = False
    italic: bool = False
    size: float = 0.0
    notes: list[tuple[str, str, str]] = field(default_factory=list)


def words_of(paragraph: _Element, *, bold: bool = False) -> Words:
    """The words of a paragraph. `bold` is what its style says of runs that say nothing."""
    read = Words()
    pieces: list[str] = []
    looks: list[tuple[bool, bool, float]] = []
    for run in _runs(paragraph):
        text = _run_text(run, read)
        properties = child(run, "rPr")
        if text.strip():
            said = child(properties, "b")
            looks.append((
                switched_on(said) if said is not None else bold, switched_on(child(properties, "i")), _size(properties),
            ))  # fmt: skip
        pieces.append(_raised(text, properties, "".join(pieces[-2:])))
    written = "".join(pieces)
    read.text = clean(written)
    read.parts = tuple(part for piece in re.split(r"[\t\n]+", written) if (part := clean(piece)))
    if looks:
        read.bold = all(look[0] for look in looks)
        read.italic = all(look[1] for look in looks)
        # A printed number typed by hand stands before the verb.
        telling = looks[1:2] if len(looks) > 1 and read.text[:1] in "(0123456789" else looks[:1]
        read.opens_italic = telling[0][1]
        read.size = looks[0][2]
    return read


def text_of(paragraph: _Element) -> str:
    """Only the text of a paragraph."""
    return words_of(paragraph).text


def _runs(paragraph: _Element) -> Iterator[_Element]:
    """The runs of a paragraph, also those within links, insertions and controls, without recursion."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name == "r":
            yield element
        elif name not in _LEFT_OUT and name != "p":
            waiting.extend(reversed(element))


def _run_text(run: _Element, read: Words) -> str:
    if switched_on(child(run, "rPr", "vanish")):
        return ""
    pieces: list[str] = []
    for item in run.iter():
        name = local(item)
        if name == "t" and not _inside(item, run):
            pieces.append(item.text or "")
        elif name in _SPACES and not _inside(item, run):
            pieces.append("" if name == "br" and value(item, "type") == "page" else _SPACES[name])
        elif name in ("footnoteReference", "endnoteReference"):
            custom = "".join(pieces) + "".join(part.text or "" for part in run if local(part) == "t")
            own = clean(custom) if value(item, "customMarkFollows") in ("1", "true") else ""
            read.notes.append((name.removesuffix("Reference"), value(item, "id"), own))
            if own:
                return ""
    return "".join(pieces)


def _inside(item: _Element, run: _Element) -> bool:
    """Whether an element lies in something that is no text of this run (a text box is read by itself)."""
    above = item.getparent()
    while above is not None and above is not run:
        if local(above) in _LEFT_OUT:
            return True
        above = above.getparent()
    return False


def _size(properties: _Element | None) -> float:
    said = value(child(properties, "sz"))
    return int(said) / 2 if said.isdigit() else 0.0


def _raised(text: str, properties: _Element | None, before: str) -> str:
    """A raised number stays raised behind a quantity (`10³`); anywhere else it is a note mark typed by hand."""
    if value(child(properties, "vertAlign")) != "superscript" or not re.fullmatch(r"\s*(?:\d{1,3}|\*{1,4})\s*", text):
        return text
    return text.translate(_RAISED) if re.search(r"(?:\d|\b[kcm]?m)$", before.rstrip()) else " "
