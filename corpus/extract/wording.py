"""The letters of a text made clean: what looks the same is the same, and nothing invisible is in between.

NFKC on letters that have a plain form (ligatures, Arabic presentation forms, full-width Latin), but not on what it
would change for a reader: raised and lowered numbers, fractions, and the punctuation of Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
# Zero-width spaces and joiners that no script needs, soft hyphens, byte-order marks, control and direction characters.
# U+200C and U+200D stay: Persian and Indian words are spelled with them.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ud800-\udfff]"
)
_KEPT = re.compile("[²³¹ºª⁰-ₜ¼½¾⅐-⅞…™\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65№]")


@lru_cache(maxsize=8192)
def _letter(char: str) -> str:
    if char in "\u2010\u2011\ufe63\uff0d":  # typographic hyphens; dashes stay as they are
        return "-"
    if char == "\ufffd":
        return char
    return char if _KEPT.match(char) else unicodedata.normalize("NFKC", char)


def clean(text: str) -> str:
    """The text in plain letters, with single spaces and none at the ends. Total: any string goes in."""
    if text.isascii() and text.isprintable():
        return text if "  " not in text and text == text.strip() else _SPACES.sub(" ", text).strip()
    visible = _INVISIBLE.sub("", text)
    letters = "".join(char if char.isascii() else _letter(char) for char in visible)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", letters)).strip()
