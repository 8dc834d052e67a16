"""Where a query stands in a text: what the command line shows in bold and the web form in yellow.

The text is cut by the same tokeniser as for the index, so that what was found is what is marked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.analysis import WordPlace, stems, words
from index.edits import within
from index.query import Exact, Fuzzy, Near, Phrase, Prefix, Synonyms, TextLeaf, Word, trimmed

Leaf = TextLeaf
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a phrase stands: its first and last position, and its range in the text."""

    first: int
    last: int
    span: Span


class _Text:
    """The words of a text, found by term, by stem and by place; each way is made when a query needs it."""

    def __init__(self, text: str, language: str, *, with_symbols: bool) -> None:
        self.words = words(text, with_symbols=with_symbols)
        self._language = language

    @cached_property
    def by_term(self) -> Mapping[str, Sequence[WordPlace]]:
        """The words of each exact term."""
        return _grouped((word[0] for word in self.words), self.words)

    @cached_property
    def by_stem(self) -> Mapping[str, Sequence[WordPlace]]:
        """The words of each stem."""
        return _grouped(stems((word[0] for word in self.words), self._language), self.words)

    @cached_property
    def at(self) -> Mapping[int, Mapping[str, WordPlace]]:
        """The words at each position, by their terms: a symbol shares the position of its first part."""
        placed: dict[int, dict[str, WordPlace]] = {}
        for word in self.words:
            placed.setdefault(word[3], {})[word[0]] = word
        return placed

    def phrase(self, phrase: Sequence[str]) -> list[Occurrence]:
        """Every place where a phrase stands."""
        wanted = [(at, term) for at, term in enumerate(trimmed(phrase)) if term]
        found = []
        for _, start, end, position in self._any_of(wanted[0][1]) if wanted else ():
            stands = [self._standing(term, position + at) for at, term in wanted]
            if (last := stands[-1]) is not None and all(stands):
                found.append(Occurrence(position, last[3], (start, max(end, last[2]))))
        return found

    def _any_of(self, term: str) -> Sequence[WordPlace]:
        if term.endswith("*"):
            return [word for word in self.words if word[0].startswith(term[:-1])]
        return self.by_term.get(term, ())

    def _standing(self, term: str, position: int) -> WordPlace | None:
        here = self.at.get(position, {})
        if term.endswith("*"):
            return next((word for other, word in here.items() if other.startswith(term[:-1])), None)
        return here.get(term)


def _grouped(names: Iterable[str], found: Sequence[WordPlace]) -> Mapping[str, Sequence[WordPlace]]:
    groups: dict[str, list[WordPlace]] = {}
    for name, word in zip(names, found, strict=True):
        groups.setdefault(name, []).append(word)
    return groups


def marks(text: str, language: str, leaves: Sequence[Leaf]) -> list[list[int]]:
    """The [start, end) ranges of `text` that match any of the leaves: in order, apart, neighbours joined.

    `language` is that of the text, for stems. Leaves that ask for the title mark nothing in a paragraph.
    """
    read = _Text(text, language, with_symbols=any(map(_may_be_symbol, leaves)))
    return _merged(span for leaf in leaves if leaf.field != "title" for span in _spans(leaf, read))


def _may_be_symbol(leaf: Leaf) -> bool:
    """Whether a leaf can match a whole symbol, whose term no other word has: to find them doubles the work."""
    match leaf:
        case Word(term) | Exact(term):
            return not term.isalnum()
        case Phrase(terms):
            return not all(map(str.isalnum, filter(None, terms)))
        case Near(phrases):
            return not all(term.isalnum() for phrase in phrases for term in phrase if term)
        case Synonyms(parts):
            return any(map(_may_be_symbol, parts))
        case Prefix() | Fuzzy():
            return True


def _spans(leaf: Leaf, text: _Text) -> Iterable[Span]:
    match leaf:
        case Word(term):
            return [word[1:3] for word in text.by_stem.get(term, ())]
        case Exact(term):
            return [word[1:3] for word in text.by_term.get(term, ())]
        case Phrase(terms):
            return [place.span for place in text.phrase(terms)]
        case Near():
            return _near(leaf, text)
        case Synonyms(parts):
            return [span for part in parts for span in _spans(part, text)]
        case Prefix(stem):
            return [word[1:3] for word in text.words if word[0].startswith(stem)]
        case Fuzzy(term, edits):
            near = {other for other in text.by_term if within(term, other, edits)}
            return [word[1:3] for word in text.words if word[0] in near]


def _near(leaf: Near, text: _Text) -> Iterator[Span]:
    """Every phrase of every chain that joins all of them within the distance."""
    found = [(place, 1 << which) for which, phrase in enumerate(leaf.phrases) for place in text.phrase(phrase)]
    everything = (1 << len(leaf.phrases)) - 1
    ending = _chains([(place.first, place.last, bit) for place, bit in found], leaf.distance)
    beginning = _chains([(-place.last, -place.first, bit) for place, bit in found], leaf.distance)
    for (place, bit), before, after in zip(found, ending, beginning, strict=True):
        if any(one | other == everything and one & other == bit for one in before for other in after):
            yield place.span


def _chains(places: Sequence[tuple[int, int, int]], distance: int) -> list[set[int]]:
    """For every place (first and last position, bit of its phrase) the sets of phrases of the chains that end in it."""
    chains = [{bit} for _, _, bit in places]
    order = sorted(range(len(places)), key=lambda number: places[number][0])
    reach = distance + max((last - first for first, last, _ in places), default=0) + 1
    for turn, number in enumerate(order):
        first, _, bit = places[number]
        for other in (order[back] for back in range(turn - 1, -1, -1)):
            if first - places[other][0] > reach:
                break
            if 0 <= first - places[other][1] - 1 <= distance:
                chains[number] |= {bits | bit for bits in chains[other] if not bits & bit}
    return chains


def _merged(spans: Iterable[Span]) -> list[list[int]]:
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


_ELLIPSIS = "…"
# A window is moved by this much at most to begin and end between words; a text without spaces is cut where it is.
_SLACK = 30


def snippet(text: str, marks: Sequence[Sequence[int]], width: int) -> tuple[str, list[list[int]]]:
    """About `width` characters of a text around its densest marks, cut between words, and the marks in them.

    An ellipsis stands where text was cut off. A text that is short enough comes back whole.
    """
    if len(text) <= width:
        return text, [list(mark) for mark in marks]
    start, end = _window(text, marks, width)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    before = _ELLIPSIS if start else ""
    shift = len(before) - start
    cut = ((max(one, start), min(other, end)) for one, other in marks)
    inside = [[one + shift, other + shift] for one, other in cut if one < other]
    return before + text[start:end] + (_ELLIPSIS if end < len(text) else ""), inside


def _window(text: str, marks: Sequence[Sequence[int]], width: int) -> tuple[int, int]:
    ends = [end for _, end in marks]
    reach = width * 4 // 5
    held = [(bisect_right(ends, first + reach) - number, -first) for number, (first, _) in enumerate(marks)]
    best = max(held, default=(0, 0))  # the most marks; of windows with as many, the earliest
    start = max(0, min(-best[1] - width // 5, len(text) - width))
    end = start + width
    if start:
        start = _between_words(text, start, min(start + _SLACK, -best[1]), step=1)
    if end < len(text):
        shown = [stop for stop in ends if stop <= end]
        end = _between_words(text, end, max(end - _SLACK, start + 1, *shown[-1:]), step=-1)
    return start, end


def _between_words(text: str, position: int, limit: int, *, step: int) -> int:
    """The nearest place on the way from `position` to `limit` between two words; `position` if there is none."""
    place = position
    while place * step <= limit * step:
        if text[place - 1].isspace() or text[place : place + 1].isspace():
            return place
        place += step
    return position
