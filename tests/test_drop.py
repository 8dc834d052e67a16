"""The drop folder: taken in, put away, and nothing outside of it touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from search.cli import main
from search.drop import SETTLED_SECONDS, waiting
from search.importing import Wanted

VERBALE = Path(sys.executable).with_name("verbale")
TEXT = "Statement by Exampleland (sample)\n\nWe support the points of contact directory.\n"


def later() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=2 * SETTLED_SECONDS)


def old(path: Path, text: str = TEXT) -> Path:
    """A file that was last written an hour ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    hour_ago = datetime.now(UTC).timestamp() - 3600
    os.utime(path, (hour_ago, hour_ago))
    return path


def verbale(home: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *map(str, arguments)])


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_file_still_being_written_waits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert waiting(tmp_path, datetime.now(UTC)) == []
    assert [item.path.name for item in waiting(tmp_path, later()) if isinstance(item, Wanted)] == ["a.txt"]


def test_links_and_what_was_put_away_are_left_alone(tmp_path: Path) -> None:
    outside = old(tmp_path / "outside.txt")
    folder = tmp_path / "drop"
    old(folder / "taken" / "2031-03-04" / "before.txt")
    (folder / "link.txt").symlink_to(outside)
    assert waiting(folder, later()) == []
    assert waiting(tmp_path / "missing", later()) == []


def test_a_manifest_says_more_of_the_files(tmp_path: Path) -> None:
    old(tmp_path / "a.txt")
    old(tmp_path / "manifest.jsonl", json.dumps({"path": "a.txt", "symbol": "A/199/12"}) + "\n")
    [item] = waiting(tmp_path, later())
    assert isinstance(item, Wanted)
    assert item.posting.symbol == "A/199/12"


@pytest.mark.slow
def test_what_is_dropped_is_taken_in_and_put_away(tmp_path: Path) -> None:
    home = tmp_path / "home"
    drop = home / "drop"
    old(drop / "good.txt")
    old(drop / "papers" / "good.txt", TEXT + "Again.\n")
    old(drop / "bad.pdf", "no PDF")
    ran = verbale(home, "import", "--drop")
    assert ran.exit_code == 4
    taken, refused = drop / "taken", drop / "refused"
    assert names(taken) == {"good.txt"}
    assert len(list(taken.rglob("good.txt"))) == 2
    assert names(refused) == {"bad.pdf", "bad.pdf.reason.txt"}
    reason = next(refused.rglob("*.reason.txt")).read_text(encoding="utf-8")
    assert "its bytes are" in reason
    assert json.loads(verbale(home, "search", "--json", "directory").stdout)["total"] == 2
    assert verbale(home, "import", "--drop").exit_code == 0


@pytest.mark.slow
def test_a_folder_is_watched_until_stopped(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "inbox"
    old(folder / "a.txt")
    with subprocess.Popen(
        [VERBALE, "--home", home, "--quiet", "import", "--watch", folder], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "a.txt: new" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 1
    assert names(folder / "taken") == {"a.txt"}
