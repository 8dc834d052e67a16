"""Resolutions of the Security Council under their number and year: `Resolution 1373 (2001) of 28 September 2001`."""

from __future__ import annotations

import re

from corpus.dates import parse_date
from corpus.document import FrontMatter
from corpus.extract.front.page import FirstPage, Found
from corpus.symbols import parse

_HEAD = 4
# Until 1960 the number stands first: `101 (1953). Resolution of 24 November 1953`.
_NUMBERED = re.compile(
    r"(?:resolution\s+)?(?P<number>\d{1,4})\s+\((?P<year>19\d\d|20\d\d)\)\.?"
    r"\s*(?P<rest>(?:of|resolution of|adopted)\b.*)?",
    re.IGNORECASE,
)
# The document that was before the Council stands behind it, in brackets.
_DRAFT = re.compile(r"\s*[\[(]S/[\w/.]+[\])]\s*$")
_COUNCIL = re.compile(r"the security council\b|adopted by the security council", re.IGNORECASE)


def read(page: FirstPage) -> Found | None:
    """The front matter of a resolution of the Security Council, None for others."""
    for part in page.parts[:_HEAD]:
        block = page.blocks[part.block]
        title = _DRAFT.sub("", block.text)
        found = _NUMBERED.fullmatch(title)
        if found and _names_council(page):
            symbol = parse(f"S/RES/{found['number']} ({found['year']})")
            matter = FrontMatter(
                symbol=symbol.text if symbol else "",
                title=title,
                date_adopted=parse_date(found["rest"] or ""),
            )
            return matter, frozenset({part.block})
    return None


def _names_council(page: FirstPage) -> bool:
    return any(_COUNCIL.search(block.text) for block in page.reading.blocks[:8])
