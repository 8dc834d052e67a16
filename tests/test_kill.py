"""Killed at any moment, a home is repaired by the next command, and nothing acknowledged is lost.

`VERBALE_KILLS=200 pytest tests/test_kill.py` is the long variant; `make drills` has it too.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.sample.collection import documents
from crawler.sample.files import render_file
from search.cli import main
from tests.kills import Seen, changed, grown, killed_when

VERBALE = [str(Path(sys.executable).with_name("verbale"))]
KILLS = int(os.environ.get("VERBALE_KILLS", "6"))
FILES = 40
# What one file adds to the archive at the least: that it was seen again.
A_FILE = 500


def verbale(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *arguments])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for document in documents(FILES):
        (folder / f"{document.name}-{document.language}{document.suffix}").write_bytes(render_file(document))
    return folder


@pytest.fixture(scope="module")
def whole(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which all files were imported, to be copied."""
    home = tmp_path_factory.mktemp("whole") / "home"
    assert verbale(home, "import", str(files)).exit_code == 0
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    """A copy of that home."""
    return shutil.copytree(whole, tmp_path / "home")


@pytest.mark.slow
def test_a_killed_import_is_repaired_by_the_next_command(files: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    held = hits = 0
    (tmp_path / "archive").mkdir()
    for number in range(KILLS):
        archived = grown(tmp_path / "archive", chance.randrange(FILES * A_FILE))
        instant = changed(tmp_path / "index") if number % 4 == 3 else archived
        hits += killed_when([*VERBALE, "--home", tmp_path, "--quiet", "import", files], instant)
        status = verbale(tmp_path, "status", "--json")
        if status.exit_code == 0:
            told = json.loads(status.stdout)
            assert told["documents"] >= held, "something acknowledged was lost"
            assert told["index_behind"] == 0, "the index was not repaired"
            held = told["documents"]
        else:
            assert "Nothing is held" in status.stderr, status.stderr
    assert hits > KILLS / 2, "too few runs were still going when they were killed"
    finished = verbale(tmp_path, "import", str(files))
    assert finished.exit_code == 0, finished.stderr
    again = verbale(tmp_path, "import", str(files))
    assert "new" not in again.stdout
    found = json.loads(verbale(tmp_path, "search", "directory", "--json", "--limit", "100").stdout)
    rebuilt = verbale(tmp_path, "rebuild")
    assert rebuilt.exit_code == 0, rebuilt.stderr
    after = json.loads(verbale(tmp_path, "search", "directory", "--json", "--limit", "100").stdout)
    assert {hit["id"] for hit in after["hits"]} == {hit["id"] for hit in found["hits"]}
    assert not list((tmp_path / "archive").glob("*.open"))


@pytest.mark.slow
def test_a_killed_rebuild_leads_to_the_right_paragraphs(home: Path) -> None:
    wanted = json.loads(verbale(home, "search", "directory", "--json").stdout)["hits"]
    command = [*VERBALE, "--home", home, "-q", "rebuild"]
    size = (home / "corpus.db").stat().st_size

    def built(share: float) -> Seen:
        """Whether so much of the new store is written; what an earlier run left of it is removed first."""
        for left in home.glob("corpus.db.new*"):
            left.unlink()
        beside = [home / f"corpus.db.new{suffix}" for suffix in ("", "-wal")]
        return lambda: sum(path.stat().st_size for path in beside if path.exists()) > share * size

    for instant in (
        partial(built, 0.0),
        partial(built, 0.4),
        partial(built, 0.8),
        partial(changed, home / "corpus.db"),
    ):
        assert killed_when(command, instant())
        assert json.loads(verbale(home, "search", "directory", "--json").stdout)["hits"] == wanted


@pytest.mark.slow
def test_an_index_of_another_store_is_made_anew(files: Path, home: Path) -> None:
    for left in home.glob("corpus.db*"):
        left.unlink()
    chosen = sorted(files.iterdir())[:3]
    assert verbale(home, "import", *map(str, chosen)).exit_code == 0
    held = json.loads(verbale(home, "status", "--json").stdout)
    found = json.loads(verbale(home, "search", "NOT zzzz", "--json").stdout)
    assert held["documents"] == 3
    assert found["total"] == held["documents"] + held["catalogue_only"]


@pytest.mark.slow
def test_a_full_disk_is_said_and_costs_nothing_stored(files: Path, tmp_path: Path) -> None:
    def small_files_only() -> None:
        # Writing beyond this fails like a full disk does, with an OSError.
        resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000))

    home = ["--home", str(tmp_path), "-q"]
    ran = subprocess.run(
        [*VERBALE, *home, "import", str(files)],
        preexec_fn=small_files_only,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr
    finished = verbale(tmp_path, "import", str(files))
    assert finished.exit_code == 0, finished.stderr
    for path in (tmp_path / "archive").iterdir():
        assert path.name.endswith(".warc.gz")
        checked = subprocess.run([Path(sys.executable).with_name("warcio"), "check", path], check=False)
        assert checked.returncode == 0, path
