"""The Whoosh engine of verbale on the large corpus: build, and queries cold and warm."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.search_corpus import PER_DOCUMENT, Asked, Passage
from index.analysis import stem
from index.engine import Engine, Record, open_engine
from index.query import (
    And,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Word,
)
from index.records import Bibliography, describe, passage_record


def records(said: Iterable[Passage]) -> Iterator[Record]:
    """The records of the passages, analysed as verbale does."""
    of: Bibliography | None = None
    for item in said:
        if of is None or of.document != item.document:
            year = str(item.day)
            of = describe(
                item.document, title=item.title, language="en",
                date=f"{year[:4]}-{year[4:6]}-{year[6:]}", keywords={"source": [item.source]},
            )  # fmt: skip
        yield passage_record(of, id=item.id, place=item.id, text=item.text, language="en")


def build(folder: Path, said: Sequence[Passage]) -> Engine:
    """An index of the passages, made in two parts that are cut between documents."""
    middle = len(said) // 2 // PER_DOCUMENT * PER_DOCUMENT
    # Through a file: it would cross a pipe no faster, and in one piece.
    second = folder.with_name(f"{folder.name}.pickle")
    second.write_bytes(pickle.dumps(said[middle:], pickle.HIGHEST_PROTOCOL))
    engine = open_engine("whoosh", folder)
    engine.write_parts([partial(records, said[:middle]), partial(_records_in, second)], (), 1)
    second.unlink()
    return engine


def _records_in(path: Path) -> Iterator[Record]:
    return records(pickle.loads(path.read_bytes()))


def tree(asked: Asked) -> Query:
    """The query as verbale's tree."""
    words: list[Query] = [Word(stem(word, "en")) for word in asked.words]
    match asked.kind:
        case "rare" | "common" | "facets":
            return words[0]
        case "and":
            return And(tuple(words))
        case "or":
            return Or(tuple(words))
        case "fields":
            return And(
                tuple(
                    Or((Word(word.term, "title"), Word(word.term, "text"))) for word in words if isinstance(word, Word)
                )
            )
        case "phrase":
            return Phrase(asked.words)
        case "near":
            return Near(tuple((word,) for word in asked.words), 8)
        case "prefix":
            return Prefix(asked.words[0])
        case "fuzzy":
            return Fuzzy(asked.words[0])
        case "not":
            return And((words[0], Not(words[1])))
        case _:
            return And((words[0], Keyword("source", asked.source), Range(asked.low, asked.high)))
