"""How Word writes a number of a list, by the name of its format (ECMA-376, part 1, section 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.extract.markup.lists import letters, roman

# Alphabets leave out the letters that begin no word and those that are forms of another one.
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_HAN = "〇一二三四五六七八九"
_CHICAGO = "*†‡§"


def written(count: int, style: str) -> str:
    """A number in a format of Word; in plain digits where the format is unknown or does not go so far."""
    write = _STYLES.get(style)
    return write(count) if write is not None and count > 0 else str(count)


def _repeated(alphabet: str) -> Callable[[int], str]:
    """Behind its last letter an alphabet begins anew with each letter doubled."""
    return lambda count: alphabet[(count - 1) % len(alphabet)] * ((count - 1) // len(alphabet) + 1)


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _chinese(count: int) -> str:
    """一, 十, 十一, 二十, 一百〇五, as far as 999."""
    if count > 999:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, units = divmod(rest, 10)
    text = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    elif hundreds and units:
        text += "〇"
    return text + (_HAN[units] if units else "")


def _hebrew(count: int) -> str:
    """Hebrew letters by their value; 15 and 16 are written 9+6 and 9+7, for the sums would spell the divine name."""
    if count > 499:
        return str(count)
    text = ""
    while count:
        value = 9 if count in (15, 16) else max(known for known in _HEBREW_VALUES if known <= count)
        text, count = text + _HEBREW_VALUES[value], count - value
    return text


def _circled(count: int) -> str:
    return chr(ord("①") + count - 1) if count <= 20 else str(count)


def _full_width(count: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(count))


_HEBREW_VALUES: dict[int, str] = dict(
    zip((*range(1, 10), *range(10, 100, 10), 100, 200, 300, 400), _HEBREW, strict=True)
)
_STYLES: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda count: letters(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "decimalZero": lambda count: f"{count:02d}",
    "numberInDash": lambda count: f"- {count} -",
    "ordinal": _ordinal,
    "russianLower": _repeated(_RUSSIAN),
    "russianUpper": lambda count: _repeated(_RUSSIAN)(count).upper(),
    "arabicAlpha": _repeated(_ARABIC),
    "arabicAbjad": _repeated(_ABJAD),
    "hebrew1": _hebrew,
    "hebrew2": _repeated(_HEBREW),
    "chicago": _repeated(_CHICAGO),
    "ideographTraditional": _repeated(_STEMS),
    "ideographZodiac": _repeated(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "japaneseDigitalTenThousand", "koreanDigital2"),
        _chinese,
    ),
}  # fmt: skip
