"""The lists of agreed norms and measures, as they are written in the TOML files of this folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from corpus.errors import QueryError

_LISTS = ("norms", "osce", "un")


@dataclass(frozen=True, slots=True)
class Name:
    """Words for an item in a language; `folded` is what is compared (`fold`)."""

    language: str
    words: str
    folded: str


@dataclass(frozen=True, slots=True)
class Item:
    """One norm or measure. `number` is as the agreed text prints it, `key` what addresses call it: `norm-f`.

    `names` are words for it that count where the paragraph speaks of the list as well, `alone` by
    themselves.
    """

    key: str
    number: str
    label: str
    title: str
    about: str
    names: tuple[Name, ...]
    alone: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class AgreedList:
    """A list of norms or measures. `symbol` names the document that has the agreed text, `again` one that repeats it.

    `begins` is how the text of an item begins where it has no printed number, `{number}` being its number; `annex` says
    that the items stand in an annex.
    """

    key: str
    title: str
    short: str
    symbol: str
    again: str
    begins: str
    annex: bool
    items: tuple[Item, ...]


@lru_cache(maxsize=1)
def agreed_lists() -> tuple[AgreedList, ...]:
    """All lists, norms first."""
    folder = files(__package__)
    return tuple(_list(tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))) for name in _LISTS)


def _list(told: Mapping[str, Any]) -> AgreedList:
    items = tuple(_item(told, item) for item in told["item"])
    again, begins = told.get("again", ""), told.get("begins", "")
    return AgreedList(
        told["id"], told["title"], told["short"], told["symbol"], again, begins, told.get("annex", False), items
    )


def _item(told: Mapping[str, Any], item: Mapping[str, Any]) -> Item:
    number = item["number"]
    short = re.sub(r"13|[ ()]", "", number) if "(" in number else number
    names, alone = (
        tuple(Name(code, words, fold(words)) for code, several in item.get(kind, {}).items() for words in several)
        for kind in ("names", "alone")
    )
    label = f"{told['short']} {number}"
    return Item(f"{told['id']}-{short}", number, label, item["title"], item["about"], names, alone)


def every_item() -> Iterable[Item]:
    """The items of all lists."""
    return (item for agreed in agreed_lists() for item in agreed.items)


def item_named(text: str) -> Item:
    """The item that a user names: `norm-f`, `13 (f)`, `F`, `OSCE CBM 8`, `UN CBM 1`. Raises QueryError.

    `CBM 3` alone is one of two measures, and the error says which.
    """
    asked = re.sub(r"[^a-z0-9]+", "", text.casefold())
    named = [item for item in every_item() if asked in _spellings(item)]
    if len(named) == 1:
        return named[0]
    if named:
        labels = " or ".join(item.label for item in named)
        raise QueryError(f"{text[:40]!r} can be {labels}: name the list as well.", position=0)
    raise QueryError(
        f"There is no norm or measure {text[:40]!r}. There are norm 13 (a) to (k), OSCE CBM 1 to 16 and UN CBM 1 to 8.",
        position=0,
    )


def _spellings(item: Item) -> frozenset[str]:
    key, _, short = item.key.rpartition("-")
    if key == "norm":
        return frozenset((short, f"13{short}", f"norm{short}", f"norm13{short}"))
    organisation = key.partition("-")[0]
    more = (f"globalcbm{short}",) if organisation == "un" else ()
    return frozenset((f"{organisation}cbm{short}", f"cbm{short}", f"{organisation}{short}", *more))


def fold(text: str) -> str:
    """A text for comparing names: small letters, one apostrophe, one hyphen, single spaces, no commas."""
    folded = text.casefold().replace("’", "'").replace("‑", "-").replace("–", "-").replace(",", " ")
    return " ".join(folded.split())
