"""The judged paragraphs and documents of the crosswalk, what it finds in the same, and figures of both.

In tests/crosswalk_gold `cases.tsv` has paragraphs of ours with the items each names, `documents.tsv` real documents
with all their mentions by place (`OP4=un-cbm-1`, `p. 17=un-cbm-1`), `quotations.tsv` whether a text quotes another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from index.analysis_fold import terms_of_runs
from search.crosswalk.quoting import compared
from search.crosswalk.references import references
from search.crosswalk.whose import Around

GOLD = Path(__file__).resolve().parents[2] / "tests" / "crosswalk_gold"


@dataclass(frozen=True, slots=True)
class Judged:
    """Something with what it names by judgement, `right`, and by our reading, `found`: place and item, with counts."""

    name: str
    right: Counter[str]
    found: Counter[str]


@dataclass(frozen=True, slots=True)
class Case:
    """A paragraph of ours: what is known around it, its words, the keys of all items that it names."""

    around: Around
    text: str
    keys: tuple[str, ...]


def cases() -> list[Case]:
    """The paragraphs."""
    return [
        Case(Around(tuple(filter(None, headings.split(" > "))), source, process), text, tuple(keys.split()))
        for source, process, headings, keys, text in _rows("cases.tsv")
    ]


def judged_cases() -> Iterator[Judged]:
    """The paragraphs, read."""
    for case in cases():
        yield Judged(case.text, Counter(case.keys), Counter(one.key for one in references(case.text, case.around)))


def documents() -> list[tuple[str, str, Around, Counter[str]]]:
    """Path, beginning of the SHA-256, what is known of it and the mentions of each real document."""
    return [
        (path, digest, Around((), source, process), Counter(filter(None, mentions.split("; "))))
        for path, digest, source, process, mentions in _rows("documents.tsv")
    ]


def judged_documents(kept: Kept | None = None) -> Iterator[Judged]:
    """The real documents, read. Raises ExtractionError for one that cannot be."""
    for path, _, around, right in documents():
        found: Counter[str] = Counter()
        for passage in (kept or Kept()).extract((REALDOCS / path).read_bytes(), name=path).passages:
            place = passage.number or f"p. {passage.page}"
            told = references(passage.text, Around(passage.heading, around.source, around.process))
            found.update(f"{place}={one.key}" for one in told)
        yield Judged(path, right, found)


def judged_quotations() -> Iterator[Judged]:
    """Pairs of texts, compared; one that quotes nothing has no verdict."""
    for verdict, agreed, text in _rows("quotations.tsv"):
        found = compared(agreed, terms_of_runs(text))
        yield Judged(text, _verdict(verdict), _verdict(found[0] if found else ""))


def figures(name: str, told: Iterable[Judged]) -> dict[str, float]:
    """Precision and recall over all that was judged; 1 where there is nothing."""
    judged = list(told)
    both = sum((one.right & one.found).total() for one in judged)
    found, right = sum(one.found.total() for one in judged), sum(one.right.total() for one in judged)
    return {
        f"precision of {name}": both / found if found else 1.0,
        f"recall of {name}": both / right if right else 1.0,
    }


def wrong(told: Iterable[Judged]) -> Iterator[str]:
    """One line for each that was not read as judged."""
    for one in told:
        missed, more = sorted((one.right - one.found).elements()), sorted((one.found - one.right).elements())
        if missed or more:
            yield f"{one.name[:100]}: missed {missed}, too many {more}"


def _verdict(verdict: str) -> Counter[str]:
    return Counter({verdict: 1}) if verdict not in ("", "none") else Counter()


def _rows(name: str) -> Sequence[list[str]]:
    _, *lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]
