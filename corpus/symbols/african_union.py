"""African Union: communiques of its Peace and Security Council, `PSC/PR/COMM.1196 (2024)` (sources.md 10.3).

Texts here are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.symbols._symbol import Mention, Symbol, make

_COMMUNIQUE = re.compile(
    r"(?<![A-Za-z0-9/])PSC/(?:PR|AHG|MIN)/(?P<kind>COMM|BR|PS)\.?\s?(?P<number>\d{1,4}(?:\.\d)?)(?:\s?\((?P<year>20\d\d)\))?",
    re.ASCII | re.IGNORECASE,
)


def _symbol(found: re.Match[str]) -> Symbol:
    head = found[0].upper().partition(".")[0].rstrip("0123456789 (")
    year = f" ({found['year']})" if found["year"] else ""
    return make(f"{head}.{found['number']}{year}", "au")


def readings(text: str) -> tuple[Symbol, ...]:
    """The communique that the whole text names."""
    found = _COMMUNIQUE.fullmatch(re.sub(r"\s*/\s*", "/", text))
    return (_symbol(found),) if found else ()


def mentions(text: str) -> Iterator[Mention]:
    """Communiques cited in running text."""
    if "PSC/" in text:
        yield from (Mention(_symbol(found), found.start(), found.end()) for found in _COMMUNIQUE.finditer(text))


def in_file_name(stem: str) -> Symbol | None:
    """The communique that a file name gives, such as `PSC-PR-COMM.1196-2024`."""
    slashed = re.sub(r"PSC[-_ ](PR|AHG|MIN)[-_ ]", r"PSC/\1/", stem, flags=re.IGNORECASE)
    slashed = re.sub(r"[-_ ]\(?(20\d\d)\)?(?=$|[-_ ])", r" (\1)", slashed)
    found = _COMMUNIQUE.search(slashed)
    return _symbol(found) if found else None
