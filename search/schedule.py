"""Texts that make a computer run the nightly update. Pure functions."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from corpus.errors import ConfigError


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


def systemd_service(program: str, home: Path) -> str:
    """A user service that runs one update. Exit code 4 (partly done) is no failure of the unit."""
    quoted = str(home).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f"""[Unit]
Description=verbale: nightly update of the collection
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={program} --home "{quoted}" update
SuccessExitStatus=4
Nice=10"""


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
