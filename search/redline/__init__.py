"""What became of one text in another: paragraphs aligned first, then their words. Values only; nothing here reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "changed", "split", "merged", "added", "removed"]
Direction = Literal["stronger", "weaker", "other"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is compared. `url` is its permalink (`/d/A/75/816#para-24`), `cite` its
    citation (`A/75/816, para. 24`); both are empty for a user's own file.
    """

    text: str
    number: str = ""
    heading: tuple[str, ...] = ()
    page: int = 0
    url: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One side: `name` is a symbol or a file's name, `date` ISO or empty, `digest` that of the original's payload."""

    name: str
    title: str
    language: str
    date: str
    digest: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both sides have, that only the old one has, or only the new one, with the spaces that follow them."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of commitment: `shall` became `should`. It is a change of words, no legal judgement.

    `group` is the list of words it was found by (`modal`, `decision`, `scope`); one of `old` and `new` may be empty.
    """

    group: str
    old: str
    new: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Change:
    """What became of paragraphs: their places in both texts, from 0.

    `split` has one old and several new, `merged` several old and one new. `moved`: it stands before or behind others
    than it did. `renumbered`: its printed number differs. The words of several paragraphs are joined by a line feed.
    """

    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False
    renumbered: bool = False
    pieces: tuple[Piece, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Redline:
    """All changes, in the order of the new text; what was removed stands where it stood in the old one."""

    old: Text
    new: Text
    changes: tuple[Change, ...]
    notices: tuple[str, ...] = ()
