"""A watched sentence in a paragraph: found as `verbale trace` finds it, told with what was altered. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from index.analysis_fold import terms_of_runs
from search.redline import Piece
from search.tracing.wording import altered, match, may_match, said, units, with_ends

# With fewer words, chance finds them in paragraphs about something else.
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with its words, as they are compared."""

    text: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """Where a sentence stands: its words there, and what differs from the sentence; no pieces where nothing does."""

    words: str
    pieces: tuple[Piece, ...] = ()


def wording(text: str) -> Wording:
    """The words of a text; a symbol is one word and several, and counts as those."""
    return Wording(text, tuple(terms_of_runs(text)))


def traced(sentence: Wording, paragraph: Wording) -> Traced | None:
    """Where the paragraph has the sentence, word for word or altered; None where it does not have it."""
    # Most new paragraphs are about something else, which their words tell sooner than a comparison.
    found = match(sentence.terms, paragraph.terms) if may_match(sentence.terms, paragraph.terms) else None
    if found is None:
        return None
    held = units(paragraph.text)
    if found.exact:
        return Traced(said(paragraph.text, held, found.start, found.end).rstrip())
    old = units(sentence.text)
    start, end = with_ends(old, held, found, paragraph.text)
    words = said(paragraph.text, held, start, end).rstrip()
    return Traced(words, altered(sentence.text, old, paragraph.text, held[start:end]))


def compared(old: Wording, new: Wording) -> tuple[Piece, ...]:
    """What differs between two texts, word by word; nothing where they have the same words."""
    return altered(old.text, units(old.text), new.text, units(new.text)) if old.terms != new.terms else ()
