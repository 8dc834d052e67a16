"""Signs that Word stores as places in a symbol font (ECMA-376, part 1, section 17.3.3.30), as characters."""

from __future__ import annotations

# What stands at the places of letters in the font Symbol: Greek by its Latin look-alikes.
_LATIN = "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw"
_GREEK = dict(zip(_LATIN, "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω", strict=True))
_SYMBOL = {0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
           0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xE2: "®", 0xE3: "©", 0xE4: "™",
           **{ord(latin): greek for latin, greek in _GREEK.items()}}  # fmt: skip
_WINGDINGS = {0x6F: "☐", 0x71: "☐", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x6C: "•", 0x6E: "■",
              0xA7: "■", 0x9F: "•", 0x77: "◆", 0x76: "❖", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
              0xE8: "➔", 0xF0: "→"}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = 0xF000  # where Windows puts the places of symbol fonts


def sign(font: str, code: str) -> str:
    """The character of a `w:sym`; a space where a symbol font shows something that no character means."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    if _PRIVATE <= place <= _PRIVATE + 0xFF:
        place -= _PRIVATE
    named = _FONTS.get(font.lower())
    if named is not None or font.lower().startswith(("wingdings", "webdings")):
        return (named or {}).get(place, " ")
    return chr(place) if 0x20 <= place <= 0x10FFFF else ""
