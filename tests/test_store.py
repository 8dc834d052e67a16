"""The store: one document however it is met, old versions kept, every change in the feed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Change, FrontMatter, Passage
from corpus.errors import StoreError, UnknownDocument
from corpus.store import Arrival, Deposited, Store
from corpus.store.facts import ORIGINS, Fact, best
from tests.samples import NIGHT, SAMPLE_PASSAGES, sample_arrival, sample_posting, sample_visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "corpus.db", writing=True)
    yield opened
    opened.close()


def put(store: Store, arrival: Arrival) -> Deposited:
    return store.deposit(arrival, sample_visit(arrival))


def test_a_document_is_found_by_any_spelling_of_its_symbol(store: Store) -> None:
    put(store, sample_arrival(sample_posting(symbol="A/199/12", title="Report (sample)")))
    for spelling in ("A/199/12", "a/199/12", "A-199-12", "A/199/12*", "https://example.org/A_199_12.pdf"):
        assert store.document(spelling).key == "A/199/12"


def test_an_unknown_symbol_suggests_near_ones(store: Store) -> None:
    put(store, sample_arrival(sample_posting(symbol="A/199/12")))
    with pytest.raises(UnknownDocument, match="Did you mean A/199/12") as caught:
        store.document("A/199/13")
    assert caught.value.near == ("A/199/12",)


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    arrival = sample_arrival(sample_posting(symbol="A/199/12"))
    first, second = put(store, arrival), put(store, arrival)
    assert (first.change, second.change) == (Change.NEW, Change.SAME)
    assert store.changes(0) == (1, [first.document_id])
    assert store.counts().versions == 1


def test_new_text_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    posting = sample_posting(symbol="A/199/12")
    document = put(store, sample_arrival(posting)).document_id
    changed = [*SAMPLE_PASSAGES[:2], replace(SAMPLE_PASSAGES[2], text="The directory is reviewed every two years.")]
    again = put(store, sample_arrival(posting, passages=changed, body=b"%PDF later", at=NIGHT + timedelta(days=1)))
    assert again.change is Change.CHANGED
    versions = store.versions(document)
    assert [version.current for version in versions] == [True, False]
    assert store.passages_of(document, versions[0].id)[2].text.endswith("two years.")
    assert store.passages_of(document, versions[1].id)[2].text.endswith("every year.")
    assert len(store.current_passages(document)) == 3


def test_new_bytes_with_the_same_text_are_no_new_version(store: Store) -> None:
    posting = sample_posting(symbol="A/199/12")
    put(store, sample_arrival(posting))
    assert put(store, sample_arrival(posting, body=b"%PDF made again")).change is Change.SAME
    assert store.counts().versions == 1


def test_languages_are_versions_of_one_document(store: Store) -> None:
    english = put(store, sample_arrival(sample_posting(symbol="A/199/12")))
    french = put(
        store,
        sample_arrival(
            sample_posting("https://example.org/fr.pdf", symbol="A/199/12", language="fr"),
            passages=[Passage("Les États tiennent un répertoire.", number="24", page=7)],
            body=b"%PDF fr",
            language="fr",
        ),
    )
    assert french.document_id == english.document_id
    assert store.document("A/199/12").languages == ("en", "fr")
    assert store.languages() == ("en", "fr")


def test_a_translation_does_not_rename_the_document(store: Store) -> None:
    for language, title in (("en", "Report"), ("fr", "Rapport"), ("es", "Informe")):
        front = FrontMatter(symbol="A/199/12", title=title)
        posting = sample_posting(f"https://example.org/{language}", language=language)
        put(store, sample_arrival(posting, front=front, body=language.encode(), language=language))
    assert store.document("A/199/12").title == "Report"


def test_a_file_without_symbol_is_one_document_at_all_its_addresses(store: Store) -> None:
    first = put(store, sample_arrival(sample_posting("https://example.org/a/Statement.pdf", title="Statement")))
    moved = put(store, sample_arrival(sample_posting("https://mirror.example.org/Statement.pdf", title="Statement")))
    assert moved.document_id == first.document_id
    assert store.document("https://mirror.example.org/Statement.pdf").key == first.key


def test_another_symbol_at_the_same_address_is_another_document(store: Store) -> None:
    url = "https://example.org/latest.pdf"
    first = put(store, sample_arrival(sample_posting(url, symbol="A/199/12")))
    second = put(store, sample_arrival(sample_posting(url, symbol="A/199/13"), body=b"%PDF other"))
    assert first.document_id != second.document_id


def test_catalogue_entries_become_held_when_their_text_comes(store: Store) -> None:
    posting = sample_posting("https://undocs.org/en/A/199/12", symbol="A/199/12", title="Report", date="2031-01-02")
    (recorded,) = store.record([(posting, "catalogue-high")], NIGHT)
    assert not store.document("A/199/12").held
    arrived = put(store, sample_arrival(sample_posting(), front=FrontMatter(symbol="A/199/12", title="REPORT")))
    document = store.document("A/199/12")
    assert arrived.document_id == recorded.document_id
    assert arrived.change is Change.NEW
    assert (document.held, document.title, document.date) == (True, "Report", "2031-01-02")
    assert store.record([(posting, "catalogue-high")], NIGHT)[0].change is Change.SAME


def test_the_printed_date_says_which_it_is(store: Store) -> None:
    front = FrontMatter(symbol="A/RES/199/3", date_issued="2031-02-09", date_adopted="2030-12-22")
    put(store, sample_arrival(sample_posting(date="2031-03-01"), front=front))
    document = store.document("A/RES/199/3")
    assert (document.date, document.date_kind, document.type) == ("2030-12-22", "date_adopted", "resolution")


def test_a_family_is_found_from_each_member(store: Store) -> None:
    for symbol in (
        "A/C.1/199/L.9",
        "A/C.1/199/L.9/Rev.1",
        "A/C.1/199/L.9/Rev.10",
        "A/C.1/199/L.9/Rev.2",
        "A/C.1/199/L.90",
    ):
        put(store, sample_arrival(sample_posting(f"https://example.org/{symbol}", symbol=symbol), body=symbol.encode()))
    members = [member.key for member in store.family(store.document("A/C.1/199/L.9/Rev.1"))]
    assert members == ["A/C.1/199/L.9", "A/C.1/199/L.9/Rev.2", "A/C.1/199/L.9/Rev.10"]


def test_readers_see_whole_deposits_while_a_writer_writes(store: Store, tmp_path: Path) -> None:
    reader = Store.open(tmp_path / "corpus.db")
    put(store, sample_arrival(sample_posting(symbol="A/199/12")))
    assert reader.document("A/199/12").held
    with pytest.raises(StoreError, match="cannot be written"):
        reader.remember("a", "b")
    reader.close()


def test_a_store_of_another_layout_names_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    Store.open(path, writing=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="verbale rebuild"):
        Store.open(path)


def test_a_file_that_is_no_store_names_the_cure(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="verbale rebuild"):
        Store.open(tmp_path / "corpus.db", writing=True)


@pytest.mark.parametrize(
    ("number", "anchor"), [("24", "para-24"), ("24 (b)", "para-24-b"), ("OP5", "para-OP5"), ("", "p-1")]
)
def test_permalinks(store: Store, number: str, anchor: str) -> None:
    document = put(store, sample_arrival(sample_posting(), passages=[Passage("Text.", number=number)])).document_id
    assert store.current_passages(document)[0].anchor == anchor


@given(st.lists(st.tuples(st.sampled_from(["title", "symbol", "date"]), st.text(min_size=1), st.sampled_from(ORIGINS))))
def test_the_most_trusted_origin_wins_in_any_order(told: list[tuple[str, str, str]]) -> None:
    facts = list({(name, origin): Fact(name, value, origin) for name, value, origin in told}.values())
    chosen = best(facts)
    assert chosen == best(reversed(facts))
    for fact in facts:
        if fact.name == "title" and all(
            ORIGINS.index(fact.origin) <= ORIGINS.index(f.origin) for f in facts if f.name == "title"
        ):
            assert chosen["title"] == fact.value


def test_a_number_used_again_has_an_address_of_its_own(store: Store) -> None:
    passages = [Passage("One.", number="1"), Passage("Two.", number="2"), Passage("Annexed.", number="1")]
    arrival = sample_arrival(sample_posting(), passages=passages)
    document = store.deposit(arrival, sample_visit(arrival)).document_id
    kept = store.current_passages(document)
    assert [passage.anchor for passage in kept] == ["para-1", "para-2", "p-3"]
    assert store.passages([kept[2].id])[kept[2].id].anchor == "p-3"


def test_texts_of_another_extractor_are_counted(store: Store) -> None:
    put(store, sample_arrival(sample_posting(symbol="A/199/12")))
    assert store.read_by_others("sample") == 0
    assert store.read_by_others("sample-2") == 1


def test_what_a_reader_should_know_of_the_reading_is_kept(store: Store) -> None:
    arrival = sample_arrival(sample_posting(symbol="A/199/12"))
    noted = replace(arrival, extract=replace(arrival.extract, notes=("Read by OCR.", "Damaged: page 3.")))
    document = put(store, noted).document_id
    assert store.versions(document)[0].notes == ("Read by OCR.", "Damaged: page 3.")
