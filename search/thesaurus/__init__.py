"""What the field calls one thing: concepts with their names in six languages, from the TOML files of this folder.

Our own compilation. A home may add a `thesaurus.toml` of the same shape (docs/how-to/thesaurus.md). Files are kept as
text and a concept is read when a query may name it: reading all of them would take longer than a search.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus.errors import ConfigError
from index.analysis import LANGUAGES, stem, terms

# No name of a concept has more words.
LONGEST = 10

Words = tuple[str, ...]
_HEAD = "[[concept]]"
# So many letters of a word are the same in all its forms.
_ROOT = 3
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u0655\u0670]")
_LETTERS = str.maketrans("ةى", "هي")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing. `forms` are its names by language, the preferred one first; `name` is what readers are shown."""

    name: str
    forms: Mapping[str, tuple[str, ...]]


class Entry:
    """One concept as it is written in a file, read when it is asked for. Raises ConfigError then, naming `where`."""

    def __init__(self, toml: str, where: str) -> None:
        self._toml, self._where = toml, where
        self._plain = _plain(toml)

    @cached_property
    def concept(self) -> Concept:
        """What is written."""
        (told,) = _tables(self._toml, self._where)
        return _concept(told, self._where)

    def may_begin(self, root: str) -> bool:
        """Whether a name of the concept may begin with a word of this root (`root_of`)."""
        return root in self._plain

    @cached_property
    def exact(self) -> frozenset[Words]:
        """The words of every name, as they are written."""
        return frozenset(terms(name).exact for names in self.concept.forms.values() for name in names)

    @cached_property
    def stems(self) -> frozenset[tuple[str, Words]]:
        """The stems of every name, with its language."""
        told = self.concept.forms.items()
        return frozenset((language, terms(name, language).stems) for language, names in told for name in names)


def _plain(text: str) -> str:
    """A text for a quick look: `index.analysis_fold` in short, without a word's bounds."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_LETTERS)


def root_of(word: str) -> str:
    """How a name that begins with this folded word, in any form of it, is written in a file."""
    return f'"{_plain(word)[:_ROOT]}'


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Concepts, found by the words of any of their names: as written, or in another form of the same language.

    Where two have the same name, the first is found by it.
    """

    entries: tuple[Entry, ...] = ()

    def longest(self, words: Sequence[str]) -> tuple[int, Concept] | None:
        """The concept that the most of these folded words name, from the first on, and how many words that takes."""
        root = root_of(words[0]) if words and words[0] else ""
        near = [entry for entry in self.entries if root and entry.may_begin(root)]
        for count in range(min(len(words), LONGEST) if near else 0, 0, -1):
            if (entry := _named(tuple(words[:count]), near)) is not None:
                return count, entry.concept
        return None

    def beginning(self, name: str) -> Iterator[Concept]:
        """The concepts whose own name begins so."""
        begun = " ".join(name.casefold().split())
        root = root_of(next(iter(terms(begun).exact), ""))
        for entry in self.entries:
            if entry.may_begin(root) and entry.concept.name.casefold().startswith(begun):
                yield entry.concept


def _named(words: Words, entries: Sequence[Entry]) -> Entry | None:
    for entry in entries:
        if words in entry.exact:
            return entry
    for language in LANGUAGES:
        stemmed = language, tuple(stem(word, language) for word in words)
        for entry in entries:
            if stemmed in entry.stems:
                return entry
    return None


def entries(toml: str, where: str) -> tuple[Entry, ...]:
    """The concepts of one TOML file, unread; `where` names the file in errors."""
    head, *told = toml.split(_HEAD)
    if any(line.strip() and not line.lstrip().startswith("#") for line in head.splitlines()):
        raise ConfigError(f"The thesaurus {where} may have {_HEAD} tables only; see docs/how-to/thesaurus.md.")
    return tuple(Entry(f"{_HEAD}{one}", where) for one in told)


def _tables(toml: str, where: str) -> list[Any]:
    try:
        told = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The thesaurus {where} is not TOML: {error}.") from error
    listed: list[Any] = told.get("concept", [])
    if set(told) - {"concept"} or not isinstance(listed, list):
        raise ConfigError(f"The thesaurus {where} may have {_HEAD} tables only; see docs/how-to/thesaurus.md.")
    return listed


def _concept(told: Any, where: str) -> Concept:
    forms = {name: value for name, value in told.items() if name != "name"}
    sound = forms and all(
        isinstance(names, list) and names and all(isinstance(name, str) and terms(name).exact for name in names)
        for names in forms.values()
    )
    if not sound or not isinstance(told.get("name"), str):
        raise ConfigError(
            f"A concept of the thesaurus {where} is not complete: {str(told)[:80]}. Each has a name and, by language, "
            'lists of words: name = "point of contact", en = ["point of contact", "PoC"].'
        )
    return Concept(told["name"], {language: tuple(names) for language, names in forms.items()})


@lru_cache(maxsize=1)
def shipped() -> tuple[Entry, ...]:
    """The concepts that verbale ships."""
    told = sorted((file for file in files(__package__).iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(entry for file in told for entry in entries(file.read_text(encoding="utf-8"), file.name))


def thesaurus(own: Path) -> Thesaurus:
    """The shipped thesaurus with the concepts of the file `own`, if there is one. Raises ConfigError for a bad file."""
    return Thesaurus((*_own(own), *shipped()))


def _own(file: Path) -> Iterable[Entry]:
    try:
        toml = file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The thesaurus {file} cannot be read: {error}.") from error
    _tables(toml, str(file))
    told = entries(toml, str(file))
    for entry in told:
        _ = entry.concept  # what is wrong is said now, not when a query happens to name it
    return told
