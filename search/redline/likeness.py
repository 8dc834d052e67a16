"""How like two paragraphs are: shared words weighed by how rare they are in both texts, and their order.

Words that stand in every paragraph ("Recalling its resolution", "the") weigh next to nothing, symbols and numbers weigh
double: two paragraphs that share only boilerplate are not alike. Pure functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

Floats = NDArray[np.float32]
Keys = Sequence[str]

# Numbers and symbols tell paragraphs apart that say the same of different things.
_NUMBERS_WEIGH = 2.0
# Below this part of shared weight two paragraphs are not looked at more closely.
_WORTH_A_LOOK = 0.3
_MOST_FOR_ONE = 12


@dataclass(frozen=True, slots=True)
class Weights:
    """What words weigh in a pair of texts: the rarer, the more."""

    of: dict[str, float]

    def sum(self, keys: Counter[str]) -> float:
        """The weight of words, each as often as it stands there."""
        return sum(self.of[key] * count for key, count in keys.items())


def weights(old: Sequence[Keys], new: Sequence[Keys]) -> Weights:
    """Weigh each word by the paragraphs of both sides that have it: `log(1 + n / df)` of the side that has it oftener.

    One side alone is counted, so that a word that both sides have once is as rare as it looks to a reader.
    """
    sides = [Counter(chain.from_iterable(map(set, side))) for side in (old, new)]
    most = max(len(old), len(new), 1)
    frequent = sides[0] | sides[1]
    return Weights({key: log(1 + most / many) * (_NUMBERS_WEIGH if is_number(key) else 1)
                    for key, many in frequent.items()})  # fmt: skip


def is_number(key: str) -> bool:
    """Whether a word has a digit: a number, a year, a symbol."""
    return any(map(str.isdigit, key))


def shared(old: Sequence[Keys], new: Sequence[Keys], weigh: Weights) -> tuple[Floats, Floats, Floats]:
    """The weight that each old paragraph shares with each new one, and the weights of each by themselves.

    A word counts once in a paragraph here: this only chooses what is looked at more closely.
    """
    places = {key: place for place, key in enumerate(weigh.of)}
    roots = np.sqrt(np.array([weigh.of[key] for key in places], dtype=np.float32))
    left, right = (_matrix(side, places) * roots for side in (old, new))
    return left @ right.T, np.square(left).sum(axis=1), np.square(right).sum(axis=1)


def _matrix(side: Sequence[Keys], places: dict[str, int]) -> Floats:
    made: Floats = np.zeros((len(side), len(places)), dtype=np.float32)
    for row, keys in enumerate(side):
        made[row, [places[key] for key in keys]] = 1
    return made


def likeness(old: Keys, new: Keys, weigh: Weights) -> float:
    """From 0 to 1: the mean of the weight that both share (Dice) and of the words they have in the same order (Indel).

    Both weigh a change of few words in a long paragraph little, and tell paragraphs that only begin alike from those
    that go on alike.
    """
    one, other = Counter(old), Counter(new)
    total = weigh.sum(one) + weigh.sum(other)
    dice = 2 * weigh.sum(one & other) / total if total else 0.0
    return (dice + Indel.normalized_similarity(old, new)) / 2


def worth_a_look(common: Floats, of_old: Floats, of_new: Floats) -> list[tuple[int, int]]:
    """The pairs that share enough weight to be compared by their words: for each paragraph the best of them."""
    dice = 2 * common / np.maximum(of_old[:, None] + of_new[None, :], 1e-6)
    enough = dice >= _WORTH_A_LOOK
    if dice.shape[1] > _MOST_FOR_ONE:
        # A list of hundreds of lines that are all alike would else be compared line by line, each with each.
        least = np.partition(dice, -_MOST_FOR_ONE, axis=1)[:, -_MOST_FOR_ONE]
        enough &= dice >= least[:, None]
    return [(int(row), int(column)) for row, column in np.argwhere(enough)]
