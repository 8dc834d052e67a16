"""The language that a file name or a link says. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

_NAMES = {
    "english": "en", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es", "español": "es",
    "espanol": "es", "russian": "ru", "русский": "ru", "arabic": "ar", "العربية": "ar", "chinese": "zh", "中文": "zh",
    "german": "de", "deutsch": "de", "italian": "it", "italiano": "it",
}  # fmt: skip
# ISO 639-2, in both its forms.
_LONG_CODES = {
    "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh", "deu": "de",
    "ger": "de", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl", "jpn": "ja", "kor": "ko", "tur": "tr", "ukr": "uk",
}  # fmt: skip
_CODES = {"en", "fr", "es", "ru", "ar", "zh", "de", "it"}


def language_of_link(text: str) -> str:
    """ISO 639-1 of a link that is named after a language (`English`, `Русский`), or empty."""
    return _NAMES.get(text.strip().casefold(), "")


def language_of_file(url: str) -> str:
    """ISO 639-1 of a file whose name ends in a language (`..._French.pdf`, `...-EN.pdf`, `....en.pdf`), or empty."""
    name = unquote(url).rsplit("/", 1)[-1].rpartition(".")[0].casefold()
    last = re.split(r"[_\-.() ]+", name.rstrip(")"))[-1]
    return _NAMES.get(last, last if last in _CODES else "")


def language_of_code(code: str) -> str:
    """ISO 639-1 of a code as databases write them (`eng`, `EN`, `fr-CH`, `Ro`); empty for one that is not known."""
    plain = code.strip().lower().partition("-")[0]
    return plain if len(plain) == 2 and plain.isalpha() else _LONG_CODES.get(plain, "")
