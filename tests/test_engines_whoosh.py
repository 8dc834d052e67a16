"""What is particular to the Whoosh engine: the traps of Whoosh, each tried, and its own arithmetic."""

from __future__ import annotations

import os
import pickle
import random
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import EngineError, EngineNotReady
from index.edits import within
from index.engine import Record, open_engine
from index.engines.whoosh import WhooshEngine, open_index
from index.evaluate_fuzzy import Lexicon
from index.query import And, Everything, Exact, Fuzzy, Hit, Near, Not, Or, Phrase, Prefix, Range, Word
from index.whoosh_cache import Cache
from index.whoosh_snapshot import Snapshot
from tests.engine_contract import document, found, passage


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    opened = open_index(tmp_path / "index")
    yield opened
    opened.close()


def tables(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.suffix == ".toc"]


def segments(folder: Path) -> int:
    return sum(1 for file in folder.iterdir() if file.suffix == ".trm")


def test_the_folder_is_private(engine: WhooshEngine, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "index").stat().st_mode) == 0o700


def test_a_folder_that_only_others_can_read_is_made_private(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index").chmod(0o755)
    open_index(tmp_path / "index").close()
    assert stat.S_IMODE((tmp_path / "index").stat().st_mode) == 0o700


class Planted:
    """Makes a folder when it is unpickled."""

    def __init__(self, proof: Path) -> None:
        self.proof = str(proof)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.proof,)


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_folder_that_others_can_write_in_is_refused_unread(tmp_path: Path, mode: int) -> None:
    engine = open_index(tmp_path / "index")
    engine.write([passage(1, "norm")], (), 1)
    engine.close()
    table = tmp_path / "index" / tables(tmp_path / "index")[0]
    table.write_bytes(pickle.dumps(Planted(tmp_path / "proof")) + table.read_bytes())
    (tmp_path / "index").chmod(mode)
    with pytest.raises(EngineError, match="Others can write") as refused:
        open_index(tmp_path / "index")
    assert "verbale index" in str(refused.value)
    assert not (tmp_path / "proof").exists()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    open_index(tmp_path / "index").close()
    os.chown(tmp_path / "index", 12345, 12345)
    with pytest.raises(EngineError, match="another user"):
        open_index(tmp_path / "index")


def test_an_index_of_another_version_is_not_unpickled(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir(mode=0o700)
    (folder / "_verbale0_7.toc").write_bytes(pickle.dumps(Planted(tmp_path / "proof")))
    with pytest.raises(EngineNotReady, match=r"another version.*verbale index"):
        open_index(folder)
    assert not (tmp_path / "proof").exists()


@pytest.mark.parametrize("suffix", [".trm", ".toc", ".row.col"])
@pytest.mark.parametrize("how", ["cut", "overwritten", "empty"])
def test_damage_is_reported_with_the_cure(tmp_path: Path, suffix: str, how: str) -> None:
    engine = open_index(tmp_path / "index")
    engine.write([passage(number, "norm of states") for number in range(50)], (), 1)
    engine.close()
    file = next(file for file in (tmp_path / "index").iterdir() if file.name.endswith(suffix))
    body = file.read_bytes()
    file.write_bytes({"cut": body[: len(body) // 2], "overwritten": b"\xff" * len(body), "empty": b""}[how])
    with pytest.raises(EngineNotReady, match="verbale index"):
        open_index(tmp_path / "index")


def test_a_lost_segment_is_reported_with_the_cure(tmp_path: Path) -> None:
    engine = open_index(tmp_path / "index")
    engine.write([passage(1, "norm")], (), 1)
    engine.close()
    next(file for file in (tmp_path / "index").iterdir() if file.suffix == ".trm").unlink()
    with pytest.raises(EngineNotReady, match="verbale index"):
        open_index(tmp_path / "index")


def test_two_writers_do_not_meet(engine: WhooshEngine, tmp_path: Path) -> None:
    other = open_index(tmp_path / "index")

    def busy() -> Iterator[Record]:
        with pytest.raises(EngineError, match="Another verbale is writing"):
            other.write([passage(2, "other")], (), 9)
        yield passage(1, "one")

    engine.write(busy(), (), 1)
    other.write([passage(2, "other")], (), 2)
    assert found(engine, Everything()) == [1, 2]
    other.close()


_KILLED = """
import sys
from pathlib import Path
from index.engines.whoosh import open_index
from index.whoosh_snapshot import Snapshot
from tests.engine_contract import passage

def slowly():
    for number in range(100, 400):
        yield passage(number, "new norm of states", document=2)
    print("half way", flush=True)
    sys.stdin.read()

open_index(Path(sys.argv[1])).write(slowly(), [1], 2)
"""


def test_a_killed_writer_leaves_the_last_commit_and_no_lock(tmp_path: Path) -> None:
    engine = open_index(tmp_path / "index")
    engine.write([passage(1, "norm")], (), 1)
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(tmp_path / "index")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[1],
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"half way\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert engine.checkpoint() == 1
    assert found(engine, Everything()) == [1]
    engine.close()
    again = open_index(tmp_path / "index")
    again.write([passage(2, "norm")], (), 2)
    assert found(again, Word("norm")) == [1, 2]
    again.close()
    left = {file.suffix for file in (tmp_path / "index").iterdir()}
    assert left <= {".trm", ".pst", ".col", ".toc", ""}


def test_everything_is_synced_before_the_commit(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[tuple[str, int]] = []
    real_sync, real_rename = os.fsync, os.rename

    def sync(handle: int) -> None:
        events.append(("sync", os.fstat(handle).st_ino))
        real_sync(handle)

    def rename(old: str, new: str) -> None:
        events.append(("rename", Path(old).stat().st_ino))
        real_rename(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "rename", rename)
    engine.write([passage(1, "norm")], (), 1)
    folder = tmp_path / "index"
    (table,) = [file.stat().st_ino for file in folder.iterdir() if file.suffix == ".toc"]
    written = {file.stat().st_ino for file in folder.iterdir() if file.suffix in (".trm", ".pst", ".col")}
    commit = events.index(("rename", table))
    assert len(written) > 4
    assert {("sync", table), *(("sync", file) for file in written)} <= set(events[:commit])
    assert ("sync", folder.stat().st_ino) in events[commit:]


def test_a_full_disk_is_an_engine_error_and_loses_nothing(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.write([passage(1, "norm")], (), 1)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(EngineError, match="No space left"):
            engine.write([passage(2, "norm")], (), 2)
    assert found(engine, Everything()) == [1]
    engine.write([passage(3, "norm")], (), 3)
    assert found(engine, Everything()) == [1, 3]


def test_segments_stay_few_and_removed_records_stay_away(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.write([passage(number, "norm of states", document=number % 50) for number in range(1_000)], (), 1)
    most = 0
    for night in range(2, 32):
        changed = [passage(number, f"norm night{night}", document=number % 50) for number in range(night, 1_000, 50)]
        engine.write(changed, [night], night)
        most = max(most, segments(tmp_path / "index"))
        assert sorted(found(engine, Word("norm"))) == list(range(1_000))
        assert engine.search(Word(f"night{night}"), "passage").total == 20
    assert most > 1
    assert segments(tmp_path / "index") <= 6
    assert engine.search(Exact("states"), "passage").total == 400
    assert engine.search(Phrase(("norm", "of")), "passage").total == 400


def test_a_segment_without_records_is_dropped(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.write([passage(number, "norm") for number in range(50)], (), 1)
    engine.write((), [1], 2)
    engine.write((), (), 3)
    assert segments(tmp_path / "index") == 1
    assert found(engine, Everything()) == []


@pytest.mark.slow
def test_searches_see_whole_commits_while_a_writer_works(tmp_path: Path) -> None:
    """Every commit holds as many records of one colour as it has records: no search sees two colours."""
    writer, reader = open_index(tmp_path / "index"), open_index(tmp_path / "index")
    writer.write([passage(number, "colour0") for number in range(30)], (), 0)
    done = threading.Event()
    wrong: list[object] = []

    def search() -> None:
        try:
            while not done.is_set():
                results = reader.search(Or((Word("colour0"), Word("colour1"))), "passage", limit=100)
                mixed = reader.search(And((Everything(), Not(Word("colour0")), Not(Word("colour1")))), "passage")
                if results.total != 30 or len({round(hit.score, 9) for hit in results.hits}) != 1 or mixed.total:
                    wrong.append(results)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for night in range(1, 15):
        writer.write([passage(number, f"colour{night % 2}") for number in range(30)], [1], night)
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert reader.checkpoint() == 14
    writer.close()
    reader.close()


def test_dated_records_are_found_at_the_ends_of_a_range(engine: WhooshEngine) -> None:
    engine.write(
        [document(number, "x", day=day) for number, day in enumerate((0, 20210000, 20210318, 20211231))], (), 1
    )
    for query, ids in [(Range(0, 20210318), [1, 2]), (Range(20210001, 99999999), [2, 3]), (Range(5, 1), [])]:
        assert found(engine, query, "document") == ids


def test_the_cache_keeps_within_its_limit() -> None:
    cache = Cache(10_000)
    for number in range(100):
        made = cache.get(number, lambda number=number: np.full(100, number))  # type: ignore[misc]
        assert made[0] == number
        assert cache.nbytes <= 10_000
    assert cache.get(99, lambda: np.zeros(1))[0] == 99
    assert cache.get("large", lambda: np.zeros(10_000)).nbytes == 80_000
    assert cache.get(99, lambda: np.full(1, -1))[0] == -1


@given(
    st.lists(st.text("abcd", min_size=1, max_size=6), unique=True, max_size=30),
    st.text("abcd", min_size=1, max_size=6),
    st.integers(1, 2),
)
def test_near_words_of_a_vocabulary_are_those_one_by_one(vocabulary: list[str], word: str, edits: int) -> None:
    lexicon = Lexicon((term, number) for number, term in enumerate(vocabulary))
    expected = {(term, number) for number, term in enumerate(vocabulary) if within(word, term, edits)}
    assert set(lexicon.within(word, edits)) == expected


@pytest.mark.parametrize(
    ("one", "other", "edits", "near"),
    [
        ("norm", "norm", 0, True),
        ("norm", "nrm", 1, True),
        ("norm", "form", 1, True),
        ("norm", "nomr", 1, True),
        ("norm", "omrn", 1, False),
        ("norm", "norms", 1, True),
        ("norm", "normals", 2, False),
        ("ca", "abc", 2, False),  # a swap is not edited again
        ("", "ab", 2, True),
    ],
)
def test_edits_are_counted_with_swaps(one: str, other: str, edits: int, near: bool) -> None:
    assert within(one, other, edits) is near
    assert within(other, one, edits) is near


# How many records a query finds, and the first of them.
Judged = tuple[int, tuple[Hit, ...]]


def many(count: int) -> list[Record]:
    """Records enough for postings of several blocks, with a few words that are common and many that are not."""
    chance = random.Random(5)
    words = [*("states", "norms", "of", "the") * 8, *(f"word{number}" for number in range(60))]
    return [
        passage(number, " ".join(chance.choices(words, k=12)), document=number // 20 + 1, keywords={"year": ("2021",)})
        for number in range(1, count + 1)
    ]


QUERIES = (
    Word("norm"),
    And((Word("state"), Word("norm"))),
    Phrase(("states", "of", "the")),
    Near((("states",), ("norms", "of")), 3),
    Prefix("word1"),
    Fuzzy("sttes"),
    And((Exact("the"), Not(Exact("norms")))),
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Judged]]:
    """A Whoosh index of several segments and blocks, and what the judge finds with each query."""
    folder = tmp_path_factory.mktemp("large") / "index"
    records = many(5_000)
    whoosh, judge = open_index(folder), open_engine("memory", folder.with_name("judge"))
    for engine in (whoosh, judge):
        engine.write(records[:3_000], (), 1)
        engine.write(records[3_000:], (7, 9), 2)
        engine.close()
    judge = open_engine("memory", folder.with_name("judge"))
    expected = [(judge.search(query, "passage").total, judge.search(query, "passage").hits) for query in QUERIES]
    judge.close()
    return folder, expected


def answers(folder: Path) -> list[Judged]:
    engine = open_index(folder)
    try:
        found = [engine.search(query, "passage", facets=("year",)) for query in QUERIES]
        return [(results.total, results.hits) for results in found]
    finally:
        engine.close()


def check_alike(found: list[Judged], expected: list[Judged]) -> None:
    for (total, hits), (judged, best) in zip(found, expected, strict=True):
        assert total == judged
        assert [hit.record for hit in hits] == [hit.record for hit in best]
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in best])


@pytest.mark.slow
def test_postings_of_many_blocks_are_read_right(large: tuple[Path, list[Judged]]) -> None:
    folder, expected = large
    assert expected[0][0] > 2_000
    check_alike(answers(folder), expected)


@pytest.mark.slow
def test_blocks_of_an_unknown_shape_are_read_as_whoosh_promises(
    large: tuple[Path, list[Judged]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from whoosh.codec.whoosh3 import W3LeafMatcher
    from whoosh.filedb.filetables import OrderedHashReader

    folder, expected = large
    # As if a later Whoosh called them something else.
    monkeypatch.setattr("index.whoosh_blocks._NAMES", ("_read_blocks", "_blocks"))
    monkeypatch.setattr("index.whoosh_blocks._DICTIONARY_NAMES", ("closest", "end"))
    assert not hasattr(W3LeafMatcher, "_read_blocks")
    assert not hasattr(OrderedHashReader, "closest")
    check_alike(answers(folder), expected)


def test_columns_that_cannot_be_mapped_are_read(
    large: tuple[Path, list[Judged]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, expected = large
    monkeypatch.setattr("index.whoosh_blocks._MAPPABLE", False)
    check_alike(answers(folder), expected)


def test_a_search_whose_files_are_taken_away_asks_the_next_commit(tmp_path: Path) -> None:
    reader, writer = open_index(tmp_path / "index"), open_index(tmp_path / "index")
    writer.write([passage(1, "one two")], (), 1)
    asked: list[int] = []

    def ask(snapshot: Snapshot) -> int:
        asked.append(snapshot.checkpoint())
        if len(asked) == 1:
            writer.write([passage(1, "one two three")], (), 2)  # merges, and removes the files of the first commit
        (keys,) = snapshot.places("text", [["two"]], np.array([0], np.int32))
        return int(keys.size)

    assert reader._ask(ask) == 1
    assert asked == [1, 2]
    writer.close()
    reader.close()
