"""What people may be about to type: symbols and titles of the store that go on from a beginning."""

from __future__ import annotations

import sqlite3

# Symbols are compared without what people put between their parts.
_BARE = "replace(replace(replace(replace(upper(symbol), '/', ''), '-', ''), ' ', ''), '.', '')"


def symbols_from(connection: sqlite3.Connection, beginning: str, limit: int) -> list[tuple[str, str]]:
    """Symbols that begin so in any spelling, with their titles: what is held and is short first."""
    bare = "".join(char for char in beginning.upper() if char.isalnum())
    if not bare:
        return []
    rows = connection.execute(
        f"SELECT symbol, title FROM documents WHERE symbol <> '' AND substr({_BARE}, 1, :length) = :bare "
        "ORDER BY held DESC, length(symbol), symbol_key LIMIT :limit",
        {"bare": bare, "length": len(bare), "limit": limit},
    )
    return [(row["symbol"], row["title"]) for row in rows]


def titles_with(connection: sqlite3.Connection, words: str, limit: int) -> list[tuple[str, str]]:
    """Titles in which these words stand, the last one perhaps begun only, with the symbol: the newest first."""
    rows = connection.execute(
        "SELECT title, symbol FROM documents WHERE instr(lower(' ' || title), ' ' || :words) > 0 "
        "GROUP BY title ORDER BY max(held) DESC, max(date) DESC LIMIT :limit",
        {"words": " ".join(words.lower().split()), "limit": limit},
    )
    return [(row["title"], row["symbol"]) for row in rows]
