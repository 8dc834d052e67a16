"""The language that a file name or a link says. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

_NAMES = {
    "english": "en", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es", "español": "es",
    "espanol": "es", "russian": "ru", "русский": "ru", "arabic": "ar", "العربية": "ar", "chinese": "zh", "中文": "zh",
    "german": "de", "deutsch": "de", "italian": "it", "italiano": "it",
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
