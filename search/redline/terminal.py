"""A redline as a terminal shows it: struck and inserted words in colour, or as [-old-] {+new+} where there is none."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click

from search.redline import Change, Paragraph, Piece, Redline
from search.redline.told import counts, is_told, shift_words, shifted, summary, where

WIDTH = 100
_INDENT = "    "
# Shifts told before the paragraphs; each stands with its paragraph too.
_MOST_SHIFTS = 40


def lines(redline: Redline, *, colour: bool, only_changes: bool) -> Iterator[str]:
    """The lines to print: what is compared, changes of commitment, then the paragraphs."""
    yield click.style(
        f"{_name(redline.old.name, redline.old.date)} → {_name(redline.new.name, redline.new.date)}", bold=True
    )
    yield f"Paragraphs: {summary(redline)}."
    yield from _commitment(redline)
    for change in redline.changes:
        if is_told(change) or not only_changes:
            yield ""
            yield from _change(redline, change, colour)


def _name(name: str, date: str) -> str:
    return f"{name} ({date})" if date else name


def _commitment(redline: Redline) -> Iterator[str]:
    many = counts(redline)["shifts"]
    if not many:
        return
    yield f"Changes of commitment, as words, no legal judgement: {many}"
    for one in [*shifted(redline)][:_MOST_SHIFTS]:
        yield f"{_INDENT}{shift_words(one.shift)}: {_from_to(where(one.old), where(one.new))}"
    if many > _MOST_SHIFTS:
        yield f"{_INDENT}and {many - _MOST_SHIFTS} more, beside their paragraphs"


def _from_to(old: str, new: str) -> str:
    return new if old == new else f"{old} → {new}"


def _change(redline: Redline, change: Change, colour: bool) -> Iterator[str]:
    mine = [redline.old.paragraphs[place] for place in change.old]
    theirs = [redline.new.paragraphs[place] for place in change.new]
    yield click.style(f"{_what(change)}  {_numbers(mine, theirs)}".rstrip(), dim=change.kind == "same")
    text = "".join(_piece(piece, change, colour) for piece in change.pieces)
    for paragraph in text.split("\n"):
        yield _styled(textwrap.fill(paragraph, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT,
                                    break_on_hyphens=False, break_long_words=False))  # fmt: skip
    for shift in change.shifts:
        yield click.style(f"{_INDENT}! {shift.group}: {shift_words(shift)}", fg="yellow")


def _what(change: Change) -> str:
    return ", ".join([change.kind, *["moved"] * change.moved, *["renumbered"] * change.renumbered])


def _numbers(old: list[Paragraph], new: list[Paragraph]) -> str:
    """`OP3 (p. 2) → OP4 (p. 2)`."""
    sides = [" + ".join(_number(one) for one in side) for side in (old, new) if side]
    return sides[0] if len(set(sides)) == 1 else " → ".join(sides)


def _number(paragraph: Paragraph) -> str:
    page = f"p. {paragraph.page}" if paragraph.page else ""
    return f"{paragraph.number} ({page})" if paragraph.number and page else paragraph.number or page or "¶"


# One character each, of no meaning elsewhere (Unicode's private use area), so that lines are wrapped by what is seen.
_STRUCK, _ADDED, _END = "\ue000", "\ue001", "\ue002"


def _piece(piece: Piece, change: Change, colour: bool) -> str:
    text = piece.text
    if piece.kind == "same" or not text.strip():
        return text
    bare = text.rstrip()
    space = text[len(bare) :]
    if not colour:
        signs = ("[-", "-]") if piece.kind == "removed" else ("{+", "+}")
        return f"{signs[0]}{bare}{signs[1]}{space}"
    begins = _STRUCK if piece.kind == "removed" else _ADDED
    # Word by word, so that a line break cuts no pair.
    return " ".join(f"{begins}{word}{_END}" if word else "" for word in bare.split(" ")) + space


def _styled(line: str) -> str:
    struck, off = click.style("|", fg="red", strikethrough=True).split("|")
    added, _ = click.style("|", fg="green", underline=True).split("|")
    return line.replace(_STRUCK, struck).replace(_ADDED, added).replace(_END, off)
