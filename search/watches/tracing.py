"""Where the words of a sentence stand in a paragraph, and which of them stand there otherwise. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from index.analysis import tokenize
from index.analysis_fold import terms_of_runs
from search.redline import Piece

# Words that two texts share, as a part of the words of both: below it a paragraph has something else to say. A sentence
# of which every fifth word was replaced has 0.8.
LIKE = 0.72
# With fewer words, chance finds them in paragraphs about something else.
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as its words: `terms[i]` is a word as it is compared, `spans[i]` where it stands, with what follows it."""

    text: str
    terms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def said(self, first: int, last: int) -> str:
        """The words from one to before another, as they are written."""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if last > first else ""


@dataclass(frozen=True, slots=True)
class Traced:
    """Where a sentence stands: its words there, and what differs from the sentence; no pieces where nothing does."""

    words: str
    pieces: tuple[Piece, ...] = ()


def wording(text: str) -> Wording:
    """The words of a text; a symbol is one word and several, and counts as those."""
    tokens = list({token.position: token for token in tokenize(text)}.values())
    ends = [*(token.start for token in tokens[1:]), len(text)][: len(tokens)]
    spans = tuple((token.start, end) for token, end in zip(tokens, ends, strict=True))
    return Wording(text, tuple(token.term for token in tokens), spans)


def may_have(sentence: Wording, text: str) -> bool:
    """Whether a text has enough of the words of a sentence, in whatever order: a quick look before a closer one."""
    there = frozenset(terms_of_runs(text))
    shared = sum(term in there for term in sentence.terms)
    return 2 * shared >= LIKE * len(sentence.terms)


def traced(sentence: Wording, paragraph: Wording) -> Traced | None:
    """Where the paragraph has the sentence, word for word or altered; None where it does not have it."""
    wanted, there = sentence.terms, paragraph.terms
    shared = sum((Counter(wanted) & Counter(there)).values())
    # No alignment can share more words than both have, whatever their order.
    if 2 * shared < LIKE * (len(wanted) + min(len(there), len(wanted))):
        return None
    start, end = _window(wanted, there)
    same = sum(block.size for block in _matcher(wanted, there[start:end]).get_matching_blocks())
    if not same or 2 * same < LIKE * (len(wanted) + end - start):
        return None
    words = Wording(paragraph.text, there[start:end], paragraph.spans[start:end])
    return Traced(words.said(0, len(words.terms)).rstrip(), compared(sentence, words))


def _window(wanted: Sequence[str], there: Sequence[str]) -> tuple[int, int]:
    """The words of a paragraph that are most like the sentence, from the first that both have to the last."""
    if len(there) <= len(wanted):
        start, end = 0, len(there)
    else:
        found = fuzz.partial_ratio_alignment(wanted, there)
        start, end = (found.dest_start, found.dest_end) if found else (0, len(wanted))
        # What was put in pushes its last words out of a window of its length.
        missing = len(wanted) - sum(block.size for block in _matcher(wanted, there[start:end]).get_matching_blocks())
        start, end = max(0, start - missing), min(len(there), end + missing)
    blocks = [block for block in _matcher(wanted, there[start:end]).get_matching_blocks() if block.size]
    if not blocks:
        return start, end
    return start + blocks[0].b, start + blocks[-1].b + blocks[-1].size


def _matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=False)


def compared(old: Wording, new: Wording) -> tuple[Piece, ...]:
    """What differs between two texts, word by word; nothing where they have the same words."""
    return tuple(_pieces(old, new)) if old.terms != new.terms else ()


def _pieces(old: Wording, new: Wording) -> Iterator[Piece]:
    for kind, old_from, old_to, new_from, new_to in _matcher(old.terms, new.terms).get_opcodes():
        if kind == "equal":
            yield Piece("same", new.said(new_from, new_to))
            continue
        if old_to > old_from:
            yield Piece("removed", old.said(old_from, old_to))
        if new_to > new_from:
            yield Piece("added", new.said(new_from, new_to))
