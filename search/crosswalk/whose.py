"""Whose confidence-building measures a text speaks of: the OSCE's, or the global ones of the United Nations. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

OSCE, UN = "osce-cbm", "un-cbm"
UN_PROCESSES = frozenset(("oewg-2021", "global-mechanism"))

_OSCE = r"OSCE|ОБСЕ|OSZE|(?:PC\.DEC/|Decision\s+(?:No\.?\s*)?)(?:1039|1106|1202)"
_GROUP = r"OEWG|A/7[89]/(?:265|214)\b|РГОС"
# Other organisations have measures of their own, numbered as well.
_OTHERS = r"OAS|OEA|ASEAN|ARF|ECOWAS|SCO|African\s+Union|CICTE"
# Beside a number "global" says enough, somewhere in a paragraph it does not.
_BESIDE = {
    OSCE: _OSCE,
    UN: rf"UN|{_GROUP}|(?i:global|United\s+Nations|mondiales?|mundiales|глобальн\w*)|العالمية|全球",
    "": _OTHERS,
}
_WITHIN = {
    OSCE: _OSCE,
    UN: rf"{_GROUP}|UN\s+CBMs?|(?i:open[- ]ended\s+working\s+group)"
    r"|(?i:global\s+(?:\w+\s+)?(?:CBMs?|confidence|points?\s+of))"
    r"|(?i:глобальн\w+\s+(?:\w+\s+)?(?:мер|реестр)\w*)",
    "": _OTHERS,
}
_SPOKEN = {key: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for key, words in _WITHIN.items()}
_BEFORE = {
    key: re.compile(rf"(?<!\w)(?:{words})(?:['’]s?)?\s+(?i:(?:voluntary|cyber|ICT|cyber/ICT|transparency\s+and)\s+)*$")
    for key, words in _BESIDE.items()
}
_AFTER = {
    key: re.compile(
        rf"^\s*(?:\(|,?\s*(?:of|in|from|under|de|du|der|adopted\s+by)\s)[^.;()]{{0,30}}?(?<!\w)(?:{words})(?!\w)"
    )
    for key, words in _BESIDE.items()
}
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a paragraph: the headings above it, the source and process of its document."""

    headings: tuple[str, ...] = ()
    source: str = ""
    process: str = ""


NOTHING = Around()


def whose(read: str, start: int, end: int, text: str, around: Around) -> str:
    """The list that the measures named at a place belong to (`read` is the text or a heading above it), or nothing.

    What stands directly before or after decides: "OSCE CBM 8", "CBM 8 of the OSCE"; else the paragraph.
    """
    for key, pattern in _BEFORE.items():
        if pattern.search(read[max(0, start - _NEAR) : start]):
            return key
    rest = read[end : end + _NEAR]
    after = [(found.end(), key) for key, pattern in _AFTER.items() if (found := pattern.search(rest))]
    return min(after)[1] if after else whose_in(text, around)


def whose_in(text: str, around: Around) -> str:
    """The list that a whole paragraph speaks of: by its words, its headings, its document; nothing where two do."""
    for part in (text, " ".join(around.headings)):
        told = [key for key, pattern in _SPOKEN.items() if pattern.search(part)]
        if told:
            return told[0] if len(told) == 1 else ""
    if around.source == "osce":
        return OSCE
    return UN if around.process in UN_PROCESSES else ""
