"""What is known and not held, by source and process, each with the command that mends it: for the form and programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from shlex import quote
from typing import Any

from corpus.config import Config
from corpus.official import official_url
from corpus.store import Coverage, GoneVersion, Store, StoredDocument
from crawler.sources import names

# A source of the crawler is named for its organisation first; these processes have one of their own.
_OWN_SOURCE = {
    "gge": "un-gge",
    "oewg-2019": "un-oewg",
    "oewg-2021": "un-oewg",
    "poa": "un-poa",
    "first-committee": "un-first-committee",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """The documents of one source and process that are known without their text.

    `commands` may bring them: asking the sources that have such documents, and taking in files that the user has.
    """

    source: str
    process: str
    documents: tuple[StoredDocument, ...]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A source of the crawler: when it was last visited (ISO, empty for never), how that day went, how to ask again."""

    source: str
    at: str
    verdicts: tuple[tuple[str, int], ...]
    command: str


@dataclass(frozen=True, slots=True)
class Covered:
    """All that is known of what is not held."""

    catalogue: tuple[Coverage, ...]
    missing: tuple[Missing, ...]
    gone: tuple[GoneVersion, ...]
    visits: tuple[Called, ...]
    unread: tuple[tuple[str, str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """What `/coverage?format=json` answers."""
        return {
            "catalogue": [{"source": one.source, "held": one.held, "known": one.known} for one in self.catalogue],
            "missing": [_missing_json(group) for group in self.missing],
            "gone": [{"id": one.key, "source": one.source, "url": one.url, "since": one.since} for one in self.gone],
            "visits": [
                {"source": one.source, "at": one.at, "verdicts": dict(one.verdicts), "command": one.command}
                for one in self.visits
            ],
            "unread": [{"url": url, "verdict": verdict, "reason": reason} for url, verdict, reason in self.unread],
        }


def coverage(store: Store, config: Config) -> Covered:
    """What a store says of what it does not hold. Raises SourceError where two sources have one name."""
    known = names(config)
    wanted = store.browsing.not_held()
    documents = store.documents(wanted)
    return Covered(
        tuple(store.catalogue_coverage()),
        tuple(missing([documents[number] for number in wanted if number in documents], known)),
        tuple(store.gone()),
        tuple(_visits(store, known)),
        tuple(store.unread()),
    )


def missing(documents: Iterable[StoredDocument], known: Sequence[str]) -> list[Missing]:
    """Documents in groups of source and process, in which order they are given; `known` names the crawler's sources."""
    groups = groupby(documents, key=lambda document: (document.source, document.process))
    return [
        Missing(source, process, tuple(group), tuple(_commands(source, process, known)))
        for (source, process), group in groups
    ]


def _commands(source: str, process: str, known: Sequence[str]) -> list[str]:
    own = _OWN_SOURCE.get(process)
    asked = [own] if own and own in known else [name for name in known if source and name.partition("-")[0] == source]
    words = ["verbale import FILE", *(f"--{name} {quote(value)}" for name, value in
                                      (("source", source), ("process", process)) if value)]  # fmt: skip
    return [*([f"verbale update {' '.join(asked)}"] if asked else []), " ".join(words)]


def _visits(store: Store, known: Sequence[str]) -> list[Called]:
    """Every source visited and every source that could be."""
    last = store.last_visits()
    told = []
    for name in dict.fromkeys((*known, *last)):
        at, verdicts = last.get(name, (None, {}))
        command = (
            f"verbale update {quote(name)}"
            if name in known
            else f"verbale {'import FILE' if name == 'import' else 'sources'}"
        )
        told.append(Called(name, at.isoformat() if at else "", tuple(verdicts.items()), command))
    return told


def published_at(document: StoredDocument) -> str:
    """Where a reader finds the document itself: the address known, else the official one; empty where neither is."""
    if document.url.startswith(("http://", "https://")):
        return document.url
    return official_url(document.symbol)


def _missing_json(group: Missing) -> dict[str, Any]:
    return {
        "source": group.source,
        "process": group.process,
        "commands": list(group.commands),
        "documents": [
            {
                "id": document.key, "symbol": document.symbol, "title": document.title, "date": document.date,
                "type": document.type, "url": published_at(document),
            }
            for document in group.documents
        ],
    }  # fmt: skip
