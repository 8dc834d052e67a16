"""A quotation over an introductory line and its items, `(a)`, `(b)`, which are paragraphs of their own here. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.store import StoredPassage
from search.quotes.folding import fold
from search.quotes.matching import Parts, Verbatim, verbatim
from search.redline.labels import label

# How many items before and behind one are put together with it.
_MOST = 12


def over_items(
    read: Sequence[Parts], passage: StoredPassage, text: Sequence[StoredPassage]
) -> tuple[StoredPassage, Verbatim] | None:
    """The run of items around a paragraph in which a quotation stands, as one paragraph; None where it does not.

    `text` is that of the paragraph's version in order, without its notes. The number of what is given back is that to
    cite: `24 (a) and (b)`, `24 (a) to (c)`. Items are quoted with their letters or without them.
    """
    run, parent = _items(passage, text)
    # An ellipsis that leads from one paragraph into another leaves out what a reader cannot see.
    whole = [parts for parts in read if len(parts.written) == 1]
    if len(run) < 2 or not whole:
        return None
    for labelled in (True, False):
        said = [label(one.number) * (labelled and one.number != parent) + one.text for one in run]
        match = verbatim(whole, fold(" ".join(said)))
        if match is not None:
            covered = _covered(run, said, match)
            joined = replace(covered[0], id=-covered[0].id, text=" ".join(said), number=_numbers(covered, parent))
            return joined, match
    return None


def _items(passage: StoredPassage, text: Sequence[StoredPassage]) -> tuple[list[StoredPassage], str]:
    """The paragraph with its items, or the item with those beside it and what leads in to them; and its number."""
    at = next((place for place, one in enumerate(text) if one.id == passage.id), None)
    if at is None or not passage.number:
        return [], ""
    leads = at + 1 < len(text) and text[at + 1].number.startswith(f"{passage.number} (")
    parent = passage.number if leads else passage.number.rpartition(" (")[0]
    if not parent:
        return [], ""
    first, last = at, at
    while first and at - first < _MOST and text[first].number != parent and _is_in(text[first - 1], parent):
        first -= 1
    while last + 1 < len(text) and last - at < _MOST and text[last + 1].number.startswith(f"{parent} ("):
        last += 1
    return list(text[first : last + 1]), parent


def _is_in(passage: StoredPassage, parent: str) -> bool:
    return passage.number == parent or passage.number.startswith(f"{parent} (")


def _covered(run: Sequence[StoredPassage], said: Sequence[str], match: Verbatim) -> list[StoredPassage]:
    start, stop = match.spans[0][0], match.spans[-1][1]
    covered = []
    at = 0
    for passage, words in zip(run, said, strict=True):
        if at < stop and at + len(words) > start:
            covered.append(passage)
        at += len(words) + 1
    return covered


def _numbers(covered: Sequence[StoredPassage], parent: str) -> str:
    """`24 (a) and (b)`: what leads in to items is of their number."""
    items = list(
        dict.fromkeys(one.number.removeprefix(parent).split()[0] for one in covered if one.number != parent)
    )  # fmt: skip
    if len(items) < 2:
        return f"{parent} {items[0]}" if items else parent
    return f"{parent} {items[0]} {'and' if len(items) == 2 else 'to'} {items[-1]}"
