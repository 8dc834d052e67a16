"""Reuses with known answers: sentences that the corpus has nowhere else, altered word by word, planted in paragraphs.

Everything is decided by a seed. A sentence has 20 words or more; of its words none to a fifth are altered: one is
replaced, one is put in, or one is left out, each as often.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.search_corpus import Passage, passages
from index.analysis_fold import terms_of_runs

LEAST_WORDS, MOST_WORDS = 20, 60
MOST_ALTERED = 0.2
# A sentence of which more is said elsewhere has reuses that nobody planted.
_KNOWN = 0.25


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence, how it was altered, how many of its words were, and the paragraph (Passage.id) it was put into."""

    sentence: str
    altered: str
    changes: int
    passage: int


@dataclass(frozen=True, slots=True)
class Field:
    """Paragraphs in which reuses are planted."""

    passages: Sequence[Passage]
    planted: Sequence[Planted]


def field(said: Sequence[str], count: int, reuses: int, seed: int = 7) -> Field:
    """`count` paragraphs of these sentences, with `reuses` of sentences planted that stand nowhere else in them."""
    chance = random.Random(seed)
    own = distinct(said)
    chosen = chance.sample(own, min(reuses, len(own)))
    kept_out = {tuple(terms_of_runs(sentence)) for sentence in own}
    others = [sentence for sentence in dict.fromkeys(said) if tuple(terms_of_runs(sentence)) not in kept_out]
    made = list(passages(others, count))
    words = sorted({word for sentence in others for word in sentence.split() if word.isalpha()})
    places = chance.sample(range(count), len(chosen))
    planted: list[Planted] = []
    for sentence, place in zip(chosen, places, strict=True):
        changed, changes = altered(sentence, words, chance)
        made[place] = replace(made[place], text=_put_into(made[place].text, changed, chance))
        planted.append(Planted(sentence, changed, changes, made[place].id))
    return Field(made, planted)


def distinct(said: Sequence[str]) -> list[str]:
    """Sentences long enough of which little is said in any other."""
    unlike = {tuple(terms_of_runs(sentence)): sentence for sentence in said}
    groups = {words: set(_threes(words)) for words in unlike}
    counts = Counter(three for threes in groups.values() for three in threes)
    return [
        unlike[words]
        for words, threes in groups.items()
        if LEAST_WORDS <= len(words) <= MOST_WORDS
        and len(unlike[words].split()) >= LEAST_WORDS  # an address is many words, and is altered as one
        and sum(counts[three] > 1 for three in threes) <= _KNOWN * len(threes)
    ]


def altered(sentence: str, vocabulary: Sequence[str], chance: random.Random) -> tuple[str, int]:
    """The sentence with none to a fifth of its words altered, and how many were."""
    words = sentence.split()
    changes = chance.randint(0, int(MOST_ALTERED * len(words)))
    for place in sorted(chance.sample(range(len(words)), changes), reverse=True):
        kind = chance.choice(["replace", "put in", "leave out"])
        if kind == "leave out":
            del words[place]
        else:
            words[place : place + (kind == "replace")] = [chance.choice(vocabulary)]
    return " ".join(words), changes


def _threes(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(len(words) - 2):
        yield words[start : start + 3]


def _put_into(text: str, sentence: str, chance: random.Random) -> str:
    """The sentence in front of a paragraph, behind it, or between two of its sentences."""
    parts = text.split(". ")
    place = chance.randint(0, len(parts))
    return ". ".join([*parts[:place], sentence, *parts[place:]])
