"""Bringing an index level: batches that each count, rebuilds that go on, and kills at any moment."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.document import FrontMatter, Passage
from corpus.store import LastChange, Store
from index import sync
from index.batches import Batch, batches, records
from index.check import check
from index.engine import open_engine
from index.query import Everything, Query, Scope, Word
from tests.engine_contract import AT_HAND, same
from tests.samples import sample_arrival, sample_posting, sample_visit

SIZE = 60
WORDS = "states norms directory contact points capacity confidence measures review threats".split()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.db"
    deposit(path, range(SIZE))
    return path


@pytest.fixture(params=AT_HAND)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.batches.BATCH", 20)
    monkeypatch.setattr("index.batches.MANY", 15)


def deposit(database: Path, numbers: Sequence[int], said: str = "") -> None:
    """Store documents, or other texts of them."""
    store = Store.open(database, writing=True)
    for number in numbers:
        chance = random.Random(f"{number}{said}")
        symbol = f"A/199/{number + 1}"
        arrival = sample_arrival(
            sample_posting(f"https://example.org/{number}.pdf", symbol=symbol),
            front=FrontMatter(symbol, f"Report {number} (sample)"),
            passages=[Passage(f"{' '.join(chance.choices(WORDS, k=8))} {said}", str(n), page=n) for n in range(1, 4)],
            body=f"%PDF {number} {said}".encode(),
        )
        store.deposit(arrival, sample_visit(arrival))
    store.close()


def remove(database: Path, symbol: str) -> int:
    """Take a document out of a store and say so in the feed, or not; returns its number."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA foreign_keys = ON")
    number = int(connection.execute("SELECT id FROM documents WHERE symbol = ?", (symbol,)).fetchone()[0])
    connection.execute("DELETE FROM documents WHERE id = ?", (number,))
    connection.execute("INSERT INTO changes (document_id, change, at) VALUES (?, 'gone', '')", (number,))
    connection.commit()
    connection.close()
    return number


class Told:
    """What a sync tells of its progress."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.steps.append((done, total))

    def check(self, total: int) -> None:
        assert self.steps == sorted(self.steps)
        assert {told for _, told in self.steps} == {total}
        assert self.steps[-1] == (total, total)


def check_whole(database: Path, name: str, folder: Path) -> None:
    """The index is level, and answers as one does that was made in peace."""
    store, engine = Store.open(database), open_engine(name, folder)
    peaceful = open_engine(name, folder.with_name("peaceful"))
    ids = store.document_ids()
    peaceful.write(records(store, ids, lambda done: None), (), store.changes(0)[0])
    assert list(check(store, engine)) == []
    assert engine.checkpoint() == peaceful.checkpoint()
    asked: list[Query] = [Everything(), *map(Word, ("state", "norm", "direct", "threat", "chang"))]
    scopes: tuple[Scope, ...] = ("document", "passage")
    for query in asked:
        for scope in scopes:
            same(engine.search(query, scope, limit=500), peaceful.search(query, scope, limit=500))
    for opened in (engine, peaceful, store):
        opened.close()


def synced(database: Path, name: str, folder: Path) -> tuple[sync.Synced, Told]:
    store, told = Store.open(database), Told()
    try:
        return sync.sync(store, name, folder, told), told
    finally:
        store.close()


def changed(*pairs: tuple[int, int]) -> list[LastChange]:
    return [LastChange(*pair) for pair in pairs]


def test_every_batch_ends_with_the_last_of_its_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.batches.BATCH", 2)
    last = changed((5, 11), (3, 14), (9, 15), (4, 20), (8, 21))
    assert batches((), last, 10, 23) == [Batch([5, 3], 14), Batch([9, 4], 20), Batch([8], 23)]
    assert batches([1, 2, 7], last[:1], 0, 11) == [Batch([1, 2], 0), Batch([7], 0), Batch([5], 11)]
    assert batches([1, 2, 7], (), 0, 0) == [Batch([1, 2], 0), Batch([7], 0)]
    assert batches((), (), 5, 9) == [Batch((), 9)]


def test_documents_come_by_their_last_change(database: Path) -> None:
    deposit(database, [4, 2], "changed")
    store = Store.open(database)
    head, last = store.last_changes(0)
    assert [change.seq for change in last] == sorted({change.seq for change in last})
    assert last[-1].seq == head
    assert [change.document_id for change in last[-2:]] == [store.document(f"A/199/{n}").id for n in (5, 3)]
    assert store.last_changes(last[-2].seq) == (head, last[-1:])
    assert store.changes(0) == (head, [change.document_id for change in last])
    store.close()


def test_first_all_then_what_changed(database: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "index"
    done, told = synced(database, name, folder)
    assert done == sync.Synced(SIZE, rebuilt=True)
    told.check(SIZE)
    deposit(database, range(10, 40), "changed")
    remove(database, "A/199/50")
    done, told = synced(database, name, folder)
    assert done == sync.Synced(31, rebuilt=False)
    told.check(31)
    check_whole(database, name, folder)
    assert synced(database, name, folder)[0] == sync.Synced(0, rebuilt=False)


@pytest.mark.slow
def test_a_rebuild_has_documents_that_the_feed_does_not_mention(database: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("DELETE FROM changes WHERE document_id % 2 = 0")
    connection.commit()
    connection.close()
    remove(database, "A/199/50")
    done, told = synced(database, "whoosh", tmp_path / "index")
    assert done == sync.Synced(SIZE - 1, rebuilt=True)
    told.check(SIZE - 1)
    check_whole(database, "whoosh", tmp_path / "index")


_SYNC = """
import os, signal, sys
from pathlib import Path
import index.batches
from corpus.store import Store
from index.sync import sync

index.batches.BATCH, index.batches.MANY = 20, int(sys.argv[5])

def progress(done, total):
    if done >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

sync(Store.open(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), progress)
"""


def kill(database: Path, folder: Path, at: int, many: int = 15) -> None:
    """Sync in a process that kills itself when so many documents are written."""
    ran = subprocess.run(
        [sys.executable, "-c", _SYNC, database, "whoosh", folder, str(at), str(many)],
        cwd=Path(__file__).resolve().parents[1],
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_a_killed_sync_costs_the_running_batch(database: Path, tmp_path: Path) -> None:
    chance = random.Random(1)
    folder = tmp_path / "index"
    synced(database, "whoosh", folder)
    deposit(database, chance.sample(range(SIZE), 50), "changed")
    remove(database, "A/199/1")
    for at in chance.sample(range(1, 30), 2):
        before = len(_changed(database, folder))
        kill(database, folder, at)
        after = _changed(database, folder)
        assert before - len(after) >= (at - 1) // 20 * 20
    done, told = synced(database, "whoosh", folder)
    assert done.documents == len(after)
    told.check(len(after))
    check_whole(database, "whoosh", folder)
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []


def _changed(database: Path, folder: Path) -> list[int]:
    """The documents that an index still needs."""
    store, engine = Store.open(database), open_engine("whoosh", folder)
    try:
        return store.changes(engine.checkpoint())[1]
    finally:
        engine.close()
        store.close()


@pytest.mark.slow
def test_a_killed_rebuild_goes_on(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    kill(database, folder, 45)
    deposit(database, [3, 4], "changed")
    remove(database, "A/199/7")
    done, told = synced(database, "whoosh", folder)
    assert done == sync.Synced(SIZE - 1, rebuilt=True)
    told.check(20 + 3)
    check_whole(database, "whoosh", folder)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("index")) == ["index"]
    assert not (folder / "made-from").exists()


@pytest.mark.slow
def test_a_rebuild_of_another_store_is_not_gone_on_with(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    monkeypatch.setattr("index.batches.MANY", SIZE)
    kill(database, folder, 45, SIZE)
    for left in tmp_path.glob("corpus.db*"):
        left.unlink()
    deposit(database, range(20, 20 + SIZE))
    done, told = synced(database, "whoosh", folder)
    assert done == sync.Synced(SIZE, rebuilt=True)
    told.check(SIZE)
    check_whole(database, "whoosh", folder)


@pytest.mark.slow
def test_a_rebuild_that_is_ahead_of_its_store_starts_anew(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = database.read_bytes()
    monkeypatch.setattr("index.batches.MANY", SIZE)
    deposit(database, range(SIZE, SIZE + 30))
    kill(database, tmp_path / "index", 85, SIZE)
    for left in tmp_path.glob("corpus.db*"):
        left.unlink()
    database.write_bytes(earlier)
    _, told = synced(database, "whoosh", tmp_path / "index")
    told.check(SIZE)
    check_whole(database, "whoosh", tmp_path / "index")
