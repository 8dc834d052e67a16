"""How right counterparts in other languages are, on our own sample documents in four languages and on planted faults.

No real document of the shared collection is there in two languages, so these are texts of ours: a decision in English,
German, French and Russian, and a resolution in English, Spanish and French, each paragraph translated by hand. Faults
are planted by rule: a figure changed, a paragraph dropped, two neighbours changed for one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.extract import extract
from corpus.store import StoredPassage
from crawler.sample.collection import documents
from crawler.sample.files import render_file
from search.counterparts import figures, verdict
from search.parallel import couples

_TRANSLATED = (
    ("osce-dec-9202", ("osce-dec-9202-de", "osce-dec-9202-fr", "osce-dec-9202-ru")),
    ("first-committee-directory-adopted", ("resolution-es", "resolution-fr")),
)

Text = Sequence[StoredPassage]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many came out right."""

    right: int
    of: int

    @property
    def value(self) -> float:
        return self.right / self.of


def texts() -> list[tuple[Text, Text]]:
    """Pairs of an English text and its translation, read from the files that the sample sites serve."""
    read = {}
    for document in documents(40):
        found = extract(render_file(document), name=f"{document.name}{document.suffix}")
        read[document.name] = [
            StoredPassage(
                place, 1, 1, place, each.number, each.heading, each.page, each.language, each.text, "",
                document.language,
            )
            for place, each in enumerate(found.passages, 1)
        ]  # fmt: skip
    return [(read[name], read[other]) for name, others in _TRANSLATED for other in others]


def score() -> dict[str, Share]:
    """For each question: how many answers were right."""
    told: dict[str, list[bool]] = {"translations aligned": [], "a changed figure doubted": []}
    told |= {"a dropped paragraph not aligned": [], "the others still aligned": [], "neighbours doubted": []}
    for left, right in texts():
        told["translations aligned"] += [found == "aligned" for found in _verdicts(left, right).values()]
        for place, passage in enumerate(right):
            if figures(passage.text):
                changed = [*right[:place], replace(passage, text=_altered(passage.text)), *right[place + 1 :]]
                told["a changed figure doubted"].append("doubtful" in _verdicts(left, changed).values())
            if passage.number:
                found = _verdicts(left, [*right[:place], *right[place + 1 :]])
                gone = [each for each, says in found.items() if says == "cannot align"]
                told["a dropped paragraph not aligned"].append(len(gone) == 1)
                others = sum(says == "aligned" for says in found.values())
                told["the others still aligned"].append(others >= len(left) - 1)
        told["neighbours doubted"] += list(_neighbours(left, right))
    return {name: Share(sum(answers), len(answers)) for name, answers in told.items()}


def _verdicts(left: Text, right: Text) -> dict[int, str]:
    return {couple.left.id: verdict(couple)[0] for couple in couples(left, right) if couple.left}


def _altered(text: str) -> str:
    """The text with its largest figure another one."""
    largest = max(figures(text), key=lambda figure: int(figure))
    return text.replace(largest, str(int(largest) + 1))


def _neighbours(left: Text, right: Text) -> Iterator[bool]:
    """Two paragraphs whose texts stand under each other's numbers: whether at least one is doubted."""
    for place in range(len(right) - 1):
        first, second = right[place], right[place + 1]
        swapped = [
            *right[:place], replace(first, text=second.text), replace(second, text=first.text), *right[place + 2 :]
        ]  # fmt: skip
        yield any(says == "doubtful" for says in _verdicts(left, swapped).values())
