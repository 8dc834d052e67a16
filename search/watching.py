"""The watches of a home, at the edge: files, ledger, library and channels joined, for `verbale watch` and the night."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.home import Home
from search.cli import Session
from search.library import Library
from search.watches import Alert, Watch
from search.watches.definitions import FOLDER, Shelf
from search.watches.ledger import Ledger, reading, writing
from search.watches.running import Ran, begin, check, run, stands_now
from search.watches.sending import Delivery, channels, send
from search.web.labels import counted


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch as it stands: when it last looked (ISO, empty before the first time), what it knows, its latest news."""

    watch: Watch
    ran: str
    stands: int
    alerts: tuple[Alert, ...]

    def as_json(self) -> dict[str, Any]:
        """The watch as `--json` and the API tell it."""
        told = {"ran": self.ran, "stands": self.stands, "alerts": [alert.as_json() for alert in self.alerts]}
        return self.watch.as_json() | told


@dataclass(frozen=True, slots=True)
class Round:
    """One run of watches: what each of them gave, and what became of the digests."""

    ran: tuple[Ran, ...] = ()
    deliveries: tuple[Delivery, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every watch looked, and every digest arrived."""
        return not any(ran.trouble for ran in self.ran) and not any(sent.trouble for sent in self.deliveries)

    @property
    def news(self) -> list[Alert]:
        """All the news of this run."""
        return [alert for each in self.ran for alert in each.outcome.alerts]

    def as_json(self) -> dict[str, Any]:
        """The run as `verbale watch run --json` prints it."""
        return {
            "watches": [
                {
                    "name": each.watch.name,
                    "began": each.began,
                    "news": len(each.outcome.alerts),
                    "trouble": each.trouble,
                }
                for each in self.ran
            ],
            "alerts": [alert.as_json() for alert in self.news],
            "deliveries": [
                {"channel": each.channel, "alerts": each.news, "trouble": each.trouble} for each in self.deliveries
            ],
        }


def folder(home: Home) -> Path:
    """Where the watches of a home lie."""
    return home.path / FOLDER


def add(home: Home, library: Library, watch: Watch) -> int:
    """Keep a watch, which begins now; how many paragraphs it finds already. Raises ConfigError, QueryError, HomeError.

    Killed half way it leaves no file, and the next run lets go of what was written down.
    """
    check(watch, library)
    with writing(folder(home)) as ledger:
        # Where the name is taken the watch of that name must not begin anew.
        shelf = Shelf(folder(home))
        shelf.check_free(watch.name)
        standing = stands_now(watch, library)
        begin(watch, library, ledger, watch.made, standing)
        shelf.keep(watch)
    return len(standing)


def remove(home: Home, name: str) -> None:
    """Delete a watch with its news. Raises ConfigError where there is none of that name, HomeError."""
    with writing(folder(home)) as ledger:
        Shelf(folder(home)).remove(name)
        ledger.forget(name)


def watched(home: Home, names: Sequence[str] = (), news: int = 0) -> list[Watched]:
    """The watches of a home (all where none is named), each with its latest `news`. Raises ConfigError, HomeError."""
    shelf = Shelf(folder(home))
    watches = [shelf.watch(name) for name in names] if names else shelf.all()
    with reading(folder(home)) as ledger:
        return [_watched(watch, ledger, news) for watch in watches]


def _watched(watch: Watch, ledger: Ledger | None, news: int) -> Watched:
    state = ledger.state(watch.name) if ledger else None
    if ledger is None or state is None:
        return Watched(watch, "", 0, ())
    return Watched(watch, state.ran, ledger.stands(watch.name), tuple(ledger.alerts(watch.name, news)))


def run_watches(session: Session, library: Library, at: str, names: Sequence[str] = ()) -> Round:
    """Ask the watches again and tell what they found. Raises ConfigError, HomeError, StoreError.

    Digests go out also where only some watches are asked: all that waits is told.
    """
    settings = session.config.watches
    shelf = Shelf(folder(session.home))
    everything = shelf.all()
    chosen = [shelf.watch(name) for name in names] if names else everything
    with writing(folder(session.home)) as ledger:
        for name in set(ledger.begun()) - {watch.name for watch in everything}:
            ledger.forget(name)
        ran = run(chosen, library, ledger, at, channels(settings), session.config.chains)
        return Round(tuple(ran), tuple(send(ledger, settings, everything, os.environ, at)))


def lines(told: Round) -> Iterator[str]:
    """A run for people: which watches began or could not look, how much is new, what became of the digests."""
    for each in told.ran:
        if each.began:
            yield f"{each.watch.name}: begins now; you will hear of what comes from here on."
        elif each.trouble:
            yield f"{each.watch.name}: {each.trouble}"
    yield f"{counted(len(told.news), 'alert')} from {len(told.ran)} of the watches"
    for delivery in told.deliveries:
        yield delivery.trouble or f"{delivery.channel}: {counted(delivery.news, 'alert')} delivered"


def has_watches(home: Home) -> bool:
    """Whether there is anything to ask again."""
    return bool(Shelf(folder(home)).names())
