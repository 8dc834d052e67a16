"""The numbers that browsers print before list items."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def item_mark(item: HtmlElement) -> tuple[str, int]:
    """The printed number of a list item, empty in unnumbered lists, and how many lists it stands in."""
    depth = sum(1 for _ in item.iterancestors("ol", "ul"))
    above = item.getparent()
    if (
        above is None
        or above.tag != "ol"
        or ("list-style" in (above.get("style") or "") and "none" in above.get("style", ""))
    ):
        return "", depth
    given = item.get("value") or ""
    number = int(given) if given.isdigit() else _place(item, above)
    return printed(number, above.get("type") or "1"), depth


def _place(item: HtmlElement, above: HtmlElement) -> int:
    start = above.get("start") or "1"
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    return (int(start) if start.lstrip("-").isdigit() else 1) + before


def printed(number: int, style: str) -> str:
    """A number as lists print it: `1.`, `(a)`, `(i)`. `style` is the type of HTML: 1, a, A, i or I."""
    if style in ("a", "A"):
        return f"({letters(number)})"
    if style in ("i", "I"):
        return f"({roman(number)})"
    return f"{number}."


def letters(number: int) -> str:
    """a, b, ... z, aa, bb: as the United Nations and Word count."""
    place, times = (number - 1) % 26, (number - 1) // 26 + 1
    return chr(ord("a") + place) * times if 0 < number <= 26 * 9 else str(number)


def roman(number: int) -> str:
    """A Roman number in small letters, up to 3999."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text
