"""From words to the paragraphs that have them, exact or altered, document by document in the order of their dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from corpus.store import Store, StoredDocument, StoredPassage
from index.analysis_fold import terms_of_runs
from index.shingles import Candidates, Shingles
from search.answer import passage_path
from search.cite import citation
from search.tracing.values import Place, Verdict
from search.tracing.wording import Match, match

# Revisions and corrections are the same document; an addendum is not.
_REVISED = re.compile(r"(?:/(?:Rev|Corr)\.\d+)+(?=$|[#/ ])")

Wanted = Callable[[StoredDocument], bool]


@dataclass(frozen=True, slots=True)
class Matched:
    """A paragraph that has the words, with its document."""

    document: StoredDocument
    passage: StoredPassage
    match: Match

    @property
    def verdict(self) -> Verdict:
        return "exact" if self.match.exact else "altered"


@dataclass(frozen=True, slots=True)
class Found:
    """All that have the words, document by document (each with its revisions and versions), first document first."""

    documents: tuple[tuple[Matched, ...], ...]
    candidates: Candidates


def found(store: Store, shingles: Shingles, words: Sequence[str]) -> Found:
    """Every document with these words. Raises EngineError."""
    candidates = shingles.candidates(words)
    return Found(tuple(ordered(matched(store, words, candidates))), candidates)


def matched(store: Store, words: Sequence[str], candidates: Candidates, wanted: Wanted | None = None) -> list[Matched]:
    """The candidates in documents that are wanted whose words, compared in order, are like enough."""
    passages = store.passages([each.passage_id for each in candidates.found])
    if wanted is not None:
        held = store.documents({passage.document_id for passage in passages.values()})
        passages = {
            number: passage
            for number, passage in passages.items()
            if passage.document_id in held and wanted(held[passage.document_id])
        }
    alike = [
        (passage, matching)
        for passage in passages.values()
        if (matching := match(words, terms_of_runs(passage.text))) is not None
    ]
    documents = store.documents({passage.document_id for passage, _ in alike})
    return [
        Matched(documents[passage.document_id], passage, matching)
        for passage, matching in alike
        if passage.document_id in documents
    ]


def same_document(document: StoredDocument) -> str:
    """What a document has in common with its revisions and corrections: `A/C.1/80/L.20` for `A/C.1/80/L.20/Rev.1`."""
    return _REVISED.sub("", document.symbol or document.key)


def ordered(all_matched: Iterable[Matched]) -> list[tuple[Matched, ...]]:
    """Documents by date, the undated last; of each the earliest and most alike place first."""
    groups: dict[str, list[Matched]] = {}
    for each in all_matched:
        groups.setdefault(same_document(each.document), []).append(each)
    told = [tuple(sorted(group, key=_within)) for group in groups.values()]
    return sorted(told, key=lambda group: (by_date(group[0].document), group[0].document.symbol_key))


def by_date(document: StoredDocument) -> tuple[bool, str]:
    """What sorts documents by date, the undated last. A year alone comes before the days of it."""
    return not document.date, document.date


def _within(each: Matched) -> tuple[tuple[bool, str], float, bool, int]:
    return by_date(each.document), -each.match.likeness, each.passage.version_language != "en", each.passage.place


def place(each: Matched) -> Place:
    """A matched paragraph as it is told."""
    return place_of(each.document, each.passage, each.verdict, each.match.likeness)


def place_of(document: StoredDocument, passage: StoredPassage, verdict: Verdict, likeness: float) -> Place:
    """A paragraph as it is told, with its citation and its permalink."""
    cited = citation(document, "un", passage).text
    if not cited.endswith("para."):  # there the full stop is that of the abbreviation
        cited = cited.removesuffix(".")
    return Place(document, passage, cited, passage_path(document, passage), verdict, likeness)
