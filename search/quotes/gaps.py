"""What an ellipsis or brackets may not leave out: a short gap that stands for a negation is an alteration. Pure."""

from __future__ import annotations

import re

from search.quotes.folding import UNSPACED, words

# A longer gap leaves a clause out with its negation, as ellipses are there for.
_SHORT = 3
_NEGATIONS = frozenset(
    "not no nor never neither none without cannot "
    "ne pas non ni jamais sans aucun aucune "
    "nunca jamás sin ningún ninguna tampoco não nunca sem "
    "nicht kein keine keinen keiner nie ohne weder "
    "не ни нет никогда без "
    "لا لم لن ليس ليست دون غير".split()
)
_CHINESE = re.compile("[不未无無非没沒勿]")


def turns(left_out: str) -> bool:
    """Whether the words of a gap are few, and one of them is a negation."""
    if words(left_out) > _SHORT:
        return False
    if UNSPACED.search(left_out):
        return bool(_CHINESE.search(left_out))
    return not _NEGATIONS.isdisjoint(re.findall(r"[^\W\d_]+", left_out.casefold()))
