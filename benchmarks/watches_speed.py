"""What a night costs the watches: 50 of them, half queries and half sentences, on 1,000 new paragraphs."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from benchmarks.measured import REALDOCS, Measured
from benchmarks.search_corpus import Passage as Made
from benchmarks.search_corpus import passages, sentences
from benchmarks.search_home import fill_home
from corpus.config import Config
from corpus.home import Home
from corpus.store import Store
from index.sync import sync
from search.library import Library
from search.watches import Watch
from search.watches.ledger import writing
from search.watches.running import begin, run

WATCHES, HELD, NEW = 50, 3_000, 1_000
MADE, NIGHT = "2031-03-04T02:30:00+00:00", "2031-03-05T02:30:00+00:00"


def measure() -> Iterator[Measured]:
    """Fill a home, let watches begin, bring new paragraphs, ask. Seconds are those of the processor."""
    if not REALDOCS.exists():
        yield Measured("watches: no shared/realdocs here", "skipped", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        said = sentences(REALDOCS, Path(folder) / "read")
        made = list(passages(said, HELD + NEW))
        home = Home(Path(folder) / "home")
        _bring(home, made[:HELD])
        asked = _watches(said)
        _night(home, asked)
        _bring(home, made[HELD:])
        began = time.process_time()
        news = _night(home, asked)
        seconds = time.process_time() - began
        yield Measured(f"{WATCHES} watches on {NEW} new paragraphs ({news} alerts)", f"{seconds:.2f} s", "< 5 s")


def _bring(home: Home, made: list[Made]) -> None:
    fill_home(home, [list(group) for _, group in groupby(made, lambda one: one.document)])
    store = Store.open(home.database)
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()


def _watches(said: list[str]) -> list[Watch]:
    """Sentences of the texts themselves, and queries of two of their words beside each other."""
    long = [sentence for sentence in said if len(sentence.split()) >= 12]
    chosen = long[:: max(1, len(long) // WATCHES)][:WATCHES]
    return [
        Watch(f"watch-{place}", trace=sentence, made=MADE)
        if place % 2
        else Watch(f"watch-{place}", query=f'"{" ".join(sentence.split()[4:6])}"', made=MADE)
        for place, sentence in enumerate(chosen)
    ]


def _night(home: Home, watches: list[Watch]) -> int:
    """Ask all watches; those that have not begun begin. How much is new."""
    library = Library.open(home, Config())
    try:
        with writing(home.path / "watches") as ledger:
            if not ledger.begun():
                for watch in watches:
                    begin(watch, library, ledger, MADE)
                return 0
            return sum(len(each.outcome.alerts) for each in run(watches, library, ledger, NIGHT))
    finally:
        library.close()
