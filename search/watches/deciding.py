"""What a change of a text means for a watch: its language appeared, changed or disappeared. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from rapidfuzz import fuzz

from corpus.store import StoredDocument, StoredPassage
from search.answer import document_path, passage_path
from search.cite import citation, sharing
from search.redline import Piece
from search.watches import Alert, Kind, Outcome, Standing, Watch
from search.watches.news import Changed, digest
from search.watches.tracing import Traced, Wording, compared, wording

# A paragraph that took the place of another shares as many words with it, of 100, or has its number.
_SUCCESSOR = 50.0


@dataclass(frozen=True, slots=True)
class Known:
    """What a watch knows of the text that changed: `own` stood in its document, `draft` in the one that it revises."""

    own: Sequence[Standing] = ()
    draft: Sequence[Standing] = ()
    revised: StoredDocument | None = None


# The document whose text a paragraph is told under: a State's reply in a report.
Told = Callable[[StoredPassage], StoredDocument]


def decide(
    watch: Watch, text: Changed, found: Mapping[str, Traced], known: Known, told: Told, at: str, run: str
) -> Outcome:
    """The news of one text. `found` is what was found among its new paragraphs, `run` names this run."""
    held = {standing.digest for standing in known.own}
    hits = {words: each for words, each in found.items() if words not in held}
    lost = [standing for standing in known.own if standing.digest not in text.now]
    arrived = [
        Standing(text.document.key, text.language, words, text.now[words].number, each.words if watch.trace else "")
        for words, each in hits.items()
    ]
    news = _News(watch, text, told, at, run, sharing(tuple(text.now.values())) if hits else frozenset())
    alerts = news.of(hits, lost, known)
    return Outcome(tuple(alerts), tuple(arrived), tuple(lost))


@dataclass(frozen=True, slots=True)
class _News:
    watch: Watch
    text: Changed
    told: Told
    at: str
    run: str
    shared: frozenset[int]

    def of(self, hits: Mapping[str, Traced], lost: Sequence[Standing], known: Known) -> list[Alert]:
        """An alert for everything that is news; words that stand as they stood in another paragraph are none."""
        own = self.text.document
        earlier = [_Earlier(each, self._words(each), _cited(own, each.number)) for each in lost]
        if not earlier and known.revised is not None:
            earlier = [_Earlier(each, each.text, _cited(known.revised, each.number)) for each in known.draft]
        pairs = _pairs(self.text, hits, earlier)
        alerts = [self._arrival(words, found, pairs.get(words), bool(lost)) for words, found in hits.items()]
        met = {id(each) for each in pairs.values()}
        alerts += [self._departure(each) for each in earlier if id(each) not in met]
        return [alert for alert in alerts if alert is not None]

    def _words(self, standing: Standing) -> str:
        before = self.text.before.get(standing.digest)
        return standing.text or (before.text if before else "")

    def _arrival(self, words: str, found: Traced, before: _Earlier | None, own: bool) -> Alert | None:
        passage = self.text.now[words]
        if before is None:
            return self._alert("appeared" if self.watch.trace else "found", words, passage, found.pieces)
        if digest(before.words) == digest(found.words):
            if own:
                return None
            alert = self._alert("appeared", words, passage, found.pieces)
            return replace(alert, before=before.citation)
        pieces = compared(wording(before.words), wording(found.words)) if before.words else ()
        return replace(self._alert("changed", words, passage, pieces), before=before.citation)

    def _departure(self, before: _Earlier) -> Alert:
        document = self.text.document
        # Of a draft's successor this is said once, also where the whole feed is followed again.
        own = before.standing.document == document.key
        made = (self if own else replace(self, run=""))._made("disappeared", before.standing.digest, document)
        return replace(made, number=before.standing.number, text=before.words, before=before.citation,
                       citation=_cited(document))  # fmt: skip

    def _alert(self, kind: Kind, words: str, passage: StoredPassage, pieces: tuple[Piece, ...]) -> Alert:
        document = self.told(passage)
        return replace(
            self._made(kind, words, document),
            number=passage.number,
            citation=citation(document, "un", passage, shared=passage.id in self.shared).text.rstrip("."),
            path=passage_path(document, passage),
            text=passage.text,
            pieces=pieces,
        )

    def _made(self, kind: Kind, words: str, document: StoredDocument) -> Alert:
        unlike_others = "\n".join(
            (self.watch.identity, kind, self.text.document.key, self.text.language, words, self.run)
        )
        return Alert(
            id=sha256(unlike_others.encode()).hexdigest()[:20], watch=self.watch.name, kind=kind, at=self.at,
            document=document.key, title=document.title, date=document.date, language=self.text.language, number="",
            citation="", path=document_path(document.key), source=document.url, text="",
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Earlier:
    standing: Standing
    words: str
    citation: str


def _pairs(text: Changed, hits: Mapping[str, Traced], earlier: Sequence[_Earlier]) -> dict[str, _Earlier]:
    """Which earlier paragraph each new one took the place of: the likest first, each once."""
    terms = {words: wording(found.words) for words, found in hits.items()}
    before: list[tuple[_Earlier, Wording]] = [(each, wording(each.words)) for each in earlier]
    likest = sorted(
        (
            (_likeness(text.now[words].number, here, each, there), words, place)
            for words, here in terms.items()
            for place, (each, there) in enumerate(before)
        ),
        key=lambda choice: -choice[0],
    )
    pairs: dict[str, _Earlier] = {}
    taken: set[int] = set()
    for likeness, words, place in likest:
        if likeness >= _SUCCESSOR and words not in pairs and place not in taken:
            pairs[words] = before[place][0]
            taken.add(place)
    return pairs


def _likeness(number: str, here: Wording, before: _Earlier, there: Wording) -> float:
    same_place = _SUCCESSOR if number and number == before.standing.number else 0.0
    return same_place + float(fuzz.ratio(here.terms, there.terms))


def _cited(document: StoredDocument, number: str = "") -> str:
    """The citation of a document, or of a paragraph of which only the number is known any more."""
    stood = StoredPassage(0, document.id, 0, 0, number, (), 0, "", "", "", "") if number else None
    return citation(document, "un", stood).text.rstrip(".")
