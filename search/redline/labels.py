"""Printed numbers as they stand before their paragraphs."""

from __future__ import annotations

import re

_LAST = re.compile(r"\([^()\s]+\)$")


def label(number: str) -> str:
    """What is printed before a paragraph of that number, with the space after it; nothing for a preambular one.

    `24` is `24. `, `24 (b)` and `OP5 (b)` are `(b) `, `OP5` is `5. `, `fn 1` is `[1] `, any other is as it is.
    """
    if not number or number.startswith("PP"):
        return ""
    if number.startswith("fn "):
        return f"[{number.removeprefix('fn ')}] "
    if item := _LAST.search(number):
        return f"{item[0]} "
    plain = number.removeprefix("OP")
    return f"{plain}. " if plain.isdigit() else f"{plain} "
