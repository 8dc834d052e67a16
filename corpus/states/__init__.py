"""One name for each State and group, however it is written: short, formal, former, in six languages, or by its code.

The tables beside this file say what is known and what is unsure (README.md). They are read once, when first asked for.
A name that they do not have stays as it is written: a company, a person, a State of a sample.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

__all__ = ["Party", "adjective", "by_two_letters", "canonical", "groups", "groups_of", "named", "party", "states"]

_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
# What may stand before a name and says nothing of whose it is.
_BEFORE = re.compile(
    r"(?:the|la|le|les|l|el|los|las|h e|permanent (?:observer )?mission|permanent representation|mission|delegation"
    r"|government|permanent representative|representative|embassy|mission permanente|mision permanente|delegation"
    r"|delegacion|gouvernement|gobierno|representant permanent|group|member states|states members)"
    r"(?: (?:of|de|du|des|del|d))? "
)
_FORM = re.compile(
    r"(?:\w+ (?:s )?){0,3}?(?:republic|kingdom|state|principality|federation|sultanate|commonwealth|union)"
    r" of (?:the )?(?=\w)"
    r"|(?:republique|royaume|republica|reino|estado|etat) (?:\w+ )?(?:de la|de l|de los|du|des|del|de|d) "
)
_BEHIND = re.compile(
    r" (?:to|aupres de|aupres|ante|before) (?:the |l |las |la )?(?:united nations|organisation des nations unies"
    r"|nations unies|naciones unidas|osce|organization for security.*|conference on disarmament)(?: .*)?"
    r"|(?: and)?(?: its)? member states(?: of the united nations)?"
)
_BRACKETED = re.compile(r"(?P<short>[^()]+?)\s*[(（](?P<form>[^()]+)[)）]")
# Names that look like another State's with its form of government before it.
_OTHERS = frozenset(("republic of china", "turkish republic of northern cyprus", "republic of ireland and britain"))
_LONGEST = 200
_OWNER = re.compile(r"\W*(?P<name>[\w .-]{3,60}?)(?:['’]s|s['’])\s+(?=\w)")
_ARTICLE = re.compile(r"^\W*(?:the\s+)?", re.IGNORECASE)
# So many things stand around a name at most: a mission, an article, a form of government, what it is accredited to.
_MOST_AROUND = 7


@dataclass(frozen=True, slots=True)
class Party:
    """A State, a group, or any other name that somebody asks for. `code` is ISO 3166-1 alpha-3, or the group's short
    name; `un_member` says one of the 193.

    `members` are codes of a group's States where its membership is stable and known; `note` says what is unsure.
    """

    code: str
    name: str
    kind: Literal["state", "group", "other"]
    un_member: bool = False
    members: tuple[str, ...] = ()
    note: str = ""


def states() -> tuple[Party, ...]:
    """The 193 Member States of the United Nations and its observer States, by the alphabet of their names."""
    return tuple(one for one in _parties() if one.kind == "state")


def groups() -> tuple[Party, ...]:
    """The groups that are known, in the order of their table."""
    return tuple(one for one in _parties() if one.kind == "group")


def groups_of(code: str) -> tuple[Party, ...]:
    """The groups that a State is a member of, as far as memberships are kept."""
    return tuple(one for one in groups() if code in one.members)


def party(written: str) -> Party | None:
    """The State or group of that name in any writing, or of that code in any case (`TUR`, `nato`). Total.

    `NAM` is the Non-Aligned Movement, as everybody in the field says, not Namibia, whose code it is too.
    """
    return named(written) or _codes().get(written.strip().upper())


def named(written: str) -> Party | None:
    """The State or group that words name; None for anything else. For texts, in which `per` is no code of Peru."""
    if len(written) > _LONGEST:
        return None
    words, known = _folded(written), _names()
    for _ in range(_MOST_AROUND):
        if not words or words in _OTHERS:
            return None
        if words in known:
            return known[words]
        shorter = _without(words)
        if shorter == words:
            return None
        words = shorter
    return None


def adjective(text: str) -> tuple[Party, str] | None:
    """The State whose English adjective a text begins with, and what follows: `Austrian cyber strategy`, `Brazil's`.

    None for those of two States (Korean, Dominican), and for `American`, which is of a continent too.
    """
    if owner := _OWNER.match(text):
        known = named(owner["name"])
        if known is not None and known.kind == "state":
            return known, text[owner.end() :]
    words = _ARTICLE.sub("", text)
    for count in (2, 1):
        parts = words.split(maxsplit=count)
        known = _adjectives().get(_folded(" ".join(parts[:count]))) if len(parts) > count else None
        if known is not None:
            return known, parts[count]
    return None


def by_two_letters(code: str) -> Party | None:
    """The State with this ISO 3166-1 alpha-2 code, in capitals; None for any other."""
    return _two_letters().get(code)


def canonical(written: str) -> str:
    """The one name that is kept and compared: the UN's short name, else what is written, its spaces made single."""
    found = party(written)
    return found.name if found else " ".join(written.split())


def _without(words: str) -> str:
    """Folded words without what stands before or behind a name: the outermost such words, one at a time."""
    if found := _BEFORE.match(words):
        return words[found.end() :]
    if (found := _BEHIND.search(words)) and found.end() == len(words):
        return words[: found.start()]
    if found := _FORM.match(words):
        return words[found.end() :]
    return words


def _folded(written: str) -> str:
    """Letters and digits in one case and without accents, everything else as single spaces."""
    plain = unicodedata.normalize("NFKD", written.casefold())
    return " ".join("".join(char if char.isalnum() else " " for char in plain if not _is_mark(char)).split())


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Cf")


def _rows(table: str) -> Iterator[dict[str, str]]:
    header, *lines = files(__name__).joinpath(table).read_text(encoding="utf-8").splitlines()
    names = header.split("\t")
    return (dict(zip(names, line.split("\t"), strict=True)) for line in lines)


@lru_cache(maxsize=1)
def _parties() -> tuple[Party, ...]:
    told = [Party(row["code"], row["name"], "state", row["status"] == "member") for row in _rows("states.tsv")]
    told += [
        Party(row["key"], row["name"], "group", members=tuple(row["members"].split()), note=row["note"])
        for row in _rows("groups.tsv")
    ]
    return tuple(told)


@lru_cache(maxsize=1)
def _adjectives() -> Mapping[str, Party]:
    codes = {one.code: one for one in states()}
    return MappingProxyType(
        {_folded(word): codes[row["code"]] for row in _rows("adjectives.tsv") for word in row["en"].split("|")}
    )


@lru_cache(maxsize=1)
def _two_letters() -> Mapping[str, Party]:
    return MappingProxyType({row["two"]: _codes()[row["code"]] for row in _rows("codes.tsv")})


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, Party]:
    return MappingProxyType({one.code: one for one in _parties()})


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Party]:
    """Every writing, folded; where two parties share one, the first of the tables has it."""
    codes = _codes()
    known: dict[str, Party] = {}
    written = [(row["code"], [row["name"], *_cells(row)]) for row in _rows("states.tsv")]
    written += [
        # A group is known by its short name also within a text: NATO, ASEAN.
        (row["key"], [row["name"], row["key"], *row["others"].split("|")])
        for row in _rows("groups.tsv")
    ]
    for code, names in written:
        for name in names:
            for writing in _writings(name):
                known.setdefault(_folded(writing), codes[code])
    known.pop("", None)
    return MappingProxyType(known)


def _cells(row: Mapping[str, str]) -> list[str]:
    return [name for language in _LANGUAGES for name in row[language].split("|")]


def _writings(name: str) -> Iterator[str]:
    """`Iran (Islamic Republic of)` also as `Islamic Republic of Iran` and as `Iran`; any other name as it is."""
    yield name
    found = _BRACKETED.fullmatch(name)
    # There are two Koreas and two Congos: their short form names neither.
    if found and found["short"] not in ("Korea", "Congo"):
        yield found["short"]
    if found:
        yield f"{found['form']} {found['short']}"
