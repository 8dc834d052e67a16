"""The judged set: topics as people type them, and grades of documents that were read. See tests/judged/README.md."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from benchmarks.measured import REALDOCS
from corpus.store import Store

JUDGED = Path(__file__).resolve().parents[2] / "tests" / "judged"
# The folders of realdocs that the topics are asked of.
FOLDERS = ("A1", "A2", "A6", "B")
# A document is called by so many digits of the SHA-256 of its file.
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Topic:
    """A query as it is typed, and what the asker wants."""

    id: str
    query: str
    need: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a document is worth for a topic, 0 to 3; `evidence` is where the paragraph stands that decided it."""

    topic: str
    document: str
    grade: int
    evidence: str


def topics(folder: Path = JUDGED) -> list[Topic]:
    """All topics."""
    return [Topic(row["topic"], row["query"], row["need"]) for row in _rows(folder / "topics.tsv")]


def judgements(folder: Path = JUDGED) -> list[Judgement]:
    """All judgements."""
    return [
        Judgement(row["topic"], row["document"], int(row["grade"]), row["evidence"])
        for row in _rows(folder / "judgements.tsv")
    ]


def files() -> dict[str, str]:
    """The judged documents' files in realdocs: path by name."""
    rows = _rows(REALDOCS / "MANIFEST.tsv")
    return {row["sha256"][:DIGITS]: row["path"] for row in rows if row["path"].split("/")[0] in FOLDERS}


def names_of(store: Store) -> dict[int, str]:
    """What the judged set calls each document of a store into which the folders were imported."""
    by_path = {path: name for name, path in files().items()}
    return {
        document: by_path[path]
        for document in store.document_ids()
        for version in store.versions(document)
        if version.current and (path := unquote(version.url).rpartition("/realdocs/")[2]) in by_path
    }


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
