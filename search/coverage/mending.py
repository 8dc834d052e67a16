"""The commands that may bring what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

# A source of the crawler is named for its organisation first; these processes have one of their own.
_OWN_SOURCE = {
    "gge": "un-gge",
    "oewg-2019": "un-oewg",
    "oewg-2021": "un-oewg",
    "poa": "un-poa",
    "first-committee": "un-first-committee",
}


def commands_for(source: str, process: str, known: Sequence[str], language: str = "") -> tuple[str, ...]:
    """Asking the crawler's sources (`known` names them all) that have such documents, and taking in a file."""
    own = _OWN_SOURCE.get(process)
    asked = [own] if own and own in known else [name for name in known if source and name.partition("-")[0] == source]
    told = (("source", source), ("process", process), ("lang", language))
    words = ["verbale import FILE", *(f"--{name} {quote(value)}" for name, value in told if value)]
    return (*([f"verbale update {' '.join(asked)}"] if asked else []), " ".join(words))
