"""The store is made again from the archive alone, and gives the same answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.document import Posting, Response
from corpus.intake import Delivery, Intake
from corpus.rebuild import Rebuilt, install, rebuild
from corpus.store import Store, Visit
from corpus.warc import IMPORTED
from corpus.workers import Workers
from tests.samples import NIGHT

TEXT = b"Statement by Exampleland\n\nWe support the points of contact directory.\n"
pytestmark = pytest.mark.slow


def delivery(url: str, body: bytes = TEXT, **said: str) -> Delivery:
    response = Response(url, url, IMPORTED, (("Content-Type", "text/plain"),), body, NIGHT)
    posting = replace(Posting(url, "un", submitters=("Exampleland",)), **said)  # type: ignore[arg-type]
    return Delivery(response, posting, "manifest", "import")


def taken_in(folder: Path) -> list[str]:
    """A home's archive and store with two documents (one met twice), one failure and a visit that brought nothing."""
    archive = Archive(folder)
    store = Store.open(folder / "corpus.db", writing=True)
    with Workers(1) as workers:
        intake = Intake(archive, store, workers)
        arriving = [
            delivery("file:///a.txt", symbol="A/199/12", title="One (sample)"),
            delivery("file:///b.txt", b"Another statement of some words.\n", title="Two (sample)"),
            delivery("file:///again.txt", symbol="A/199/12"),
            delivery("file:///bad.bin", bytes(range(256))),
        ]
        keys = [deposit.key for deposit in intake.take(arriving)]
    store.visit(Visit("osce", "https://osce.example.org/", "unreachable", "no such host", NIGHT))
    archive.close()
    store.close()
    return keys


def again(folder: Path) -> Rebuilt:
    with Workers(1) as workers:
        rebuilt = rebuild(
            Archive(folder), folder / "corpus.db", workers, lambda store: None, lambda done, total: None, NIGHT
        )
    install(folder / "corpus.db")
    return rebuilt


def told(folder: Path) -> tuple[object, ...]:
    store = Store.open(folder / "corpus.db")
    documents = [
        (item.key, item.title, item.submitters, item.languages, [p.text for p in store.current_passages(item.id)])
        for item in store.documents(store.document_ids()).values()
    ]
    counts = store.counts()
    unread = store.unread()
    store.close()
    return documents, counts.visits, unread


def test_a_rebuilt_store_says_what_the_old_one_said(tmp_path: Path) -> None:
    taken_in(tmp_path)
    before = told(tmp_path)
    assert again(tmp_path) == Rebuilt(3, (), continues=True)
    assert told(tmp_path) == before
    assert not list(tmp_path.glob("corpus.db.*"))


def test_a_store_that_is_gone_comes_back(tmp_path: Path) -> None:
    taken_in(tmp_path)
    documents = told(tmp_path)[0]
    (tmp_path / "corpus.db").write_bytes(b"no database")
    again(tmp_path)
    assert told(tmp_path)[0] == documents


def test_a_damaged_record_costs_itself(tmp_path: Path) -> None:
    taken_in(tmp_path)
    store = Store.open(tmp_path / "corpus.db")
    lost = store.versions(store.document("A/199/12").id)[0].archived
    store.close()
    path = tmp_path / lost.file
    bytes_ = bytearray(path.read_bytes())
    # A flipped bit in the stored bytes of the first record; gzip's own check or the digest notices.
    bytes_[lost.offset + 420] ^= 1
    path.write_bytes(bytes_)
    rebuilt = again(tmp_path)
    assert rebuilt.documents < 3
    assert all("cannot be read" in reason or "damaged" in reason for _, reason in rebuilt.lost)
    assert rebuilt.lost
