"""A large corpus for the engines: sentences of real documents, shuffled by a seed; and queries of twelve kinds.

The passages are as long as real ones; every word stands as often as in the documents they are taken from.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.store import Store

PER_DOCUMENT = 40
SOURCES = ("un", "osce", "eu", "nato", "national")
_SENTENCE = re.compile(r"(?<=[.;:])\s+")
_WORD = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: `document` counts from 1, `day` is YYYYMMDD."""

    id: int
    document: int
    title: str
    text: str
    source: str
    day: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a kind; `words` mean what the kind says. `source` and days are for the filtered kinds."""

    kind: str
    words: tuple[str, ...]
    source: str = ""
    low: int = 0
    high: int = 0


def sentences(realdocs: Path, home: Path) -> list[str]:
    """The English sentences of the UN documents in `realdocs`, read into the home folder `home`."""
    verbale = Path(sys.executable).with_name("verbale")
    subprocess.run([verbale, "--home", home, "-q", "import", realdocs / "A1"], capture_output=True, check=False)
    store = Store.open(home / "corpus.db")
    found: list[str] = []
    for document_id in store.document_ids():
        for passage in store.current_passages(document_id):
            if passage.language == "en":
                found += [part for part in _SENTENCE.split(passage.text) if len(part) > 30]
    store.close()
    return found


def passages(said: Sequence[str], count: int, seed: int = 1) -> Iterator[Passage]:
    """`count` passages of about 450 characters, the same for everyone."""
    chance = random.Random(seed)
    title, source, day = "", "", 0
    for number in range(count):
        if number % PER_DOCUMENT == 0:
            title = " ".join(chance.choice(said).split()[:12])
            source = chance.choice(SOURCES)
            day = chance.randrange(1998, 2027) * 10_000 + chance.randrange(1, 13) * 100 + chance.randrange(1, 29)
        text = chance.choice(said)
        while len(text) < 300:
            text += " " + chance.choice(said)
        yield Passage(number + 1, number // PER_DOCUMENT + 1, title, text, source, day)


def queries(said: Sequence[str], each: int = 7, seed: int = 2) -> list[Asked]:
    """`each` queries of every kind, from the words and pairs of words that the sentences have."""
    chance = random.Random(seed)
    # In the order of the text: that of a set is another in every process.
    counts = Counter(word for sentence in said for word in dict.fromkeys(_WORD.findall(sentence.lower())))
    ranked = [word for word, _ in counts.most_common()]
    common, middle = ranked[20:120], ranked[120:1500]
    rare = [word for word, times in counts.items() if times == 2]
    runs = [words for sentence in said if len(words := _WORD.findall(sentence.lower())) > 6]

    def run(length: int) -> tuple[str, ...]:
        words = chance.choice(runs)
        start = chance.randrange(len(words) - length)
        return tuple(words[start : start + length])

    found: list[Asked] = []
    for _ in range(each):
        low = chance.randrange(1998, 2020) * 10_000
        source = chance.choice(SOURCES)
        found += [
            Asked("rare", (chance.choice(rare),)),
            Asked("common", (chance.choice(common),)),
            Asked("and", (chance.choice(common), chance.choice(middle))),
            Asked("or", tuple(chance.choice(middle) for _ in range(5))),
            Asked("fields", (chance.choice(common), *(chance.choice(middle) for _ in range(2)))),
            Asked("phrase", run(3)),
            Asked("near", (*run(1), *run(1))),
            Asked("prefix", (chance.choice(middle)[:4],)),
            Asked("fuzzy", (chance.choice(middle),)),
            Asked("not", (chance.choice(common), chance.choice(common))),
            Asked("filter", (chance.choice(common),), source, low, low + 70_000),
            Asked("facets", (chance.choice(common),)),
        ]
    return found
