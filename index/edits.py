"""How far two words are apart: the measure behind `fuzzy~`."""

from __future__ import annotations


def within(one: str, other: str, edits: int) -> bool:
    """Whether at most `edits` insertions, deletions, substitutions or swaps of neighbours make `one` into `other`.

    Optimal string alignment: no part of the word is edited twice.
    """
    if abs(len(one) - len(other)) > edits:
        return False
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        line = [row]
        for column, opposite in enumerate(other, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (char != opposite))
            if row > 1 and column > 1 and char == other[column - 2] and opposite == one[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > edits and min(above) > edits:
            return False
        before, above = above, line
    return above[-1] <= edits
