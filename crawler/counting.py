"""Counting through a series of symbols that no page lists: which number is asked for next, and when it has ended."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.document import Posting
from corpus.keeping import Keeper
from crawler.links import canonical
from crawler.source import Series

# So many numbers behind the last one that is there are asked for every night: there the next paper will appear.
FRONTIER = 3


@dataclass(frozen=True, slots=True)
class Counting:
    """A series counted up to `number`; `missing` numbers in a row before it were not there."""

    series: Series
    number: int
    missing: int = 0

    def postings(self) -> tuple[Posting, ...]:
        """The files of this number, their addresses in the one spelling."""
        return tuple(replace(posting, url=canonical(posting.url)) for posting in self.series.postings(self.number))

    def at_the_end(self, keeper: Keeper) -> bool:
        """Whether this is where the series goes on growing: behind all that was ever there, and not far behind."""
        if not self.series.growing or self.missing >= FRONTIER:
            return False
        ahead = range(self.number, self.number + self.series.patience + 1)
        return not any(_was_there(keeper, posting) for number in ahead for posting in self.series.postings(number))

    def after(self, *, there: bool) -> Counting | None:
        """The next number, or None where the series has ended."""
        missing = 0 if there else self.missing + 1
        ended = missing >= self.series.patience or self.number >= self.series.last
        return None if ended else replace(self, number=self.number + 1, missing=missing)


def _was_there(keeper: Keeper, posting: Posting) -> bool:
    known = keeper.known(canonical(posting.url))
    return known is not None and known.first is not None
