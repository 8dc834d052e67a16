"""Which languages documents lack: of those that such documents are issued in, or are here held in as a rule. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.official import official_url
from corpus.store.covering import Spoken
from search.answer import document_path
from search.coverage.lines import Line
from search.coverage.mending import commands_for

# Documents of the Assembly and its committees are issued in the official languages (rules 51 to 57 of its rules of
# procedure), decisions of the OSCE in its six.
UN = ("ar", "en", "es", "fr", "ru", "zh")
OSCE = ("de", "en", "es", "fr", "it", "ru")
_OF_UN = re.compile(r"[A-Z]{1,6}/[A-Z0-9]")
# Papers for use in the room and what others submitted come in the language that they were written in.
_ONE_LANGUAGE = re.compile(r"/(?:CRP|WP|NGO|MISC|PM|INF)[./]\d")
_DECISION = re.compile(r"^(?:PC|MC|FSC)(?:\(\d+\))?\.DEC/")
# Elsewhere a language is usual in which half of the documents of a kind are held, where there are enough to say so.
_USUAL, _ENOUGH = 0.5, 4


@dataclass(frozen=True, slots=True)
class Lacking:
    """A held document and the languages that it lacks. `usual` says how they are known: `official` or `usual here`."""

    document: Spoken
    lacks: tuple[str, ...]
    usual: str
    commands: tuple[str, ...]

    def line(self) -> Line:
        """The document as a line."""
        document = self.document
        held = ", ".join(document.languages) or "a language not known"
        known = (
            "of its official languages" if self.usual == "official" else "in which such documents are held as a rule"
        )
        says = f"held in {held}; lacks {', '.join(self.lacks)} ({known})"
        url = official_url(document.symbol, self.lacks[0])
        path = document_path(document.key)
        name = document.symbol or document.title or document.key
        return Line("languages", document.source, document.process, name, says, self.commands, url, path)

    def as_json(self) -> dict[str, Any]:
        """The document as `--json` prints it."""
        document = self.document
        return {
            "id": document.key, "symbol": document.symbol, "title": document.title, "source": document.source,
            "process": document.process, "held": list(document.languages),
            "missing": [{"language": code, "url": official_url(document.symbol, code)} for code in self.lacks],
            "usual": self.usual, "commands": list(self.commands),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class GridRow:
    """Of the documents of a source and process that are held: how many there are in each language that they should be.

    `expected` counts the documents that should be there in it, `held` those that are.
    """

    source: str
    process: str
    documents: int
    expected: tuple[tuple[str, int], ...]
    held: tuple[tuple[str, int], ...]

    def as_json(self) -> dict[str, Any]:
        """The row as `--json` prints it."""
        return {
            "source": self.source, "process": self.process, "documents": self.documents,
            "expected": dict(self.expected), "held": dict(self.held),
        }  # fmt: skip


def expected(document: Spoken, usual: Mapping[tuple[str, str], Sequence[str]]) -> tuple[tuple[str, ...], str]:
    """The languages that a document should be there in, and how that is known."""
    if _OF_UN.match(document.symbol) and not _ONE_LANGUAGE.search(document.symbol):
        return UN, "official"
    if _DECISION.match(document.symbol):
        return OSCE, "official"
    return tuple(usual.get((document.source, document.type), ())), "usual here"


def usual_languages(documents: Iterable[Spoken]) -> dict[tuple[str, str], tuple[str, ...]]:
    """By source and type: the languages in which at least half of the documents are held."""
    kinds: dict[tuple[str, str], list[Spoken]] = {}
    for document in documents:
        if document.source and document.type:
            kinds.setdefault((document.source, document.type), []).append(document)
    found = {}
    for kind, several in kinds.items():
        counts = Counter(code for document in several for code in document.languages)
        if len(several) >= _ENOUGH:
            found[kind] = tuple(sorted(code for code, many in counts.items() if many >= _USUAL * len(several)))
    return found


def languages(documents: Sequence[Spoken], sources: Sequence[str] = ()) -> tuple[list[Lacking], list[GridRow]]:
    """Every held document that lacks a language, and the same counted by source and process.

    `sources` names the crawler's sources.
    """
    usual = usual_languages(documents)
    lacking = []
    rows: dict[tuple[str, str], list[tuple[Spoken, tuple[str, ...]]]] = {}
    for document in documents:
        wanted, how = expected(document, usual)
        lacks = tuple(code for code in wanted if code not in document.languages)
        if wanted:
            rows.setdefault((document.source, document.process), []).append((document, wanted))
        if lacks:
            commands = commands_for(document.source, document.process, sources, lacks[0])
            lacking.append(Lacking(document, lacks, how, commands))
    return lacking, [_row(*name, several) for name, several in rows.items()]


def _row(source: str, process: str, documents: Sequence[tuple[Spoken, tuple[str, ...]]]) -> GridRow:
    wanted = Counter(code for _, codes in documents for code in codes)
    held = Counter(code for document, codes in documents for code in codes if code in document.languages)
    counted = tuple((code, held[code]) for code in sorted(wanted))
    return GridRow(source, process, len(documents), tuple(sorted(wanted.items())), counted)
