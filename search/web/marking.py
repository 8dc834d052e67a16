"""Text in pieces, plain or marked, for templates that escape every piece. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from search.marks import snippet

Marks = Sequence[Sequence[int]]
Piece = tuple[str, bool]

# Searched like every other word, but a reader whose eye looks for `contact` is led astray by each lone `of`.
_JOINTS = frozenset(
    "a an and as at by for from in is it of on or that the to with"
    " au aux dans de des du en et la le les par pour sur un une"
    " al con del el las los para por se una y"
    " в во для и из к на не о об от по с"
    " في من على إلى 的 和 在".split()
)


def pieces(text: str, marks: Marks) -> list[Piece]:
    """The text cut at its marks: (piece, whether it is marked), in order; joined they are the text again."""
    cut: list[Piece] = []
    end = 0
    for start, stop in marks:
        cut += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    cut.append((text[end:], False))
    return [piece for piece in cut if piece[0]]


def runs(text: str, marks: Marks) -> list[list[int]]:
    """The marks, those of neighbouring words joined."""
    joined: list[list[int]] = []
    for start, stop in marks:
        if joined and not text[joined[-1][1] : start].strip(" \u00a0-"):
            joined[-1][1] = stop
        else:
            joined.append([start, stop])
    return joined


def telling(text: str, marks: Marks) -> list[list[int]]:
    """The runs of marks that hold more than small words."""
    return [run for run in runs(text, marks) if not set(text[run[0] : run[1]].casefold().split()) <= _JOINTS]


def excerpt(text: str, marks: Marks, width: int) -> list[Piece]:
    """About `width` characters of a text around its densest marks, in pieces."""
    return pieces(*snippet(text, telling(text, marks) or runs(text, marks), width))
