"""All documents of the sample sites, as they stand on a given night."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from itertools import islice

from crawler.sample.document import SampleDocument
from crawler.sample.grow import statements, stock
from crawler.sample.markup import read_documents


def _reader() -> Callable[[str], str]:
    folder = resources.files("crawler.sample") / "texts"
    return cache(lambda name: (folder / f"{name}.txt").read_text(encoding="utf-8"))


def _names() -> list[str]:
    folder = resources.files("crawler.sample") / "texts"
    return sorted(entry.name.removesuffix(".txt") for entry in folder.iterdir() if entry.name.endswith(".txt"))


def documents(count: int | None = None, seed: int = 1, night: int = 0) -> tuple[SampleDocument, ...]:
    """The sample documents on that night (0 is the first), in the order of their names.

    Without `count` these are the written ones, about fifty; with it, seeded statements are added until there are
    `count` (a count below the number of written ones adds none). Every further night brings a new statement, a
    revised programme of work and a correction in one statement already posted. Same arguments, same documents.
    """
    read, names = _reader(), _names()
    written = [document for name in names for document in read_documents(name, night, read)]
    first_night = [document for name in names for document in read_documents(name, 0, read)]
    sentences = stock((resources.files("crawler.sample") / "sentences.txt").read_text(encoding="utf-8"))
    more = max(0, (count or 0) - len(first_night))
    return (*written, *islice(statements(sentences, seed), more))
