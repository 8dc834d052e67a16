"""The shingle index: it finds what shares word groups, follows the store, and stands being killed or damaged."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Passage
from corpus.errors import EngineNotReady
from corpus.store import Store
from index.analysis_fold import terms_of_runs
from index.shingles import Shingles, follow
from index.shingles.file import BLOCK, transaction, writer
from index.shingles.hashing import shingles
from index.shingles.reading import SHARE
from index.shingles.writing import Writer
from tests.samples import sample_arrival, sample_posting, sample_visit

SENTENCE = "Each depot keeps a ledger of lanterns lent to neighbouring depots and returns them before the first frost."
ALTERED = "Each depot keeps a register of lanterns lent to other depots and returns them before the first frost."
OTHER = "Bridges are inspected after every flood by two people who have not built them."

some_words = st.lists(st.sampled_from("alder birch cedar elm fir hazel".split()), max_size=12)
steps = st.lists(
    st.tuples(st.sampled_from(["put", "drop", "commit"]), st.integers(1, 6), some_words), min_size=1, max_size=25
)


@contextmanager
def opened(path: Path) -> Iterator[Shingles]:
    found = Shingles.open(path)
    yield found
    found.close()


def found(path: Path, text: str) -> list[int]:
    with opened(path) as index:
        return [each.passage_id for each in index.candidates(terms_of_runs(text)).found]


@given(steps, some_words, st.sampled_from([0, BLOCK - 2]))
@settings(deadline=None, max_examples=60)
def test_candidates_are_those_of_a_model(
    done: list[tuple[str, int, list[str]]], asked: Sequence[str], start: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shingles.db"
        connection = writer(path)
        with transaction(connection):
            connection.execute("UPDATE state SET value = ? WHERE name = 'next'", (start,))
        writing = Writer(connection)
        held: dict[int, tuple[int, Sequence[str]]] = {}
        count = start
        for what, passage, words in done:
            if what in ("put", "drop") and passage in held:
                writing.remove([held.pop(passage)[0]])
            if what == "put":
                writing.add(passage, 1, 0, words)
                held[passage] = count, words
                count += 1
            if what == "commit":
                writing.commit(0)
        writing.commit(7)
        connection.close()
        told = set(shingles(asked).tolist())
        model = {
            passage: shared
            for passage, (_, words) in held.items()
            if (shared := len(told & set(shingles(words).tolist())))
            >= max(2 if len(told) > 2 else 1, round(SHARE * len(told)))
        }
        with opened(path) as index:
            answer = index.candidates(asked)
            assert index.checkpoint() == 7
        assert {each.passage_id: each.shared for each in answer.found} == model
        assert answer.set_aside == 0
        assert [each.shared for each in answer.found] == sorted(model.values(), reverse=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "corpus.db", writing=True)
    yield made
    made.close()


def deposit(store: Store, symbol: str, *texts: str, body: bytes = b"%PDF 1") -> list[int]:
    """Store a document; returns the ids of the paragraphs that are searched of it."""
    posting = sample_posting(f"https://example.org/{symbol}", symbol=symbol)
    arrival = sample_arrival(posting, passages=[Passage(text, page=1) for text in texts], body=body + symbol.encode())
    document = store.deposit(arrival, sample_visit(arrival)).document_id
    return [passage.id for passage in store.current_passages(document)]


def level(store: Store) -> Path:
    path = store.path.with_name("shingles.db")
    follow(store, path, lambda done, total: None)
    return path


def test_an_index_follows_the_store(store: Store) -> None:
    first, other = deposit(store, "A/199/1", SENTENCE, OTHER)
    path = level(store)
    assert found(path, SENTENCE) == [first]
    (later,) = deposit(store, "A/199/2", ALTERED)
    assert found(path, SENTENCE) == [first]
    level(store)
    assert found(path, SENTENCE) == [first, later]
    deposit(store, "A/199/1", OTHER, body=b"%PDF 2")
    level(store)
    assert found(path, SENTENCE) == [later]
    assert len(found(path, OTHER)) == 1
    assert other not in found(path, SENTENCE)


def test_nothing_changed_writes_nothing(store: Store) -> None:
    deposit(store, "A/199/1", SENTENCE)
    path = level(store)
    assert follow(store, path, lambda done, total: None) == 0


@pytest.mark.parametrize("damage", [b"no database at all" * 400, b""], ids=["damaged", "empty"])
def test_a_file_that_cannot_be_read_is_made_anew(store: Store, damage: bytes) -> None:
    ids = deposit(store, "A/199/1", SENTENCE)
    path = level(store)
    path.write_bytes(damage)
    with pytest.raises(EngineNotReady, match="verbale index"):
        Shingles.open(path)
    level(store)
    assert found(path, SENTENCE) == ids


def test_a_damaged_page_is_made_anew(store: Store) -> None:
    ids = [each for number in range(1, 40) for each in deposit(store, f"A/199/{number}", f"{SENTENCE} {number}")]
    path = level(store)
    held = path.read_bytes()
    path.write_bytes(held[:4096] + b"\x99" * (len(held) - 4096))
    level(store)
    assert sorted(found(path, SENTENCE)) == ids


def test_an_index_of_another_layout_or_of_a_later_store_is_made_anew(store: Store) -> None:
    ids = deposit(store, "A/199/1", SENTENCE)
    path = level(store)
    connection = writer(path)
    connection.execute("UPDATE state SET value = 10000 WHERE name = 'checkpoint'")
    connection.close()
    level(store)
    assert found(path, SENTENCE) == ids
    connection = writer(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(EngineNotReady, match="layout 999"):
        Shingles.open(path)
    level(store)
    assert found(path, SENTENCE) == ids


def test_until_a_new_index_is_whole_the_old_one_is_read(store: Store) -> None:
    ids = [each for number in range(1, 6) for each in deposit(store, f"A/199/{number}", f"{SENTENCE} {number}")]
    path = level(store)
    seen: list[list[int]] = []
    assert follow(store, path, lambda done, total: seen.append(sorted(found(path, SENTENCE))), anew=True) == 5
    assert seen == [ids] * 5
    assert sorted(found(path, SENTENCE)) == ids
    with opened(path) as index:
        assert index.checkpoint() == store.last_changes(0)[0]


def test_a_new_index_that_fails_leaves_the_old_one(store: Store) -> None:
    ids = deposit(store, "A/199/1", SENTENCE)
    path = level(store)

    def fail(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        follow(store, path, fail, anew=True)
    assert found(path, SENTENCE) == ids


def test_formulae_alone_are_set_aside(store: Store) -> None:
    formula = "Recalling its earlier decision on lanterns and on depots,"
    for number in range(60):
        deposit(store, f"A/198/{number}", f"{formula} taken in year {number} without a vote")
    (mine,) = deposit(store, "A/199/1", f"{formula} {SENTENCE}")
    with opened(level(store)) as index:
        answer = index.candidates(terms_of_runs(f"{formula} {SENTENCE}"))
        assert [each.passage_id for each in answer.found] == [mine]
        assert answer.set_aside == 60
        assert 0 < answer.common < answer.shingles
        # A text that is nothing but a formula is found where it stands.
        assert len(index.candidates(terms_of_runs(formula)).found) == 61


def test_chinese_and_arabic_words_make_groups(store: Store) -> None:
    chinese, arabic = "各国每年清点一次仓库钥匙并报告", "تحتفظ الدول بدليل لجهات الاتصال"
    ids = deposit(store, "A/199/1", f"前文。{chinese}。", f"{arabic} كل عام")
    path = level(store)
    assert found(path, chinese) == ids[:1]
    assert found(path, arabic) == ids[1:]


KILLED = """
import os, signal, sys
from pathlib import Path
from corpus.store import Store
from index.shingles import follow

store = Store.open(Path(sys.argv[1]))
kill = lambda done, total: os.kill(os.getpid(), signal.SIGKILL) if done == int(sys.argv[2]) else None
follow(store, store.path.with_name("shingles.db"), kill)
"""


@pytest.mark.parametrize("after", [1, 3])
def test_killed_it_is_as_it_was_and_goes_on(store: Store, after: int) -> None:
    before = [each for number in range(1, 3) for each in deposit(store, f"A/199/{number}", f"{SENTENCE} {number}")]
    path = level(store)
    later = [each for number in range(3, 6) for each in deposit(store, f"A/199/{number}", f"{SENTENCE} {number}")]
    command = [sys.executable, "-c", KILLED, str(store.path), str(after)]
    killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[1])
    assert killed.returncode == -signal.SIGKILL
    assert sorted(found(path, SENTENCE)) == before
    level(store)
    assert sorted(found(path, SENTENCE)) == [*before, *later]
