"""Importing into a home: files, saved pages and captures, one outcome for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.intake import Delivery
from search.captures import captured, is_capture
from search.cli import Session
from search.importing import Refused, Wanted, delivery
from search.progress import progress
from search.workshop import Workshop, bring_index_level, now, workshop


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: `change` is new, changed, same or failed, and then `reason` says why."""

    file: str
    change: str
    key: str
    reason: str


def take_in(session: Session, wanted: Sequence[Wanted | Refused]) -> list[Outcome]:
    """Import everything wanted into the home, and index it. Raises what a workshop raises."""
    with workshop(session, "import") as shop:
        outcomes = take_into(session, shop, wanted)
        bring_index_level(session, shop.store)
    return outcomes


def take_into(session: Session, shop: Workshop, wanted: Sequence[Wanted | Refused]) -> list[Outcome]:
    """The same into a workshop that is open, without indexing."""
    outcomes: list[Outcome] = []
    names: list[str] = []

    def deliveries() -> Iterator[Delivery]:
        for item in wanted:
            for ready in _unfolded(item, session.config.max_bytes):
                if isinstance(ready, Refused):
                    outcomes.append(Outcome(ready.what, "failed", "", ready.reason))
                else:
                    names.append(str(item.path) if isinstance(item, Wanted) else "")
                    yield ready

    with progress(session, "importing") as tell:
        for done, deposit in enumerate(shop.intake.take(deliveries())):
            outcomes.append(Outcome(names[done], deposit.change, deposit.key, deposit.reason))
            tell(len(outcomes), max(len(wanted), len(outcomes)))
    return outcomes


def _unfolded(item: Wanted | Refused, max_bytes: int) -> Iterator[Delivery | Refused]:
    """What is wanted, as it is taken in: a capture holds many documents."""
    if isinstance(item, Refused):
        yield item
    elif is_capture(item.path):
        yield from captured(item.path, item.posting, max_bytes)
    else:
        yield delivery(item, max_bytes, now())
