"""A made corpus of any size, fitted to real documents: the first N paragraphs are the same however many follow.

It is written to a file once, a paragraph a line, and read from there by every engine as a stream.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.fitted import KEPT, QUANTILES, Fitted, drafts, fitted
from benchmarks.scale.words import Words, distribution

SEED = 8
# A later draft takes up one of so many documents before it.
_DRAFTS = 40
_TITLE_WORDS = 12
_LONGEST = 2_500


@dataclass(frozen=True, slots=True)
class Made:
    """One paragraph of the made corpus; `document` counts from 1, `day` is YYYYMMDD, `place` the running order."""

    id: int
    document: int
    place: int
    title: str
    text: str
    source: str
    day: int
    language: str
    symbol: str
    number: str


def made(count: int, told: Fitted | None = None, seed: int = SEED) -> Iterator[Made]:
    """The first `count` paragraphs."""
    maker = _Maker(told or fitted(), seed)
    number, document = 0, 0
    while number < count:
        document += 1
        for paragraph in maker.document(document, number + 1):
            number += 1
            yield paragraph
            if number == count:
                return


class _Maker:
    def __init__(self, told: Fitted, seed: int) -> None:
        self._told, self._seed = told, seed
        self._spread = distribution(told)
        self._words = {language: Words(language) for language in told.languages}
        self._earlier: dict[str, deque[Sequence[str]]] = {
            language: deque(maxlen=_DRAFTS) for language in told.languages
        }

    def document(self, number: int, first: int) -> Iterator[Made]:
        chance = np.random.default_rng((self._seed, number))
        language = _chosen(chance, self._told.languages)
        title = self._sentence(language, self._ranks(chance, _TITLE_WORDS))
        year = int(_chosen(chance, self._told.years))
        day = year * 10_000 + int(chance.integers(1, 13)) * 100 + int(chance.integers(1, 29))
        symbol = symbol_of(_chosen(chance, self._told.symbols), number)
        source = _chosen(chance, self._told.sources)
        texts = self._texts(chance, language)
        self._earlier[language].append(texts)
        numbered = chance.random(len(texts)) < self._told.numbered
        for place, text in enumerate(texts, 1):
            printed = str(place) if numbered[place - 1] else ""
            yield Made(first + place - 1, number, place, title, text, source, day, language, symbol, printed)

    def _texts(self, chance: Any, language: str) -> Sequence[str]:
        draft = self._draft(chance, language)
        size = len(draft) or max(1, round(float(_quantile(chance, self._told.paragraphs_in_document, 1)[0])))
        lengths = _quantile(chance, self._told.words_in_paragraph, size).round().clip(1, _LONGEST).astype(int)
        ranks = self._ranks(chance, int(lengths.sum()))
        cited = chance.poisson(self._told.citations_in_paragraph, size)
        texts, at = [], 0
        for length, many in zip(lengths.tolist(), cited.tolist(), strict=True):
            text = self._sentence(language, ranks[at : at + length])
            at += length
            cites = [f"A/RES/{50 + int(chance.integers(31))}/{int(chance.integers(1, 300))}" for _ in range(many)]
            texts.append(f"{text[:-1]}, {', '.join(cites)}." if cites else text)
        kept = chance.random(size) < KEPT
        return [draft[place] if draft and kept[place] else text for place, text in enumerate(texts)]

    def _draft(self, chance: Any, language: str) -> Sequence[str]:
        """The document before it that a later draft takes up; nothing for what is written afresh."""
        earlier = self._earlier[language]
        if not earlier or chance.random() > drafts(self._told):
            return ()
        return earlier[int(chance.integers(len(earlier)))]

    def _ranks(self, chance: Any, count: int) -> list[int]:
        ranks: list[int] = np.searchsorted(self._spread, chance.random(count)).tolist()
        return ranks

    def _sentence(self, language: str, ranks: Sequence[int]) -> str:
        words = self._words[language]
        text = words.joined(words.of(ranks))
        return f"{text[:1].upper()}{text[1:]}."


def symbol_of(shape: str, number: int) -> str:
    """A symbol of this shape (`A/N/N`) that no other document has; `` for documents without one."""
    return "".join(_filled(shape.split("N"), number))


def _filled(parts: Sequence[str], number: int) -> Iterator[str]:
    """The parts of a shape with numbers between them, the last one the document's."""
    many = len(parts) - 1
    for at, part in enumerate(parts):
        yield part
        if at < many:
            yield str(number) if at == many - 1 else str(40 + number % 40) if at == 0 else "1"


def _chosen(chance: Any, shares: Mapping[str, float]) -> str:
    summed = np.cumsum(list(shares.values()))
    return list(shares)[int(np.searchsorted(summed, chance.random() * summed[-1]))]


def _quantile(chance: Any, quantiles: Sequence[float], count: int) -> Any:
    """Numbers spread as these quantiles are; between two of them, evenly by their logarithms."""
    logs = np.log(np.maximum(quantiles, 0.5))
    return np.exp(np.interp(chance.random(count), QUANTILES, logs))


def write_corpus(path: Path, count: int) -> None:
    """Write the first `count` paragraphs into a file; a file that is there is whole, and is kept."""
    if path.exists():
        return
    beside = path.with_suffix(".part")
    with beside.open("w", encoding="utf-8") as stream:
        for paragraph in made(count):
            stream.write(json.dumps(astuple(paragraph), ensure_ascii=False) + "\n")
    beside.rename(path)


def read_corpus(path: Path, start: int = 0, end: int | None = None) -> Iterator[Made]:
    """The paragraphs in a file, from one byte to another."""
    with path.open("rb") as stream:
        stream.seek(start)
        at = start
        for line in stream:
            if end is not None and at >= end:
                return
            at += len(line)
            yield Made(*json.loads(line))


def cuts(path: Path, documents: int) -> list[int]:
    """Bytes at which a file may be cut so that each piece has so many documents; the first and the last included."""
    found, before, count = [0], 0, 0
    with path.open("rb") as stream:
        at = 0
        for line in stream:
            document = int(line.split(b", ", 2)[1])
            if document != before:
                before = document
                if count and count % documents == 0:
                    found.append(at)
                count += 1
            at += len(line)
    return [*found, at]
