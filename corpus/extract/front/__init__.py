"""What the first page says of its document: symbol, title, dates apart, session, agenda item, submitters. Pure.

Each module knows the first pages of one kind of institution and gives None for all others; `plain` knows any page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.document import FrontMatter
from corpus.extract.blocks import Block, Reading
from corpus.extract.front import european_union, osce, plain, security_council, un_cover, united_nations
from corpus.extract.front.page import FirstPage
from corpus.extract.front.places import with_places
from corpus.extract.front.speaking import with_speakers

__all__ = ["Front", "read_front"]


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter, and the blocks that are left for the body."""

    matter: FrontMatter
    body: tuple[Block, ...]


def read_front(reading: Reading) -> Front:
    """The front matter of a document, and its other blocks. Total: what is not printed is left empty."""
    page = FirstPage.of(reading)
    readers = (united_nations.read, security_council.read, un_cover.read, osce.read, european_union.read, plain.read)
    matter, used = next(found for reader in readers if (found := reader(page)) is not None)
    matter, line = with_speakers(page, matter)
    told = replace(matter, read_at=with_places(page, matter, line))
    return Front(told, _without(reading.blocks, used))


def _without(blocks: Sequence[Block], used: frozenset[int]) -> tuple[Block, ...]:
    return tuple(block for place, block in enumerate(blocks) if place not in used)
