"""How two texts of the same words differ in print, by name: what does not count, and is told all the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from types import MappingProxyType

_MARKS = "\"'`´„“”‚‘’«»‹›「」『』《》〈〉＂"
_QUOTED = re.compile(f"[{_MARKS}]")
_DASH = re.compile("[-\u2010-\u2015\u2212]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_STOP = re.compile(r"[,;:.!?…()，。；：！？（）،؛؟、]")
_HYPHENATED = re.compile("[\u00ad\u2010-]\\s*")
_EDGES = f"{_MARKS} \t\r\n,;:.!?…，。；：！？،؛؟、"


def differences(quoted: str, printed: str) -> tuple[str, ...]:
    """The names of what differs between two texts with the same folded form, such as `dashes`; empty where nothing.

    Marks and full stops at either end are the quoting author's and are not looked at.
    """
    first, second = quoted.strip(_EDGES), printed.strip(_EDGES)
    return tuple(name for name, seen in _SEEN.items() if seen(first) != seen(second))


def _all(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return lambda text: pattern.findall(text)


def _letters(text: str) -> str:
    """Letters alone, with their capitals; a capital in a small sentence is seen."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if char.isalpha())


def _spaces(text: str) -> Sequence[int]:
    """After how many letters and figures each space stands; two spaces are no other than one."""
    joined = _HYPHENATED.sub("", unicodedata.normalize("NFKC", text))
    counts: list[int] = []
    seen = 0
    for char in joined:
        if char.isalnum():
            seen += 1
        elif char.isspace() and (not counts or counts[-1] != seen):
            counts.append(seen)
    return counts


_SEEN: MappingProxyType[str, Callable[[str], object]] = MappingProxyType(
    {
        "quotation marks": _all(_QUOTED),
        "dashes or hyphens": _all(_DASH),
        "spaces": _spaces,
        "ligatures": _all(_LIGATURE),
        "capital letters": _letters,
        "punctuation": _all(_STOP),
    }
)
