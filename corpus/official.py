"""The official address of a document, from its symbol alone (sources.md 2.2, 6.1)."""

from __future__ import annotations

from urllib.parse import quote

from corpus.symbols import parse


def official_url(symbol: str) -> str:
    """Where a reader finds the official text, or an empty string where no rule is known (OSCE, NATO)."""
    parsed = parse(symbol) if symbol else None
    if parsed is None:
        return ""
    if parsed.system == "un":
        return f"https://undocs.org/en/{quote(parsed.text)}"
    if parsed.system == "celex":
        return f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{quote(parsed.text)}"
    return ""
