"""Ordinal numbers as the United Nations prints sessions: `Seventy-ninth`, `79th`, in five languages."""

from __future__ import annotations

import re

_ENGLISH_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_ENGLISH_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SPANISH_UNITS = "primer|segundo|tercer|cuarto|quinto|sexto|séptimo|octavo|noveno".split("|")
_SPANISH_TENS = (
    "décimo|vigésimo|trigésimo|cuadragésimo|quincuagésimo|sexagésimo|septuagésimo|octogésimo|nonagésimo".split("|")
)
_RUSSIAN_UNITS = "перв|втор|трет|четверт|пят|шест|седьм|восьм|девят".split("|")
_RUSSIAN_TENS = "десят|двадцат|тридцат|сороков|пятидесят|шестидесят|семьдесят|восемьдесят|девяност".split("|")
_FRENCH_UNITS = (
    "un deux trois quatr cinqu six sept huit neuv dix onz douz treiz quatorz quinz seiz dix-sept dix-huit dix-neuv"
).split()
_FRENCH_TENS = {"vingt": 20, "trent": 30, "quarant": 40, "cinquant": 50, "soixant": 60, "quatre-vingt": 80}
_CHINESE = "一二三四五六七八九"


def ordinal(text: str) -> int:
    """The first ordinal number in a text, 0 if there is none."""
    folded = text.casefold()
    if digits := re.search(r"\b(\d{1,3})(?:st|nd|rd|th|e|ème|º|ª|-я|-й)\b", folded):
        return int(digits[1])
    readers = (_english, _french, _spanish, _russian, _chinese)
    return next((number for reader in readers if (number := reader(folded))), 0)


def _english(text: str) -> int:
    tens = {word: 10 * place for place, word in enumerate(_ENGLISH_TENS, 2)}
    units = {word: place for place, word in enumerate(_ENGLISH_UNITS, 1)}
    teens = {word: place for place, word in enumerate(_ENGLISH_TEENS, 10)}
    for found in re.finditer(r"(?:([a-z]+ty)-)?([a-z]+(?:st|nd|rd|th))\b", text):
        ten, last = found[1] or "", found[2]
        if ten in tens and last in units:
            return tens[ten] + units[last]
        if not ten and (number := units.get(last) or teens.get(last) or tens.get(last.replace("ieth", "y"))):
            return number
    return 0


def _french(text: str) -> int:
    found = re.search(r"\b([a-z-]+?)(?:e)?i[èe]me\b", text)
    if not found:
        return 1 if re.search(r"\bpremière?\b", text) else 0
    number = found[1].replace("-et-", "-")
    if tens := re.search(r"\b([a-z-]+) et unième", text):
        number = f"{tens[1]}-un"
    for word, ten in sorted(_FRENCH_TENS.items(), key=lambda item: -len(item[0])):
        rest = re.fullmatch(rf"{word}(?:e|s)?(?:-(.+))?", number)
        if rest:
            return ten + (_FRENCH_UNITS.index(rest[1]) + 1 if rest[1] in _FRENCH_UNITS else 0)
    return _FRENCH_UNITS.index(number) + 1 if number in _FRENCH_UNITS else 0


def _spanish(text: str) -> int:
    words = re.findall(r"[a-záéíóú]+", text)
    for place, word in enumerate(words):
        tens = next((10 * n for n, ten in enumerate(_SPANISH_TENS, 1) if word[:-1] == ten[:-1]), 0)
        following = words[place + 1] if tens and place + 1 < len(words) else word if not tens else ""
        units = next((n for n, unit in enumerate(_SPANISH_UNITS, 1) if following.rstrip("oa") == unit.rstrip("o")), 0)
        if tens or units:
            return tens + units
    return 0


def _russian(text: str) -> int:
    words = re.findall(r"[а-яё]+", text)
    total = 0
    for word in words:
        tens = next((10 * n for n, stem in enumerate(_RUSSIAN_TENS, 1) if word.startswith(stem)), 0)
        units = next((n for n, stem in enumerate(_RUSSIAN_UNITS, 1) if not tens and word.startswith(stem)), 0)
        if tens or units:
            total += tens + units
        elif total:
            break
    return total


def _chinese(text: str) -> int:
    found = re.search(rf"第([{_CHINESE}十]+)届", text)
    if not found:
        return 0
    tens, ten, units = found[1].rpartition("十")
    number = 10 * (_CHINESE.find(tens) + 1 or 1) if ten else 0
    return number + (_CHINESE.find(units) + 1 if units else 0)
