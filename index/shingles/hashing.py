"""Words as numbers, and every three that follow one another as the number of a bucket. Pure functions.

A shingle here has three words and all are kept. Of a sentence of n words in which k are altered, n - 2 - 3k shingles
survive whatever is altered: 6 of 18 for a fifth of 20 words. Of eight words none survives, of four perhaps one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

LENGTH = 3
# A bucket is what a shingle is found by. In 200,000 paragraphs some 46 stand in each by chance: two shingles shared
# by chance are rare, and whoever asks compares the words.
BUCKET_BITS = 18

_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_LAST = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)


@lru_cache(maxsize=1 << 17)
def number(word: str) -> int:
    """The number of a folded word, the same in every process and on every machine."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def numbers(words: Iterable[str]) -> Numbers:
    """The numbers of words in order."""
    return np.fromiter(map(number, words), np.uint64)


def buckets(words: Numbers) -> Numbers:
    """The bucket of every shingle of these words, in order; nothing for fewer than LENGTH."""
    if len(words) < LENGTH:
        return np.empty(0, np.uint64)
    mixed: Any = np.zeros(len(words) - LENGTH + 1, np.uint64)
    for place, factor in enumerate(_FACTORS):
        mixed += words[place : len(words) - LENGTH + 1 + place] * np.uint64(factor)
    mixed ^= mixed >> _HALF
    mixed *= _LAST
    told: Numbers = mixed >> np.uint64(64 - BUCKET_BITS)
    return told


def shingles(words: Sequence[str]) -> Numbers:
    """The buckets of a text's words, rising and each once."""
    return rising(buckets(numbers(words)))


def rising(told: Numbers) -> Numbers:
    """The same numbers, rising and each once."""
    # numpy's own `unique` goes by a hash table since 2.3, at five times the cost of sorting.
    ordered = np.sort(told)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered
