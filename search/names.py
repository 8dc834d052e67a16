"""Documents by the names that people use: "2021 OEWG report" is A/75/816 (users.md, complaint 13).

A name is recognised by its words in any order, small words left out; it must be the whole query.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from index.analysis_fold import terms_of_runs

_SMALL = frozenset(("the", "of", "on", "a", "an", "in", "for", "and", "to", "that", "with"))


@lru_cache(maxsize=1)
def _told() -> tuple[tuple[str, str], ...]:
    """Every name, with its symbol."""
    lines = files("corpus.catalogue").joinpath("names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return tuple((name, symbol) for symbol, names in rows for name in names.split("|"))


@lru_cache(maxsize=1)
def _names() -> dict[frozenset[str], str]:
    return {_words(name): symbol for name, symbol in _told()}


def _words(text: str) -> frozenset[str]:
    # Not `tokenize`: a name has no symbol in it, and to look for one loads all their patterns.
    words = terms_of_runs(text)
    return frozenset(word for word in words if word not in _SMALL) or frozenset(words)


def names_from(beginning: str) -> list[tuple[str, str]]:
    """The names of documents that begin so, each with its symbol."""
    begun = " ".join(beginning.casefold().split())
    return [(name, symbol) for name, symbol in _told() if name.casefold().startswith(begun)]


def named(query: str) -> str:
    """The symbol of the document that the whole query is a name of; empty where it is none."""
    return _names().get(_words(query), "") if len(query) < _LONGEST else ""


# No name is longer.
_LONGEST = 120
