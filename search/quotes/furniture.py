"""Page headers and footers that were copied along with a quotation from a PDF. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.symbols import find
from search.redline import Piece

# `3/15`, `page 3 of 15`, a job number of the United Nations (`25-12345 (E)`), the digits below its bar code.
_MARKS = re.compile(
    r"\b(?:page\s+)?\d{1,3}\s?/\s?\d{1,3}\b|\bpage\s+\d{1,3}(?:\s+of\s+\d{1,3})?\b|\b\d{2}-\d{5}\b(?:\s*\(\w\))?|\*\d{7}\*",
    re.IGNORECASE,
)


def copied_along(pieces: Sequence[Piece], title: str) -> str:
    """What was put in where nothing else differs, if all of it is a page's header or footer; else empty.

    A number alone may be an alteration and is none; nor are words before and behind what was quoted.
    """
    kinds = [piece.kind for piece in pieces]
    if "removed" in kinds or "added" in (kinds[:1] + kinds[-1:]):
        return ""
    added = [piece.text.strip() for piece in pieces if piece.kind == "added"]
    return " … ".join(added) if added and all(_is_furniture(one, title) for one in added) else ""


def _is_furniture(words: str, title: str) -> bool:
    symbols = find(words)
    left = words
    for mention in reversed(symbols):
        left = left[: mention.start] + " " + left[mention.end :]
    marks = _MARKS.findall(left)
    left = _MARKS.sub(" ", left)
    named = re.findall(r"\w+", title.casefold())
    rest = [word for word in re.findall(r"\w+", left.casefold()) if word not in named]
    return bool(symbols or marks) and all(word.isdigit() and len(word) < 4 for word in rest)
