"""Paragraphs aligned before their words are: same, changed, moved, split, merged. Printed numbers are ignored.

Equal paragraphs are paired first, in order as far as they have one; what is left is paired from the best likeness down,
one to one or one to a run of neighbours. What shares only boilerplate is not paired. Pure functions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from rapidfuzz.distance import LCSseq

from index.patience import look_at_the_clock
from search.redline import Paragraph
from search.redline.likeness import Floats, Keys, Weights, is_number, likeness, shared, weights, worth_a_look
from search.redline.order import heaviest_run
from search.redline.references import renumbered
from search.redline.tokens import Word, keys_of, words_of

TOO_LONG = (
    "These texts take longer to compare than the form lets one take. `verbale compare OLD NEW` compares them on the "
    "command line, which has no limit."
)
# Measured on ten unrelated resolutions: apart from closing formulas and references, no two paragraphs are as alike as
# `ALIKE`. What moved besides has to be more alike; between the same neighbours, where few compete, less is enough.
ALIKE = 0.6
_ALIKE_ELSEWHERE = 0.65
_ALIKE_IN_PLACE = 0.45
# Where one paragraph of each side is left between the same neighbours, it has no other to be taken for.
_ALIKE_ALONE = 0.33
_MOST_IN_PLACE = 12
# A reference of few words is another one if its numbers are: "Treaty Series, vol. 1015" is 0.65 like that of vol. 1342.
_FEW_WORDS, _ALIKE_IN_FEW, _ALIKE_BUT_NUMBERS = 10, 0.5, 0.8
# A part of a paragraph that was split has nearly all of its words there; the whole is better matched by all parts.
_PART_OF = 0.7
_BETTER_BY = 0.04
_MOST_PARTS = 6
_LEAST_WORDS_OF_PART = 3
# What so many others are part of is a list of lines that are all alike.
_MOST_MEMBERS = 40
# What a paragraph at the other end of the text loses against one at the same place, where both are as alike.
_FAR_AWAY = 0.05
_BELOW = ("\0footnote",)

Words = Sequence[Sequence[Word]]


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs that became one another: their places in both texts. `moved`: not in order with the others."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


def align(old: Sequence[Paragraph], new: Sequence[Paragraph], words: tuple[Words, Words] | None = None) -> list[Group]:
    """Groups that have every paragraph of both sides exactly once, in the order of the new side.

    `words` are those of each paragraph of both sides, if they are known already.
    What was removed stands behind what it stood behind in the old text.
    """
    known = words or (words_by_paragraph(old), words_by_paragraph(new))
    mine, theirs = (list(map(_comparable, side, said)) for side, said in zip((old, new), known, strict=True))
    groups = _equal(mine, theirs)
    groups += _alike(mine, theirs, groups)
    return _in_order(_with_moves(groups, mine), len(old), len(new))


def words_by_paragraph(side: Sequence[Paragraph]) -> Words:
    """The words of each paragraph, as they are aligned and compared by."""
    return [words_of(paragraph.text) for paragraph in side]


def _comparable(paragraph: Paragraph, words: Sequence[Word]) -> tuple[str, ...]:
    """Its words; those of a footnote begin with a mark, so that it is never the equal of a paragraph."""
    keys = keys_of(words) or ([paragraph.text.strip()] if paragraph.text.strip() else [])
    return (*_BELOW, *keys) if is_footnote(paragraph) else tuple(keys)


def is_footnote(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands below the text: it is compared with footnotes only."""
    return paragraph.number.startswith("fn ")


def _equal(old: Sequence[Keys], new: Sequence[Keys]) -> list[Group]:
    """Equal paragraphs: the longest common run first, then the others in the order in which they come."""
    pairs = [pair for below in (False, True) for pair in _common_run(old, new, below=below)]
    left, right = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    free: dict[Keys, list[int]] = defaultdict(list)
    for place in sorted(set(range(len(new))) - right, reverse=True):
        free[new[place]].append(place)
    often = Counter(old)
    for place in sorted(set(range(len(old))) - left):
        keys = old[place]
        # "Ibid." is at home everywhere; of notes, whose order is that of their marks, none has come or gone.
        if free[keys] and (len(keys) >= _FEW_WORDS or often[keys] == 1 or _is_below(keys)):
            pairs.append((place, free[keys].pop()))
    return [Group((one,), (other,)) for one, other in pairs]


def _common_run(old: Sequence[Keys], new: Sequence[Keys], *, below: bool) -> list[tuple[int, int]]:
    """The longest run of equal paragraphs in the same order, of those in the text or of those `below` it.

    Footnotes stand where a page ended: their order is one of its own.
    """
    mine, theirs = ([place for place, keys in enumerate(side) if (keys[:1] == _BELOW) == below] for side in (old, new))
    opcodes = LCSseq.opcodes([old[place] for place in mine], [new[place] for place in theirs])
    return [
        (mine[block.src_start + step], theirs[block.dest_start + step])
        for block in opcodes
        if block.tag == "equal"
        for step in range(block.src_end - block.src_start)
    ]


def _alike(old: Sequence[Keys], new: Sequence[Keys], taken: Sequence[Group]) -> list[Group]:
    """Groups of paragraphs that are not equal, from the likest down; each paragraph is in one at most.

    First what is alike wherever it stands, then what is less so, but stands between the same neighbours.
    """
    left = _free(len(old), [place for group in taken for place in group.old])
    right = _free(len(new), [place for group in taken for place in group.new])
    if not left or not right:
        return []
    candidates = sorted(_candidates(old, new, left, right), key=lambda one: (-one[0], one[1].old, one[1].new))
    surely = _chosen([group for score, group in candidates if score >= ALIKE], [])
    moved = {(group.old, group.new) for group in _with_moves([*taken, *surely], old) if group.moved}
    doubtful = {(group.old, group.new) for score, group in candidates if score < _ALIKE_ELSEWHERE}
    surely = [group for group in surely if (group.old, group.new) not in moved & doubtful]
    gaps = _gaps(_with_moves([*taken, *surely], old), old, new)
    surely += _chosen([group for score, group in candidates if score >= gaps.least(group)], surely)
    pairs = [(group.old, group.new) for group in (*taken, *surely)]
    return surely + [Group(*pair) for pair in renumbered(old, new, pairs, _is_below)]


def _chosen(candidates: Sequence[Group], taken: Sequence[Group]) -> list[Group]:
    """Of candidates, the best first, those whose paragraphs no other has."""
    left = {place for group in taken for place in group.old}
    right = {place for group in taken for place in group.new}
    chosen = []
    for group in candidates:
        if left.isdisjoint(group.old) and right.isdisjoint(group.new):
            left.update(group.old)
            right.update(group.new)
            chosen.append(group)
    return chosen


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Between which neighbours each place of both sides stands, told by how many groups in order lie before it.

    Footnotes are no neighbours of paragraphs: they stand between others wherever pages end.
    """

    mine: Sequence[int]
    theirs: Sequence[int]
    waiting: tuple[Counter[int], Counter[int]]

    def least(self, group: Group) -> float:
        """How alike the sides of a group must be where they stand; more than 1 where they stand elsewhere."""
        here, there = self.mine[group.old[0]], self.theirs[group.new[0]]
        most = max(self.waiting[0][here], self.waiting[1][there])
        if here != there or most > _MOST_IN_PLACE:
            return 2.0
        return _ALIKE_ALONE if most == 1 else _ALIKE_IN_PLACE


def _gaps(groups: Sequence[Group], old: Sequence[Keys], new: Sequence[Keys]) -> _Gaps:
    kept = [group for group in groups if not group.moved and not _is_below(old[group.old[0]])]
    fixed = {group.old[0] for group in kept}, {group.new[0] for group in kept}
    taken = {at for group in groups for at in group.old}, {at for group in groups for at in group.new}
    sides = [
        list(accumulate(int(place in starts) for place in range(len(side))))
        for side, starts in zip((old, new), fixed, strict=True)
    ]
    waiting = [
        Counter(side[place] for place in _free(len(side), sorted(gone)) if not _is_below(keys[place]))
        for side, gone, keys in zip(sides, taken, (old, new), strict=True)
    ]
    return _Gaps(sides[0], sides[1], (waiting[0], waiting[1]))


def _free(count: int, taken: Sequence[int]) -> list[int]:
    return sorted(set(range(count)).difference(taken))


def _candidates(
    old: Sequence[Keys], new: Sequence[Keys], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[float, Group]]:
    """Every group that may be formed of what is free, with how alike its sides are."""
    weigh = weights(old, new)
    mine, theirs = [old[place] for place in left], [new[place] for place in right]
    common, of_old, of_new = shared(mine, theirs, weigh)
    alike = np.zeros(common.shape, dtype=np.float32)
    for row, column in worth_a_look(common, of_old, of_new):
        look_at_the_clock(TOO_LONG)
        one, other = mine[row], theirs[column]
        if (one[:1] == _BELOW) != (other[:1] == _BELOW):
            continue
        alike[row, column] = score = likeness(one, other, weigh)
        if score >= _least(one, other):
            away = abs(left[row] / len(old) - right[column] / len(new))
            yield score - _FAR_AWAY * away, Group((left[row],), (right[column],))
    for row, run, score in _runs(mine, theirs, right, _part(common, of_new), alike, weigh):
        yield score, Group((left[row],), tuple(right[place] for place in run))
    for column, run, score in _runs(theirs, mine, left, _part(common.T, of_old), alike.T, weigh):
        yield score, Group(tuple(left[place] for place in run), (right[column],))


def _least(old: Keys, new: Keys) -> float:
    """How alike two paragraphs must be to be thought of at all."""
    if min(len(old), len(new)) >= _FEW_WORDS:
        return _ALIKE_ALONE
    mine, theirs = ({key for key in side if is_number(key)} for side in (old, new))
    return _ALIKE_BUT_NUMBERS if mine and theirs and not mine & theirs else _ALIKE_IN_FEW


def _part(common: Floats, of: Floats) -> Floats:
    """Which part of each column's weight is shared with each row."""
    return (common / np.maximum(of, 1e-6)).astype(np.float32)


def _runs(
    wholes: Sequence[Keys], parts: Sequence[Keys], places: Sequence[int], within: Floats, alike: Floats, weigh: Weights
) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Runs of neighbours that together are a paragraph of the other side, with how alike they are.

    `within` is which part of each run's member the whole has; `places` are where the members stand in their text.
    """
    long_enough = np.array([len(part) >= _LEAST_WORDS_OF_PART for part in parts])
    for row, whole in enumerate(wholes):
        look_at_the_clock(TOO_LONG)
        members = np.flatnonzero((within[row] >= _PART_OF) & long_enough)
        if len(members) > _MOST_MEMBERS:
            continue
        for run in _neighbours([int(member) for member in members], places):
            words = tuple(key for place in run for key in parts[place])
            score = likeness(whole, words, weigh)
            if score >= ALIKE and score > max(float(alike[row, place]) for place in run) + _BETTER_BY:
                yield row, run, score


def _neighbours(members: Sequence[int], places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """All runs of two and more members that stand one behind another."""
    for start in range(len(members)):
        for stop in range(start + 1, min(len(members), start + _MOST_PARTS)):
            if places[members[stop]] != places[members[stop - 1]] + 1:
                break
            yield tuple(members[start : stop + 1])


def _with_moves(groups: Sequence[Group], old: Sequence[Keys]) -> list[Group]:
    """Mark as moved what is not in the heaviest run of groups that stand in the same order on both sides.

    Footnotes never are: they stand at the foot of whatever page their mark falls on.
    """
    ordered = sorted(groups, key=lambda group: group.new)
    some = [group for group in ordered if not _is_below(old[group.old[0]])]
    run = heaviest_run([(group.old[0], sum(len(old[place]) + 1 for place in group.old)) for group in some])
    moved = set(some).difference(some[place] for place in run)
    return [Group(group.old, group.new, moved=group in moved) for group in ordered]


def _is_below(keys: Keys) -> bool:
    return keys[:1] == _BELOW


def _in_order(groups: Sequence[Group], old: int, new: int) -> list[Group]:
    """All groups with what is only on one side: in the order of the new text, what was removed where it stood."""
    rows = sorted(
        [*groups, *(Group((), (place,)) for place in _free(new, [place for group in groups for place in group.new]))],
        key=lambda group: group.new,
    )
    row_of = {place: row for row, group in enumerate(rows) if not group.moved for place in group.old}
    behind: dict[int, list[Group]] = defaultdict(list)
    row = -1
    held = {place for group in groups for place in group.old}
    for place in range(old):
        row = row_of.get(place, row)
        if place not in held:
            behind[row].append(Group((place,), ()))
    return behind[-1] + [group for row, kept in enumerate(rows) for group in (kept, *behind[row])]
