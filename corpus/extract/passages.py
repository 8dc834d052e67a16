"""Blocks to passages: numbers as people cite them, the path of headings, the page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Passage
from corpus.extract.blocks import Block, Kind
from corpus.extract.headings import (
    CONTENTS,
    Path,
    is_annex,
    is_heading,
    is_numbered_part,
    names_part,
    strength,
    without_contents,
)
from corpus.extract.numbering import Printed, read_number
from corpus.extract.outline import Outline
from corpus.extract.resolutions import QUOTES, Resolution, is_closing

# What stands right below "Annex" is its title, under which its own headings stand, however they are printed.
_ANNEX_TITLE = (0, 1.0, 0)
_SEPARATOR = " > "  # between headings where a path is written in one line


def passages_of(blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """The passages of a document's blocks, in their order.

    Numbers: `24`, `24 (b)`, `24 (b) (ii)`; `PP3` and `OP5 (a)` in resolutions; a list numbered `1.` within paragraph 2
    has `2 (1)`; footnotes have `fn 3`. A heading with nothing under it is a passage, so that no words are lost;
    entries of a table of contents are left out, their words stand in the headings.
    """
    writer = _Writer(_body_size(blocks))
    for block in without_contents(blocks):
        writer.take(block)
    return writer.finished()


def _body_size(blocks: Sequence[Block]) -> float:
    sizes: Counter[float] = Counter()
    for block in blocks:
        sizes[round(block.size, 1)] += len(block.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class _Writer:
    """Goes through the blocks once and remembers where it is."""

    def __init__(self, body_size: float) -> None:
        self._body_size = body_size
        self._path = Path()
        self._outline = Outline()
        self._resolution = Resolution()
        self._passages: list[Passage] = []
        self._pending: list[Passage] = []

    def take(self, block: Block) -> None:
        """Add one block."""
        if block.revision == "struck":
            self._struck(block)
        elif block.kind is Kind.NOTE:
            self._note(block)
        elif self._resolution.opens(block, self._path.texts):
            self._add(block.text, "", block)
        elif not is_closing(block.text) and is_heading(block, self._body_size):
            self._heading(block)
        else:
            self._paragraph(block)

    def finished(self) -> tuple[Passage, ...]:
        """All passages."""
        self._flush()
        return tuple(self._passages)

    def _struck(self, block: Block) -> None:
        """What is not in the accepted reading changes neither the path of headings nor the count of paragraphs."""
        self._passages.append(
            Passage("", "", self._path.texts, block.page, revision="struck", unrevised=block.unrevised)
        )

    def _heading(self, block: Block) -> None:
        if block.revision == "changed":
            # Paths name the new heading only; the old one is kept as a passage that was struck.
            self._struck(block)
        annex = is_annex(block.text)
        self._outline.heading(restart=annex)
        rank = strength(block, self._body_size)
        text = block.text.replace(_SEPARATOR, " › ")
        if self._pending and self._continues(text):
            self._path.join(text)
            self._pending[-1] = replace(self._pending[-1], text=self._path.texts[-1], heading=self._path.texts)
            return
        if self._pending and is_annex(self._pending[-1].text):
            rank = min(rank, _ANNEX_TITLE)
        above = self._path.texts
        self._path.enter(rank, text)
        self._resolution.heading(self._path.texts, annex=annex)
        if above and self._path.texts[: len(above)] != above:
            self._flush()
        self._pending.append(Passage(text, "", self._path.texts, block.page))

    def _continues(self, text: str) -> bool:
        """Whether a heading is the rest of the one right above it: the title of an article, a title in two parts."""
        above = self._pending[-1].text
        return not names_part(text) and (is_numbered_part(above) or above.endswith((";", ",", ":")))

    def _flush(self) -> None:
        """Headings with nothing under them become passages: the last one tells the path."""
        if self._pending and not CONTENTS.fullmatch(self._pending[-1].text):
            last = self._pending[-1]
            self._passages.append(replace(last, heading=last.heading[:-1]))
        self._pending = []

    def _note(self, block: Block) -> None:
        self._passages.append(_passage(block.text, f"fn {block.mark}" if block.mark else "", self._path.texts, block))

    def _paragraph(self, block: Block) -> None:
        text = block.text
        if self._resolution.inside and read_number(text.lstrip(QUOTES)):
            text = text.lstrip(QUOTES)  # a report that cites a draft sets its numbers within the quotation
        printed = read_number(f"{block.mark} " if block.mark else text)
        number = self._number(block, printed)
        if printed and not block.mark and (number or printed.style == "•"):
            text = text[printed.ends :] or text
        # Two numbers in one line: `1. (a)`, `(a) (i)`.
        while number and (inner := _first_of_list(text)):
            number = self._number(block, inner)
            text = text[inner.ends :]
        self._add(text, number, block)

    def _number(self, block: Block, printed: Printed | None) -> str:
        if block.kind is Kind.ROW:
            return ""
        if self._resolution.inside:
            label = self._resolution.label(block, printed)
            if self._resolution.took_back():
                self._take_back()
            if label is not None:
                return label
        if not printed or printed.style == "•":
            self._outline.unnumbered()
            return ""
        return self._outline.take(printed, block.indent) or ""

    def _take_back(self) -> None:
        """The words that lead in to operative paragraphs ("Decides to:") are none themselves."""
        place = next(
            (place for place in reversed(range(len(self._passages))) if self._passages[place].number == "OP1"), None
        )
        if place is not None:
            self._passages[place] = replace(self._passages[place], number="")

    def _add(self, text: str, number: str, block: Block) -> None:
        self._pending = []
        self._passages.append(_passage(text, number, self._path.texts, block))


def _passage(text: str, number: str, heading: tuple[str, ...], block: Block) -> Passage:
    """A passage of a block; its printed number goes from the earlier text too, where that had the same."""
    printed = block.text[: len(block.text) - len(text)]
    before = block.unrevised.removeprefix(printed)
    return Passage(text, number, heading, block.page, revision=block.revision, unrevised=before)


def _first_of_list(text: str) -> Printed | None:
    """The `(a)` or `(i)` with which a text opens, if words follow."""
    printed = read_number(text)
    return printed if printed and printed.value == 1 and printed.style in ("a", "i") and text[printed.ends :] else None
