"""The text of a document as the rows of its page: page marks, headings, paragraphs. Pure, but for patience."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import ClassVar

from corpus.store import StoredPassage
from index.patience import look_at_the_clock
from index.query import TextLeaf
from search.cite import references
from search.marks import marks
from search.web.labels import direction, paragraph_name, place_of
from search.web.marking import Marks, Piece, pieces, runs, telling

DEEPEST_HEADING = 4
# A thread's own time takes up to a millisecond to be told.
_LOOK_EVERY = 16


@dataclass(frozen=True, slots=True)
class PageMark:
    """Here a page of the original begins."""

    kind: ClassVar[str] = "page"
    number: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is that of its HTML element, below the title of the document."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or footnote; `revision` and `unrevised` are those of corpus.document.Passage.

    `name` is what it is called in words, `label` a short name that it always has; `found` says whether it is one of
    the best for a query. `reference` is what the page that cites finds it by.
    """

    kind: ClassVar[str] = "paragraph"
    anchor: str
    number: str
    name: str
    label: str
    text: tuple[Piece, ...]
    language: str
    direction: str
    note: bool
    found: bool
    reference: str
    revision: str = ""
    unrevised: str = ""


Row = PageMark | Heading | Paragraph


def rows(
    passages: Sequence[StoredPassage],
    leaves: Sequence[TextLeaf] = (),
    best: Collection[int] = (),
    holding: Collection[int] | None = None,
) -> Iterator[Row]:
    """The rows of a text, with what the query's leaves find marked; `best` are the ids of the best passages.

    `holding` are those of all passages that have something to mark, None where that is not known.
    """
    page, heading = 0, tuple[str, ...]()
    taken: set[str] = set()
    for passage, found, reference in zip(
        passages, _marked(passages, leaves, holding), references(passages), strict=True
    ):
        if passage.page != page and passage.page:
            page = passage.page
            yield PageMark(page)
        yield from _headings(passage, heading)
        heading = passage.heading
        yield _paragraph(passage, found, taken, passage.id in best, reference)


def _marked(
    passages: Sequence[StoredPassage], leaves: Sequence[TextLeaf], holding: Collection[int] | None
) -> Sequence[Marks]:
    """What to mark in each passage: small words alone only where the query has no others."""
    if not leaves:
        return [()] * len(passages)
    all_marks = []
    for place, passage in enumerate(passages):
        if place % _LOOK_EVERY == 0:
            look_at_the_clock()  # fuzzy words in thousands of paragraphs take many seconds
        told_here = holding is None or passage.id in holding
        all_marks.append(_marks(passage, leaves) if told_here else ())
    told = [telling(passage.text, found) for passage, found in zip(passages, all_marks, strict=True)]
    if any(told):
        return told
    return [runs(passage.text, found) for passage, found in zip(passages, all_marks, strict=True)]


def _marks(passage: StoredPassage, leaves: Sequence[TextLeaf]) -> Marks:
    return marks(passage.text, passage.language or passage.version_language, leaves)


def _headings(passage: StoredPassage, before: tuple[str, ...]) -> Iterator[Heading]:
    """The headings that begin with this passage: from the first level on that differs from the passage before."""
    same = 0
    while same < min(len(before), len(passage.heading)) and before[same] == passage.heading[same]:
        same += 1
    for depth, text in enumerate(passage.heading[same:], same):
        yield Heading(text, min(depth + 2, DEEPEST_HEADING), f"h-{passage.place}-{depth}")


def _paragraph(passage: StoredPassage, found: Marks, taken: set[str], best: bool, reference: str) -> Paragraph:
    # Annexes number their paragraphs anew: the first of a number has the anchor people expect, the others their place.
    anchor = f"p-{passage.place}" if passage.anchor in taken else passage.anchor
    taken.add(anchor)
    language = passage.language or passage.version_language
    return Paragraph(
        anchor=anchor,
        number=passage.number.removeprefix("fn "),
        name=paragraph_name(passage.number),
        label=place_of(passage.number, passage.page) or shorten(passage.text, 40, placeholder="…"),
        text=tuple(pieces(passage.text, found)),
        language=language,
        direction=direction(language, passage.text),
        note=passage.number.startswith("fn "),
        found=best,
        reference=reference,
        revision=passage.revision,
        unrevised=passage.unrevised,
    )


def contents(text: Iterable[Row]) -> list[Heading]:
    """The headings of a text, for its table of contents; none where there are too few to need one."""
    headings = [row for row in text if isinstance(row, Heading)]
    return headings if len(headings) > 3 else []


def found_in(text: Iterable[Row]) -> list[Paragraph]:
    """The paragraphs that are among the best for the query, in the order of the text."""
    return [row for row in text if isinstance(row, Paragraph) and row.found]


def hops(found: Sequence[Paragraph]) -> dict[str, tuple[str, str]]:
    """For each paragraph found, by its anchor: the anchors of the one before and of the next; empty where none is."""
    anchors = ["", *(row.anchor for row in found), ""]
    return {here: (before, after) for before, here, after in zip(anchors, anchors[1:], anchors[2:], strict=False)}
