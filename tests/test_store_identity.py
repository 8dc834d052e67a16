"""A store made again goes on with the ids and the feed of the earlier one, and announces only what differs."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import FrontMatter, Part, Passage
from corpus.store import Arrival, Store
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit

TEXT = (
    Passage("Noting the report,", "PP1", page=1),
    Passage("None", page=1),
    Passage("None", page=2),
    Passage("The directory is reviewed.", "24", ("II. Directory",), page=2),
)


def arrival(
    symbol: str, passages: Sequence[Passage] = TEXT, title: str = "Report", parts: tuple[Part, ...] = ()
) -> Arrival:
    url = f"https://example.org/{symbol}.pdf"
    front = FrontMatter(symbol, title)
    made = sample_arrival(sample_posting(url, symbol=symbol), front=front, passages=passages, body=symbol.encode())
    return replace(made, extract=replace(made.extract, parts=parts))


def fill(path: Path, arrivals: Sequence[Arrival]) -> Store:
    store = Store.open(path, writing=True)
    for item in arrivals:
        store.deposit(item, sample_visit(item))
    return store


def ids(store: Store) -> dict[str, list[int]]:
    """Every document's id, then those of its paragraphs, by its key."""
    documents = store.documents(store.document_ids()).values()
    return {item.key: [item.id, *(passage.id for passage in store.current_passages(item.id))] for item in documents}


def rebuilt(folder: Path, before: Sequence[Arrival], after: Sequence[Arrival]) -> tuple[Store, Store, int]:
    """The earlier store, the one made again, and the head of the earlier feed."""
    earlier = fill(folder / "corpus.db", before)
    fresh = fill(folder / "corpus.db.new", after)
    assert fresh.keep_identities(folder / "corpus.db", NIGHT)
    return earlier, fresh, earlier.changes(0)[0]


def test_the_same_text_in_another_order_announces_nothing(tmp_path: Path) -> None:
    first, second = arrival("A/199/1"), arrival("A/199/2")
    earlier, fresh, head = rebuilt(tmp_path, [first, second], [second, first])
    assert ids(fresh) == ids(earlier)
    assert fresh.changes(head) == (head, [])


def test_only_the_paragraph_that_is_read_otherwise_is_announced(tmp_path: Path) -> None:
    better = (*TEXT[:3], replace(TEXT[3], text="The directory is reviewed each year."))
    before, after = [arrival("A/199/1"), arrival("A/199/2")], [arrival("A/199/1"), arrival("A/199/2", better)]
    earlier, fresh, head = rebuilt(tmp_path, before, after)
    changed = fresh.document("A/199/2").id
    assert fresh.changes(head)[1] == [changed]
    told = {change.change: change.passage_id for change in fresh.passage_changes(head)}
    assert fresh.passages([told["new"]])[told["new"]].text.endswith("each year.")
    assert earlier.passages([told["gone"]])[told["gone"]].text == "The directory is reviewed."
    assert ids(fresh)["A/199/2"][:4] == ids(earlier)["A/199/2"][:4]
    assert told["new"] not in {number for numbers in ids(earlier).values() for number in numbers}


def test_a_better_heading_announces_the_document_and_no_paragraph(tmp_path: Path) -> None:
    better = (*TEXT[:3], replace(TEXT[3], heading=("II. The directory",)))
    earlier, fresh, head = rebuilt(tmp_path, [arrival("A/199/1")], [arrival("A/199/1", better)])
    assert ids(fresh) == ids(earlier)
    assert fresh.changes(head)[1] == [fresh.document("A/199/1").id]
    assert fresh.passage_changes(head) == []


def test_another_title_announces_the_document(tmp_path: Path) -> None:
    _, fresh, head = rebuilt(tmp_path, [arrival("A/199/1")], [arrival("A/199/1", title="Better report")])
    assert fresh.changes(head)[1] == [fresh.document("A/199/1").id]


def test_documents_that_come_and_go_are_announced(tmp_path: Path) -> None:
    earlier, fresh, head = rebuilt(tmp_path, [arrival("A/199/1")], [arrival("A/199/2")])
    gone, come = earlier.document("A/199/1").id, fresh.document("A/199/2").id
    assert gone != come
    assert sorted(fresh.changes(head)[1]) == sorted([gone, come])
    assert len(fresh.passage_changes(head)) == len(TEXT)


def test_parts_keep_their_ids_and_new_ones_are_announced(tmp_path: Path) -> None:
    reply = Part("Exampleland", 2, 2, "", ("Exampleland",), "en", "")
    other = Part("Testonia", 3, 3, "", ("Testonia",), "en", "")
    before = [arrival("A/199/1", parts=(reply,))]
    earlier, fresh, head = rebuilt(tmp_path, before, [arrival("A/199/1", parts=(reply, other))])
    assert ids(fresh)["A/199/1 (Exampleland)"] == ids(earlier)["A/199/1 (Exampleland)"]
    new = fresh.document("A/199/1 (Testonia)").id
    assert set(fresh.changes(head)[1]) == {fresh.document("A/199/1").id, new}


def test_a_store_that_cannot_be_read_is_no_earlier_one(tmp_path: Path) -> None:
    fresh = fill(tmp_path / "corpus.db.new", [arrival("A/199/1")])
    assert not fresh.keep_identities(tmp_path / "corpus.db", NIGHT)
    (tmp_path / "corpus.db").write_bytes(b"no database at all" * 100)
    assert not fresh.keep_identities(tmp_path / "corpus.db", NIGHT)
    assert fresh.changes(0)[1] == fresh.document_ids()


texts = st.lists(st.sampled_from(["None", "Noting", "Recalling", "The directory."]), max_size=6)


@pytest.mark.slow
@given(before=st.dictionaries(st.sampled_from("1234"), texts), after=st.dictionaries(st.sampled_from("1234"), texts))
def test_whatever_changed_an_index_that_follows_the_feed_is_level(
    before: dict[str, list[str]], after: dict[str, list[str]]
) -> None:
    """An index that looks again at the documents announced knows every paragraph of the new store."""
    with tempfile.TemporaryDirectory() as folder:
        made = [
            [arrival(f"A/199/{number}", [Passage(text) for text in texts]) for number, texts in state.items()]
            for state in (before, after)
        ]
        earlier, fresh, head = rebuilt(Path(folder), *made)
        announced = set(fresh.changes(head)[1])
        known, true = ids(earlier), ids(fresh)
        assert {key: numbers for key, numbers in known.items() if numbers[0] not in announced} == {
            key: numbers for key, numbers in true.items() if numbers[0] not in announced
        }
        earlier.close()
        fresh.close()
