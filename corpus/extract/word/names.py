"""Names of WordprocessingML (ECMA-376, part 1, section 17), in both of its namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def local(element: _Element) -> str:
    """The name of an element without its namespace: transitional and strict files differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first child by that name; with more names, the child of the child."""
    for name in path:
        if element is None:
            return None
        element = next((item for item in element if local(item) == name), None)
    return element


def children(element: _Element, name: str) -> Iterator[_Element]:
    """The children by that name."""
    return (item for item in element if local(item) == name)


def value(element: _Element | None, name: str = "val") -> str:
    """An attribute by its local name, empty if there is none."""
    if element is None:
        return ""
    return next((str(said) for key, said in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def number(element: _Element | None, name: str = "val") -> int | None:
    """An attribute that is a whole number, None if it is none."""
    said = value(element, name)
    return int(said) if said.lstrip("-").isdigit() else None


def switched_on(element: _Element | None) -> bool:
    """Whether a switch such as `<w:b/>` is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")
