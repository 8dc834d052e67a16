"""`verbale serve` as a user starts it: a real process on a real port."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.home import Home
from tests.web_home import fill

VERBALE = str(Path(sys.executable).with_name("verbale"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("serve") / "home"
    fill(Home(path))
    return path


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [VERBALE, "--home", home, "-q", "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("The form is at http://127.0.0.1:"), line
    yield line.split()[4]
    process.send_signal(signal.SIGINT)
    process.communicate()


def test_the_printed_address_answers(address: str) -> None:
    with urllib.request.urlopen(f"{address}?q=contact") as answer:
        assert answer.status == 200
        assert b"<mark>contact</mark>" in answer.read()
        assert "waitress" not in str(answer.headers).lower()


def test_results_arrive_piece_by_piece_as_a_file(address: str) -> None:
    with urllib.request.urlopen(f"{address}export?q=points+of+contact&format=csv") as answer:
        assert answer.headers["Transfer-Encoding"] == "chunked"
        lines = answer.read().decode().splitlines()
    assert len(lines) == 4
    assert f"{address}d/A/199/12#para-24" in lines[1] + lines[2] + lines[3]


@pytest.mark.slow
def test_a_taken_port_names_the_cure(address: str, home: Path) -> None:
    port = address.rsplit(":", 1)[1].strip("/")
    second = subprocess.run(
        [VERBALE, "--home", home, "-q", "serve", "--port", port], capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr
