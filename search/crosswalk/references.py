"""References to norms and measures in a paragraph: by number and by name, where it is plain which list is meant. Pure.

Precision before recall: `13 (f)` of any other document is no norm, and `CBM 8` without a word on whose is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from search.crosswalk.lists import AgreedList, Item, agreed_lists, fold
from search.crosswalk.patterns import (
    ABOUT_NORMS,
    ARABIC,
    CBMS,
    ELSEWHERE,
    LETTER,
    NORMS,
    OF_REPORT,
    OF_SYMBOL,
    RANGE,
    REPORT,
    SPEAKS_OF_CBMS,
    SPEAKS_OF_NORMS,
    STEP,
    SYMBOL,
)
from search.crosswalk.whose import NOTHING, UN_PROCESSES, Around, whose, whose_in

How = Literal["number", "name", "quoted"]
_NORM_PROCESSES = UN_PROCESSES | {"gge", "oewg-2019", "poa"}
# How near to a number the report of 2015 must be named, in characters.
_BEFORE, _AFTER = 40, 60


@dataclass(frozen=True, slots=True)
class Reference:
    """An item that a paragraph names, and how; `words` are those that do, as they stand there."""

    key: str
    how: How
    words: str


def references(text: str, around: Around = NOTHING) -> list[Reference]:
    """What a paragraph names, each item once: by number before by name. The heading just above it counts as well."""
    found: dict[str, Reference] = {}
    heading = around.headings[-1] if around.headings else ""
    for read in (text, heading):
        for one in (*_norm_numbers(read, text, around), *_cbm_numbers(read, text, around)):
            found.setdefault(one.key, one)
    folded = fold(text)
    for agreed in agreed_lists():
        for item in agreed.items:
            if item.key not in found and (words := _name_of(item, agreed, folded, text, around)):
                found[item.key] = Reference(item.key, "name", words)
    return list(found.values())


def _norm_numbers(read: str, text: str, around: Around) -> Iterator[Reference]:
    for match in NORMS.finditer(read):
        plain = "13" in match["numbers"] or _about_norms(text, around)
        if plain and not ELSEWHERE.match(read[match.end() :]):
            yield from (
                Reference(f"norm-{letter}", "number", match[0].strip()) for letter in _letters(match["numbers"])
            )
    for match in OF_REPORT.finditer(read):
        if _of_the_report(read, match.start(), match.end()):
            yield from (
                Reference(f"norm-{letter}", "number", match[0].strip()) for letter in _letters(match["numbers"])
            )


def _about_norms(text: str, around: Around) -> bool:
    return bool(ABOUT_NORMS.search(text) or any(ABOUT_NORMS.search(heading) for heading in around.headings)) or (
        around.process in _NORM_PROCESSES
    )


def _of_the_report(text: str, start: int, end: int) -> bool:
    """Whether the report of 2015 is named just before or after, and no other document between."""
    after = text[end : end + _AFTER].partition(". ")[0]
    before = text[max(0, start - _BEFORE) : start].rpartition(". ")[2]
    # "13 (f) of A/77/275" is of that document, whatever else is named.
    if (directly := OF_SYMBOL.match(after)) and _another(directly[0]):
        return False
    if named := REPORT.search(after):
        return not _another(after[: named.start()])
    named_before = [*REPORT.finditer(before)]
    return bool(named_before) and not _another(before[named_before[-1].end() :])


def _another(between: str) -> bool:
    return any(found[0] != "A/70/174" for found in SYMBOL.finditer(between))


def _letters(numbers: str) -> list[str]:
    """The letters of a list such as `13 (a) to (c), (f)`."""
    steps, at = [], 0
    while found := STEP.match(numbers, at):
        steps.append((found.start("one"), found.end("one"), ord(_latin(found["one"]))))
        at = found.end()
    return [chr(code) for code in _spread(numbers, steps)]


def _latin(step: str) -> str:
    """The letter of `13 (f)`, of `F)`, of `13 (و)`."""
    (letter,) = re.findall(LETTER, step, re.IGNORECASE)
    letter = letter.rstrip("ـ").casefold()
    return "abcdefghijk"[ARABIC.index(letter)] if letter in ARABIC else letter


def _spread(text: str, steps: Iterable[tuple[int, int, int]]) -> list[int]:
    """The values at places of a text, and those between two that "to" joins."""
    values: list[int] = []
    last = 0
    for start, end, value in steps:
        if values and values[-1] < value and RANGE.match(text[last:start].lstrip(") ")):
            values.extend(range(values[-1] + 1, value))
        values.append(value)
        last = end
    return values


def _cbm_numbers(read: str, text: str, around: Around) -> Iterator[Reference]:
    for match in CBMS.finditer(read):
        key = whose(read, match.start(), match.end(), text, around)
        most = {"osce-cbm": 16, "un-cbm": 8}.get(key, 0)
        steps = [(one.start(), one.end(), int(one[0])) for one in re.finditer(r"\d+", match["numbers"])]
        numbers = _spread(match["numbers"], steps)
        if numbers and all(0 < number <= most for number in numbers):
            yield from (Reference(f"{key}-{number}", "number", match[0].strip()) for number in numbers)


def _name_of(item: Item, agreed: AgreedList, folded: str, text: str, around: Around) -> str:
    """The words of a paragraph that name an item; empty where none do, or it does not speak of the list."""
    if words := next((name.words for name in item.alone if name.folded in folded), ""):
        return words
    words = next((name.words for name in item.names if name.folded in folded), "")
    if not words:
        return ""
    spoken = " ".join((text, *around.headings))
    if agreed.key == "norm":
        # A norm that is named is one of responsible behaviour; a norm on health is of another list.
        return words if SPEAKS_OF_NORMS.search(spoken) and _about_norms(text, around) else ""
    return words if SPEAKS_OF_CBMS.search(spoken) and whose_in(text, around) == agreed.key else ""
