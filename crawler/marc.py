"""MARCXML, the form in which libraries exchange their entries (sources.md 3.4). Pure.

Elements are known by their names in any namespace: libraries write `marc:record`, `ns0:record` or plain `record`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

# XML 1.0 allows no other control characters, yet they come with what was pasted into a catalogue.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BOM = "\ufeff"
_AUTHORITY = "z"
_KIND = 6


@dataclass(frozen=True, slots=True)
class MarcField:
    """One field: its tag, its first indicator (empty where it is blank), and its subfields in their order."""

    tag: str
    indicator: str
    subfields: tuple[tuple[str, str], ...]

    def values(self, codes: str) -> tuple[str, ...]:
        """The values of the subfields with these codes, in the order of the codes."""
        return tuple(value for code in codes for name, value in self.subfields if name == code)

    def value(self, code: str) -> str:
        """The first value of the subfield with this code, or an empty string."""
        return next(iter(self.values(code)), "")


@dataclass(frozen=True, slots=True)
class MarcRecord:
    """One entry of a library: its number there (001) and its fields. `authority`: it describes a name, no document."""

    number: str
    fields: tuple[MarcField, ...]
    authority: bool = False

    def tagged(self, tag: str) -> tuple[MarcField, ...]:
        """The fields with this tag, in their order."""
        return tuple(field for field in self.fields if field.tag == tag)

    def values(self, tag: str, code: str = "a") -> tuple[str, ...]:
        """The first value of a subfield in each field with this tag, where there is one."""
        return tuple(value for field in self.tagged(tag) if (value := field.value(code)))

    def value(self, tag: str, code: str = "a") -> str:
        """The first value of a subfield in the fields with this tag, or an empty string."""
        return next(iter(self.values(tag, code)), "")


def xml_tree(body: bytes) -> _Element:
    """The root of an XML answer. Entities are not resolved and nothing is fetched. Raises ValueError.

    The bytes are UTF-8 whatever they declare: believing a wrong declaration gives `FranÃ§ais` (sources.md 3.4).
    """
    from lxml import etree

    text = _CONTROLS.sub("", body.decode("utf-8", errors="replace").removeprefix(_BOM)).lstrip()
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("it declares a document type, which may hide more than it shows")
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is no XML, or breaks off ({error.msg})") from error


def named(node: _Element, name: str) -> Iterator[_Element]:
    """The elements of that name below a node, in any namespace."""
    return node.iter(f"{{*}}{name}")


def words(node: _Element | None) -> str:
    """The text below a node, white space folded; empty for no node."""
    return "" if node is None else " ".join("".join(str(text) for text in node.itertext()).split())


def marc_record(node: _Element) -> MarcRecord:
    """The entry that is written below a node; its number is empty where it has none."""
    numbers = (words(field) for field in named(node, "controlfield") if field.get("tag") == "001")
    leader = next(("".join(str(text) for text in found.itertext()) for found in named(node, "leader")), "")
    fields = tuple(map(_field, named(node, "datafield")))
    return MarcRecord(next(numbers, ""), fields, authority=leader[_KIND : _KIND + 1] == _AUTHORITY)


def _field(node: _Element) -> MarcField:
    subfields = ((str(part.get("code") or ""), words(part)) for part in named(node, "subfield"))
    return MarcField(
        str(node.get("tag") or ""),
        str(node.get("ind1") or "").strip(),
        tuple((code, value) for code, value in subfields if value),
    )
