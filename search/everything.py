"""All documents counted by facets, to begin with: by the index, or by the store while the index is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import EngineAway
from index.query import Everything
from search.library import Facets, Library


@dataclass(frozen=True, slots=True)
class Counted:
    """All documents: how many, how many of each value of a facet, and whether the index is away that counts them."""

    total: int
    facets: Facets
    away: bool = False


def everything(library: Library, names: Sequence[str]) -> Counted:
    """All documents, counted by these facets; by all but `lang` where the store has to count. Raises EngineError."""
    try:
        found = library.engine.search(Everything(), "document", limit=0, facets=names)
    except EngineAway:
        browsing = library.store.browsing
        total, counted = library.steadfast.told("everything", lambda: (browsing.total(), browsing.counted()))
        return Counted(total, {name: _ordered(counted.get(name, ())) for name in names}, away=True)
    return Counted(found.total, library.as_written(found.facets))


def _ordered(counts: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """As an engine gives them: the commonest first."""
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0])))
