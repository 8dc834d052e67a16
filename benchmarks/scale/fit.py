"""Fitting the made corpus to real documents: `python -m benchmarks.scale.fit HOME` writes fitted.json, numbers alone.

HOME is a home folder into which real documents were imported. Nothing of their texts is kept.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.fitted import FILE, QUANTILES, Fitted, freshly_written
from benchmarks.scale.words import expected_vocabulary
from benchmarks.search_corpus import SOURCES
from corpus import symbols
from corpus.home import Home
from corpus.store import Store, StoredDocument, StoredPassage

_WORD = re.compile(r"[^\W\d_]+")
# Alphabets for these are in benchmarks.scale.words.
_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh", "de", "pt")
# A word that stands more seldom says little about how often words of its rank stand.
_SURE = 8
_RUN = 3

Text = tuple[StoredDocument, Sequence[StoredPassage]]


def fit(store: Store) -> dict[str, Any]:
    """Every number that the generator takes from the current texts of a store."""
    texts = _texts(store)
    paragraphs = [passage for _, passages in texts for passage in passages]
    english = [passage for passage in paragraphs if passage.language == "en"]
    words = [_WORD.findall(passage.text.lower()) for passage in english]
    told = {
        "documents": len(texts),
        "paragraphs": len(paragraphs),
        "words_in_paragraph": _quantiles(len(found) for found in words if found),
        "paragraphs_in_document": _quantiles(len(passages) for _, passages in texts),
        "numbered": _share(bool(passage.number) for passage in paragraphs),
        "citations_in_paragraph": round(_citations(store, texts) / len(paragraphs), 4),
        "languages": _shares(passage.language for passage in paragraphs if passage.language in _LANGUAGES),
        "sources": _shares(document.source for document, _ in texts if document.source in SOURCES),
        "years": _shares(document.date[:4] for document, _ in texts if "1990" <= document.date[:4] <= "2026"),
        "symbols": _symbols([document for document, _ in texts]),
        "repeated_runs": round(_repeated(words), 4),
        **_frequencies(words),
    }
    return told | {"rare": _rare(told)}


def _rare(told: Mapping[str, Any]) -> float:
    """How often rare words stand, against the curve gone on with, for the vocabulary to be as large as it is."""
    low, high = 0.01, 2.0
    for _ in range(40):
        middle = (low + high) / 2
        trial = Fitted(**told, rare=middle)
        words = trial.words * freshly_written(trial)
        low, high = (low, middle) if expected_vocabulary(trial, words) > trial.vocabulary else (middle, high)
    return round(low, 4)


def _texts(store: Store) -> list[Text]:
    documents = store.documents(store.document_ids())
    read = [(document, store.current_passages(number)) for number, document in documents.items()]
    return [(document, passages) for document, passages in read if passages]


def _quantiles(values: Iterable[int]) -> list[float]:
    told: list[float] = np.quantile(np.array(list(values)), QUANTILES).round(1).tolist()
    return told


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 4)


def _shares(values: Iterable[str]) -> dict[str, float]:
    counts = Counter(values)
    return {name: round(count / counts.total(), 5) for name, count in sorted(counts.items())}


def _citations(store: Store, texts: Sequence[Text]) -> int:
    return sum(len(store.citations_in(document.id)) for document, _ in texts)


def _symbols(documents: Sequence[StoredDocument]) -> dict[str, float]:
    """The shapes of symbols (`A/N/N`, `PC.DEC/N`), those that stand twice or more, and `` for documents without one."""
    named = [symbols.parse(document.symbol) if document.symbol else None for document in documents]
    shapes = Counter(re.sub(r"\d+", "N", found.text) if found else "" for found in named)
    return _shares(shape for shape, count in shapes.items() if count > 1 for _ in range(count))


def _repeated(words: Sequence[Sequence[str]]) -> float:
    """Which part of all runs of three words stands in another paragraph too."""
    runs = [set(zip(*(found[place:] for place in range(_RUN)), strict=False)) for found in words]
    counts = Counter(run for each in runs for run in each)
    return sum(count for count in counts.values() if count > 1) / counts.total()


def _frequencies(words: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Zipf's curve at growing ranks, and Heaps' law V = K n^beta of the vocabulary in the order of the documents."""
    counts = np.array(sorted(Counter(word for found in words for word in found).values(), reverse=True))
    sure = int(np.searchsorted(-counts, -_SURE, side="right"))
    ranks = np.unique(np.geomspace(1, sure, 48).astype(int))
    # What is told of a rank is the mean around it: single frequent words do not matter.
    edges = [*np.unique(np.sqrt(ranks[:-1] * ranks[1:]).astype(int)).tolist(), sure]
    knots = [[int(low + 1), float(counts[low:high].mean() / counts.sum())] for low, high in pairwise([0, *edges])]
    grown = _growth(words)
    tail = grown[grown[:, 0] > grown[-1, 0] * 0.1]
    beta, log_k = np.polyfit(np.log(tail[:, 0]), np.log(tail[:, 1]), 1)
    return {
        "words": int(counts.sum()),
        "vocabulary": len(counts),
        "heaps": {"k": round(float(np.exp(log_k)), 3), "beta": round(float(beta), 4)},
        "zipf": [[rank, float(f"{share:.4g}")] for rank, share in knots],
    }


def _growth(words: Sequence[Sequence[str]]) -> Any:
    known: set[str] = set()
    told, seen = [], 0
    for found in words:
        known.update(found)
        seen += len(found)
        told.append((max(seen, 1), max(len(known), 1)))
    return np.array(told)


def main() -> None:
    """Fit to the home named on the command line."""
    store = Store.open(Home(Path(sys.argv[1])).database)
    FILE.write_text(json.dumps(fit(store), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    store.close()


if __name__ == "__main__":
    main()
