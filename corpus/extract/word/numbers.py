"""Numbers of list paragraphs as Word prints them: `24.`, `(a)`, `2.1` (ECMA-376, part 1, section 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.extract.markup.lists import letters, roman
from corpus.extract.word.names import child, children, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"


@dataclass(frozen=True, slots=True)
class LevelRule:
    """How one level of a list counts: first number, format, text with `%1` for the number of level 1."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a file, and how far each has counted. Ask for the numbers in the order of the text."""

    rules: Mapping[str, Mapping[int, LevelRule]] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    overridden: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    _counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: _Element | None) -> Numbering:
        """The lists of `numbering.xml`, none where there is no such part."""
        if root is None:
            return cls()
        abstract = {value(item, "abstractNumId"): _levels(item) for item in children(root, "abstractNum")}
        rules, shared, overridden = {}, {}, {}
        for item in children(root, "num"):
            identity, kind = value(item, "numId"), value(child(item, "abstractNumId"))
            changes = {number(one, "ilvl") or 0: one for one in children(item, "lvlOverride")}
            own = {level: _rule(one) for level, lvl in changes.items() if (one := child(lvl, "lvl")) is not None}
            rules[identity] = {**abstract.get(kind, {}), **own}
            shared[identity] = kind
            starts = {level: number(child(lvl, "startOverride")) for level, lvl in changes.items()}
            overridden[identity] = {level: start for level, start in starts.items() if start is not None}
        return cls(rules, shared, overridden)

    def mark(self, identity: str, level: int) -> str:
        """The number of the next paragraph of a list; empty for bullets and unknown lists."""
        rule = self.rules.get(identity, {}).get(level)
        if rule is None:
            return ""
        # Lists made from one definition go on counting where the other stopped, unless they say where to begin.
        counts = self._counts[self.shared[identity]]
        self._begin(identity, level, counts)
        counts[level] = counts[level] + 1 if level in counts else rule.start
        for deeper in [depth for depth in counts if depth > level]:
            del counts[deeper]
        return "" if rule.style in ("bullet", "none") else self._printed(identity, rule, counts)

    def _begin(self, identity: str, level: int, counts: dict[int, int]) -> None:
        start = self.overridden.get(identity, {}).get(level)
        if start is not None and (identity, level) not in self._begun:
            counts[level] = start - 1
        self._begun.add((identity, level))

    def _printed(self, identity: str, rule: LevelRule, counts: Mapping[int, int]) -> str:
        def one(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            of = self.rules[identity].get(level, LevelRule())
            return _styled(counts.get(level, of.start), "decimal" if rule.legal else of.style)

        return re.sub(r"%([1-9])", one, rule.text).strip()


def _levels(item: _Element) -> dict[int, LevelRule]:
    return {number(level, "ilvl") or 0: _rule(level) for level in children(item, "lvl")}


def _rule(level: _Element) -> LevelRule:
    start = number(child(level, "start"))
    return LevelRule(
        1 if start is None else start,
        value(child(level, "numFmt")) or "decimal",
        value(child(level, "lvlText")),
        child(level, "isLgl") is not None,
    )


def _styled(count: int, style: str) -> str:
    if style == "lowerLetter":
        return letters(count)
    if style == "upperLetter":
        return letters(count).upper()
    if style == "lowerRoman":
        return roman(count)
    if style == "upperRoman":
        return roman(count).upper()
    if style in ("russianLower", "russianUpper") and 0 < count <= len(_RUSSIAN):
        letter = _RUSSIAN[count - 1]
        return letter.upper() if style == "russianUpper" else letter
    return f"{count:02d}" if style == "decimalZero" else str(count)
