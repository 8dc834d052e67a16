"""What `verbale schedule` prints is what cron and systemd take."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from corpus.errors import ConfigError
from search.schedule import cron_line, parse_time, systemd_service, systemd_timer

AWKWARD = Path('/home/a b/100% "quoted"')


def test_a_cron_line_escapes_percent_and_spaces() -> None:
    line = cron_line("/opt/verbale", AWKWARD, AWKWARD / "log", 2, 5)
    assert line.startswith("5 2 * * * /opt/verbale --home '/home/a b/100\\% \"quoted\"' update >> ")
    assert "%" not in line.replace("\\%", "")


def test_a_service_escapes_what_systemd_would_expand() -> None:
    service = systemd_service("/opt/verbale", AWKWARD)
    assert 'ExecStart=/opt/verbale --home "/home/a b/100%% \\"quoted\\"" update' in service


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    (tmp_path / "verbale.service").write_text(systemd_service("/bin/true", Path("/tmp/x")))
    (tmp_path / "verbale.timer").write_text(systemd_timer(2, 30))
    checked = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "verbale.service", tmp_path / "verbale.timer"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "verbale" not in checked.stderr


def test_the_timer_says_when() -> None:
    assert "OnCalendar=*-*-* 02:05:00" in systemd_timer(2, 5)


@pytest.mark.parametrize("text", ["25:00", "2.30", "02:60", "", "noon", "٢:٣٠"])
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(ConfigError, match="02:30"):
        parse_time(text)


def test_a_time_of_day() -> None:
    assert parse_time("7:05") == (7, 5)
