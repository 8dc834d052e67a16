"""What `verbale schedule` prints is what cron and systemd take."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from corpus.errors import ConfigError
from search.schedule import (
    cron_line,
    launchd_agent,
    parse_time,
    systemd_form,
    systemd_service,
    systemd_timer,
    windows_task,
)

AWKWARD = Path('/home/a b/100% "quoted"')


def test_a_cron_line_escapes_percent_and_spaces() -> None:
    line = cron_line("/opt/verbale", AWKWARD, AWKWARD / "log", 2, 5)
    assert line.startswith("5 2 * * * /opt/verbale --home '/home/a b/100\\% \"quoted\"' update >> ")
    assert "%" not in line.replace("\\%", "")


def test_a_service_escapes_what_systemd_would_expand() -> None:
    service = systemd_service("/opt/verbale", AWKWARD)
    assert 'ExecStart=/opt/verbale --home "/home/a b/100%% \\"quoted\\"" update' in service


def test_the_form_has_a_service_that_ends_its_processes_itself() -> None:
    unit = systemd_form("/opt/verbale", AWKWARD)
    assert 'ExecStart=/opt/verbale --home "/home/a b/100%% \\"quoted\\"" --quiet serve' in unit
    assert "KillMode=mixed" in unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    (tmp_path / "verbale.service").write_text(systemd_service("/bin/true", Path("/tmp/x")))
    (tmp_path / "verbale.timer").write_text(systemd_timer(2, 30))
    (tmp_path / "verbale-form.service").write_text(systemd_form("/bin/true", Path("/tmp/x")))
    checked = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())],
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


def test_a_launchd_agent_is_a_property_list_that_says_the_same() -> None:
    told = plistlib.loads(launchd_agent(["/opt/verbale"], AWKWARD, AWKWARD / "log", 2, 30).encode())
    assert told["ProgramArguments"] == ["/opt/verbale", "--home", str(AWKWARD), "update"]
    assert told["StartCalendarInterval"] == {"Hour": 2, "Minute": 30}
    assert told["StandardErrorPath"] == str(AWKWARD / "log" / "nightly.log")


def test_a_windows_task_runs_the_same_command() -> None:
    task = ET.fromstring(windows_task([r"C:\Program Files\verbale.exe"], Path("C:/a b"), 2, 5))
    names = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext("t:Actions/t:Exec/t:Command", namespaces=names) == r"C:\Program Files\verbale.exe"
    assert task.findtext("t:Actions/t:Exec/t:Arguments", namespaces=names) == '--home "C:/a b" update'
    assert (task.findtext("t:Triggers/t:CalendarTrigger/t:StartBoundary", namespaces=names) or "").endswith("T02:05:00")


@pytest.mark.parametrize("kind", ["systemd", "cron", "launchd", "windows"])
def test_every_form_is_printed_by_the_command(kind: str, tmp_path: Path) -> None:
    verbale = Path(sys.executable).with_name("verbale")
    ran = subprocess.run(
        [verbale, "--home", tmp_path, "schedule", kind, "--at", "03:15"], capture_output=True, text=True, check=True
    )
    assert "update" in ran.stdout
    assert ran.stderr == ""


def test_the_service_of_the_form_is_printed_and_for_systemd_alone(tmp_path: Path) -> None:
    verbale = [sys.executable, "-m", "search", "--home", str(tmp_path), "schedule"]
    root = Path(__file__).resolve().parents[1]
    told = subprocess.run([*verbale, "systemd", "--form"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert f'--home "{tmp_path}" --quiet serve' in told
    for wrong in (["cron", "--form"], ["systemd", "--form", "--timer"]):
        refused = subprocess.run([*verbale, *wrong], cwd=root, capture_output=True, text=True, check=False)
        assert (refused.returncode, "--form is for systemd" in refused.stderr) == (2, True)
