"""A redline as a file to keep: its name, its kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from search.redline import Redline
from search.redline.page import page_of

# The kinds by their ending, with their media types (docx: ECMA-376).
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html",
    }
)


def file_name(redline: Redline, kind: str) -> str:
    """`A_C.1_80_L.20--A_RES_80_16.docx`: letters, digits, dots and dashes of both names."""
    sides = (re.sub(r"[^A-Za-z0-9.-]+", "_", text.name).strip("._-")[:80] for text in (redline.old, redline.new))
    return f"{'--'.join(side or 'text' for side in sides)}.{kind}"


def content(redline: Redline, kind: str, at: datetime, *, only_changes: bool = False, beside: bool = False) -> bytes:
    """The file of a kind; a Word file has all paragraphs, and `at` is the date that its changes bear."""
    if kind == "docx":
        from search.redline.docx import written

        return written(redline, at)
    return page_of(redline, only_changes=only_changes, beside=beside).encode()
