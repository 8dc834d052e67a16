"""Facets and chosen filters as links. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search.answer import FILTERS
from search.web.asked import Asked, toggles
from search.web.labels import FILTER_LABELS, value_name

SHOWN = 8
MOST = 200


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: how many records have it, whether it is chosen, and the address that changes that."""

    name: str
    count: int
    chosen: bool
    link: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: the values to show, and those to fold away."""

    label: str
    shown: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, and the address without it."""

    label: str
    name: str
    link: str


def facets(
    counted: Mapping[str, Sequence[tuple[str, int]]], chosen: Asked, names: Sequence[str] = FILTERS
) -> list[Facet]:
    """The facets of a result that have values, in the order of FILTERS."""
    toggled = toggles(chosen)
    found = [_facet(name, counted.get(name, ()), chosen, toggled) for name in names]
    return [facet for facet in found if facet.shown]


def _facet(name: str, counted: Sequence[tuple[str, int]], chosen: Asked, toggled: Callable[[str, str], str]) -> Facet:
    # Years are looked up in their order, everything else by how much there is.
    ordered = sorted(counted, reverse=True) if name == "year" else counted
    values = tuple(
        FacetValue(value_name(name, value), count, (name, value) in chosen.filters, toggled(name, value))
        for value, count in ordered[:MOST]
        if value
    )
    # One fold is not worth opening for a single value.
    cut = len(values) if len(values) <= SHOWN + 1 else SHOWN
    return Facet(FILTER_LABELS[name], values[:cut], values[cut:])


def chips(chosen: Asked) -> list[Chip]:
    """The chosen filters."""
    return [
        Chip(FILTER_LABELS[name], value_name(name, value), chosen.toggled(name, value))
        for name, value in chosen.filters
    ]
