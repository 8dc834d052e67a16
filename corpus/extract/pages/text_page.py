"""One page of text as pdfium holds it: characters, and what can be asked of each."""

from __future__ import annotations

import ctypes
import math
import re
from functools import lru_cache
from typing import Any

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
_LONGEST_NAME = 128
_SMALLEST = 1.0  # points
_ITALIC_FLAG = 64  # PDF 32000-1, table 123

Box = tuple[float, float, float, float]


class TextPage:
    """The characters of a pdfium text page. Every question is a call into C: ask few."""

    def __init__(self, handle: Any, raw: Any) -> None:
        self._handle, self._raw = handle, raw
        self._rect = raw.FS_RECTF()
        self._by_reference = ctypes.byref(self._rect)
        self._name, self._flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
        self._flags_by_reference = ctypes.byref(self._flags)
        self._shades = [ctypes.c_uint() for _ in range(4)]
        self._shades_by_reference = [ctypes.byref(shade) for shade in self._shades]
        self.characters = self._read()

    def _read(self) -> str:
        count = self._raw.FPDFText_CountChars(self._handle)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count * 2 + 1))()
        written = self._raw.FPDFText_GetText(self._handle, 0, count, buffer)
        text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        # pdfium leaves out characters that no font names, and the count no longer fits: ask for each.
        codes = (self._raw.FPDFText_GetUnicode(self._handle, place) for place in range(count))
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)

    def box(self, place: int) -> Box:
        """Left, right, bottom and top of a character with the whole height of its font."""
        self._raw.FPDFText_GetLooseCharBox(self._handle, place, self._by_reference)
        rect = self._rect
        return rect.left, rect.right, rect.bottom, rect.top

    def generated(self, place: int) -> bool:
        """Whether pdfium added this character because of a gap."""
        return bool(self._raw.FPDFText_IsGenerated(self._handle, place) == 1)

    def quarter(self, place: int) -> int:
        """The direction of writing in quarter turns."""
        angle: float = self._raw.FPDFText_GetCharAngle(self._handle, place)
        return round(angle / (math.pi / 2)) % 4

    def hidden(self, place: int) -> bool:
        """Whether a character is drawn so that nobody sees it: without paint, wholly transparent, or below a point."""
        drawn = self._raw.FPDFText_GetTextObject(self._handle, place)
        if drawn and self._raw.FPDFTextObj_GetTextRenderMode(drawn) == self._raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            return True
        painted = self._raw.FPDFText_GetFillColor(self._handle, place, *self._shades_by_reference)
        _, _, bottom, top = self.box(place)
        return bool(painted and self._shades[3].value == 0) or 0 < top - bottom < _SMALLEST

    def font(self, place: int) -> tuple[bool, bool]:
        """Whether a character is bold, and whether it is italic."""
        self._raw.FPDFText_GetFontInfo(self._handle, place, self._name, _LONGEST_NAME, self._flags_by_reference)
        return _style(self._name.value, self._flags.value)


@lru_cache(maxsize=512)
def _style(name: bytes, flags: int) -> tuple[bool, bool]:
    """What the name and the flags of a font say: bold, italic."""
    written = name.decode("utf-8", "replace")
    return bool(_BOLD.search(written)), bool(_ITALIC.search(written) or flags & _ITALIC_FLAG)
