"""The home folder: private, one writer at a time, no lock left behind by a killed process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import HomeError, HomeLocked
from corpus.home import Home

HOLD = """
import sys
from pathlib import Path
from corpus.home import Home
with Home(Path(sys.argv[1])).writing("update"):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(home: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        with pytest.raises(HomeLocked, match=rf"verbale update.*process {process.pid}"), Home(tmp_path).writing("x"):
            pass
    finally:
        end(process)


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.send_signal(signal.SIGKILL)
    end(process)
    with Home(tmp_path).writing("search"):
        assert "verbale search" in (tmp_path / "lock.holder").read_text()


def test_the_home_is_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "new" / "home")
    home.make()
    assert home.path.stat().st_mode & 0o777 == 0o700
    assert not home.exists()


def test_a_home_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeError, match="--home"):
        Home(tmp_path / "file" / "home").make()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(HomeError), Home(tmp_path).writing("x"):
        pass
