"""How long a comparison takes: 130 paragraphs of a report with 130 of its next draft, in processor time."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.measured import Measured
from search.redline import Paragraph, Text
from search.redline.compare import compare

PARAGRAPHS = 130
RUNS = 5
WORDS_IN_ONE = 60
# Words of our own, as often as rank allows (Zipf), so that paragraphs share the frequent ones as real ones do.
_VOCABULARY = [a + b + c for a in ("ka", "lo", "mi", "ne", "su", "ta") for b in ("r", "s", "nd", "l") for c in
               ("ant", "ing", "ity", "ous", "ed", "er", "al", "ment", "ance", "e")]  # fmt: skip


def measure() -> Iterator[Measured]:
    """The median of five runs, on a draft of which half was changed and on one that shares nothing."""
    chance = random.Random(130)
    old = [_paragraph(chance) for _ in range(PARAGRAPHS)]
    for name, new in (
        (f"redline of {PARAGRAPHS} x {PARAGRAPHS} paragraphs, half changed", _redrafted(old, chance)),
        (f"redline of {PARAGRAPHS} x {PARAGRAPHS} paragraphs, all changed", [_altered(one, chance) for one in old]),
    ):
        yield Measured(name, f"{_seconds(old, new):.3f} s", "< 0.300 s")


def _seconds(old: Sequence[str], new: Sequence[str]) -> float:
    before, after = (Text("draft", "", "en", "", "", tuple(map(Paragraph, side))) for side in (old, new))
    compare(before, after)  # the words of commitment are read once
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        compare(before, after)
        taken.append(time.process_time() - start)
    return median(taken)


def _paragraph(chance: random.Random) -> str:
    ranks = range(1, len(_VOCABULARY) + 1)
    drawn = chance.choices(_VOCABULARY, weights=[1 / rank for rank in ranks], k=WORDS_IN_ONE - 2)
    # What a paragraph is about has words that few others have.
    return " ".join(
        ["States", "should", *drawn, *(f"{chance.choice(_VOCABULARY)}{chance.randrange(500)}" for _ in "abcd")]
    )


def _altered(paragraph: str, chance: random.Random) -> str:
    words = paragraph.split(" ")
    for place in chance.sample(range(len(words)), len(words) // 8):
        words[place] = chance.choice(_VOCABULARY)
    return " ".join(words)


def _redrafted(old: Sequence[str], chance: random.Random) -> list[str]:
    """Half altered, a tenth moved, two split, three new for three that are gone."""
    new = [_altered(one, chance) if chance.random() < 0.5 else one for one in old[:-3]]
    for _ in range(len(new) // 10):
        new.insert(chance.randrange(len(new)), new.pop(chance.randrange(len(new))))
    for place in (40, 80):
        words = new[place].split(" ")
        new[place : place + 1] = [" ".join(words[:30]), " ".join(words[30:])]
    return [*new, _paragraph(chance)]
