"""The address that a reader is sent to: from a symbol alone, or in the place of one made for programs."""

from __future__ import annotations

import re
from urllib.parse import quote

from corpus.symbols import parse

_SYMBOL_API = "https://documents.un.org/api/"
# A file in the EU's repository, by its number there.
_ITEM = re.compile(r"https?://[^/]+/resource/cellar/")
# The model of a page of Adobe Experience Manager, and where the page itself is (sources.md section 7).
_MODEL = re.compile(r"(?P<host>https?://[^/]+)/content/[\w-]+(?P<path>/.+)\.model\.json")


def reading_url(posted: str, symbol: str) -> str:
    """Where a reader finds what was posted at an address; that address itself unless it is made for programs."""
    if not posted or posted.startswith(_SYMBOL_API) or _ITEM.match(posted):
        return official_url(symbol) or posted
    model = _MODEL.fullmatch(posted)
    return f"{model['host']}{model['path']}" if model else posted


def official_url(symbol: str, language: str = "en") -> str:
    """Where a reader finds the official text in a language, or an empty string where no rule is known (OSCE, NATO).

    The rules are those of sources.md 2.2 and 6.1.
    """
    parsed = parse(symbol) if symbol else None
    if parsed is None:
        return ""
    if parsed.system == "un":
        return f"https://undocs.org/{quote(language)}/{quote(parsed.text)}"
    if parsed.system == "celex":
        return f"https://eur-lex.europa.eu/legal-content/{quote(language.upper())}/TXT/?uri=CELEX:{quote(parsed.text)}"
    return ""
