"""How long a draft of twenty pages takes to check against a home with the large corpus: work of the processor, in s."""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.measured import REALDOCS, Measured
from benchmarks.search_corpus import Passage, passages, sentences
from benchmarks.search_home import PASSAGES, fill_home
from corpus.home import Home
from corpus.store import Store
from index.shingles import Shingles, follow
from search.quotes.checking import check
from search.quotes.draft import claims, paragraphs_of
from search.quotes.holdings import Holdings

QUOTATIONS, OWN = 100, 250


def measure() -> Iterator[Measured]:
    """Fill a home, and check a draft of which every third sentence is a quotation, every other of these altered."""
    if not REALDOCS.exists():
        yield Measured("quote check: no shared/realdocs here", "skipped", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        said = sentences(REALDOCS, Path(folder) / "read")
        home = Home(Path(folder) / "home")
        made = list(passages(said, PASSAGES))
        fill_home(home, [list(group) for _, group in groupby(made, lambda one: one.document)])
        store = Store.open(home.database)
        follow(store, home.shingles, lambda done, total: None)
        text = draft(made)
        seconds, checked = _timed(store, home, text)
        store.close()
    what = f"draft of {len(text.split())} words, {checked} sentences, in {PASSAGES} paragraphs"
    yield Measured(what, f"{seconds:.2f} s", "< 3 s")


def draft(made: Sequence[Passage]) -> str:
    """A draft of own sentences (words of the corpus, shuffled) and quotations of the corpus, by a seed."""
    chance = random.Random(7)
    chosen = chance.sample(made, QUOTATIONS)
    words = re.findall("[a-z]{3,}", " ".join(one.text for one in chosen))
    own = [f"{' '.join(chance.sample(words, 22)).capitalize()}." for _ in range(OWN)]
    lines = []
    for number, one in enumerate(chosen):
        quoted = one.text.replace("“", "").replace("”", "").split()[:24]
        if number % 2:
            quoted[len(quoted) // 2] = "nevertheless"
        lines.append(f"{own[2 * number]} {own[2 * number + 1]} The report says “{' '.join(quoted)}” (para. {number}).")
    return "\n\n".join([*lines, *own[2 * QUOTATIONS :]])


def _timed(store: Store, home: Home, text: str) -> tuple[float, int]:
    with Shingles.open(home.shingles) as shingles:
        started = time.process_time()
        report = check("draft", claims(paragraphs_of(text)), Holdings(store, shingles))
        return time.process_time() - started, len(report.checked)
