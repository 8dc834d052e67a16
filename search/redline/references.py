"""References of few words that name another number in the next text: `A/79/224` became `A/80/237`. Pure functions.

Numbers tell such paragraphs apart, so they are paired only where each is alone between the same neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from search.redline.likeness import Keys, is_number

_FEW_WORDS = 10

Pair = tuple[tuple[int, ...], tuple[int, ...]]


def renumbered(
    old: Sequence[Keys], new: Sequence[Keys], pairs: Sequence[Pair], is_note: Callable[[Keys], bool]
) -> Iterator[Pair]:
    """The places of paragraphs that differ in their numbers alone, in none of `pairs`: of notes, among notes."""
    mine, theirs = ({place: at for at, pair in enumerate(pairs) for place in pair[side]} for side in (0, 1))
    for notes in (False, True):
        gone, come = (
            _between((place for place, keys in enumerate(side) if is_note(keys) == notes), held)
            for side, held in ((old, mine), (new, theirs))
        )
        for neighbours in gone.keys() & come.keys():
            before, after = gone[neighbours], come[neighbours]
            if len(before) == len(after) == 1 and _is_reference(old[before[0]], new[after[0]]):
                yield (before[0],), (after[0],)


def _between(places: Iterable[int], held: dict[int, int]) -> dict[tuple[int, int], list[int]]:
    """The places that are in no pair yet, by the pairs before and behind them (-1 at an end of the text)."""
    told: dict[tuple[int, int], list[int]] = defaultdict(list)
    run: list[int] = []
    before = -1
    for place in places:
        if place not in held:
            run.append(place)
            continue
        if run:
            told[before, held[place]] = run
        before, run = held[place], []
    if run:
        told[before, -1] = run
    return told


def _is_reference(old: Keys, new: Keys) -> bool:
    words = _but_numbers(old)
    return bool(words) and words == _but_numbers(new)


def _but_numbers(keys: Keys) -> Keys:
    """The words of a short reference with a sign for each number; nothing for what is no such reference."""
    if len(keys) >= _FEW_WORDS or not any(map(is_number, keys)):
        return ()
    return tuple("0" if is_number(key) else key for key in keys)
