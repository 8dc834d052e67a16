"""Where the sentences of a paragraph are. Pure, for the six languages of the United Nations and their neighbours.

A full stop ends no sentence after an abbreviation (`para.`, `No.`, `párr.`, `ст.`), after an initial, after the number
of a paragraph, before a small letter, or in a symbol. The items of a list, `(a)`, are sentences of their own.
"""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    # English
    "para paras art arts no nos mr mrs ms messrs dr prof vol vols p pp ed eds cf e.g i.e eg ie viz rev add corr sect "
    "sects sec chap chaps fig figs res doc docs sess suppl supp al ibid op cit st vs v ch cl reg gen col lt sgt jr sr "
    "approx ca annex.no "
    # French, Spanish, Portuguese, Italian
    "mme mm mlle n° par párr párrs pág págs núm núms sra srta dra ud uds ej incl cfr "
    # German
    "abs nr bzw z.b d.h u.a s.o ziff vgl abschn "
    # Russian
    "п пп ст стт г гг т д е др им см ср рис табл стр напр тыс млн млрд".split()
)
_CLOSING = "\"'”’“»›)\\]」』"
_END = re.compile(rf"(?P<word>\S*?)(?P<stop>[.!?…؟۔।]+)(?P<closing>[{_CLOSING}]*)(?=\s|$)")
_UNSPACED_END = re.compile(rf"[。！？．]+[{_CLOSING}]*")
_ITEM = re.compile(r"[;:,]\s+(?:and\s+|et\s+|y\s+|и\s+|und\s+)?(?=\((?:[a-zа-я]|[ivx]{1,4}|\d{1,2})\)\s)")
_NUMBER = re.compile(r"[(\[]?(?:\d{1,4}|[A-Za-zА-Яа-я]|[ivxlcIVXLC]{1,5})(?:\.\d{1,3})*")
_INITIAL = re.compile(r"(?:\w\.)*[^\W\d_]")
_OPENING = "([{\"'“‘„«‹「『"


def sentences(text: str) -> list[tuple[int, int]]:
    """The ranges of the sentences of a paragraph, in order, without the spaces around them."""
    ends = sorted({*_stops(text), *(found.end() for found in _UNSPACED_END.finditer(text)), *_items(text), len(text)})
    found = []
    start = 0
    for end in ends:
        first, last = _stripped(text, start, end)
        if first < last:
            found.append((first, last))
        start = end
    return found


def _items(text: str) -> list[int]:
    return [found.end() for found in _ITEM.finditer(text)]


def _stops(text: str) -> list[int]:
    ends: list[int] = []
    for found in _END.finditer(text):
        start = ends[-1] if ends else 0
        if _is_end(text, found, text[start : found.start("stop")].strip()):
            ends.append(found.end())
    return ends


def _is_end(text: str, found: re.Match[str], before: str) -> bool:
    """Whether a stop ends the sentence that `before` begins."""
    following = text[found.end() :].lstrip().lstrip(_OPENING)[:1]
    if following.islower():
        return False
    if found["stop"] != "." or found["closing"].strip("'’"):
        return True
    word = found["word"].lstrip(_OPENING)
    if word.casefold() in _ABBREVIATIONS or _NUMBER.fullmatch(before):
        return False
    return not (_INITIAL.fullmatch(word) and following)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())
