"""Stored values as readers see them: dates, languages, places in a text, codes in words. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from corpus.vocabulary import PROCESSES, SOURCES

FILTER_LABELS = MappingProxyType(
    {
        "source": "Source",
        "process": "Process",
        "type": "Type",
        "year": "Year",
        "lang": "Language",
        "by": "Submitted by",
        "session": "Session",
    }
)
DATE_KINDS = MappingProxyType({"date_adopted": "adopted", "date_issued": "issued", "date_on_text": "on the document"})
LANGUAGES = MappingProxyType(
    {
        "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
        "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
        "fr": "French", "ga": "Irish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
        "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh",
        "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "mt": "Maltese", "nl": "Dutch",
        "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
        "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
        "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
    }
)  # fmt: skip
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = MappingProxyType(
    {
        "application/pdf": ("PDF", "pdf"),
        _WORD: ("Word", "docx"),
        "text/html": ("HTML", "html"),
        "application/xhtml+xml": ("HTML", "html"),
        "text/plain": ("text", "txt"),
        "text/markdown": ("Markdown", "md"),
        "text/xml": ("XML", "xml"),
        "application/xml": ("XML", "xml"),
    }
)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()  # not strftime: the server's locale must not show
RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))
_WRITTEN_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Letters that tell a language by its script, where a document is known to be held in it.
_SCRIPTS = MappingProxyType(
    {
        **dict.fromkeys(("ar", "fa", "ur"), re.compile("[\u0600-\u06ff]")),
        **dict.fromkeys(("bg", "kk", "mk", "ru", "sr", "uk"), re.compile("[\u0400-\u04ff]")),
        **dict.fromkeys(("ja", "zh"), re.compile("[\u3040-\u30ff\u4e00-\u9fff]")),
        "el": re.compile("[\u0370-\u03ff]"),
        "he": re.compile("[\u0590-\u05ff]"),
        "hy": re.compile("[\u0530-\u058f]"),
        "ka": re.compile("[\u10a0-\u10ff]"),
        "ko": re.compile("[\uac00-\ud7af]"),
    }
)


def direction(language: str, text: str | None = None) -> str:
    """`rtl` for languages written from right to left, else `ltr`; `ar-EG` is Arabic.

    A `text` without a letter of such a script, such as a date in an Arabic document, is `ltr` nevertheless.
    """
    if language.partition("-")[0].lower() not in RIGHT_TO_LEFT:
        return "ltr"
    return "rtl" if text is None or _WRITTEN_LEFTWARDS.search(text) else "ltr"


def written_in(title: str, languages: Sequence[str]) -> str:
    """The language of a title, of those its document is held in, where the script gives it away; else empty.

    A page in English says so of each part in another language (WCAG 2.2, 3.1.2), so that it is read out aright.
    """
    return next((code for code in languages if code in _SCRIPTS and _SCRIPTS[code].search(title)), "")


def language_name(code: str) -> str:
    """The English name of a language code, or the code itself."""
    return LANGUAGES.get(code, code)


def value_name(name: str, value: str) -> str:
    """A filter's value in words: `oewg-2021` is the Open-ended Working Group 2021–2025."""
    named = {"source": SOURCES, "process": PROCESSES, "lang": LANGUAGES}
    return named[name].get(value, value) if name in named else value


def date_shown(date: str) -> str:
    """`2021-03-12` as `12 March 2021`, `2021-03` as `March 2021`; anything else as it is."""
    read = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?", date)
    if read is None:
        return date
    year, month, day = read.groups()
    named = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {named}" if day else named


def number_shown(count: int) -> str:
    """`8310` as `8 310`: with the narrow space that the UN Editorial Manual and ISO 80000 put between thousands."""
    return f"{count:,}".replace(",", "\u202f")


def paragraph_name(number: str) -> str:
    """A printed number in words: `para. 24`, `operative para. 5`, `preambular para. 3`, `footnote 12`."""
    kinds = (("fn ", "footnote "), ("OP", "operative para. "), ("PP", "preambular para. "))
    for written, word in kinds:
        if number.startswith(written):
            return word + number[len(written) :]
    return f"para. {number}" if number else ""


def place_of(number: str, page: int) -> str:
    """Where a paragraph is: `para. 24, p. 7`; empty where neither is known."""
    return ", ".join(part for part in (paragraph_name(number), f"p. {page}" if page else "") if part)


def file_name(key: str, language: str, media_type: str) -> str:
    """The name under which an original is saved: letters, digits, dots and dashes of its key, language and kind."""
    plain = re.sub(r"[^A-Za-z0-9.-]+", "_", key).strip("._-")[:80] or "document"
    spoken = f".{language}" if re.fullmatch(r"[a-z]{2,3}", language) else ""
    return f"{plain}{spoken}.{MEDIA.get(media_type, ('', 'bin'))[1]}"


def counted(count: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{number_shown(count)} {noun}{'' if count == 1 else 's'}"


def named(names: Sequence[str], most: int = 6) -> str:
    """Names in a row, the rest counted: a resolution can have eighty sponsors."""
    rest = len(names) - most
    return ", ".join(names) if rest < 2 else f"{', '.join(names[:most])} and {rest} others"


def listed(codes: Sequence[str]) -> str:
    """Language codes as their names, in a row."""
    return ", ".join(language_name(code) for code in codes)


def rows_of(text: str, width: int = 64) -> int:
    """The lines that a text takes in a box of that many letters, for browsers that do not fit a box to its text."""
    return max(1, sum(-(-len(line) // width) for line in text.splitlines()))
