"""The judged submitters, those that verbale reads of the same files, and figures of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from corpus.document import Posting
from corpus.errors import VerbaleError
from corpus.states import party
from corpus.store.facts import file_facts, posting_facts, text_facts
from corpus.store.submitters import submitters_of

GOLD = Path(__file__).resolve().parents[2] / "tests" / "submitters_gold.tsv"
# Of all names read, and of all names judged; of the documents for which any was read, and of all documents.
MEASURES = ("precision of names", "recall of names", "precision of documents", "documents read as judged")


@dataclass(frozen=True, slots=True)
class Judged:
    """A document, and the States and groups that submitted it: none for most."""

    path: str
    sha256: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a document: States and groups, and how sure that is."""

    names: frozenset[str]
    confidence: str = ""


def gold() -> list[Judged]:
    """All that was judged."""
    _, *lines = GOLD.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return [Judged(path, digest, frozenset(filter(None, names.split("; ")))) for path, digest, names in rows]


def read(one: Judged, kept: Kept | None = None) -> Read:
    """Who submitted a document by all that its text and its file name say. Officers and persons do not count.

    `kept` are texts that were read before.
    """
    # The collection writes folders into its file names.
    name = one.path.rsplit("/", 1)[-1].rsplit("__", 1)[-1]
    facts = [*posting_facts(Posting(name, ""), "listing"), *file_facts(name)]
    try:
        found = (kept or Kept()).extract((REALDOCS / one.path).read_bytes(), name=name)
    except VerbaleError:
        # No text: only the name of the file is left.
        pass
    else:
        facts += text_facts(found.front, found.language)
    named = [one for one in submitters_of(facts) if party(one.name)]
    return Read(frozenset(one.name for one in named), named[0].confidence if named else "")


def figures(told: Sequence[tuple[Judged, Read]]) -> Mapping[str, float]:
    """The figures of MEASURES, from 0 to 1."""
    right = sum(len(one.names & found.names) for one, found in told)
    given = [(one, found) for one, found in told if found.names]
    values = (
        right / (sum(len(found.names) for _, found in given) or 1),
        right / (sum(len(one.names) for one, _ in told) or 1),
        sum(len(one.names & found.names) / len(found.names) for one, found in given) / (len(given) or 1),
        sum(one.names == found.names for one, found in told) / (len(told) or 1),
    )
    return dict(zip(MEASURES, values, strict=True))
