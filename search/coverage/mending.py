"""The commands that may bring what is missing: only those that ask for it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from shlex import quote
from types import MappingProxyType
from typing import Any

from crawler.symbol_api import asked_by


def commands_for(
    source: str, process: str, known: Sequence[str], language: str = "", *, symbol: str = "", listed: bool = True
) -> tuple[str, ...]:
    """Asking the crawler's sources (`known` names them all) that ask for such documents, and taking in a file.

    A source of the United Nations asks for the symbols of the catalogue and counts through the series of its process;
    the others read lists, so that only what is `listed`, and not cited alone, can be had of them.
    """
    asked = _asked(source, process, symbol, listed)
    names = [name for name in known if name in asked or (listed and source != "un" and _of(name) == source)]
    told = (("source", source), ("process", process), ("lang", language))
    words = ["verbale import FILE", *(f"--{name} {quote(value)}" for name, value in told if value)]
    return (*([f"verbale update {' '.join(map(quote, names))}"] if names else []), " ".join(words))


def ended() -> Mapping[str, int]:
    """The processes that came to an end, and the last year of each (processes.toml)."""
    return MappingProxyType(_processes()["ended"])


def _asked(source: str, process: str, symbol: str, listed: bool) -> frozenset[str]:
    own = _processes()["source"].get(process, "")
    catalogued = asked_by(symbol) if source == "un" and symbol and listed else ""
    return frozenset(filter(None, (own, catalogued)))


def _of(name: str) -> str:
    """The organisation that a source of the crawler is named for."""
    return name.partition("-")[0] if name else ""


@lru_cache(maxsize=1)
def _processes() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("processes.toml").read_text(encoding="utf-8"))
