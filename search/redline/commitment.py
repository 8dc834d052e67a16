"""Changes of commitment: `shall` became `should`, `requests` became `invites`, `voluntary` came in.

They are changes of words and no legal judgement. The words are data, commitment.toml: ours, six languages.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from search.redline import Direction, Piece, Shift
from search.redline.tokens import words_of

# A verb of decision stands at the beginning of its paragraph, or goes on from another one: "and requests". Elsewhere it
# is likely a noun: "the requests of States".
_BEGINNING = 4
_GOES_ON = frozenset(", ; : ， 、 ； ، and also further et également y también и также و كما 并 又 还 并且".split())
# A word of commitment in a sentence that is new as a whole changes no commitment that was there.
_MOST_WORDS_AROUND = 15


@dataclass(frozen=True, slots=True)
class Term:
    """A word of commitment. `levels` are its ladders, each with the level from 0, the strongest; none for a softener.

    `group` is empty for words that hold one of commitment and are none.
    """

    text: str
    words: tuple[str, ...]
    group: str
    levels: tuple[tuple[int, int], ...] = ()


Terms = Mapping[str, Sequence[Term]]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A word of one side: `link` is the gap it changed in (negative), or its place among the words of both sides."""

    key: str
    link: int


@dataclass(frozen=True, slots=True)
class _Met:
    """A term where it stands: as printed, with the links of its words."""

    term: Term
    text: str
    links: frozenset[int]


def shifts_of(pieces: Sequence[Piece], language: str) -> tuple[Shift, ...]:
    """The changes of commitment in what became of a paragraph; none in a language that commitment.toml has not."""
    terms = vocabulary().get(language.partition("-")[0].lower())
    if not terms or all(piece.kind == "same" for piece in pieces):
        return ()
    sides, sizes = _sides(pieces)
    old, new = ([met for met in _met(side, terms) if met.term.group] for side in sides)
    old, new = _without_kept(old, new)
    return tuple(dict.fromkeys(_shifts(old, new, sizes)))


@cache
def vocabulary() -> Mapping[str, Terms]:
    """The words of commitment.toml by language and first word, the longest first."""
    said = tomllib.loads(files("search.redline").joinpath("commitment.toml").read_text("utf-8"))
    found: dict[str, dict[str, dict[str, Term]]] = defaultdict(lambda: defaultdict(dict))
    for term, language in _terms(said):
        beside = found[language][term.words[0]]
        known = beside.get(term.text)
        beside[term.text] = term if known is None else _both(known, term)
    return MappingProxyType({language: _longest_first(terms) for language, terms in found.items()})


def _longest_first(terms: Mapping[str, Mapping[str, Term]]) -> Terms:
    return {first: sorted(beside.values(), key=lambda term: -len(term.words)) for first, beside in terms.items()}


def _both(known: Term, term: Term) -> Term:
    return Term(term.text, term.words, known.group or term.group, known.levels + term.levels)


def _terms(said: Mapping[str, Any]) -> Iterator[tuple[Term, str]]:
    for place, ladder in enumerate(said["ladder"]):
        for level, texts in enumerate(ladder["levels"]):
            for text in texts:
                yield Term(text, _words(text), ladder["group"], ((place, level),)), ladder["language"]
    for softener in said["softener"]:
        for text in softener["terms"]:
            yield Term(text, _words(text), softener["group"]), softener["language"]
    for other in said["other"]:
        for text in other["terms"]:
            yield Term(text, _words(text), ""), other["language"]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in words_of(text))


def _sides(pieces: Sequence[Piece]) -> tuple[tuple[list[_Spoken], list[_Spoken]], Mapping[int, int]]:
    """The words of both sides with their links, and how many words each gap has on its longer side."""
    old: list[_Spoken] = []
    new: list[_Spoken] = []
    sizes: dict[int, int] = defaultdict(int)
    gap = 0
    for before, piece in zip((None, *pieces), pieces, strict=False):
        keys = [word.key for word in words_of(piece.text) if word.key]
        if piece.kind == "same":
            start = len(old) + len(new)
            spoken = [_Spoken(key, start + place) for place, key in enumerate(keys)]
            old += spoken
            new += spoken
            continue
        gap -= before is None or before.kind == "same"
        sizes[gap] = max(sizes[gap], len(keys))
        (old if piece.kind == "removed" else new).extend(_Spoken(key, gap) for key in keys)
    return (old, new), sizes


def _met(words: Sequence[_Spoken], terms: Terms) -> Iterator[_Met]:
    """The terms in a text, the longest at each place."""
    place = 0
    while place < len(words):
        term = _term_at(words, place, terms)
        if term is None:
            place += 1
            continue
        stop = place + len(term.words)
        if term.group != "decision" or _is_verb(words, place):
            said = words[place:stop]
            yield _Met(term, term.text, frozenset(word.link for word in said))
        place = stop


def _term_at(words: Sequence[_Spoken], place: int, terms: Terms) -> Term | None:
    """The longest term that begins here: with the word as it is, with a small letter, or without an Arabic `and`."""
    key = words[place].key
    first = key[0]
    small = key if first.islower() else first.lower() + key[1:]
    for form in (key, small, key[1:]) if first in "وف" else (key, small):
        for term in terms.get(form, ()):
            # A month is no modal: "by May 2025".
            month = term.group == "modal" and form != key and place > 0 and not key.startswith(("و", "ف"))
            if not month and _stands(words, place, term):
                return term
    return None


def _stands(words: Sequence[_Spoken], place: int, term: Term) -> bool:
    rest = words[place + 1 : place + len(term.words)]
    return tuple(word.key for word in rest) == term.words[1:]


def _is_verb(words: Sequence[_Spoken], place: int) -> bool:
    before = words[place - 1].key if place else ""
    return place < _BEGINNING or before.lower() in _GOES_ON or words[place].key[:1] == "و"


def _without_kept(old: Sequence[_Met], new: Sequence[_Met]) -> tuple[list[_Met], list[_Met]]:
    """Both sides without the terms that the other has at the same place, in the same gap or among kept words."""
    left, right = list(old), list(new)
    for met in old:
        kept = next((one for one in right if one.term == met.term and one.links & met.links), None)
        if kept is not None:
            left.remove(met)
            right.remove(kept)
    return left, right


def _shifts(old: Sequence[_Met], new: Sequence[_Met], sizes: Mapping[int, int]) -> Iterator[Shift]:
    free = list(new)
    for met in old:
        other = _counterpart(met, free)
        if other is not None:
            free.remove(other)
            yield Shift(met.term.group, met.text, other.text, _direction(met.term, other.term))
        elif _counts_alone(met, sizes):
            yield Shift(met.term.group, met.text, "", "other" if met.term.levels else "stronger")
    for met in free:
        if _counts_alone(met, sizes):
            yield Shift(met.term.group, "", met.text, "other" if met.term.levels else "weaker")


def _counterpart(met: _Met, others: Sequence[_Met]) -> _Met | None:
    """What a term became: one of its group at the same place, of its own ladder where there is one."""
    near = [
        one
        for one in others
        if one.links & met.links and one.term.group == met.term.group and bool(one.term.levels) == bool(met.term.levels)
    ]
    return next((one for one in near if _direction(met.term, one.term) != "other"), next(iter(near), None))


def _direction(old: Term, new: Term) -> Direction:
    for ladder, level in old.levels:
        for other, reached in new.levels:
            if ladder == other and level != reached:
                return "weaker" if reached > level else "stronger"
    return "other"


def _counts_alone(met: _Met, sizes: Mapping[int, int]) -> bool:
    """Whether a term that came or went is told by itself: in a short change, and not for naming "States" once more."""
    gaps = [link for link in met.links if link < 0]
    plain = met.term.group == "scope" and bool(met.term.levels)
    return bool(gaps) and not plain and all(sizes[gap] <= _MOST_WORDS_AROUND for gap in gaps)
