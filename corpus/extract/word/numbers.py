"""Numbers of list paragraphs as Word prints them: `24.`, `(a)`, `2.1` (ECMA-376, part 1, section 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.extract.word.counting import written
from corpus.extract.word.names import child, children, number, switched_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class LevelRule:
    """How one level of a list counts: first number, format, text with `%1` for the number of level 1.

    `legal` prints all levels in digits. `restart` is the level (from 1) that makes it begin anew, 0 for none, None for
    any higher one. `linked` is the paragraph style that means this level.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    linked: str = ""


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
        abstract = _abstract(root)
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
        for deeper in [depth for depth in counts if depth > level and self._restarts(identity, depth, level)]:
            del counts[deeper]
        return "" if rule.style in ("bullet", "none") else self._printed(identity, rule, counts)

    def level_of(self, identity: str, style: str) -> int | None:
        """The level of a list that a paragraph style means (17.9.23), None if it means none."""
        rules = self.rules.get(identity, {})
        return next((level for level, rule in rules.items() if style and rule.linked == style), None)

    def _restarts(self, identity: str, depth: int, level: int) -> bool:
        rule = self.rules[identity].get(depth, LevelRule())
        return rule.restart is None or level < rule.restart

    def _begin(self, identity: str, level: int, counts: dict[int, int]) -> None:
        start = self.overridden.get(identity, {}).get(level)
        if start is not None and (identity, level) not in self._begun:
            counts[level] = start - 1
        self._begun.add((identity, level))

    def _printed(self, identity: str, rule: LevelRule, counts: Mapping[int, int]) -> str:
        def one(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            of = self.rules[identity].get(level, LevelRule())
            return written(counts.get(level, of.start), "decimal" if rule.legal else of.style)

        return re.sub(r"%([1-9])", one, rule.text).strip()


def _abstract(root: _Element) -> dict[str, dict[int, LevelRule]]:
    """The definitions of lists by their id; one can stand for that of a list style (17.9.21)."""
    items = list(children(root, "abstractNum"))
    styles = {value(child(item, "styleLink")): _levels(item) for item in items}
    styles.pop("", None)
    return {
        value(item, "abstractNumId"): styles.get(value(child(item, "numStyleLink"))) or _levels(item) for item in items
    }


def _levels(item: _Element) -> dict[int, LevelRule]:
    return {number(level, "ilvl") or 0: _rule(level) for level in children(item, "lvl")}


def _rule(level: _Element) -> LevelRule:
    start = number(child(level, "start"))
    return LevelRule(
        1 if start is None else start,
        value(child(level, "numFmt")) or "decimal",
        value(child(level, "lvlText")),
        switched_on(child(level, "isLgl")),
        number(child(level, "lvlRestart")),
        value(child(level, "pStyle")),
    )
