"""The names that institutions give their documents: read in any spelling, found in running text.

A module of this package without a leading underscore is one symbol system (`_symbol.System`); it is found by being
there. The rules are those of sources.md section 10.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from corpus.plain import plain
from corpus.symbols._symbol import Mention, Symbol, System, natural_key

__all__ = ["Mention", "Symbol", "candidates", "find", "from_file_name", "natural_key", "near", "parse", "systems"]

_LONGEST = 200  # no symbol is longer, and what users paste may be a whole page
_EXTENSION = re.compile(r"\.(?:pdf|docx?|html?|txt|rtf|odt|wpf|wpd|json|xml|md|epub|csv)$", re.IGNORECASE)
_AROUND = " \t\r\n.,;:!?\"'«»“”‘’"


@lru_cache(maxsize=1)
def systems() -> tuple[System, ...]:
    """The symbol systems, in the order in which they are asked."""
    found = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    modules: list[System] = [importlib.import_module(f"{__name__}.{name}") for name in found]
    return tuple(modules)


def candidates(text: str) -> tuple[Symbol, ...]:
    """Every symbol that the whole text can mean, likeliest first; empty if it is none. Never raises.

    `75/240` can be a resolution or a document of the seventy-fifth session, `75/816` only a document or a decision.
    """
    return tuple(dict.fromkeys(_readings(text)))


def _readings(text: str) -> Iterator[Symbol]:
    if len(text) > _LONGEST:
        return
    cleaned = re.sub(r"\s+", " ", _EXTENSION.sub("", plain(text).text.strip(_AROUND))).strip(_AROUND)
    cleaned = _unwrapped(cleaned)
    for system in systems() if cleaned else ():
        yield from system.readings(cleaned)


def _unwrapped(text: str) -> str:
    """The text without one pair of brackets around all of it."""
    inside = text[1:-1].strip()
    return inside if text[:1] + text[-1:] in ("()", "[]") and not re.search(r"[()\[\]]", inside) else text


def parse(text: str) -> Symbol | None:
    """The likeliest symbol that the whole text is, in any spelling; None if it is none. Never raises."""
    return next(_readings(text), None)


def find(text: str) -> list[Mention]:
    """The symbols cited in running text, in order and apart, each with the exact span of its spelling.

    Of `resolutions 73/27 and 74/29` the spans are the two numbers. Dates, fractions and what stands inside an address
    are no symbols. Never raises; the work grows with the length of the text.
    """
    simple = plain(text)
    found = [mention for system in systems() for mention in system.mentions(simple.text)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    apart: list[Mention] = []
    for mention in found:
        if not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    offsets = simple.offsets
    return [Mention(m.symbol, offsets[m.start], offsets[m.end - 1] + 1) for m in apart]


def from_file_name(name: str) -> Symbol | None:
    """The symbol that a file name (or the last part of a path or URL) spells, or None. Never raises."""
    last = unquote(re.split(r"[?#]", name)[0].rstrip("/").rpartition("/")[2])
    stem = _EXTENSION.sub("", plain(last[-_LONGEST:]).text.strip())
    for system in systems():
        if symbol := system.in_file_name(stem):
            return symbol
    return None


def near(wanted: str, held: Iterable[str], limit: int = 5) -> list[str]:
    """The held symbols closest to an unknown one, best first: same family, then same letters."""
    symbol = parse(wanted)
    normal = symbol.text if symbol else wanted
    names = list(held)
    related = sorted(
        (name for name in names if name == normal or name.startswith(normal + "/") or normal.startswith(name + "/")),
        key=natural_key,
    )
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.casefold(), name)
    similar = difflib.get_close_matches(normal.casefold(), folded, n=limit, cutoff=0.6)
    return list(dict.fromkeys([*related, *(folded[name] for name in similar)]))[:limit]
