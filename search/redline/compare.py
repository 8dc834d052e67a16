"""Two texts compared: paragraphs aligned, their words, changes of commitment. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.patience import look_at_the_clock
from search.redline import Change, Kind, Paragraph, Piece, Redline, Text
from search.redline.align import TOO_LONG, Group, Words, align, is_footnote, words_by_paragraph
from search.redline.commitment import shifts_of
from search.redline.words import is_changed, pieces_of, pieces_of_words

_KIND_OF_NUMBER = re.compile(r"^(?:PP|OP|fn )")


def compare(old: Text, new: Text, notices: Sequence[str] = ()) -> Redline:
    """What became of one text in the other. Every paragraph of both sides is in exactly one change."""
    language = new.language or old.language
    words = words_by_paragraph(old.paragraphs), words_by_paragraph(new.paragraphs)
    groups = align(old.paragraphs, new.paragraphs, words)
    return Redline(old, new, tuple(_change(group, old, new, words, language) for group in groups), tuple(notices))


def _change(group: Group, old: Text, new: Text, words: tuple[Words, Words], language: str) -> Change:
    look_at_the_clock(TOO_LONG)
    mine = [old.paragraphs[place] for place in group.old]
    theirs = [new.paragraphs[place] for place in group.new]
    if not mine or not theirs:
        kind: Kind = "added" if theirs else "removed"
        alone = Piece("added" if theirs else "removed", "\n".join(one.text for one in mine or theirs))
        return Change(kind, group.old, group.new, pieces=(alone,) if alone.text else ())
    if len(mine) == len(theirs) == 1:
        pieces = pieces_of_words(words[0][group.old[0]], words[1][group.new[0]])
    else:
        pieces = pieces_of("\n".join(one.text for one in mine), "\n".join(one.text for one in theirs))
    renumbered = _number(mine[0]) != _number(theirs[0]) and not is_footnote(theirs[0])
    return Change(
        _kind(group, pieces), group.old, group.new, group.moved, renumbered, pieces, shifts_of(pieces, language)
    )


def _kind(group: Group, pieces: Sequence[Piece]) -> Kind:
    if len(group.new) > 1:
        return "split"
    if len(group.old) > 1:
        return "merged"
    return "changed" if is_changed(pieces) else "same"


def _number(paragraph: Paragraph) -> str:
    """Its number as it is printed: `3` of OP3."""
    return _KIND_OF_NUMBER.sub("", paragraph.number)
