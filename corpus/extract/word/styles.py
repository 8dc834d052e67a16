"""Styles: which are headings, which carry numbers, which are bold or hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.extract.word.names import child, children, number, switched_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

# Word stores built-in styles under English names; older translations of Word wrote their own.
_HEADING = re.compile(r"(?:heading|titre|título|überschrift|заголовок|titolo|标题|عنوان)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|titre|titel|título|название", re.IGNORECASE)
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of the look of a run; None and 0 where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    size: float = 0.0
    hidden: bool = False

    def under(self, properties: _Element | None) -> Look:
        """This look where run properties (`w:rPr`) do not say otherwise."""
        if properties is None:
            return self
        bold, italic, hidden = (child(properties, name) for name in ("b", "i", "vanish"))
        return Look(
            self.bold if bold is None else switched_on(bold),
            self.italic if italic is None else switched_on(italic),
            (number(child(properties, "sz")) or 0) / 2 or self.size,
            self.hidden if hidden is None else switched_on(hidden),
        )


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, inherited from the styles that it is based on. `level` 0 is no heading."""

    level: int = 0
    bold: bool = False
    size: float = 0.0
    centred: bool = False
    number: tuple[str, int | None] | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of a file by their id, and the looks of runs; `normal` is for paragraphs without a style."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    normal: Style = Style()
    looks: Mapping[str, Look] = field(default_factory=dict)

    @classmethod
    def of(cls, root: _Element | None) -> Styles:
        """The styles of `styles.xml`, none where there is no such part."""
        if root is None:
            return cls()
        size = number(child(root, "docDefaults", "rPrDefault", "rPr", "sz")) or 20
        every = {value(item, "styleId"): item for item in children(root, "style")}
        raw = {name: item for name, item in every.items() if value(item, "type") != "character"}
        looks = {name: _look(name, every) for name in every if name not in raw}
        found = {name: _resolved(name, raw, size / 2) for name in raw}
        normal = next((name for name, item in raw.items() if value(item, "default") in ("1", "true")), "")
        return cls(found, found.get(normal, Style(size=size / 2)), looks)

    def get(self, name: str) -> Style:
        """The style by that id."""
        return self.by_id.get(name, self.normal)

    def look(self, name: str) -> Look:
        """The look of runs with that character style."""
        return self.looks.get(name, Look())


def _resolved(name: str, raw: Mapping[str, _Element], size: float) -> Style:
    """A style with what it inherits, nearest first."""
    chain = _chain(name, raw)
    bold = next((switched_on(item) for style in chain if (item := child(style, "rPr", "b")) is not None), False)
    sizes = (half for style in chain if (half := number(child(style, "rPr", "sz"))))
    aligned = (said for style in chain if (said := value(child(style, "pPr", "jc"))))
    listed = (place for style in chain if (place := number_of(child(style, "pPr"))))
    level = next((found for style in chain if (found := _level(style))), 0)
    hidden = _look(name, raw).hidden
    return Style(level, bold, next(sizes, size * 2) / 2, next(aligned, "") == "center", next(listed, None), hidden)


def _look(name: str, raw: Mapping[str, _Element]) -> Look:
    look = Look()
    for style in reversed(_chain(name, raw)):
        look = look.under(child(style, "rPr"))
    return look


def _chain(name: str, raw: Mapping[str, _Element]) -> list[_Element]:
    """A style and those that it is based on, nearest first."""
    chain: list[_Element] = []
    while name in raw and len(chain) < _DEEPEST and raw[name] not in chain:
        chain.append(raw[name])
        name = value(child(raw[name], "basedOn"))
    return chain


def _level(style: _Element) -> int:
    named = value(child(style, "name"))
    if found := _HEADING.fullmatch(named.strip()):
        return int(found[1])
    if _TITLE.fullmatch(named.strip()):
        return 1
    outline = number(child(style, "pPr", "outlineLvl"))
    return outline + 1 if outline is not None and outline < 9 else 0


def number_of(properties: _Element | None) -> tuple[str, int | None] | None:
    """The list and level that paragraph properties name, None for a level that they do not name.

    List `0` means no numbers, an empty one that of the style.
    """
    listed = child(properties, "numPr")
    if listed is None:
        return None
    return value(child(listed, "numId")), number(child(listed, "ilvl"))
