"""The first page as the readers of front matter see it: short parts in order, each with the block it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.dates import find_dates, parse_date
from corpus.document import FrontMatter
from corpus.extract.blocks import Block, Kind, Reading
from corpus.extract.headings import CONTENTS
from corpus.extract.numbering import read_number
from corpus.extract.resolutions import is_speaker
from corpus.plain import plain

_MOST_BLOCKS = 60
_MASTHEAD = 6
_RUNNING, _SENTENCE = 220, 100
_SUMMARY = re.compile(r"(?:executive )?summary|abstract|résumé|resumen|резюме|موجز|摘要|introduction", re.IGNORECASE)
_SUBMITTED = re.compile(
    r"(?:draft (?:resolution|decision)|projet de (?:résolution|décision)|working paper)\W*$", re.IGNORECASE
)
_SPAN = re.compile(r"\d\s?[-–—]\s?\d{1,2}\b(?!\d)|\b(?:to|au|al|bis)\b")
# What stands at the right of a masthead, in the same line as the name of the organ.
_BESIDE = re.compile(r"\s(?=Distr\.|Original\s?:)")
_NUMBERED = re.compile(r"(?:[IVX]{1,4}|[A-Z]|\d{1,2})\.\s")
# The first heading of a text that numbers its headings.
_FIRST_NUMBERED = re.compile(r"(?:I|A|1)\.\s+\S")
_STARS = re.compile(r"\s*\*{1,4}(?=\W|$)")


@dataclass(frozen=True, slots=True)
class Part:
    """One printed line or cell of the first page, and the place of its block."""

    text: str
    block: int


# The front matter, and the places of the blocks that it was read from.
Found = tuple[FrontMatter, frozenset[int]]


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The blocks before the running text, and their parts. `reading` is the whole document."""

    reading: Reading
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, reading: Reading) -> FirstPage:
        """The first page of a document."""
        end = _body_start(reading.blocks)
        blocks = reading.blocks[:end]
        parts = tuple(
            Part(line, place) for place, block in enumerate(blocks) if block.kind is not Kind.NOTE
            for line in _pieces(block)
        )  # fmt: skip
        return cls(reading, blocks, parts)


def _pieces(block: Block) -> Iterable[str]:
    texts = block.lines or tuple(block.text.split(" | "))
    return (
        piece for text in texts for line in text.splitlines() for part in _BESIDE.split(line) if (piece := part.strip())
    )


def _body_start(blocks: tuple[Block, ...]) -> int:
    """The place of the first block of running text."""
    first = blocks[0].page if blocks else 0
    for place, block in enumerate(blocks[:_MOST_BLOCKS]):
        if block.page > max(first, 1) or _is_running(block) or _is_speaker(block.text, place):
            return place
    return min(len(blocks), _MOST_BLOCKS)


def _is_running(block: Block) -> bool:
    if block.kind is Kind.NOTE:
        return False
    text = block.text
    if _SUMMARY.fullmatch(text) or CONTENTS.fullmatch(text):
        return True
    if block.kind is Kind.HEADING:
        return bool(_NUMBERED.match(text))
    if block.bold and _FIRST_NUMBERED.match(text):
        return True
    if block.bold or _SUBMITTED.search(text):
        return False
    number = read_number(text)
    sentence = len(text) > _SENTENCE and text.endswith((".", ":", ";", "。", "；"))
    return sentence or len(text) > 2 * _RUNNING or (number is not None and number.style == "1" and len(text) > 80)


def _is_speaker(text: str, place: int) -> bool:
    """Whether a resolution begins. A masthead names the organ without a comma, and some languages have no article."""
    return is_speaker(text) and (place >= _MASTHEAD or text[-1] in ",:，،：")


def without_stars(text: str) -> str:
    """A text without the stars that lead to notes: `Indonesia:* draft resolution`."""
    return _STARS.sub("", text).strip()


def is_date(text: str) -> str:
    """The date that a text is, apart from a place before it and brackets around it; empty if it says more.

    A span of days is when a session was held, not when a document was written.
    """
    found = find_dates(text)
    if len(found) != 1 or _SPAN.search(text[found[0].start : found[0].end]):
        return ""
    around = text[: found[0].start] + text[found[0].end :]
    if any(map(str.isdigit, around)):
        return ""
    return found[0].iso if len(around.strip(" ()[],.:*")) <= 16 and len(text) < 60 else ""


def last_day(text: str) -> str:
    """The last day of a span of days (`12 May–13 June 2025`): what is said of a session is said at its end."""
    return parse_date(re.split(r"\s?-\s?", plain(text).text)[-1])
