"""Council of Europe treaties, `ETS No. 185` and `CETS No. 224` (https://www.coe.int/en/web/conventions).

The series was called ETS up to No. 193 and CETS from No. 194 (2004) on; the number decides, whatever is written.
Texts here are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.symbols._symbol import Mention, Symbol, make

_TREATY = re.compile(
    r"(?<![A-Za-z0-9])(?P<series>C?ETS|STC?E|SEV)[\s-]?(?:no?s?|nr|n[°º]|№)?[.:]{0,2}[\s-]?(?P<number>\d{1,3})(?![\d/])",
    re.ASCII | re.IGNORECASE,
)
_LAST_ETS = 193


def _symbol(found: re.Match[str]) -> Symbol | None:
    number = int(found["number"])
    if not 0 < number < 400:
        return None
    return make(f"{'ETS' if number <= _LAST_ETS else 'CETS'} No. {number}", "coe", order=f"ETS No. {number}")


def readings(text: str) -> tuple[Symbol, ...]:
    """The treaty that the whole text names, also as `CETS 224` or (French, German) `STE n° 185`, `SEV Nr. 185`."""
    found = _TREATY.fullmatch(text)
    symbol = _symbol(found) if found else None
    return (symbol,) if symbol else ()


def mentions(text: str) -> Iterator[Mention]:
    """Treaties cited by number in running text; only capitals count there."""
    for found in _TREATY.finditer(text):
        symbol = _symbol(found) if found["series"].isupper() else None
        if symbol:
            yield Mention(symbol, found.start(), found.end())


def in_file_name(stem: str) -> Symbol | None:
    """The treaty that a file name gives, such as `CETS_224_Protocol`."""
    found = _TREATY.search(stem.replace("_", " "))
    return _symbol(found) if found else None
