"""`verbale index --check`: an index that holds what the store holds, and ones that do not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.home import Home
from corpus.store import Store
from index.check import check
from index.engine import open_engine
from tests.samples import sample_arrival, sample_posting, sample_visit
from tests.web_home import fill

VERBALE = Path(sys.executable).with_name("verbale")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    fill(made)
    return made


def told(home: Home) -> list[str]:
    store, engine = Store.open(home.database), open_engine("whoosh", home.index("whoosh"))
    try:
        return list(check(store, engine))
    finally:
        engine.close()
        store.close()


def test_a_whole_index_is_whole(home: Home) -> None:
    assert told(home) == []
    ran = subprocess.run([VERBALE, "--home", home.path, "index", "--check"], capture_output=True, text=True, check=True)
    assert "holds what the store holds" in ran.stdout


def test_an_index_behind_the_store_is_said(home: Home) -> None:
    store = Store.open(home.database, writing=True)
    arrival = sample_arrival(sample_posting("https://example.org/later.pdf", symbol="A/199/77"), body=b"%PDF later")
    store.deposit(arrival, sample_visit(arrival))
    store.close()
    assert "behind the store" in told(home)[0]


def test_lost_and_foreign_records_are_said(home: Home) -> None:
    store = Store.open(home.database)
    engine = open_engine("whoosh", home.index("whoosh"))
    lost = store.document_ids()[0]
    engine.write((), [lost], engine.checkpoint())
    engine.close()
    store.close()
    wrong = told(home)
    assert any("documents of the store are not in the index" in line for line in wrong)
    ran = subprocess.run(
        [VERBALE, "--home", home.path, "index", "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "--fresh" in ran.stderr
