"""Whether a quotation stands in a paragraph word for word, and if not, what is nearest there. Pure functions.

An ellipsis and brackets of the quoting author are gaps: each part must stand word for word, in order, in the same
paragraph. `[sic]` is no word of the quotation, `[t]he` is `the`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from search.quotes.differences import differences
from search.quotes.folding import UNSPACED, Folded, Token, fold, tokens
from search.redline import Piece

# Words of the quoting author, or left out by him.
_SIC = re.compile(r"\s*[\[(]\s*sic\s*!?\s*[\])]|\s*\[(?:emphasis|italics)\s[^\]]{0,30}\]", re.IGNORECASE)
_ELLIPSIS = r"\s*[\[(]\s*(?:\.\s?\.\s?\.|…|⋯)\s*[\])]\s*|\s*(?:\.\s?\.\s?\.(?:\s?\.)?|…{1,2}|⋯{1,2})\s*"
_FIRST = re.compile(r"\[(\w)\](?=\w)")
_BRACKETS = r"\s*\[[^\[\]]{0,120}\]\s*"
_GAP = re.compile(_ELLIPSIS)
_GAP_OR_BRACKETS = re.compile(f"{_ELLIPSIS}|{_BRACKETS}")
# A part this long (folded) shows where the others stand; shorter ones are found everywhere.
_ANCHOR = 12
_ANCHOR_UNSPACED = 4
# How many words beside the likeliest place are compared too.
_BESIDE = 6
# So many words are not all in so short a paragraph by chance; that they stand in another order is an alteration.
_MANY, _SHORT, _NEARLY_ALL, _TURNED = 8, 150, 0.9, 0.65


@dataclass(frozen=True, slots=True)
class Parts:
    """A quotation as it is looked for: its parts as written, and folded."""

    written: tuple[str, ...]
    folded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Where a quotation stands: ranges of the paragraph, what differs in print, what an ellipsis left out."""

    spans: tuple[tuple[int, int], ...]
    differs: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest words of a paragraph: how alike (0 to 1), from theirs to the quotation's."""

    likeness: float
    pieces: tuple[Piece, ...]


def readings(quotation: str) -> tuple[Parts, ...]:
    """How a quotation can be meant: its brackets as the document's own, then as the quoting author's."""
    plain = _FIRST.sub(r"\1", _SIC.sub("", quotation))
    found = (_parts(_GAP, plain), _parts(_GAP_OR_BRACKETS, plain))
    return tuple(parts for parts in dict.fromkeys(found) if parts.folded)


def _parts(gap: re.Pattern[str], text: str) -> Parts:
    pairs = [(part, fold(part).text) for part in gap.split(text)]
    said = [(part, folded) for part, folded in pairs if folded]
    return Parts(tuple(part for part, _ in said), tuple(folded for _, folded in said))


def verbatim(read: Sequence[Parts], paragraph: Folded) -> Verbatim | None:
    """Where a quotation, by one of its readings, stands in a paragraph; None where it does not."""
    for parts in read:
        if any(_anchors(part) for part in parts.folded) and (spans := _placed(parts.folded, paragraph)):
            found = _found(parts, spans, paragraph.original)
            return found if parts is read[0] else replace(found, differs=(*found.differs, "words in brackets"))
    return None


def _anchors(part: str) -> bool:
    return len(part) >= (_ANCHOR_UNSPACED if UNSPACED.search(part) else _ANCHOR)


def _placed(parts: Sequence[str], paragraph: Folded) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    for part in parts:
        found = paragraph.find(part, at)
        if found is None:
            return []
        spans.append(paragraph.span(*found))
        at = found[1]
    return spans


def _found(parts: Parts, spans: Sequence[tuple[int, int]], printed: str) -> Verbatim:
    named: dict[str, None] = {}
    for written, (start, end) in zip(parts.written, spans, strict=True):
        named |= dict.fromkeys(differences(written, printed[start:end]))
    between = pairwise(spans)
    left_out = (" ".join(printed[end:start].split()) for (_, end), (start, _) in between)
    return Verbatim(tuple(spans), tuple(named), tuple(words for words in left_out if fold(words).text))


def likeness(parts: Parts, paragraph: Folded) -> float:
    """Roughly how much of a quotation stands in a paragraph, 0 to 1: to choose which one to compare in full."""
    whole = sum(map(len, parts.folded))
    shares = (fuzz.partial_ratio(part, paragraph.text) * len(part) for part in parts.folded)
    return sum(shares) / (100 * whole) if whole and paragraph.text else 0.0


def nearest(parts: Parts, paragraph: Folded) -> Near:
    """The words of a paragraph that a quotation is nearest to, compared word by word."""
    pieces: list[Piece] = []
    same = other = 0
    for number, written in enumerate(parts.written):
        if number:
            pieces.append(Piece("same", "[…] "))
        steps = _compared(tokens(written), _window(parts.folded[number], paragraph))
        pieces.extend(piece for piece, _ in steps)
        same += sum(2 * size for piece, size in steps if piece.kind == "same")
        other += sum(size for piece, size in steps if piece.kind != "same")
    alike = same / (same + other) if same else 0.0
    return Near(max(alike, _in_another_order(parts, paragraph)), tuple(pieces))


def _in_another_order(parts: Parts, paragraph: Folded) -> float:
    """How alike they are by their words alone, where nearly all of a quotation's are in a short paragraph; else 0."""
    quoted = [token.key for part in parts.written for token in tokens(part)]
    held = Counter(token.key for token in tokens(paragraph.original))
    if len(quoted) < _MANY or held.total() > _SHORT:
        return 0.0
    share = (Counter(quoted) & held).total() / len(quoted)
    return _TURNED if share >= _NEARLY_ALL else 0.0


def _window(part: str, paragraph: Folded) -> list[Token]:
    """The words of the paragraph around the place that a part is likeliest to stand at."""
    found = fuzz.partial_ratio_alignment(part, paragraph.text) if paragraph.text else None
    held = tokens(paragraph.original)
    if found is None or len(part) >= len(paragraph.text) or found.dest_end <= found.dest_start:
        return held
    start, end = paragraph.span(found.dest_start, found.dest_end)
    inside = [place for place, token in enumerate(held) if token.end > start and token.start < end]
    return held[max(0, inside[0] - _BESIDE) : inside[-1] + 1 + _BESIDE] if inside else held


def _compared(quoted: Sequence[Token], printed: Sequence[Token]) -> list[tuple[Piece, int]]:
    """From the printed words to the quoted ones: pieces with their numbers of words; what is beside them is left."""
    steps: list[tuple[Piece, int]] = []
    gone: list[Token] = []
    new: list[Token] = []

    def changed() -> None:
        if gone and new and fold(_text(gone)).text == fold(_text(new)).text:  # a word that was hyphenated
            steps.append((Piece("same", _text(new)), len(new)))
            gone.clear()
            new.clear()
        if gone:
            steps.append((Piece("removed", _text(gone)), len(gone)))
        if new:
            steps.append((Piece("added", _text(new)), len(new)))
        gone.clear()
        new.clear()

    for step in Indel.opcodes([token.key for token in printed], [token.key for token in quoted]):
        if step.tag == "equal":
            changed()
            found = quoted[step.dest_start : step.dest_end]
            steps.append((Piece("same", _text(found)), len(found)))
        else:
            gone.extend(printed[step.src_start : step.src_end])
            new.extend(quoted[step.dest_start : step.dest_end])
    changed()
    return _trimmed(steps)


def _trimmed(steps: list[tuple[Piece, int]]) -> list[tuple[Piece, int]]:
    """Without the words of the document before and after what was quoted."""
    same = [place for place, (piece, _) in enumerate(steps) if piece.kind == "same"]
    if not same:
        return [step for step in steps if step[0].kind == "added"]
    first, last = same[0], same[-1]
    kept: list[tuple[Piece, int]] = []
    for place, (piece, size) in enumerate(steps):
        if first <= place <= last or piece.kind == "added":
            kept.append((piece, size))
        elif (added := _put_in(steps, place)) and not UNSPACED.search(piece.text):
            # At an end only as many words as were put in there: those that they replace.
            words = piece.text.split()
            words = words[-added:] if place < first else words[:added]
            kept.append((Piece("removed", f"{' '.join(words)} "), len(words)))
    return kept


def _put_in(steps: Sequence[tuple[Piece, int]], place: int) -> int:
    """How many words were put in right behind what was removed."""
    behind = steps[place + 1 : place + 2]
    return behind[0][1] if behind and behind[0][0].kind == "added" else 0


def _text(found: Sequence[Token]) -> str:
    joined = "".join(token.text for token in found)
    return joined if not joined or joined[-1].isspace() or UNSPACED.match(found[-1].key) else f"{joined} "
