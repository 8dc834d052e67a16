"""What a trace finds of what was planted, over a real home: store, change feed, index, comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.search_corpus import Passage
from benchmarks.search_home import fill_home, symbol_of
from benchmarks.tracing.planting import Field, Planted
from corpus.home import Home
from corpus.store import Store
from index.analysis_fold import terms_of_runs
from index.engine import open_engine
from index.shingles import Shingles, follow
from search.library import Library
from search.tracing import Trace, trace

ALL = 10_000
Where = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """One planted reuse, what was traced, and where it stands."""

    planted: Planted
    traced: Trace
    where: Where

    @property
    def told(self) -> set[Where]:
        """Symbol and number of every paragraph found."""
        places = [place for reuse in self.traced.reuses for place in (reuse.place, *reuse.also)]
        return {(place.document.symbol, place.passage.number) for place in places}

    @property
    def rightly_exact(self) -> bool:
        """Whether `exact` was said where the words are the same, and nowhere else."""
        same = _contains(terms_of_runs(self.planted.altered), terms_of_runs(self.planted.sentence))
        return any(reuse.place.verdict == "exact" for reuse in self.traced.reuses) == same


def _contains(words: Sequence[str], sentence: Sequence[str]) -> bool:
    """Whether the sentence stands there whole: a word put in behind its last one alters nothing of it."""
    return f" {' '.join(sentence)} " in f" {' '.join(words)} "


@contextmanager
def tracing_home(path: Path, passages: Sequence[Passage]) -> Iterator[tuple[Library, Shingles]]:
    """A home with these paragraphs, indexed for tracing and for nothing else."""
    home = Home(path)
    fill_home(home, [list(group) for _, group in groupby(passages, lambda made: made.document)])
    store = Store.open(home.database)
    follow(store, home.shingles, lambda done, total: None)
    library = Library(store, open_engine("memory", path), "memory")
    with Shingles.open(home.shingles) as shingles:
        yield library, shingles
    library.close()


def answers(library: Library, shingles: Shingles, field: Field) -> Iterator[Answered]:
    """Trace every sentence that was planted."""
    numbers = _numbers(field.passages)
    for planted in field.planted:
        yield Answered(planted, trace(library, shingles, planted.sentence, limit=ALL), numbers[planted.passage])


def figures(answered: Sequence[Answered]) -> Mapping[str, float]:
    """Recall and precision over paragraphs, and how often `exact` and `altered` are told apart rightly."""
    found = sum(each.where in each.told for each in answered)
    told = sum(len(each.told) for each in answered)
    return {
        "recall": found / len(answered),
        "precision": found / told if told else 0.0,
        "verdicts": sum(each.rightly_exact for each in answered) / len(answered),
    }


def _numbers(passages: Sequence[Passage]) -> dict[int, Where]:
    found: dict[int, Where] = {}
    for document, group in groupby(passages, lambda made: made.document):
        found |= {made.id: (symbol_of(document), str(number)) for number, made in enumerate(group, 1)}
    return found
