"""Preambular and operative paragraphs: PP1, OP1, told apart as the United Nations and the OSCE write resolutions.

The body that speaks opens ("The General Assembly,"); preambular paragraphs end with a comma; operative ones are
numbered, or one alone is not. Both begin with a verb in italics (United Nations Editorial Manual, "Resolutions").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from corpus.extract.blocks import Block
from corpus.extract.numbering import Printed
from corpus.extract.outline import Outline

_SPEAKERS = "|".join((
    r"the (?:general assembly|security council|economic and social council|human rights council)",
    r"the (?:disarmament commission|committee of ministers|osce participating states)",
    r"the (?:permanent council|ministerial council)(?: of the osce)?|the forum for security co-operation",
    r"the commission on [\w ,]{4,60}|the conference of the (?:states )?parties",
    r"l[’']assemblée générale|le conseil (?:de sécurité|économique et social|des droits de l[’']homme|permanent)",
    r"la asamblea general|el consejo (?:de seguridad|económico y social|de derechos humanos|permanente)",
    r"генеральная ассамблея|совет безопасности|экономический и социальный совет|совет по правам человека",
    r"постоянный совет|der ständige rat|il consiglio permanente",
    r"إن (?:الجمعية العامة|مجلس الأمن|المجلس الاقتصادي والاجتماعي|مجلس حقوق الإنسان)",
    r"大会|安全理事会|经济及社会理事会|人权理事会",
))  # fmt: skip
_OPENING = re.compile(rf"(?:{_SPEAKERS})\s*[,，،:：–]?", re.IGNORECASE)
# Any other body: only its name, and the comma that the verb waits behind.
_BODY = re.compile(r"The (?:(?:[A-Z][\w’'-]*|of|on|the|and|for|to|in|with|its)\s?){2,16},")
QUOTES = "\"“„«‘'"
_CLOSING = re.compile(
    r"\d+(?:st|nd|rd|th|e|re|a|-е)\s+(?:\(\w+\)\s+)?(?:plenary )?(?:meeting|séance|sesión"
    r"|пленарное заседание)\b.{0,60}",
    re.IGNORECASE,
)
# In German the last preambular paragraph ends in a dash, before "beschließt:".
_UNENDED = (",", "，", "،", "、", "–", "—")
_PARTICIPLE = re.compile(
    r"(?:\w+ing|alarmed|aware|cognizant|committed|concerned|conscious|convinced|deeply|desirous|determined|disturbed"
    r"|encouraged|gravely|guided|mindful|profoundly|strongly|seriously)\b",
    re.IGNORECASE,
)


def is_speaker(text: str) -> bool:
    """Whether a text is only the body that speaks in a resolution: "The General Assembly,"."""
    said = text.lstrip(QUOTES)
    return len(text) <= 120 and bool(_OPENING.fullmatch(said) or _BODY.fullmatch(said))


def is_closing(text: str) -> bool:
    """Whether a text is the line below a resolution that tells the meeting: "55th plenary meeting"."""
    return bool(_CLOSING.fullmatch(text))


class _Part(Enum):
    NONE = 0
    PREAMBLE = 1
    OPERATIVE = 2


@dataclass(slots=True)
class Resolution:
    """Where in a resolution we are, if in one. It has numbers of its own: `inner`."""

    part: _Part = _Part.NONE
    preambular: int = 0
    operative: int = 0
    italics: bool = False
    numbered: bool = False
    leads_in: bool = False
    above: tuple[str, ...] = ()
    inner: Outline = field(default_factory=Outline)

    @property
    def inside(self) -> bool:
        """Whether the present paragraph belongs to a resolution."""
        return self.part is not _Part.NONE

    def opens(self, block: Block, above: tuple[str, ...]) -> bool:
        """Whether a block is the speaker of a resolution; if so, one begins under the headings `above`."""
        if not is_speaker(block.text):
            return False
        self.part, self.preambular, self.operative = _Part.PREAMBLE, 0, 0
        self.italics, self.numbered, self.leads_in, self.above = False, False, False, above
        self.inner = Outline()
        return True

    def heading(self, path: tuple[str, ...], *, annex: bool) -> None:
        """A heading was met, and `path` is where it leads.

        Another text begins behind an annex, behind "Adopts the following:", and elsewhere than where the resolution
        began; its parts may have headings as high as its title.
        """
        self.inner.heading()
        begun = self.above[:-1]
        left = path[: len(begun)] != begun
        if annex or left or (self.part is _Part.OPERATIVE and not self.numbered):
            self.part = _Part.NONE

    def label(self, block: Block, printed: Printed | None) -> str | None:
        """The number of a paragraph inside a resolution, or None if the resolution has ended before it."""
        if is_closing(block.text):
            self.part = _Part.NONE
            return None
        if printed and printed.style == "1":
            return self._numbered(block, printed)
        if printed and printed.style != "•":
            return self.inner.take(printed, block.indent) or ""
        return self._unnumbered(block)

    def took_back(self) -> bool:
        """Whether the paragraph before only led in ("Decides to:") to the numbered one that was just met."""
        led = self.leads_in and self.numbered
        self.leads_in = self.leads_in and not led
        return led

    def _numbered(self, block: Block, printed: Printed) -> str | None:
        above = self.inner.levels[0] if self.inner.levels else None
        within = above is not None and (above.style in ("a", "i") or block.indent > above.indent + 20)
        if above is not None and within and (self.part is _Part.OPERATIVE or above.style in ("a", "i")):
            return self.inner.take(printed, block.indent) or ""
        if self.leads_in and printed.value == 1 and not self.inner.under_heading:
            self.operative = 0
        expected = self.operative + 1
        foreign = self.italics and not block.opens_italic and (self.inner.under_heading or printed.value != expected)
        if self.part is _Part.OPERATIVE and (foreign or not expected <= printed.value <= expected + 3):
            restarts = printed.value == 1 and not foreign and self.numbered and self.inner.under_heading
            if not restarts:
                self.part = _Part.NONE
                return None
        self.part, self.operative, self.numbered = _Part.OPERATIVE, printed.value, True
        self.italics = self.italics or block.opens_italic
        return self.inner.root("1", printed.value, block.indent, f"OP{printed.value}")

    def _unnumbered(self, block: Block) -> str | None:
        listed = bool(self.inner.levels) and self.inner.levels[0].style in ("a", "i")
        if listed or (self.part is _Part.OPERATIVE and self.numbered):
            return ""
        if self.part is _Part.PREAMBLE and self._is_preambular(block.text):
            self.preambular += 1
            self.italics = self.italics or block.opens_italic
            return self.inner.root("PP", self.preambular, block.indent, f"PP{self.preambular}")
        if self.italics and not block.opens_italic:
            return ""
        self.part = _Part.OPERATIVE
        self.operative += 1
        self.leads_in = self.operative == 1 and block.text.endswith((":", "："))
        self.italics = self.italics or block.opens_italic
        return self.inner.root("OP", self.operative, block.indent, f"OP{self.operative}")

    def _is_preambular(self, text: str) -> bool:
        if text.endswith(_UNENDED):
            return True
        return not text.endswith((".", ";", "。", "；")) and bool(_PARTICIPLE.match(text.lstrip(QUOTES)))
