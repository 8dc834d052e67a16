"""Writing in several processes, killed here and there; and segments that end where memory does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import EngineError
from index.engine import Record
from index.engines.whoosh import WhooshEngine, open_index
from index.query import Everything, Phrase, Word
from index.whoosh_memory import limit_of, pool_limit
from tests.engine_contract import appeared, found, passage, stuck

MIB = 1024**2


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    opened = open_index(tmp_path / "index")
    opened.write([passage(1, "norm")], (), 1)
    yield opened
    opened.close()


def alive(process: int) -> bool:
    """Whether a process is there and no zombie that waits to be told of."""
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def check_unharmed(engine: WhooshEngine, folder: Path) -> None:
    """The commit before is what is seen; the next write works, and leaves nothing lying about."""
    assert engine.checkpoint() == 1
    assert found(engine, Everything()) == [1]
    engine.write([passage(2, "norm")], (), 2)
    assert found(engine, Word("norm")) == [1, 2]
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith("index.")] == []
    assert {file.suffix for file in folder.iterdir()} <= {".trm", ".pst", ".col", ".toc", ""}


_KILLED = """
import sys
from functools import partial
from pathlib import Path
from index.engines.whoosh import open_index
from tests.engine_contract import appeared, passage, stuck

def first(started):
    yield passage(100, "new norm of states", document=2)
    appeared(started)
    print("half way", flush=True)
    sys.stdin.read()

started = Path(sys.argv[1]).with_name("started")
others = partial(stuck, [passage(number, "norm", document=3) for number in range(200, 300)], started)
open_index(Path(sys.argv[1])).write_parts([partial(first, started), others], [1], 2)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes in /proc")
def test_processes_die_with_the_one_that_started_them(engine: WhooshEngine, tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(tmp_path / "index")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[1],
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"half way\n"
    worker = int(appeared(tmp_path / "started"))
    assert alive(worker)
    assert any(path.name.startswith("index.part-") for path in tmp_path.iterdir())
    child.send_signal(signal.SIGKILL)
    child.communicate()
    while alive(worker):
        time.sleep(0.01)
    check_unharmed(engine, tmp_path / "index")


@pytest.mark.slow
def test_a_killed_process_is_an_engine_error_and_changes_nothing(engine: WhooshEngine, tmp_path: Path) -> None:
    def killing() -> Iterator[Record]:
        yield passage(2, "half")
        os.kill(int(appeared(tmp_path / "started")), signal.SIGKILL)
        yield passage(3, "half")

    others = partial(stuck, [passage(4, "half")], tmp_path / "started")
    with pytest.raises(EngineError, match=r"ended too early .*verbale index"):
        engine.write_parts([killing, others], [1], 2)
    check_unharmed(engine, tmp_path / "index")


def test_a_part_waits_for_no_other_writer(engine: WhooshEngine, tmp_path: Path) -> None:
    def busy() -> Iterator[Record]:
        with pytest.raises(EngineError, match="Another verbale is writing"):
            engine.write_parts([partial(list, []), partial(list, [])], (), 9)
        yield passage(3, "norm")

    engine.write_parts([busy, partial(list, [passage(2, "norm")])], (), 2)
    assert found(engine, Everything()) == [1, 2, 3]


def test_a_segment_ends_where_memory_does_and_many_are_joined(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.whoosh_memory._LEAST", 0)
    monkeypatch.setattr("index.whoosh_memory._MOST", 12_000)
    chance = random.Random(3)
    words = [f"word{number}" for number in range(50)]
    records = [passage(number, " ".join(chance.choices(words, k=20))) for number in range(2, 60)]
    engine.write(records[:30], (), 2)
    engine.write(records[28:], (), 3)
    assert 2 < sum(1 for file in (tmp_path / "index").iterdir() if file.suffix == ".trm") < 7
    assert sorted(found(engine, Everything())) == list(range(1, 60))
    for word in words[:5]:
        holding = {record.id for record in records if word in record.text.exact}
        assert set(found(engine, Word(word))) == set(found(engine, Phrase((word,)))) == holding
    engine.write([passage(70, "norm", document=2)], [1], 4)
    assert found(engine, Everything()) == [70]


@given(st.integers(0, 2**45), st.none() | st.integers(0, 2**45))
def test_memory_is_a_share_of_what_there_is(available: int, group: int | None) -> None:
    limit = limit_of(available, group)
    assert 16 * MIB <= limit <= 256 * MIB
    assert limit == limit_of(min(available, available if group is None else group), None)
    assert limit <= max(16 * MIB, available // 12)


def test_this_machine_gives_a_limit() -> None:
    assert 16 * MIB <= pool_limit() <= 256 * MIB


def test_a_control_group_counts_with_what_it_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.whoosh_memory._CGROUP", tmp_path)
    without = pool_limit()
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("5\n", encoding="ascii")
    assert pool_limit() == pytest.approx(without, rel=0.5)
    (tmp_path / "memory.max").write_text(f"{300 * MIB}\n", encoding="ascii")
    (tmp_path / "memory.current").write_text(f"{60 * MIB}\n", encoding="ascii")
    assert pool_limit() == min(without, 20 * MIB)
