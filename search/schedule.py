"""Texts that make a computer run the nightly update, and serve the form. Pure functions."""

from __future__ import annotations

import plistlib
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from subprocess import list2cmdline
from xml.etree import ElementTree as ET

from corpus.errors import ConfigError

LAUNCHD_LABEL = "org.verbale.update"
_TASK_SCHEMA = "http://schemas.microsoft.com/windows/2004/02/mit/task"
# A night that the computer slept through is made up for; two never run at once.
_TASK_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "true",
    "ExecutionTimeLimit": "PT12H",
}


def parse_time(text: str) -> tuple[int, int]:
    """Hour and minute of `HH:MM`. Raises ConfigError."""
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise ConfigError(f"{text!r} is not a time of day; write it as 02:30.")
    return int(match[1]), int(match[2])


def cron_line(program: str, home: Path, log: Path, hour: int, minute: int) -> str:
    """A crontab line; `%` means a line break in a crontab, so it is escaped."""
    command = f"{program} --home {shlex.quote(str(home))} update >> {shlex.quote(str(log / 'nightly.log'))} 2>&1"
    return f"{minute} {hour} * * * {command.replace('%', chr(92) + '%')}"


def _systemd_quoted(home: Path) -> str:
    return str(home).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def systemd_service(program: str, home: Path) -> str:
    """A user service that runs one update. Exit code 4 (partly done) is no failure of the unit."""
    return f"""[Unit]
Description=verbale: nightly update of the collection
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={program} --home "{_systemd_quoted(home)}" update
SuccessExitStatus=4
Nice=10"""


def systemd_form(program: str, home: Path) -> str:
    """A user service that serves the web form. Its first process ends the others: it alone is told to stop."""
    return f"""[Unit]
Description=verbale: the web form
After=network.target

[Service]
ExecStart={program} --home "{_systemd_quoted(home)}" --quiet serve
Restart=on-failure
KillMode=mixed
TimeoutStopSec=20
NoNewPrivileges=true

[Install]
WantedBy=default.target"""


def systemd_timer(hour: int, minute: int) -> str:
    """A timer for that service; a night that the computer slept through is made up for."""
    return f"""[Unit]
Description=verbale: every night

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00
Persistent=true
RandomizedDelaySec=20min

[Install]
WantedBy=timers.target"""


def launchd_agent(program: Sequence[str], home: Path, log: Path, hour: int, minute: int) -> str:
    """A property list for launchd (macOS, `man launchd.plist`), to be put into ~/Library/LaunchAgents."""
    told = {
        "Label": LAUNCHD_LABEL,
        "ProgramArguments": [*program, "--home", str(home), "update"],
        "StartCalendarInterval": {"Hour": hour, "Minute": minute},
        "StandardOutPath": str(log / "nightly.log"),
        "StandardErrorPath": str(log / "nightly.log"),
        "ProcessType": "Background",
        "LowPriorityIO": True,
    }
    return plistlib.dumps(told, sort_keys=False).decode().rstrip()


def windows_task(program: Sequence[str], home: Path, hour: int, minute: int) -> str:
    """A task for the Windows Task Scheduler, as `schtasks /Create /XML` takes it (schema of version 1.2)."""
    task = ET.Element("Task", version="1.2", xmlns=_TASK_SCHEMA)
    trigger = ET.SubElement(ET.SubElement(task, "Triggers"), "CalendarTrigger")
    # The day only says since when; any day that is over will do.
    ET.SubElement(trigger, "StartBoundary").text = f"2020-01-01T{hour:02}:{minute:02}:00"
    daily = ET.SubElement(trigger, "ScheduleByDay")
    ET.SubElement(daily, "DaysInterval").text = "1"
    settings = ET.SubElement(task, "Settings")
    for name, value in _TASK_SETTINGS.items():
        ET.SubElement(settings, name).text = value
    run = ET.SubElement(ET.SubElement(task, "Actions"), "Exec")
    ET.SubElement(run, "Command").text = program[0]
    ET.SubElement(run, "Arguments").text = list2cmdline([*program[1:], "--home", str(home), "update"])
    ET.indent(task)
    return ET.tostring(task, encoding="unicode")
