"""Words by their rank: how often each stands, and what it looks like in eight languages. Ours, and no language's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.scale.fitted import Fitted

# Beyond the vocabulary of some billion words at the fitted growth.
RANKS = 4_000_000
# In the Latin alphabet an English stemmer takes the endings off, so that six words have one stem.
_LATIN = ("b c d f g h j k l m n p r s t v z".split(), "a e i o u".split(), ("", "s", "ed", "ing", "tion", "al"))
_ALPHABETS = {
    "ru": ("б в г д ж з к л м н п р с т ф х".split(), "а е и о у".split(), ("", "ы", "ов", "ам", "ать", "ный")),
    "ar": ("ب ت ج د ر ز س ش ط ع ف ق ك ل م ن".split(), "ا و ي".split(), ("", "ة", "ات", "ين", "ه", "ها")),
}
# Chinese words are two signs of this stretch of Unicode, written without spaces.
_HAN, _HAN_SIGNS = 0x4E00, 6_000
# Odd: a multiplication by it shuffles the numbers below any power of two.
_SHUFFLE = 0x9E3779B1


def distribution(told: Fitted) -> Any:
    """The cumulative probability of every rank: the fitted curve, beyond it what makes the vocabulary grow as fitted.

    Where words are drawn one by one, a vocabulary that grows as n^beta has frequencies that fall as rank^(-1/beta).
    """
    knots = np.array(told.zipf)
    ranks = np.arange(1, RANKS + 1)
    shares = np.exp(np.interp(np.log(ranks), np.log(knots[:, 0]), np.log(knots[:, 1])))
    last, share = knots[-1]
    shares[int(last) :] = told.rare * share * (ranks[int(last) :] / last) ** (-1 / told.heaps["beta"])
    summed = np.cumsum(shares)
    return summed / summed[-1]


def expected_vocabulary(told: Fitted, words: float) -> float:
    """How many different words stand among so many."""
    shares = np.diff(distribution(told), prepend=0.0)
    return float((1 - np.exp(-words * shares)).sum())


class Words:
    """The words of one language, each made when it is first needed; ranks count from 0."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._made: dict[int, str] = {}
        # Latin languages share an alphabet, but not their words.
        self._turn = sum(language.encode()) if language not in _ALPHABETS else 0

    def of(self, ranks: Sequence[int]) -> list[str]:
        """The words of these ranks."""
        made = self._made
        return [made.get(rank) or self._make(rank) for rank in ranks]

    def joined(self, words: Sequence[str]) -> str:
        """A sentence's words as the language writes them."""
        return ("" if self._language == "zh" else " ").join(words)

    def _make(self, rank: int) -> str:
        self._made[rank] = word = self._han(rank) if self._language == "zh" else self._letters(rank)
        return word

    def _han(self, rank: int) -> str:
        first, second = divmod(rank, _HAN_SIGNS)
        return chr(_HAN + second) + chr(_HAN + (first * 7 + second * 13) % _HAN_SIGNS)

    def _letters(self, rank: int) -> str:
        consonants, vowels, endings = _ALPHABETS.get(self._language, _LATIN)
        base, ending = divmod(rank, len(endings))
        # Shuffled within powers of two: a stem's words are of different ranks, and rare words stay longer.
        octave = (1 << base.bit_length()) >> 1
        base = octave + ((base - octave) * (_SHUFFLE + 2 * ending) & (octave - 1)) if octave else base
        letters = []
        base += 1
        while base:
            base, syllable = divmod(base - 1, len(consonants) * len(vowels))
            consonant, vowel = divmod((syllable + self._turn) % (len(consonants) * len(vowels)), len(vowels))
            letters.append(consonants[consonant] + vowels[vowel])
        return "".join(letters) + endings[ending]
