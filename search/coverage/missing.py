"""What the catalogue and lists know and the store does not hold, what vanished, and how the sources were visited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from shlex import quote
from typing import Any

from corpus.config import Config
from corpus.official import official_url
from corpus.store import Coverage, GoneVersion, Store, StoredDocument
from crawler.sources import names
from search.answer import document_path
from search.coverage.lines import Line
from search.coverage.mending import commands_for


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

    def of(self, source: str) -> Covered:
        """What concerns one source of documents; everything where it is empty."""
        if not source:
            return self
        return replace(
            self,
            catalogue=tuple(one for one in self.catalogue if one.source == source),
            missing=tuple(group for group in self.missing if group.source == source),
            gone=tuple(one for one in self.gone if one.source.partition("-")[0] == source),
            visits=tuple(one for one in self.visits if one.source.partition("-")[0] == source),
        )

    def part(self, start: int, end: int | None) -> Covered:
        """The same with only some of the documents that are not held, counted over all groups."""
        groups, before = [], 0
        for group in self.missing:
            chosen = group.documents[max(0, start - before) : None if end is None else max(0, end - before)]
            before += len(group.documents)
            groups += [replace(group, documents=chosen)] if chosen else []
        return replace(self, missing=tuple(groups))

    def lines(self) -> list[Line]:
        """Every document that is known and not held, as a line."""
        return [_line(group, document) for group in self.missing for document in group.documents]

    def as_json(self) -> dict[str, Any]:
        """What the catalogue, vanished texts and visits add to `verbale coverage --json`."""
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
    told = []
    for (source, process), group in groups:
        members = tuple(group)
        told.append(Missing(source, process, members, commands_for(source, process, known, symbol=members[0].symbol)))
    return told


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


def _line(group: Missing, document: StoredDocument) -> Line:
    name = document.symbol or document.title or document.key
    says = ", ".join(part for part in (document.title if document.symbol else "", document.type, document.date) if part)
    path, url = document_path(document.key), published_at(document)
    return Line("catalogue", group.source, group.process, name, says, group.commands, url, path)
