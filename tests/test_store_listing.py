"""Since when a document stands as it does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from corpus.document import Passage
from corpus.store import Store
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import report_with_replies


def test_a_new_text_is_news_and_the_same_text_is_none(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.db", writing=True)

    def deposited(said: str, nights: int) -> dict[str, int]:
        posting, at = sample_posting(symbol="A/199/12"), NIGHT + timedelta(nights)
        arrival = sample_arrival(posting, passages=[Passage(said)], body=said.encode(), at=at)
        store.deposit(arrival, sample_visit(arrival))
        return {one.key: (one.updated - NIGHT).days for one in store.listed()}

    assert deposited("The first text.", 0) == {"A/199/12": 0}
    assert deposited("The first text.", 1) == {"A/199/12": 0}
    assert deposited("The second text.", 2) == {"A/199/12": 2}
    store.close()


def test_a_part_changes_with_the_text_that_holds_it(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.db", writing=True)
    arrival = report_with_replies()
    store.deposit(arrival, sample_visit(arrival))
    store.record([(sample_posting("https://undocs.org/A/199/99", symbol="A/199/99"), "catalogue")], NIGHT)
    told = list(store.listed())
    assert {one.key: one.held for one in told} == {"A/199/30": True, "A/199/30 (Facsimilia)": True, "A/199/99": False}
    assert {one.updated for one in told} == {NIGHT}
    assert [one.key for one in store.listed([told[1].id])] == [told[1].key]
    assert list(store.listed([])) == []
    store.close()
