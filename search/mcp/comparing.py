"""From a redline to the answer of the tool `compare`."""

from __future__ import annotations

from search.comparing import MOST_PARAGRAPHS, compared, held
from search.library import Library
from search.mcp import compared as answers
from search.redline import Change, Paragraph, Piece, Redline, Text
from search.redline.told import counts, is_told

_SIGNS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def compare(library: Library, old: str, new: str, language: str, limit: int, offset: int) -> answers.Compared:
    """What became of one document in another. Raises UnknownDocument, NoSuchPart, TooCostly."""
    redline = compared(held(library.store, old), held(library.store, new), language, most=MOST_PARAGRAPHS)
    told = [change for change in redline.changes if is_told(change)]
    given = told[offset : offset + limit]
    return answers.Compared(
        _side(redline.old),
        _side(redline.new),
        counts(redline),
        tuple(_change(redline, change) for change in given),
        max(0, len(told) - offset - len(given)),
        answers.QuotedSides((redline.old.title, redline.new.title), redline.notices),
    )


def _side(text: Text) -> answers.ComparedSide:
    return answers.ComparedSide(text.name, text.date, text.language, text.digest, len(text.paragraphs))


def _change(redline: Redline, change: Change) -> answers.ComparedParagraphs:
    return answers.ComparedParagraphs(
        change.kind,
        change.moved,
        change.renumbered,
        tuple(_place(redline.old.paragraphs[place]) for place in change.old),
        tuple(_place(redline.new.paragraphs[place]) for place in change.new),
        tuple(answers.CommitmentShift(one.group, one.old, one.new, one.direction) for one in change.shifts),
        answers.QuotedRedline("".join(_signed(piece) for piece in change.pieces)),
    )


def _place(paragraph: Paragraph) -> answers.ComparedPlace:
    return answers.ComparedPlace(paragraph.number, paragraph.page, paragraph.cite, paragraph.url)


def _signed(piece: Piece) -> str:
    """The words between signs, the space that follows them behind these."""
    bare = piece.text.rstrip()
    return _SIGNS[piece.kind].format(bare) + piece.text[len(bare) :] if bare else piece.text
