"""NATO press releases, `Press Release (2016) 124` (sources.md section 7 and 10.3). Texts here are plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.symbols._symbol import Mention, Symbol, make

_NUMBER = r"\((?P<year>19[4-9]\d|20\d\d)\)\s?(?P<number>\d{1,4})(?!\d)"
_CITED = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?:press\s+release|communique\s+de\s+presse)\s*(?:PR(?:/CP)?)?|PR(?:/CP)?)\s?{_NUMBER}",
    re.ASCII | re.IGNORECASE,
)
_ALONE = re.compile(_NUMBER, re.ASCII)
_FILE = re.compile(
    r"(?<![A-Z0-9])(?:PR|press[-_ ]release)[-_ ]?(?:CP[-_ ]?)?\(?(?P<year>20\d\d)\)?[-_ ]?(?P<number>\d{1,4})(?!\d)",
    re.ASCII | re.IGNORECASE,
)


def _symbol(found: re.Match[str]) -> Symbol:
    """The normal form as NATO prints it: three digits."""
    return make(f"Press Release ({found['year']}) {int(found['number']):03d}", "nato")


def readings(text: str) -> tuple[Symbol, ...]:
    """The press release that the whole text names, also as `PR/CP(2016)124` or `(2016) 124`."""
    found = _CITED.fullmatch(text) or _ALONE.fullmatch(text)
    return (_symbol(found),) if found else ()


def mentions(text: str) -> Iterator[Mention]:
    """Press releases cited in running text."""
    if "(" in text:
        yield from (Mention(_symbol(found), found.start(), found.end()) for found in _CITED.finditer(text))


def in_file_name(stem: str) -> Symbol | None:
    """The press release that a file name gives, such as `PR_CP(2016)124`."""
    found = _FILE.search(stem)
    return _symbol(found) if found else None
