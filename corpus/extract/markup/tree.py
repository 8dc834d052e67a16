"""A tree of XML to blocks: Formex, Akoma Ntoso, TEI and their like, by the usual names of their elements.

An element with words of its own is a paragraph; numbers, headings, notes and rows of tables are told by name. Formex is
described by the Publications Office (schema 05.56), Akoma Ntoso by OASIS (version 1.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.extract.blocks import Block, Kind
from corpus.extract.markup.acts import REFERENCE, without_marks
from corpus.extract.numbering import read_number
from corpus.extract.wording import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

# Local names, in lower case.
_TITLES = frozenset(
    "title heading doctitle head ti ti.art sti.art ti.doc ti.grseq ti.cons subheading num_heading sti ti.annex".split()
)
# Names below which paragraphs are headings; `title` is none, for in Akoma Ntoso it is a part of an act.
_IN_TITLES = frozenset("ti sti ti.art sti.art ti.doc ti.grseq ti.cons ti.annex heading head".split())
_NUMBERS = frozenset("num no.p no.parag no.art.p no.gr.seq label".split())
_PARTS = frozenset("division part book title chapter subchapter section subsection subdivision gr.seq annex".split())
_ARTICLES = frozenset(("article", "rule"))
_NOTES = frozenset(("note", "authorialnote", "footnote"))
_ROWS, _CELLS = frozenset(("row", "tr")), frozenset(("cell", "td", "th"))
# Data about the document, and tables of its contents: not its words.
_ABOUT = frozenset(
    "bib.instance bib.data bib.doc meta identification lifecycle references teiheader fam.comp gr.corrig gr.mod.act"
    " toc".split()
)
_APART = frozenset("p np item txt alinea br eol date no.p list cell td th".split())
_ARTICLE_LEVEL = 5


def local(element: _Element) -> str:
    """The name of an element without its namespace, in lower case; empty for comments and instructions."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def blocks_of(root: _Element) -> Iterator[Block]:
    """The blocks of a tree in document order, without recursion. Notes stand behind their paragraph."""
    writer = _Writer()
    waiting: list[_Element] = [root]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if not name or name in _ABOUT:
            continue
        if name in _NUMBERS:
            yield from writer.number(element)
        elif name in _ROWS:
            yield from writer.row(element)
        elif name in _NOTES or _has_words(element):
            yield from writer.paragraph(element, name)
        else:
            waiting.extend(reversed(element))


@dataclass(slots=True)
class _Writer:
    """The numbers that wait for their text, and how many notes there were."""

    marks: list[str] = field(default_factory=list)
    notes: int = 0

    def number(self, element: _Element) -> Iterator[Block]:
        """A printed number: that of what follows, or a heading where a part of the act has no other."""
        mark = _printed(clean(_text(element)[0]), element)
        above = element.getparent()
        named = above is not None and local(above) in _PARTS | _ARTICLES and not mark.startswith("(")
        if named and not any(local(item) in _TITLES for item in element.itersiblings()):
            yield Block(mark, kind=Kind.HEADING, level=_level(element))
        elif mark:
            self.marks.append(mark)

    def row(self, element: _Element) -> Iterator[Block]:
        """A row of a table."""
        read = [_text(cell) for cell in element if local(cell) in _CELLS]
        told = [text for said, _ in read if (text := clean(said))]
        if told:
            yield Block(" | ".join(told), kind=Kind.ROW if len(told) > 1 else Kind.TEXT)
        for _, notes in read:
            yield from self._noted(notes)

    def paragraph(self, element: _Element, name: str) -> Iterator[Block]:
        """A paragraph, a heading or a note, with the notes in it."""
        if name in _NOTES:
            yield from self._noted([element])
            return
        said, notes = _text(element)
        if text := clean(said):
            heading = name in _TITLES or any(local(above) in _IN_TITLES for above in element.iterancestors())
            yield self._heading(element, text) if heading else self._numbered(text)
            self.marks = []
        yield from self._noted(notes)

    def _heading(self, element: _Element, text: str) -> Block:
        if text.startswith("(") and text.endswith(")"):
            return Block(text)  # a remark on the title: "(Text with EEA relevance)"
        return Block(" ".join([*self.marks, text]), kind=Kind.HEADING, level=_level(element))

    def _numbered(self, text: str) -> Block:
        first, rest = (self.marks[0], [*self.marks[1:], text]) if self.marks else ("", [text])
        if first and not read_number(f"{first} "):
            return Block(" ".join([first, *rest]))
        return Block(" ".join(rest), mark=first)

    def _noted(self, notes: list[_Element]) -> Iterator[Block]:
        for note in notes:
            said, inner = _text(note)
            if text := clean(said):
                self.notes += 1
                yield Block(text, kind=Kind.NOTE, mark=note.get("marker") or str(self.notes))
            yield from self._noted(inner)


def _has_words(element: _Element) -> bool:
    """Whether text stands directly in an element: then all of it is one paragraph."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _text(element: _Element) -> tuple[str, list[_Element]]:
    """All text below an element but that of its notes, which are given apart."""
    pieces: list[str] = [element.text or ""]
    notes: list[_Element] = []
    waiting: list[tuple[_Element, bool]] = [(item, False) for item in reversed(element)]
    while waiting:
        item, leaving = waiting.pop()
        name = local(item)
        if leaving or name in _NOTES or not name:
            notes += [item] if name in _NOTES else []
            tail = item.tail or ""
            apart = name in _APART and (name != "date" or tail[:1].isalnum())
            pieces += [REFERENCE if name in _NOTES else " " if apart else "", tail]
            continue
        pieces += [" "] if name in _APART else []
        pieces.append(_quote(item) if name in ("quot.start", "quot.end") else item.text or "")
        waiting.append((item, True))
        waiting.extend((child, False) for child in reversed(item))
    return without_marks("".join(pieces)), notes


def _quote(element: _Element) -> str:
    """The quotation mark that an empty element of Formex stands for: CODE is its place in Unicode."""
    try:
        return chr(int(element.get("CODE") or "", 16))
    except (ValueError, OverflowError):
        return '"'


def _printed(mark: str, element: _Element) -> str:
    """A number as it is printed, where the file has it bare: `Article 5`, `2.`, `(a)`."""
    above = element.getparent()
    if above is not None and local(above) == "article" and mark.rstrip(".").isdigit():
        return f"Article {mark.rstrip('.')}"
    if re.fullmatch(r"\d{1,4}", mark):
        return f"{mark}."
    return f"({mark})" if re.fullmatch(r"[a-z]{1,5}", mark) else mark


def _level(element: _Element) -> int:
    """How deep a heading stands: articles below all parts."""
    names = [local(element), *map(local, element.iterancestors())]
    if any(name in _ARTICLES or name.endswith("ti.art") for name in names):
        return _ARTICLE_LEVEL
    return min(1 + sum(name in _PARTS for name in names[1:]), _ARTICLE_LEVEL - 1)
