"""The verdict on each claim of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.store import StoredDocument, StoredPassage
from index.patience import look_at_the_clock
from index.shingles.reading import SHARE
from search.cite.place import place_of, written
from search.cite.un import WORDS
from search.quotes import Checked, Report
from search.quotes.attribution import names
from search.quotes.covering import covered_language, not_covered
from search.quotes.draft import Claim
from search.quotes.folding import words
from search.quotes.furniture import copied_along
from search.quotes.gaps import turns
from search.quotes.holdings import Holdings
from search.quotes.items import over_items
from search.quotes.matching import Near, Parts, Verbatim, likeness, nearest, readings, verbatim

# Fewer words are anybody's: "cyber threats" stands everywhere and proves nothing.
LEAST_WORDS = 4
# From this likeness on a quotation is somebody's words, altered; a sentence of the author's own has to be nearer.
# Of few words without a source, four of five have to be the same.
NEAR_QUOTATION, NEAR_SENTENCE, NEAR_FEW = 0.6, 0.75, 0.8
# A sentence has to share more word groups with a paragraph to be looked at, since most are the author's own.
_SHARE_SENTENCE = 0.3
# Of a quotation over many items, which are paragraphs here, each has a part.
_SHARE_PART = 0.1
_MOST_ALSO = 5
_MOST_COMPARED = 6
# So few words may share no group of three with the text that they alter: the cited document is read in full.
_FEW_WORDS = 9

Exact = tuple[StoredPassage, Verbatim]


def check(name: str, claims: Iterable[Claim], holdings: Holdings) -> Report:
    """The report on a draft called `name`. Raises EngineError, StoreError."""
    checked = tuple(checked_claim(claim, holdings) for claim in claims)
    counts = holdings.store.counts()
    notice = (
        f"Held against {counts.documents} documents in {', '.join(holdings.store.languages()) or 'no language'}. Not "
        "found means not in this corpus; the earliest document is the earliest one here."
    )
    return Report(name, checked, (notice,))


def checked_claim(claim: Claim, holdings: Holdings) -> Checked:
    """The verdict on one claim. Raises EngineError, StoreError, TooCostly where the patience of the asker is over."""
    look_at_the_clock()
    read = readings(claim.text)
    if not read or words(claim.text) < LEAST_WORDS:
        return Checked(claim, "not covered", "Too short to tell: fewer words stand in many documents by chance.")
    cited = holdings.cited(claim.attributed.symbol) if claim.attributed and claim.quoted else None
    passages = _looked_at(claim, read, cited, holdings)
    exact = _exact(read, passages, holdings)
    if not exact and claim.quoted:
        exact = _exact(read, _joined(read, passages, holdings), holdings) or _over_items(read, passages, holdings)
    if exact:
        return _verbatim(claim, exact, cited, holdings)
    return _otherwise(claim, read, passages, cited, holdings)


def _looked_at(
    claim: Claim, read: Sequence[Parts], cited: StoredDocument | None, holdings: Holdings
) -> list[StoredPassage]:
    """The paragraphs worth comparing: those near in words, and those that the draft names."""
    said = " ".join(read[-1].written)
    near = holdings.near(said, SHARE if claim.quoted else _SHARE_SENTENCE)
    if not near and claim.quoted:
        near = holdings.near(said, _SHARE_PART)
    if not near and claim.quoted and words(said) < _FEW_WORDS:
        near = holdings.near_any(said)
    found = {passage.id: passage for passage in near}
    if cited and cited.held:
        number = claim.attributed.paragraph if claim.attributed else ""
        few = words(claim.text) < _FEW_WORDS
        named = [one for one in holdings.text(cited.id) if few or (number and _is_named(one, number))]
        found |= {passage.id: passage for passage in named}
    return list(found.values())


def _exact(read: Sequence[Parts], passages: Iterable[StoredPassage], holdings: Holdings) -> list[Exact]:
    found = ((passage, verbatim(read, holdings.folded(passage))) for passage in passages)
    return [(passage, match) for passage, match in found if match]


def _joined(read: Sequence[Parts], passages: Sequence[StoredPassage], holdings: Holdings) -> list[StoredPassage]:
    """The likeliest paragraphs together with what goes on behind a page break."""
    likely = _likeliest(read, passages, holdings)[:2]
    return [joined for passage in likely if (joined := holdings.going_on(passage))]


def _over_items(read: Sequence[Parts], passages: Sequence[StoredPassage], holdings: Holdings) -> list[Exact]:
    """The paragraphs with items, put together, in which the quotation stands."""
    found = {}
    for passage in _likeliest(read, passages, holdings):
        if (joined := over_items(read, passage, holdings.beside(passage))) is not None:
            found[joined[0].id] = joined
    return list(found.values())


def _likeliest(read: Sequence[Parts], passages: Sequence[StoredPassage], holdings: Holdings) -> list[StoredPassage]:
    if len(passages) < 2:
        return list(passages)
    return sorted(passages, key=lambda one: -likeness(read[-1], holdings.folded(one)))[:_MOST_COMPARED]


def _verbatim(claim: Claim, exact: Sequence[Exact], cited: StoredDocument | None, holdings: Holdings) -> Checked:
    ranked = sorted(exact, key=lambda each: _rank(each[0], claim, cited, holdings))
    passage, match = ranked[0]
    text = passage.text
    place = holdings.place(passage, " […] ".join(text[start:end] for start, end in match.spans))
    others = [one for one, _ in ranked[1:]]
    turned = next(filter(turns, match.left_out), "")
    return Checked(
        claim,
        "altered" if turned else "verbatim",
        f"The ellipsis or brackets stand for “{turned}”, which turns the meaning." if turned else "",
        place=place,
        also=tuple(holdings.other_place(one) for one in others[:_MOST_ALSO]),
        also_total=len(others),
        likeness=1.0,
        differs=match.differs + (("paragraph break",) if passage.id < 0 else ()),
        left_out=match.left_out,
        notes=tuple(_notes(claim, passage, cited, holdings)),
    )


def _rank(
    passage: StoredPassage, claim: Claim, cited: StoredDocument | None, holdings: Holdings
) -> tuple[bool, bool, str, int, int]:
    """The document and the paragraph that the draft names first, then the earliest document; undated ones last."""
    document = holdings.document(passage)
    number = claim.attributed.paragraph if claim.attributed else ""
    there = bool(cited) and _is_of(document, cited)
    here = there and bool(number) and _is_named(passage, number)
    return not there, not here, document.date or "9999", document.id, passage.place


def _is_named(passage: StoredPassage, paragraph: str) -> bool:
    place = place_of(passage)
    return names(paragraph, passage.number, place.number if place.kind == "article" else "")


def _cited(passage: StoredPassage) -> str:
    return written(place_of(passage), WORDS)


def _is_of(document: StoredDocument, cited: StoredDocument | None) -> bool:
    return cited is not None and cited.id in (document.id, document.part_of)


def _notes(claim: Claim, passage: StoredPassage, cited: StoredDocument | None, holdings: Holdings) -> Iterable[str]:
    """Where the draft names another place than the words stand in."""
    named = claim.attributed if claim.quoted else None
    if named is None:
        return
    document = holdings.document(passage)
    if cited is None or not cited.held:
        yield f"{named.symbol}, which is cited, is not held here; the words stand in {document.key}."
    elif not _is_of(document, cited):
        yield f"The words are not in {cited.key}, which is cited; they stand in {document.key}."
    elif named.paragraph and passage.number and not _is_named(passage, named.paragraph):
        yield f"Quoted from para. {named.paragraph}, stands in {_cited(passage)}."
    elif named.paragraph and not passage.number:
        yield f"Quoted from para. {named.paragraph}; no number is read at the paragraph that has the words."


def _otherwise(
    claim: Claim,
    read: Sequence[Parts],
    passages: Sequence[StoredPassage],
    cited: StoredDocument | None,
    holdings: Holdings,
) -> Checked:
    """The verdict where no paragraph has all the words in order."""
    best = _nearest(claim, read, passages, cited, holdings)
    unheld = not_covered(claim, cited) if claim.quoted else ""
    told = Checked(claim, "not found", "Nothing near it is in this corpus.")
    if best:
        passage, near = best
        notes = () if unheld else tuple(_notes(claim, passage, cited, holdings))
        place = holdings.place(passage)
        along = copied_along(near.pieces, place.title) if claim.quoted else ""
        reason = f"Every word is the same, but for a page header or footer copied along: “{along}”." if along else ""
        told = Checked(claim, "altered", reason, place=place, pieces=near.pieces, likeness=near.likeness, notes=notes)
    if unheld:
        return replace(told, verdict="not covered", reason=unheld)
    if told.verdict == "not found" and claim.quoted and (reason := covered_language(claim, cited, holdings)):
        return replace(told, verdict="not covered", reason=reason)
    return told


def _least(claim: Claim, cited: StoredDocument | None) -> float:
    """From which likeness on words are called altered."""
    if not claim.quoted:
        return NEAR_SENTENCE
    return NEAR_FEW if cited is None and words(claim.text) < _FEW_WORDS else NEAR_QUOTATION


def _nearest(
    claim: Claim,
    read: Sequence[Parts],
    passages: Sequence[StoredPassage],
    cited: StoredDocument | None,
    holdings: Holdings,
) -> tuple[StoredPassage, Near] | None:
    """The nearest paragraph, where one is near; of those nearly as near, the one that the draft names."""
    compared = [(one, nearest(read[-1], holdings.folded(one))) for one in _likeliest(read, passages, holdings)]
    if claim.quoted:
        compared += [
            (one, nearest(read[-1], holdings.folded(one))) for one in _joined(read, passages, holdings)
        ]  # fmt: skip
    near = [each for each in compared if each[1].likeness >= _least(claim, cited)]
    if not near:
        return None
    best = max(found.likeness for _, found in near)
    good = [each for each in near if each[1].likeness >= best - 0.05]
    return min(good, key=lambda each: (*_rank(each[0], claim, cited, holdings)[:2], -each[1].likeness, each[0].place))
