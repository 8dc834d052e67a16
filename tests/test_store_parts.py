"""Documents within a document, in the store: found on their own, told under the whole, gone with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from corpus.document import Change, FrontMatter, Part, Passage
from corpus.errors import UnknownDocument
from corpus.store import Arrival, Store
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit

TEXT = (
    Passage("The replies follow.", "1", page=1),
    Passage("[Original: French]", page=2),
    Passage("La Facsimilie salue le répertoire.", page=2, language="fr"),
    Passage("[Original: English]", page=3),
    Passage("Testonia welcomes the directory.", page=3),
)
REPLIES = (
    Part("Facsimilia", 2, 3, "", ("Facsimilia",), "fr", "2031-05-02"),
    Part("Testonia", 4, 5, "", ("Testonia",), "en", ""),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "corpus.db", writing=True)
    yield opened
    opened.close()


def report(parts: tuple[Part, ...] = REPLIES, passages: tuple[Passage, ...] = TEXT, night: int = 0) -> Arrival:
    front = FrontMatter("A/199/12", "Views of States", date_issued="2031-07-01")
    body, at = f"%PDF {night}".encode(), NIGHT + timedelta(days=night)
    made = sample_arrival(sample_posting(symbol="A/199/12"), front=front, passages=passages, body=body, at=at)
    return replace(made, extract=replace(made.extract, parts=parts))


def put(store: Store, arrival: Arrival) -> Change:
    return store.deposit(arrival, sample_visit(arrival)).change


def test_a_reply_is_a_document_of_its_submitter_with_its_date_and_paragraphs(store: Store) -> None:
    put(store, report())
    whole, reply = store.document("A/199/12"), store.document("A/199/12 (Facsimilia)")
    assert reply.submitters == ("Facsimilia",)
    assert (reply.date, reply.date_kind) == ("2031-05-02", "date_on_text")
    assert reply.title == "Facsimilia: Views of States"
    assert (reply.part_of, reply.process, reply.held) == (whole.id, whole.process, True)
    assert [passage.text for passage in store.current_passages(reply.id)] == [item.text for item in TEXT[1:3]]
    assert store.versions(reply.id) == store.versions(whole.id)
    assert store.facts(reply.id)["submitters"].read_at == "page 2"


def test_an_undated_reply_has_the_date_of_the_whole(store: Store) -> None:
    put(store, report())
    assert store.document("A/199/12 (Testonia)").date == "2031-07-01"


def test_the_whole_has_all_its_text_and_counts_as_one_document(store: Store) -> None:
    put(store, report())
    whole = store.document("A/199/12")
    passages = store.current_passages(whole.id)
    assert len(passages) == len(TEXT)
    assert [part.key for part in store.parts(whole.id)] == ["A/199/12 (Facsimilia)", "A/199/12 (Testonia)"]
    assert [passage.document_id == whole.id for passage in passages] == [True, False, False, False, False]
    assert (store.counts().documents, store.counts().parts) == (1, 2)
    assert store.family(whole) == []


def test_the_same_file_again_announces_nothing(store: Store) -> None:
    put(store, report())
    head, _ = store.changes(0)
    assert put(store, report()) is Change.SAME
    assert store.changes(head) == (head, [])


def test_new_text_announces_the_whole_and_its_parts_and_only_the_new_paragraphs(store: Store) -> None:
    put(store, report())
    head, _ = store.changes(0)
    mended = (*TEXT[:4], replace(TEXT[4], text="Testonia welcomes the renewed directory."))
    assert put(store, report(passages=mended, night=1)) is Change.CHANGED
    _, changed = store.changes(head)
    assert len(changed) == 3
    told = [(change.change, store.passages([change.passage_id])) for change in store.passage_changes(head)]
    assert [(kind, *(item.text for item in found.values())) for kind, found in told] == [
        ("new", "Testonia welcomes the renewed directory."),
        ("gone", "Testonia welcomes the directory."),
    ]


def test_a_new_document_announces_all_its_paragraphs_once(store: Store) -> None:
    put(store, report())
    changes = store.passage_changes(0)
    assert [change.change for change in changes] == ["new"] * len(TEXT)
    assert len({change.passage_id for change in changes}) == len(TEXT)


def test_a_part_that_is_gone_from_the_text_is_gone_from_the_store(store: Store) -> None:
    put(store, report())
    gone = store.document("A/199/12 (Testonia)").id
    head, _ = store.changes(0)
    put(store, report(REPLIES[:1], TEXT[:3], night=1))
    with pytest.raises(UnknownDocument):
        store.document("A/199/12 (Testonia)")
    assert gone in store.changes(head)[1]


def test_two_replies_of_one_state_are_two_documents(store: Store) -> None:
    put(store, report((REPLIES[0], replace(REPLIES[1], title="Facsimilia"))))
    assert store.document("A/199/12 (Facsimilia)").id != store.document("A/199/12 (Facsimilia) 2").id


def journal() -> Arrival:
    front = FrontMatter("PC.JOUR/9462", "Journal", date_on_text="2031-03-14")
    arrival = sample_arrival(sample_posting("https://example.org/j.pdf", symbol="PC.JOUR/9462"), front=front, body=b"j")
    decision = Part("CONTACT POINTS", 2, 3, "PC.DEC/9202")
    return replace(arrival, extract=replace(arrival.extract, parts=(decision,)))


def decision() -> Arrival:
    posting = sample_posting("https://example.org/d.pdf", symbol="PC.DEC/9202", title="Contact points")
    return sample_arrival(posting, body=b"d")


def test_a_decision_answers_to_its_symbol_until_it_is_held_itself(store: Store) -> None:
    put(store, journal())
    within = store.document("PC.DEC/9202")
    assert (within.key, within.symbol, within.type) == ("PC.JOUR/9462 (PC.DEC/9202)", "PC.DEC/9202", "PC decision")
    assert put(store, decision()) is Change.NEW
    assert store.document("PC.DEC/9202").key == "PC.DEC/9202"
    assert store.document("PC.JOUR/9462 (PC.DEC/9202)").id == within.id


def test_a_decision_held_before_its_journal_keeps_its_symbol(store: Store) -> None:
    put(store, decision())
    put(store, journal())
    assert store.document("pc.dec/9202").key == "PC.DEC/9202"
