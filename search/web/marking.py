"""Text in pieces, plain or marked, for templates that escape every piece. Pure."""

from __future__ import annotations

from collections.abc import Sequence

RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))


def pieces(text: str, marks: Sequence[Sequence[int]]) -> list[tuple[str, bool]]:
    """The text cut at its marks: (piece, whether it is marked), in order; joined they are the text again."""
    cut: list[tuple[str, bool]] = []
    end = 0
    for start, stop in marks:
        cut += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    cut.append((text[end:], False))
    return [piece for piece in cut if piece[0]]


def direction(language: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
