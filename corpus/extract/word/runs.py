"""The words of a Word paragraph: runs in order with what was done to them, fields by their result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.extract.word.changes import UNTOUCHED, Tracked, walk
from corpus.extract.word.names import child, local, value
from corpus.extract.word.signs import sign
from corpus.extract.word.styles import Styles
from corpus.extract.wording import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

# Instructions of fields, readings printed above Chinese and Japanese, second copies of drawings for old versions of
# Word, and text boxes, which are read by themselves.
_LEFT_OUT = frozenset("instrText delInstrText Fallback rPr pPr txbxContent annotationRef rt p".split())
# A page break within a paragraph is a space, no end: the sentence goes on over the page.
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


@dataclass(frozen=True, slots=True)
class Note:
    """A reference to a footnote or endnote; `custom` is its mark where it is typed, not counted."""

    kind: str
    identity: str
    custom: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike. Of a note typed by hand `raised` holds, for its mark is no word of the text."""

    text: str
    tracked: Tracked = UNTOUCHED
    bold: bool = False
    italic: bool = False
    size: float = 0.0
    raised: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it has words or leads to a note."""
        return bool(self.text.strip() or self.notes)


@dataclass(slots=True)
class Words:
    """What was read of a paragraph: its text, whole and by tabs and line breaks, its look, the notes it refers to."""

    text: str = ""
    parts: tuple[str, ...] = ()
    bold: bool = False
    opens_italic: bool = False
    italic: bool = False
    size: float = 0.0
    notes: list[Note] = field(default_factory=list)


def words_of(runs: Sequence[Run]) -> Words:
    """The words of some runs."""
    written = _written(runs)
    parts = tuple(part for piece in re.split(r"[\t\n]+", written) if (part := clean(piece)))
    read = Words(clean(written), parts, notes=[note for run in runs for note in run.notes])
    looks = [run for run in runs if run.text.strip()]
    if looks:
        read.bold = all(run.bold for run in looks)
        read.italic = all(run.italic for run in looks)
        # A printed number typed by hand stands before the verb.
        telling = looks[1:2] if len(looks) > 1 and read.text[:1] in "(0123456789" else looks[:1]
        read.opens_italic = telling[0].italic
        read.size = looks[0].size
    return read


def runs_of(paragraph: _Element, styles: Styles, around: Tracked = UNTOUCHED, *, bold: bool = False) -> list[Run]:
    """The runs of a paragraph, also those within links, changes and controls.

    `bold` is what the paragraph's style says of runs that say nothing. A field shows its result, not its instruction,
    in which other fields may stand.
    """
    runs: list[Run] = []
    fields: list[bool] = []  # of each open field, whether its instruction still goes on
    for element, state in walk(paragraph, around, ("r",), _LEFT_OUT):
        _follow(element, fields)
        if not any(fields) and (run := _run(element, state, styles, bold=bold)):
            runs.append(run)
    return runs


def _follow(run: _Element, fields: list[bool]) -> None:
    for item in run:
        kind = value(item, "fldCharType") if local(item) == "fldChar" else ""
        if kind == "begin":
            fields.append(True)
        elif fields and kind == "separate":
            fields[-1] = False
        elif fields and kind == "end":
            fields.pop()


def _run(element: _Element, state: Tracked, styles: Styles, *, bold: bool) -> Run | None:
    properties = child(element, "rPr")
    look = styles.look(value(child(properties, "rStyle"))).under(properties)
    if look.hidden:
        return None
    text, notes = _content(element)
    raised = value(child(properties, "vertAlign")) == "superscript"
    return Run(text, state, _or(look.bold, bold), _or(look.italic, False), look.size, raised, notes)


def _or(said: bool | None, otherwise: bool) -> bool:
    return otherwise if said is None else said


def _content(run: _Element) -> tuple[str, tuple[Note, ...]]:
    pieces: list[str] = []
    notes: list[Note] = []
    for item, _ in walk(run, UNTOUCHED, _TELLING, _LEFT_OUT):
        name = local(item)
        if name in ("t", "delText"):
            pieces.append(item.text or "")
        elif name == "sym":
            pieces.append(sign(value(item, "font"), value(item, "char")))
        elif name in _SPACES:
            pieces.append(" " if name == "br" and value(item, "type") in ("page", "column") else _SPACES[name])
        else:
            notes.append(_note(item, run))
    typed = any(note.custom for note in notes)
    return "" if typed else "".join(pieces), tuple(notes)


_TELLING = frozenset(("t", "delText", "sym", "footnoteReference", "endnoteReference", *_SPACES))


def _note(reference: _Element, run: _Element) -> Note:
    typed = value(reference, "customMarkFollows") in ("1", "true", "on")
    mark = clean("".join(part.text or "" for part in run if local(part) in ("t", "delText"))) if typed else ""
    return Note(local(reference).removesuffix("Reference"), value(reference, "id"), mark)


def _written(runs: Sequence[Run]) -> str:
    pieces: list[str] = []
    for run in runs:
        pieces.append(_raised(run.text, "".join(pieces[-2:])) if run.raised else run.text)
    return "".join(pieces)


def _raised(text: str, before: str) -> str:
    """A raised number stays raised behind a quantity (`10³`); anywhere else it is a note mark typed by hand."""
    if not re.fullmatch(r"\s*(?:\d{1,3}|\*{1,4})\s*", text):
        return text
    return text.translate(_RAISED) if re.search(r"(?:\d|\b[kcm]?m)$", before.rstrip()) else " "
