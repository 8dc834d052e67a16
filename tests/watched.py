"""A home whose documents come in versions, with watches on them, for the tests of watches. All text is ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.config import ChainSettings, Config, WatchSettings
from corpus.document import Passage
from corpus.home import Home
from corpus.store import Store
from index.sync import sync
from search.cli import Session
from search.library import Library
from search.watches import Alert, Watch
from search.watching import Round, add, run_watches
from tests.samples import sample_arrival, sample_posting, sample_visit

SENTENCE = "Every keeper of the warehouse shall count the keys before sunset and tell the others"
MADE = "2031-03-04T02:30:00+00:00"


def paragraphs(*texts: str) -> list[Passage]:
    """Numbered paragraphs."""
    return [Passage(text, number=str(place), page=1) for place, text in enumerate(texts, 1)]


@dataclass
class Watching:
    """A home; `came` counts what came to it, so that each file has bytes of its own."""

    path: Path
    settings: WatchSettings = WatchSettings()  # noqa: RUF009 (a frozen value)
    came: int = 0
    chains: tuple[ChainSettings, ...] = ()

    @property
    def home(self) -> Home:
        return Home(self.path)

    def bring(self, symbol: str, *passages: Passage | str, language: str = "en", **known: str) -> None:
        """A document comes, or a new version of it, and is indexed; `known` is what its source says of it."""
        self.came += 1
        self.home.make()
        told = [
            each if isinstance(each, Passage) else paragraphs(*map(str, passages))[place]
            for place, each in enumerate(passages)
        ]
        posting = sample_posting(
            f"https://example.org/{symbol.replace('/', '_')}.{language}",
            symbol=symbol,
            title=f"Draft {symbol} (sample)",
        )
        posting = replace(posting, **known)  # type: ignore[arg-type]
        arrival = sample_arrival(posting, passages=told, body=f"%PDF {self.came}".encode(), language=language)
        store = Store.open(self.home.database, writing=True)
        store.deposit(arrival, sample_visit(arrival))
        sync(store, "whoosh", self.home.index("whoosh"), lambda done, total: None)
        store.close()

    def add(self, name: str, query: str = "", trace: str = "") -> int:
        """Keep a watch; how much it finds already."""
        library = Library.open(self.home, Config())
        try:
            return add(self.home, library, Watch(name, query, trace, MADE))
        finally:
            library.close()

    def run(self, at: str = MADE) -> Round:
        """Ask all watches."""
        library = Library.open(self.home, Config())
        try:
            return run_watches(
                Session(self.home, Config(watches=self.settings, chains=self.chains), quiet=True), library, at
            )
        finally:
            library.close()

    def news(self) -> list[Alert]:
        """What a run finds."""
        return self.run().news


def told(alerts: Sequence[Alert]) -> list[tuple[str, str, str]]:
    """What alerts say in short: watch, kind, citation."""
    return [(alert.watch, alert.kind, alert.citation) for alert in alerts]
