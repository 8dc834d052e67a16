"""A redline as a Word file with real tracked changes: accepting all gives the new text, rejecting all the old one.

ECMA-376, part 1, section 17.13.5: runs in `w:ins`, `w:del`, `w:moveFrom` and `w:moveTo`, and the marks that end
paragraphs tracked in the same way. A split paragraph has one mark inserted, merged ones have one struck.
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from search.redline import Change, Piece, Redline, Text
from search.redline.labels import label

if TYPE_CHECKING:
    from docx.document import Document as Word

AUTHOR = "verbale"
NOTE = (
    "Made by machine from the texts that verbale holds: a comparison of words, not an official document. Accepting all"
    " changes gives the new text, rejecting all the old one; layout and the marks of notes are not kept."
)
_FROM_RIGHT = ("ar", "fa", "he", "ur")
# XML 1.0 has no place for these characters; PDFs do.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the Word file: runs by how they are tracked, and how its mark is (`same`: untracked)."""

    runs: tuple[tuple[str, str], ...]
    mark: str = "same"
    move: int = 0
    level: int = 0


def written(redline: Redline, at: datetime) -> bytes:
    """The Word file. `at` is the date that its changes bear."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.author, properties.title = AUTHOR, f"{redline.old.name} – {redline.new.name}"
    properties.created = properties.modified = at
    document.add_heading(f"{redline.old.name} → {redline.new.name}", level=0)
    document.add_paragraph(NOTE)
    for notice in redline.notices:
        document.add_paragraph(notice)
    _add(document, lines(redline), redline.new.language in _FROM_RIGHT, at)
    # A last paragraph whose mark is tracked is one that Word cannot strike; so the sources stand below.
    document.add_paragraph(f"{_source('Old text', redline.old)} {_source('New text', redline.new)}")
    made = io.BytesIO()
    document.save(made)
    return _undated(made)


def _undated(made: io.BytesIO) -> bytes:
    """The same file without the time at which each part was put in: the same redline is the same bytes at any time."""
    whole = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as again:
        for name in parts.namelist():
            again.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _source(side: str, text: Text) -> str:
    facts = (text.name, text.title, text.date, text.digest and f"SHA-256 {text.digest.removeprefix('sha256:')}")
    return f"{side}: {', '.join(fact for fact in facts if fact)}."


def lines(redline: Redline) -> Iterator[Line]:
    """The paragraphs as they are written: in the new text's order, with what is struck or moved where it stood before.

    What is struck follows the paragraph that it followed, so that rejecting all changes gives the old text's order.
    """
    placed = _in_place([change for change in redline.changes if change.old and change.new and not change.moved])
    leaving = sorted((one for one in redline.changes if one.old and id(one) not in placed), key=lambda one: one.old)
    moves = {id(change): number for number, change in enumerate(leaving, start=1) if change.new}
    bounds = [change.old for change in redline.changes if id(change) in placed]
    above: tuple[str, ...] = ()
    struck = _Struck(redline)
    for change in (None, *(change for change in redline.changes if change.new)):
        if change is not None:
            if id(change) in placed:
                yield from struck.above(change.old[0])
            yield from _headings(redline, above, heading := redline.new.paragraphs[change.new[0]].heading)
            yield from _lines(redline, change, moves.get(id(change), 0))
            above = heading
        if change is None or id(change) in placed:
            bounds = bounds[change is not None :]
            while leaving and (not bounds or leaving[0].old < bounds[0]):
                gone = leaving.pop(0)
                yield from struck.above(gone.old[0])
                yield from _gone(redline, gone, moves.get(id(gone), 0))


def _in_place(changes: Sequence[Change]) -> set[int]:
    """Which changes are the longest run in the order of both texts: what stands otherwise is written as a move."""
    ends: list[tuple[int, ...]] = []
    last: list[int] = []
    before: list[int] = []
    for at, change in enumerate(changes):
        length = bisect_left(ends, change.old)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1], last[length : length + 1] = [change.old], [at]
    kept, at = set(), last[-1] if last else -1
    while at >= 0:
        kept.add(id(changes[at]))
        at = before[at]
    return kept


def _headings(redline: Redline, above: Sequence[str], path: Sequence[str]) -> Iterator[Line]:
    """The headings that begin here; one that only the new text has is tracked."""
    same = next((at for at, (one, other) in enumerate(zip(above, path, strict=False)) if one != other), None)
    first = min(len(above), len(path)) if same is None else same
    for level, words in enumerate(path[first:], start=first + 1):
        known = any(words in paragraph.heading for paragraph in redline.old.paragraphs)
        kind = "same" if known else "added"
        yield Line(((kind, words),), kind, level=min(level, 9))


class _Struck:
    """The headings that only the old text has, each before the first of its paragraphs."""

    def __init__(self, redline: Redline) -> None:
        self._paragraphs = redline.old.paragraphs
        self._kept = {words for paragraph in redline.new.paragraphs for words in paragraph.heading}
        self._above: tuple[str, ...] = ()

    def above(self, place: int) -> Iterator[Line]:
        """Those that begin with this paragraph of the old text."""
        path = self._paragraphs[place].heading
        alike = next((at for at, (one, other) in enumerate(zip(self._above, path, strict=False)) if one != other), None)
        first = min(len(self._above), len(path)) if alike is None else alike
        self._above = path
        for level, words in enumerate(path[first:], start=first + 1):
            if words not in self._kept:
                yield Line((("removed", words),), "removed", level=min(level, 9))


def _gone(redline: Redline, change: Change, move: int) -> Iterator[Line]:
    """What was struck or has moved away, where it stood."""
    kind = "from" if move else "removed"
    for place in change.old:
        gone = redline.old.paragraphs[place]
        yield Line(((kind, label(gone.number) + gone.text),), kind, move)


def _lines(redline: Redline, change: Change, move: int) -> Iterator[Line]:
    runs = _numbered(redline, change)
    if move:
        # What it said before stands at its old place, so here is only what it says now.
        here = [(("to" if kind == "same" else kind), text) for kind, text in runs if kind != "removed"]
        yield from _parted(here, "to", several=len(change.new) > 1, move=move)
    else:
        yield from _parted(runs, "same" if change.old else "added", several=len(change.old) > 1 or len(change.new) > 1)


def _parted(runs: Iterable[tuple[str, str]], mark: str, *, several: bool, move: int = 0) -> Iterator[Line]:
    """The runs as paragraphs: a line feed ends one, where the change is of several, and tracks its mark as itself."""
    held: list[tuple[str, str]] = []
    for kind, text in runs:
        first, *rest = text.split("\n") if several else [text]
        held.append((kind, first))
        for following in rest:
            yield Line(tuple(held), kind, move)
            held = [(kind, following)]
    yield Line(tuple(held), mark, move)


def _numbered(redline: Redline, change: Change) -> list[tuple[str, str]]:
    """The words of a change with the printed numbers before them, as runs."""
    olds = [redline.old.paragraphs[at] for at in change.old]
    news = [redline.new.paragraphs[at] for at in change.new]
    was, stands = ([label(item.number) for item in side] or [""] for side in (olds, news))
    before, now = ("\n".join(item.text for item in side) for side in (olds, news))
    runs = [("same", was[0])] if was[0] == stands[0] else [("removed", was[0]), ("added", stands[0])]
    # The first number is written; those of further paragraphs follow the line feeds between them.
    more = iter([*(("removed", text) for text in was[1:]), *(("added", text) for text in stands[1:])])
    several = len(olds) > 1 or len(news) > 1
    for piece in _exact(change.pieces, before, now):
        first, *rest = piece.text.split("\n") if several else [piece.text]
        runs.append((piece.kind, first))
        for following in rest:
            runs += [(piece.kind, "\n"), next(more, ("same", "")), (piece.kind, following)]
    return runs


def _exact(pieces: Sequence[Piece], before: str, now: str) -> Sequence[Piece]:
    """Pieces that give exactly both texts: those of the comparison if they do, or else all struck and all inserted."""
    if before == now:
        return (Piece("same", now),)
    old = "".join(piece.text for piece in pieces if piece.kind != "added")
    new = "".join(piece.text for piece in pieces if piece.kind != "removed")
    return pieces if (old, new) == (before, now) else (Piece("removed", before), Piece("added", now))


def _add(document: Word, all_lines: Iterable[Line], from_right: bool, at: datetime) -> None:
    from docx.oxml import parse_xml

    end = document.element.body[-1]
    for number, line in enumerate(all_lines, start=1):
        end.addprevious(parse_xml(paragraph_xml(line, number, from_right, at)))


# The kinds of a Line, as elements of WordprocessingML.
_TRACKED = {"added": "ins", "removed": "del", "from": "moveFrom", "to": "moveTo"}


def paragraph_xml(line: Line, number: int, from_right: bool, at: datetime) -> str:
    """A line as a `w:p`; `number` makes the identifiers of its changes unique in the file."""
    from xml.sax.saxutils import quoteattr

    stamp = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    ids = (number * 1000 + more for more in range(1000))

    def who() -> str:
        return f'w:id="{next(ids)}" w:author={quoteattr(AUTHOR)} w:date="{stamp}"'

    look = f'<w:pStyle w:val="Heading{line.level}"/>' if line.level else ""
    look += "<w:bidi/>" if from_right else ""
    if line.mark in _TRACKED:
        look += f"<w:rPr><w:{_TRACKED[line.mark]} {who()}/></w:rPr>"
    inner = "".join(_run(kind, text, who) for kind, text in _joined(line.runs))
    if line.move:
        side = "moveFrom" if line.mark == "from" else "moveTo"
        reach = next(ids)
        start = f'<w:{side}RangeStart w:id="{reach}" w:name="move{line.move}" {who().split(" ", 1)[1]}/>'
        inner = f'{start}{inner}<w:{side}RangeEnd w:id="{reach}"/>'
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:p {name}><w:pPr>{look}</w:pPr>{inner}</w:p>"


def _joined(runs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    held = ("", "")
    for kind, text in runs:
        if not text:
            continue
        if kind == held[0]:
            held = (kind, held[1] + text)
            continue
        if held[1]:
            yield held
        held = (kind, text)
    if held[1]:
        yield held


def _run(kind: str, text: str, who: Callable[[], str]) -> str:
    """A run, within the element that tracks it."""
    from xml.sax.saxutils import escape

    name = "delText" if kind == "removed" else "t"
    parts = re.split("([\n\t])", escape(_NO_XML.sub("", text)))
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    inner = "".join(signs.get(part) or f'<w:{name} xml:space="preserve">{part}</w:{name}>' for part in parts if part)
    element = _TRACKED.get(kind)
    return f"<w:{element} {who()}><w:r>{inner}</w:r></w:{element}>" if element else f"<w:r>{inner}</w:r>"
