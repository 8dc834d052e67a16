"""What of many stands in the same order on both sides. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def heaviest_run(items: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Of (value, weight) pairs, the places of those rising in value that weigh most together. Values differ."""
    best: list[tuple[int, int]] = []  # value at its end, weight so far: both rise
    ends: list[int] = []  # the item at the end of each
    before: list[int] = [-1] * len(items)
    for place, (value, weight) in enumerate(items):
        at = bisect_left(best, (value, 0))
        total = weight + (best[at - 1][1] if at else 0)
        before[place] = ends[at - 1] if at else -1
        stop = at
        while stop < len(best) and best[stop][1] <= total:
            stop += 1
        best[at:stop] = [(value, total)]
        ends[at:stop] = [place]
    kept, place = [], ends[-1] if ends else -1
    while place >= 0:
        kept.append(place)
        place = before[place]
    return frozenset(kept)
