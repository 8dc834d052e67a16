"""Headings: which blocks are some, and which heading stands under which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.extract.blocks import Block, Kind
from corpus.extract.numbering import read_number

Strength = tuple[int, float, int]

_ROMAN = r"[IVXLC]{1,7}"
_ANNEX = re.compile(
    rf"(?:Annex|Appendix|Enclosure|Attachment|Addendum|Annexe|Appendice|Pièce jointe|Anexo|Apéndice|Anlage"
    rf"|Anhang|Allegato"
    rf"|Приложение|Добавление|المرفق|مرفق|附件|附录|附錄)(?:\s+(?:{_ROMAN}|\d{{1,2}}|[A-Z]|[一二三四五六七八九十]+))?"
    rf"(?:\s+(?:to|zu|à|al|к)\s+(?:\w+\s){{0,3}}(?:No\.?|Nr\.|n[o°º]\.?|№)?\s*[A-Z0-9][\w./-]*\d)?[.:]?",
    re.IGNORECASE,
)
# A decision behind the journal of its meeting: its title stands below (sources.md 5.6).
_DECISION = re.compile(
    r"(?:decision|décision|decisión|beschluss|решение|decisione)\s+(?:No\.?|Nr\.|n[o°º]\.?|№)\s*\d{1,4}(?:/\d\d)?",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    rf"(?:chapter|part|title|chapitre|partie|titre|capítulo|parte|título|глава|часть|kapitel|teil|الفصل|الباب)"
    rf"\s+(?:{_ROMAN}|\d{{1,3}})\b|第[一二三四五六七八九十百]+[章编部]",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:article|artículo|artikel|articolo|статья|المادة)\s+\(?\d{1,3}\)?[a-z]?\b"
    r"|(?:المادة|مادة)\s+ال\w+(?:\s+عشرة?)?"
    r"|第[一二三四五六七八九十百]+条|§\s?\d+",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?:section|sección|abschnitt|sezione|раздел)\s+(?:\d{1,3}|[IVXLC]{1,6})\b", re.IGNORECASE)
_BARE_ARTICLE = re.compile(rf"(?:{_ARTICLE.pattern}|{_SECTION.pattern}|{_CHAPTER.pattern})[.:]?", re.IGNORECASE)
_NUMBERED = (
    re.compile(r"(?:[IVX]|[IVXLC]{2,7})[.\s]\s*(?=\S)"),
    re.compile(r"(?:[A-Z]|[А-Я])\.\s+(?=\S)"),
    re.compile(r"draft (?:resolution|decision)(?: [IVXLC]{1,6}| \d{1,2})?\b", re.IGNORECASE),
    re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+(?=\S)"),
    re.compile(r"\([a-z]{1,4}\)\s+(?=\S)"),
)
_SENTENCE_ENDS = (".", ";", ",", "。", "；", "،", "؛")
_LONGEST = 320
_VERB = 25
_QUOTED = '”"’»)'
CONTENTS = re.compile(
    r"(?:table of )?contents|sommaire|table des matières|índice|contenido|содержание|目录|目錄|المحتويات"
    r"|inhalt(?:sverzeichnis)?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[A-H]")  # of a part of a resolution
# The numbers of the recommendations that a reply answers below: `140.38`, `140.82-85, 87` (A/HRC/56/12/Add.1).
_LABELS = re.compile(r"\d{1,3}\.\d{1,3}(?:\s?[-–,]\s?(?:\d{1,3}\.)?\d{1,3})*\.?")
# In the middle of a page stand headings, and lists of persons with their countries and days.
_NAMES_DATES = re.compile(r"[)]$|\b(?:19|20)\d\d\b")
_ENTRIES_APART = 8
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,4}\s*$|(?:…\s?){2,}\s*\d{0,4}\s*$")


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without tables of contents: entries with dots to a page number, and what stands among them.

    Their words come back in the headings themselves.
    """
    kept: list[Block] = []
    entries = [place for place, block in enumerate(blocks) if _is_entry(block)]
    titles = [place for place, block in enumerate(blocks) if CONTENTS.fullmatch(block.text)]
    for place, block in enumerate(blocks):
        title = max((found for found in titles if found <= place), default=None)
        behind = any(place <= entry <= place + _ENTRIES_APART for entry in entries)
        if place in entries or (title is not None and behind and _reaches(entries, title, place)):
            continue
        kept.append(block)
    return kept


def _reaches(entries: Sequence[int], title: int, place: int) -> bool:
    """Whether entries follow one another closely from the title of the contents to a place."""
    at = title
    for entry in entries:
        if at <= entry <= at + _ENTRIES_APART:
            at = entry
    return place <= at


def _is_entry(block: Block) -> bool:
    # Looking for dots first is what makes this cheap: most blocks have none in a row.
    if not any(dots in line for line in block.lines or (block.text,) for dots in (". .", "...", "…")):
        return False
    return any(_LEADERS.search(line) for line in block.lines or (block.text,))


def is_annex(text: str) -> bool:
    """Whether a text is only the name of an annex: numbering begins anew behind it."""
    return len(text) < 60 and bool(_ANNEX.fullmatch(text))


def is_numbered_part(text: str) -> bool:
    """Whether a text is only the number of an article, section or chapter; its title stands below."""
    return len(text) < 40 and bool(_BARE_ARTICLE.fullmatch(text.strip("()")))


def names_part(text: str) -> bool:
    """Whether a text is only the name of an annex or the number of an article, section or chapter."""
    return is_annex(text) or is_numbered_part(text)


def is_heading(block: Block, body_size: float) -> bool:
    """Whether a block is a heading: by its format, else by its print and its words."""
    if block.kind is not Kind.TEXT:
        return block.kind is Kind.HEADING
    text = block.text
    if _LABELS.fullmatch(text) or _LETTER.fullmatch(text) or names_part(text):
        return True
    if not any(map(str.isalpha, text)) or len(text) > _LONGEST or (text[0] in "([" and text[-1] in ")]"):
        return False
    number = read_number(text)
    if number and number.style in ("(1)", "a", "i", "•"):
        return block.italic and number.style != "•" and not text.endswith((*_SENTENCE_ENDS, ":"))
    large = body_size > 0 and block.size > 1.08 * body_size
    if number and number.style == "1" and not large and text.endswith((*_SENTENCE_ENDS, ":")):
        return False
    if block.bold:
        return not text.endswith((",", "،")) or large
    if large:
        # Fonts of two scripts differ in height; only what is no sentence is a heading for its size alone.
        return not text.endswith((*_SENTENCE_ENDS, ":"))
    return _is_plain_heading(block)


def _is_plain_heading(block: Block) -> bool:
    """Headings without bold print: capitals alone, a chapter, a short line in italics or in the middle."""
    text = block.text
    # A quotation in italics ends in its stop and the mark behind it.
    if text.rstrip(_QUOTED).endswith(_SENTENCE_ENDS):
        return False
    letters = [char for char in text if char.isalpha()]
    capitals = len(letters) > 3 and text.upper() == text and text.lower() != text and len(text) < 150
    chapter = len(text) < 120 and bool(_CHAPTER.match(text))
    if text.endswith(":"):
        # "HAS ADOPTED THIS REGULATION:" is the verb of a sentence that the articles go on with.
        return (capitals and len(text) < _VERB) or chapter
    named = block.centred and len(text) < 120 and not _NAMES_DATES.search(text)
    return capitals or chapter or block.italic or named


def strength(block: Block, body_size: float) -> Strength:
    """How high a heading stands: smaller is higher."""
    text = block.text
    if is_annex(text):
        return (0, 0.0, 0)
    if _CHAPTER.match(text) or _DECISION.fullmatch(text):
        return (1, 0.0, 0)
    if _SECTION.match(text):
        return (1, 1.0, 0)
    if block.level:
        return (2, float(block.level), 0)
    relative = block.size / body_size if body_size else 1.0
    if _ARTICLE.match(text):
        return (3, 0.0, 0)
    numbered = next((rank for rank, pattern in enumerate(_NUMBERED) if pattern.match(text)), len(_NUMBERED))
    printed = 0 if block.bold else 2 if block.italic else 1
    return (2, -max(relative, 1.0), 10 * numbered + printed)


@dataclass(slots=True)
class Path:
    """The headings above the present place, highest first."""

    _open: list[tuple[Strength, str]] = field(default_factory=list)
    _sizes: list[float] = field(default_factory=list)

    def enter(self, rank: Strength, text: str) -> None:
        """Go under a heading; those of its height and below are left."""
        rank = self._lettered(self._rounded(rank), text)
        while self._open and self._open[-1][0] >= rank:
            self._open.pop()
        self._open.append((rank, text))

    def _lettered(self, rank: Strength, text: str) -> Strength:
        """`I.` behind `H.` is a letter, not a Roman number: it stands as high as `H.`."""
        if not re.match(r"[IVX]\.\s", text):
            return rank
        before = f"{chr(ord(text[0]) - 1)}. "
        return next((height for height, name in self._open if name.startswith(before)), rank)

    def _rounded(self, rank: Strength) -> Strength:
        """Sizes that differ by less than a twentieth are the same: they are measured, not declared."""
        alike = (size for size in self._sizes if abs(size - rank[1]) <= 0.05 * abs(size))
        size = next(alike, rank[1])
        if size == rank[1]:
            self._sizes.append(size)
        return (rank[0], size, rank[2])

    def join(self, text: str) -> None:
        """Add to the lowest heading what belongs to it (the title of an article)."""
        rank, name = self._open.pop()
        self._open.append((rank, f"{name} {text}"))

    @property
    def texts(self) -> tuple[str, ...]:
        """The headings from the highest to the lowest."""
        return tuple(text for _, text in self._open)
