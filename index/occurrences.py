"""Counting the occurrences of a leaf in one text from its terms and positions: the rule of `index.query`, plainly."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from index.engine import Terms
from index.query import Exact, Fuzzy, Near, Phrase, Prefix, Synonyms, TextLeaf, Word, trimmed

# The terms that each term of a leaf stands for; None for any term at all.
Choices = Mapping[str, frozenset[str] | None]


def _standing(terms: Terms) -> dict[int, set[str]]:
    places: dict[int, set[str]] = {}
    for term, position in zip(terms.exact, terms.positions, strict=True):
        places.setdefault(position, set()).add(term)
    return places


def _spans(phrase: Sequence[str], choices: Choices, terms: Terms) -> list[tuple[int, int]]:
    """First and last position of every occurrence of a phrase."""
    wanted = [choices[term] for term in trimmed(phrase)]
    places = _standing(terms)
    starts = [
        start
        for start in places
        if wanted and all(choice is None or choice & places.get(start + at, set()) for at, choice in enumerate(wanted))
    ]
    return [(start, start + len(wanted) - 1) for start in starts]


def _near_ends(leaf: Near, choices: Choices, terms: Terms) -> set[int]:
    """Where chains of all the phrases end, in whatever order, no gap longer than the distance."""
    ends = set()
    for order in itertools.permutations(leaf.phrases):
        reached = {last for _, last in _spans(order[0], choices, terms)}
        for phrase in order[1:]:
            reached = {
                last
                for first, last in _spans(phrase, choices, terms)
                if any(0 <= first - before - 1 <= leaf.distance for before in reached)
            }
        ends |= reached
    return ends


def occurrences(leaf: TextLeaf, choices: Choices, terms: Terms) -> int:
    """How often a leaf occurs. `choices` has what each term of it stands for; for a prefix or fuzzy leaf, under ""."""
    match leaf:
        case Word():
            return terms.stems.count(leaf.term)
        case Exact():
            return terms.exact.count(leaf.term)
        case Phrase():
            return len(_spans(leaf.terms, choices, terms))
        case Near():
            return len(_near_ends(leaf, choices, terms))
        case Synonyms():
            return sum(occurrences(part, choices, terms) for part in leaf.parts)
        case Prefix() | Fuzzy():
            return sum(term in (choices[""] or ()) for term in terms.exact)
