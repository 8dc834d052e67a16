"""UN document symbols: `A/75/816`, `A/C.1/73/L.27/Rev.1`, `S/RES/2712(2023)`, `A/HRC/WG.6/20/SVN/1`.

A symbol is an organ and components between slashes (https://research.un.org/en/docs/symbols, sources.md 10.1). It is
read component by component, which is linear, and the longest part that is whole wins. Texts here are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.symbols._symbol import Mention, Symbol
from corpus.symbols._un_grammar import ORGANS, Reading

_MASTHEAD_WORDS = (
    r"(?:United\s+Nations|Nations\s+Unies|Naciones\s+Unidas|Организация\s+Обьединенных\s+Нации"
    r"|Организация\s+Объединенных\s+Нации|الامم\s+المتحدة|联\s?合\s?国)"
)
_ORGAN_BEFORE = re.compile(
    rf"(?:^|[^A-Z0-9/._=&%@+-])(?P<organ>[A-Z]{{1,6}})\s?(?:{_MASTHEAD_WORDS}\s?)?$", re.ASCII | re.IGNORECASE
)
_LOOK_BACK = 48  # room for the longest masthead
_MASTHEAD = re.compile(rf"(?<=\S)\s+{_MASTHEAD_WORDS}(?=\s*/)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:un\s+)?(?:docs?\.?|documents?|symbols?)\s*:?\s+", re.IGNORECASE)
# Of the one-letter language marks A is left out: `A_RES_78_242_A` is part A, as printed, not Arabic.
_LANGUAGE_TAIL = re.compile(
    r"[-_. /](?:[EFSRCO]|EN|FR|ES|RU|AR|ZH|DE|ENGLISH|FRENCH|SPANISH|RUSSIAN|ARABIC|CHINESE)$", re.IGNORECASE
)

_COMPONENT = re.compile(
    r"(?:/\s?|\.(?=(?:rev|add|corr|amend)\.?\d))"
    r"(?:(?P<session>E?S-\d{1,2})"
    r"|(?P<number>\d{1,6})"
    r"|(?P<word>[A-Z]{1,10})(?:(?:\.\s?)?(?P<of>\d{1,5})|\.(?P<roman>[IVX]{1,4}))?)"
    r"(?![0-9]|\.\d)",
    re.ASCII | re.IGNORECASE,
)
# "A/RES/78/242 A", "80/236/A-B", "71/272 A and B"; never the article of a sentence that follows.
_LETTERS = re.compile(
    r"[ \n/]?(?P<first>[A-Z])(?:(?:[-/]|,? and |/and/)(?P<last>[A-Z]))?(?=[.,;:)\]*/]|\s(?:of|and)\b|\s*$)",
    re.ASCII,
)
_BRACKET = re.compile(
    r"(?:\s(?P<first>[A-Z]))?\s?\((?P<inside>(?:19|20)\d\d|[IVXL]{1,8}|E?S-[IVXL]{1,8})\)", re.ASCII | re.IGNORECASE
)


def scan(text: str, organ: str, position: int) -> tuple[Symbol, int] | None:
    """The longest whole symbol of `organ` whose first slash stands at `position`, and where it ends; or None."""
    reading = Reading(organ.upper())
    best: tuple[Symbol, int] | None = None
    while (found := _COMPONENT.match(text, position)) and _take(reading, found):
        position = found.end()
        if reading.is_resolution():
            position = _take_tail(reading, text, position)
        if reading.is_whole():
            best = reading.symbol(), position
    return best


def _take(reading: Reading, component: re.Match[str]) -> bool:
    if component["session"]:
        return reading.take_session(component["session"])
    if component["number"]:
        return reading.take_number(component["number"])
    return reading.take_word(component["word"], component["of"] or component["roman"] or "")


def _take_tail(reading: Reading, text: str, position: int) -> int:
    """Give the reading the brackets and letters that a resolution number may carry; where they end."""
    if reading.wants_bracket() and (bracket := _BRACKET.match(text, position)):
        reading.add_bracket(bracket["inside"])
        position = bracket.end()
        if bracket["first"]:
            reading.add_letters(bracket["first"].upper(), "")
            return position
    if reading.is_whole() and (letters := _LETTERS.match(text, position)):
        reading.add_letters(letters["first"], letters["last"] or "")
        return letters.end()
    return position


def mentions(text: str) -> Iterator[Mention]:
    """UN symbols in running text: each slash is looked at once, with what stands before it."""
    end = 0
    slash = text.find("/")
    while slash >= 0:
        start = max(end, slash - _LOOK_BACK)
        before = _ORGAN_BEFORE.search(text[start:slash])
        found = scan(text, before["organ"], slash) if before and before["organ"].upper() in ORGANS else None
        if before and found:
            symbol, end = found
            yield Mention(symbol, start + before.start("organ"), end)
        slash = text.find("/", max(end, slash + 1))


def readings(text: str) -> tuple[Symbol, ...]:
    """The UN symbol that the whole text spells: as printed, split by a masthead, or with other separators."""
    text = _LEAD.sub("", _MASTHEAD.sub("", text)).rstrip("* ")
    text = re.sub(r"\s*/\s*", "/", text)
    organ, slash, _ = text.partition("/")
    organ = organ.upper()
    if len(organ) == 2 and organ[0] == organ[1]:  # "AA/78/481/Add.2" is in a real catalogue record
        text, organ = text[1:], organ[1:]
    if slash and organ in ORGANS:
        found = scan(text, organ, len(organ))
        if found and found[1] == len(text):
            return (found[0],)
    return _file_readings(text)


def _file_readings(text: str) -> tuple[Symbol, ...]:
    slashed = _slashed(_LANGUAGE_TAIL.sub("", text))
    organ = slashed.partition("/")[0].upper()
    found = scan(slashed, organ, len(organ)) if organ in ORGANS else None
    return (found[0],) if found and found[1] == len(slashed) else ()


def _slashed(stem: str) -> str:
    """File names write slashes as hyphens, underscores or spaces: back to slashes."""
    return re.sub(r"(?<=[A-Z])\.(?=/)", "", re.sub(r"[-_/ ]+", "/", stem), flags=re.IGNORECASE)


def in_file_name(stem: str) -> Symbol | None:
    """The longest UN symbol among the words of a file name, such as `Final-report-A-AC.290-2021-CRP.2`."""
    slashed = _slashed(_LANGUAGE_TAIL.sub("", stem))
    best: tuple[int, Symbol] | None = None
    for word in re.finditer(r"(?<![^/.])[A-Za-z]{1,6}(?=/)", slashed):
        found = scan(slashed, word[0], word.end()) if word[0].upper() in ORGANS else None
        if found and (best is None or found[1] - word.start() > best[0]):
            best = found[1] - word.start(), found[0]
    return best[1] if best else None
