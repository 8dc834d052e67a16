"""Made pairs: a judged pair with paragraphs of its new side put elsewhere, because moves are rare in real ones.

Seeded, so every run makes the same. Which paragraphs have moved is known, and only such orders are kept in which it is
beyond doubt: the others are the one longest run that keeps its order.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.redline.gold import Pair, Row
from search.redline import Text

BASES = ("A-C2-80-L17_to_A-C2-80-L58", "A-RES-78-132_to_A-C2-80-L17", "A-RES-79-239_to_A-C1-80-L46")
_FEWEST, _ONE_IN = 2, 12
_TRIES = 100


def made(pair: Pair, new: Text, seed: int) -> tuple[Pair, Text]:
    """The pair with about one in twelve paragraphs of its new side moved, and that side.

    Notes stay where they are. Raises ValueError where no order is found in which the moves are beyond doubt.
    """
    chance = random.Random(seed)
    whole = {row.new[0]: row.old[0] for row in pair.rows if row.kind in ("same", "changed")}
    able = [at for at in sorted(whole) if not new.paragraphs[at].number.startswith("fn")]
    for _ in range(_TRIES):
        lifted = set(chance.sample(able, max(_FEWEST, len(able) // _ONE_IN)))
        order = _put_elsewhere(len(new.paragraphs), sorted(lifted), chance)
        if _beyond_doubt([whole[at] for at in order if at in able], [whole[at] for at in lifted]):
            return _moved(pair, order, {whole[at] for at in lifted}), _ordered(new, order)
    raise ValueError(f"{pair.name}: no order was found in which what has moved is beyond doubt.")


def _put_elsewhere(count: int, lifted: Sequence[int], chance: random.Random) -> list[int]:
    order = [at for at in range(count) if at not in lifted]
    for at in lifted:
        order.insert(chance.randrange(len(order) + 1), at)
    return order


def _beyond_doubt(olds: Sequence[int], lifted: Sequence[int]) -> bool:
    """Whether the rest is the only longest increasing run (quadratic; texts are short)."""
    best: list[tuple[int, int]] = []
    for at, old in enumerate(olds):
        before = [best[i] for i in range(at) if olds[i] < old]
        longest = max((length for length, _ in before), default=0)
        ways = sum(count for length, count in before if length == longest) or 1
        best.append((longest + 1, ways))
    longest = max(length for length, _ in best)
    only = sum(count for length, count in best if length == longest) == 1
    return only and longest == len(olds) - len(lifted)


def _moved(pair: Pair, order: Sequence[int], lifted: set[int]) -> Pair:
    place = {at: to for to, at in enumerate(order)}
    rows = tuple(
        Row(row.kind, "yes" if set(row.old) & lifted and row.new else row.moved, row.old,
            tuple(sorted(place[at] for at in row.new)))
        for row in pair.rows
    )  # fmt: skip
    return replace(pair, name=f"{pair.name} (made)", rows=rows)


def _ordered(new: Text, order: Sequence[int]) -> Text:
    return replace(new, paragraphs=tuple(new.paragraphs[at] for at in order))
