"""A backup is a home that answers as the one it was made of, also when made, or killed, while verbale works."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.archive import Archive
from corpus.backup import MARK, TOLD, back_up
from corpus.document import Response
from corpus.errors import HomeError, HomeLocked
from corpus.home import Home
from corpus.store import Store
from search.cli import main
from tests.kills import changed, grown, killed_when
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit

VERBALE = [sys.executable, "-m", "search"]
BULK = 8_000_000


def verbale(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *arguments])


def backed_up(home: Home, folder: Path) -> int:
    return back_up(home, folder, NIGHT, lambda done, total: None).documents


def arrive(store: Store, archive: Archive, number: int) -> None:
    """One document as a night takes it in: archived, made durable, stored."""
    url, body = f"https://example.org/{number}.pdf", f"%PDF {number}".encode()
    ref = archive.write(Response(url, url, 200, (("Content-Type", "application/pdf"),), body, NIGHT))
    archive.sync()
    made = sample_arrival(sample_posting(url, symbol=f"A/199/{number}"), body=body)
    arrived = replace(made, original=replace(made.original, archived=ref))
    store.deposit(arrived, sample_visit(arrived))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.make()
    fill(made, range(1, 4))
    return made


def fill(home: Home, numbers: range) -> None:
    archive, store = Archive(home.archive), Store.open(home.database, writing=True)
    for number in numbers:
        arrive(store, archive, number)
    archive.close()
    store.close()


def all_is_there(folder: Path) -> int:
    """How many documents a backup has, each with its bytes in the archive, which a restored home closes first."""
    home = Home(folder)
    archive = Archive(home.archive)
    archive.recover()
    store = Store.open(home.database)
    documents = store.documents(store.document_ids()).values()
    for document in documents:
        [version] = store.versions(document.id)
        assert archive.read(version.archived).body.startswith(b"%PDF")
    store.close()
    return len(documents)


def test_a_backup_is_brought_up_to_date(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    assert backed_up(home, folder) == 3
    assert all_is_there(folder) == 3
    fill(home, range(4, 6))
    home.config_file.write_text('contact = "someone@example.org"\n', encoding="utf-8")
    made = back_up(home, folder, NIGHT, lambda done, total: None)
    assert (made.documents, made.archive_files, made.copied_files) == (5, 2, 1)
    assert json.loads((folder / TOLD).read_text())["documents"] == 5
    assert "someone" in (folder / "verbale.toml").read_text()
    home.config_file.unlink()
    assert backed_up(home, folder) == 5
    assert not (folder / "verbale.toml").exists()
    assert all_is_there(folder) == 5


def test_a_journal_left_in_a_backup_is_not_read_into_the_next(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backed_up(home, folder)
    killed = f"import os; from corpus.store import Store; from pathlib import Path; s = Store.open(Path({str(folder)!r}"
    killed += ") / 'corpus.db', writing=True); s.remember('a', 'b'); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == 9
    assert (folder / "corpus.db-wal").stat().st_size
    fill(home, range(4, 6))
    assert backed_up(home, folder) == 5
    store = Store.open(folder / "corpus.db")
    assert store.remembered("a") == ""
    store.close()


def test_a_backup_made_while_documents_arrive_has_all_it_names(home: Home, tmp_path: Path) -> None:
    folder, done = tmp_path / "backup", threading.Event()

    def night() -> None:
        archive, store = Archive(home.archive), Store.open(home.database, writing=True)
        number = 100
        while not done.is_set():
            arrive(store, archive, number)
            number += 1
            if number % 10 == 0:  # a run that ends renames its file
                archive.close()
        archive.close()
        store.close()

    working = threading.Thread(target=night)
    working.start()
    try:
        before = 0
        for _ in range(8):
            held = backed_up(home, folder)
            assert held >= before
            restored = tmp_path / "restored"
            shutil.copytree(folder, restored)
            assert all_is_there(restored) == held
            shutil.rmtree(restored)
            before = held
    finally:
        done.set()
        working.join()
    assert before > 3, "nothing arrived meanwhile"


def test_what_is_no_folder_for_a_backup_is_left_alone(home: Home, tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="within one another"):
        backed_up(home, home.path / "backup")
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.docx").touch()
    with pytest.raises(HomeError, match="not empty"):
        backed_up(home, other)
    assert [path.name for path in other.iterdir()] == ["thesis.docx"]
    with pytest.raises(HomeError, match="nothing to back up"):
        backed_up(Home(tmp_path / "none"), tmp_path / "backup")
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(HomeError, match="cannot be written"):
        backed_up(home, file)


def test_two_backups_do_not_write_one_folder(home: Home, tmp_path: Path) -> None:
    from filelock import FileLock

    folder = tmp_path / "backup"
    backed_up(home, folder)
    with FileLock(folder / MARK), pytest.raises(HomeLocked, match="Another backup"):
        backed_up(home, folder)


def test_a_damaged_store_does_not_take_the_place_of_the_last_backup(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backed_up(home, folder)
    data = bytearray(home.database.read_bytes())
    data[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
    home.database.write_bytes(data)
    said = verbale(home.path, "backup", str(folder))
    assert said.exit_code == 1
    assert "damaged" in said.stderr
    assert all_is_there(folder) == 3


@pytest.mark.slow
def test_the_command_restores_to_the_same_answers(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    assert verbale(home.path, "backup", "--json", str(folder)).exit_code == 0
    found = json.loads(verbale(home.path, "search", "directory", "--json").stdout)
    shutil.rmtree(home.path)
    shutil.copytree(folder, home.path)
    assert json.loads(verbale(home.path, "search", "directory", "--json").stdout)["hits"] == found["hits"]


@pytest.mark.slow
def test_a_killed_backup_leaves_the_one_before(home: Home, tmp_path: Path) -> None:
    folder, chance = tmp_path / "backup", random.Random(8)
    backed_up(home, folder)
    bulk = home.archive / "verbale-20310101000000-00000.warc.gz"
    hits = 0
    for turn in range(10):
        fill(home, range(10 + turn, 11 + turn))
        bulk.write_bytes(chance.randbytes(BULK))  # something to be copied when it is killed
        before = all_is_there(folder)
        # At the first file, within the copy of the archive, after it, when the store is put in place, at the end.
        instants = (
            changed(folder), grown(folder, chance.randrange(BULK // 2)), changed(folder / "archive"),
            changed(folder / "corpus.db"), changed(folder / TOLD),
        )  # fmt: skip
        instant = instants[turn % len(instants)]
        hits += killed_when([*VERBALE, "--home", home.path, "-q", "backup", folder], instant)
        assert all_is_there(folder) in (before, 4 + turn)
    assert hits > 3, "too few backups were still being made when they were killed"
    assert backed_up(home, folder) == 13
    bulk.unlink()
    (folder / "archive" / bulk.name).unlink()
    shutil.rmtree(home.path)
    shutil.copytree(folder, home.path)
    assert all_is_there(home.path) == 13
