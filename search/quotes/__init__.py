"""The quote check: what a draft quotes, held against the texts of the library. Values; `checking` makes them.

Every quotation and every sentence comes back with a verdict. `verbatim`: every word, in order, in one paragraph that is
held; typography does not count and is named. `altered`: near it, with the words that differ. `not found`: nothing near
it in this corpus. `not covered`: the corpus cannot tell, for the reason given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from search.quotes.draft import Claim
from search.redline import Piece

Verdict = Literal["verbatim", "altered", "not found", "not covered"]
VERDICTS: tuple[Verdict, ...] = ("verbatim", "altered", "not found", "not covered")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph where the words stand. `url` is its permalink, `cite` the citation to use (UN editorial style).

    `printed` are the words as they are printed there; `original` is where the source has the document.
    """

    id: str
    title: str
    date: str
    language: str
    number: str
    page: int
    cite: str
    url: str
    original: str
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim with its verdict. `place` is where to cite it from, or what is nearest; `also` others with the words.

    `also` may be cut, `also_total` counts all of them. `pieces` lead from the document's words to the draft's, where
    these are altered (none where a gap stands for a negation: `reason` says so). `differs` names what differs in print
    alone; `left_out` are the words at ellipses and brackets. `notes` say what to mend or to know.
    """

    claim: Claim
    verdict: Verdict
    reason: str = ""
    place: Place | None = None
    also: tuple[Place, ...] = ()
    also_total: int = 0
    pieces: tuple[Piece, ...] = ()
    likeness: float = 0.0
    differs: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def own_words(self) -> bool:
        """Whether it is a sentence outside quotation marks with nothing like it here: no reason to worry."""
        return not self.claim.quoted and self.verdict in ("not found", "not covered")

    @property
    def headline(self) -> str:
        """The verdict as a reader sees it first: right words under a wrong source are not right yet."""
        return f"{self.verdict}, but mind the source" if self.verdict == "verbatim" and self.notes else self.verdict

    def as_json(self) -> dict[str, Any]:
        """The claim as `--json` prints it."""
        claim = self.claim
        named = claim.attributed
        return {
            "kind": claim.kind,
            "text": claim.text,
            "paragraph": claim.paragraph,
            "page": claim.page,
            "attributed": asdict(named) if named else None,
            "verdict": self.verdict,
            "own_words": self.own_words,
            "reason": self.reason,
            "place": asdict(self.place) if self.place else None,
            "also": [asdict(place) for place in self.also],
            "also_total": self.also_total,
            "likeness": round(self.likeness, 3),
            "pieces": [asdict(piece) for piece in self.pieces],
            "differs": list(self.differs),
            "left_out": list(self.left_out),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """A whole draft, checked; `notices` say what the answer rests on and what it cannot know."""

    name: str
    checked: tuple[Checked, ...]
    notices: tuple[str, ...] = ()

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many quotations and sentences have which verdict; sentences of the author's own are `own words`."""
        told: dict[str, dict[str, int]] = {
            "quotations": dict.fromkeys(VERDICTS, 0),
            "sentences": {"verbatim": 0, "altered": 0, "own words": 0},
        }
        for one in self.checked:
            if one.claim.quoted:
                told["quotations"][one.verdict] += 1
            else:
                told["sentences"]["own words" if one.own_words else one.verdict] += 1
        return told

    def as_json(self) -> dict[str, Any]:
        """The object that `verbale quotes --json` prints."""
        return {
            "name": self.name,
            "summary": {kind: dict(counts) for kind, counts in self.counts().items()},
            "notices": list(self.notices),
            "checked": [one.as_json() for one in self.checked],
        }
