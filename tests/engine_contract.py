"""What the engines are tried on: small records written by hand, and random corpora and queries for hypothesis."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from hypothesis import strategies as st

from corpus.errors import StoreError
from index.analysis import terms
from index.engine import Engine, Record, Terms, names
from index.query import (
    FACETS,
    And,
    Everything,
    Exact,
    Fuzzy,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Range,
    Results,
    Scope,
    Synonyms,
    TextField,
    Word,
)
from index.ranking import DECIMALS

# Engines that need nothing but a folder; the others have the contract tried on them where their service is started.
AT_HAND = tuple(name for name in names() if name != "opensearch")

SORTS = ("relevance", "date", "-date", "symbol")


def passage(number: int, text: str, *, document: int = 1, title: str = "", heading: str = "", **more: object) -> Record:
    """A passage record in English; its keywords, day and symbol key may be given."""
    values: dict[str, object] = {"keywords": {}, "order": number, **more}
    return Record(
        id=number,
        scope="passage",
        document=document,
        title=terms(title, "en"),
        headings=terms(heading, "en"),
        text=terms(text, "en"),
        **values,  # type: ignore[arg-type]
    )


def document(number: int, text: str, *, title: str = "", heading: str = "", **more: object) -> Record:
    """A document record in English."""
    values: dict[str, object] = {"keywords": {}, **more}
    return Record(
        id=number,
        scope="document",
        document=number,
        title=terms(title, "en"),
        headings=terms(heading, "en"),
        text=terms(text, "en"),
        **values,  # type: ignore[arg-type]
    )


def found(engine: Engine, query: Query, scope: Scope = "passage") -> list[int]:
    """The ids that an engine finds, best first."""
    return [hit.record for hit in engine.search(query, scope, limit=1_000).hits]


# Few words, so that they meet; some of them near one another in spelling.
_WORDS = ("norm", "norms", "form", "cyber", "cybr", "state", "été", "ё", "网络", "络安", "a/75/816", "a", "75", "x")
_VALUES: Mapping[str, Sequence[str]] = {
    "source": ("un", "osce"),
    "type": ("report", "draft resolution"),
    "by": ("chad", "côte d'ivoire", "russian federation"),
    "year": ("2019", "2021"),
    "symbol": ("A/75/816",),
}
_DAYS = (0, 20190000, 20210300, 20210318, 20211231)


@st.composite
def texts(draw: st.DrawFn) -> Terms:
    """The words of a text, some sharing a position, some far apart."""
    words = draw(st.lists(st.sampled_from(_WORDS), max_size=8))
    steps = draw(st.lists(st.sampled_from((1, 1, 1, 0, 2, 500)), min_size=len(words), max_size=len(words)))
    positions, position = [], 0
    for step in steps:
        position += step
        positions.append(position)
    return Terms(tuple(words), tuple(word[:3] for word in words), tuple(positions))


@st.composite
def records(draw: st.DrawFn, scope: Scope, number: int) -> Record:
    """A record of a scope with the given id."""
    keywords = {
        name: tuple(values)
        for name, choice in _VALUES.items()
        if (values := draw(st.lists(st.sampled_from(choice), max_size=2)))
    }
    return Record(
        id=number,
        scope=scope,
        document=number if scope == "document" else draw(st.integers(1, 4)),
        title=draw(texts()),
        headings=draw(texts()),
        text=draw(texts()),
        keywords=keywords,
        day=draw(st.sampled_from(_DAYS)),
        symbol_key=draw(st.sampled_from(("", "a/00000075", "b"))),
        order=draw(st.integers(0, 3)),
    )


@dataclass(frozen=True)
class Step:
    """One write."""

    records: tuple[Record, ...]
    removed: tuple[int, ...]


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """One write: new records, records in the place of others, and documents removed."""
    passages = draw(st.sets(st.integers(1, 12), max_size=8))
    documents = draw(st.sets(st.integers(1, 5), max_size=3))
    made = [draw(records("passage", number)) for number in sorted(passages)]
    made += [draw(records("document", number)) for number in sorted(documents)]
    return Step(tuple(made), tuple(draw(st.sets(st.integers(1, 5), max_size=2))))


_FIELD: st.SearchStrategy[TextField] = st.sampled_from(("any", "title", "text"))
_TERM = st.sampled_from(_WORDS)
_PHRASE = st.lists(st.sampled_from((*_WORDS, "", "no*", "c*")), min_size=1, max_size=3).map(tuple)
_ALIKE = st.sampled_from(
    (Word("nor"), Word("cyb"), Exact("state"), Exact("a/75/816"), Phrase(("norm", "state")), Phrase(("x", "c*")))
)
_LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.builds(Synonyms, st.lists(_ALIKE, max_size=3).map(tuple), _FIELD),
    st.builds(Word, _TERM.map(lambda word: word[:3]), _FIELD),
    st.builds(Exact, _TERM, _FIELD),
    st.builds(Phrase, _PHRASE, _FIELD),
    st.builds(Near, st.lists(_PHRASE, min_size=2, max_size=3).map(tuple), st.integers(0, 4), _FIELD),
    st.builds(Prefix, st.sampled_from(("n", "no", "c", "a", "ё", "网", "q")), _FIELD),
    st.builds(Fuzzy, _TERM, st.integers(1, 2), _FIELD),
    st.sampled_from([Keyword(name, value) for name, values in _VALUES.items() for value in values]),
    st.sampled_from([Keyword("symbol", "A/75/816", 1000.0), Keyword("family", "A/75/816", 500.0)]),
    st.builds(Range, st.sampled_from((0, 20190000, 20210000)), st.sampled_from((20210318, 20211231))),
    st.just(Everything()),
)


def queries() -> st.SearchStrategy[Query]:
    """Trees of every kind of node."""
    return st.recursive(
        _LEAVES,
        lambda inner: st.one_of(
            st.builds(And, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=6,
    )


def same(one: Results, other: Results) -> None:
    """Two engines answered alike: the same hits in the same order, counts, facets, notices; scores to float32."""
    assert one.total == other.total
    assert [hit.record for hit in one.hits] == [hit.record for hit in other.hits]
    assert all(abs(a.score - b.score) < 10**-DECIMALS for a, b in zip(one.hits, other.hits, strict=True))
    assert one.facets == other.facets
    assert one.notices == other.notices


def failing(records: Sequence[Record]) -> Iterator[Record]:
    """A part that fails when it has given some records."""
    yield from records
    raise StoreError("the store went away")


def stuck(records: Sequence[Record], started: Path) -> Iterator[Record]:
    """A part that gives some records, puts the number of its process into the file `started`, and never ends."""
    yield from records
    beside = started.with_suffix(".new")
    beside.write_text(str(os.getpid()), encoding="ascii")
    beside.rename(started)
    Event().wait()


def appeared(path: Path) -> str:
    """What is in a file, as soon as there is one."""
    while not path.exists():
        time.sleep(0.01)
    return path.read_text(encoding="utf-8")


__all__ = [
    "AT_HAND", "FACETS", "SORTS", "Step", "appeared", "document", "failing", "found", "passage", "queries", "same",
    "steps", "stuck",
]  # fmt: skip
