"""Where each fact of the front matter is printed: the page and the words, so that a reader can look it up. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from textwrap import shorten

from corpus.dates import find_dates
from corpus.document import FrontMatter
from corpus.extract.front.page import FirstPage, Part, last_day
from corpus.extract.ordinals import ordinal

# As many words as one needs to find the line again.
_LONGEST = 90
_FARTHEST = 200
_ORIGINAL = re.compile(r"original|оригинал|язык|原件|الأصل|only|seulement|solamente|только", re.IGNORECASE)
_SESSION = re.compile(r"session|sesi[oó]n|сесси|заседани|الدورة|届|meeting|séance|sitzung", re.IGNORECASE)


def with_places(page: FirstPage, matter: FrontMatter, by: Part | None = None) -> tuple[tuple[str, str], ...]:
    """Pairs of a field's name and where its value is printed: `("date_issued", "page 1: 22 July 2015")`.

    A fact that follows from another (the session from the symbol) says so; one that only the file's own description
    has (the head of a web page) names that. `by` is the line that names its submitters, where it is known.
    """
    said = {
        "symbol": (matter.symbol, _holds(matter.symbol), "the masthead"),
        "title": (matter.title, _begins(matter.title), "the file's own description"),
        "date_adopted": (matter.date_adopted, _dated(matter.date_adopted), "the text"),
        "date_issued": (matter.date_issued, _dated(matter.date_issued), "the text"),
        "date_on_text": (matter.date_on_text, _dated(matter.date_on_text), "the file's own description"),
        "session": (matter.session, _in_session(matter.session), "its symbol"),
        "agenda_item": (matter.agenda_item, _numbered(matter.agenda_item), "the masthead"),
        "original_language": (matter.original_language, lambda text: bool(_ORIGINAL.search(text)), "the masthead"),
        "submitters": ("; ".join(matter.submitters), _names(matter.submitters), "its title"),
        "joint": ("; ".join(matter.joint), _names(matter.joint), "the text"),
    }
    blocks = list(enumerate(page.reading.blocks))
    # A date may stand above the table of contents, pages behind the cover.
    short = (Part(block.text, place) for place, block in blocks[len(page.blocks) : _FARTHEST] if len(block.text) < 60)
    lines = [*page.parts, *(Part(block.text, place) for place, block in blocks[: len(page.blocks)]), *short]
    known = {"submitters": by, "joint": by}
    return tuple(
        (name, _place(page, known.get(name) or _first(lines, shows)) or otherwise)
        for name, (value, shows, otherwise) in said.items()
        if value
    )


def _first(lines: Sequence[Part], shows: Callable[[str], bool]) -> Part | None:
    return next((part for part in lines if shows(part.text)), None)


def _place(page: FirstPage, part: Part | None) -> str:
    if part is None:
        return ""
    number = page.reading.blocks[part.block].page
    return f"{f'page {number}' if number else 'first lines'}: {shorten(part.text, _LONGEST, placeholder=' …')}"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _holds(value: str) -> Callable[[str], bool]:
    wanted = _letters(value)
    return lambda text: wanted in _letters(text)


def _begins(title: str) -> Callable[[str], bool]:
    """Whether a line has the beginning of the title: a long one runs over several lines."""
    wanted = _letters(title)
    return lambda text: len(found := _letters(text)) > 3 and (wanted[:40] in found or wanted.startswith(found))


def _dated(iso: str) -> Callable[[str], bool]:
    return lambda text: any(found.iso == iso for found in find_dates(text)) or last_day(text) == iso


def _in_session(session: str) -> Callable[[str], bool]:
    """Whether a line names that session; `UNGA 80` is the eightieth of whatever organ the masthead names."""
    digits = next(iter(re.findall(r"\d+", session)), "0")
    # In words only tens and units are read: "one hundred and seventy-eighth" is the 78th of its hundred.
    spelled = (int(digits), int(digits) % 100)
    return lambda text: bool(_SESSION.search(text)) and (digits in re.findall(r"\d+", text) or ordinal(text) in spelled)


def _numbered(item: str) -> Callable[[str], bool]:
    first = re.compile(rf"(?<!\d){re.escape(item.split('(')[0].split(',')[0].strip())}(?!\d)")
    return lambda text: bool(first.search(text)) and not find_dates(text) and "/" not in text


def _names(submitters: Iterable[str]) -> Callable[[str], bool]:
    wanted = next(iter(submitters), "")
    return lambda text: bool(wanted) and wanted in text
