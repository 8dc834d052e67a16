"""`verbale schedule`: print what makes the computer run the nightly update."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from search.cli import Session

EPILOG = """\b
Examples:
  verbale schedule systemd > ~/.config/systemd/user/verbale.service
  verbale schedule systemd --timer > ~/.config/systemd/user/verbale.timer
  systemctl --user enable --now verbale.timer
  verbale schedule systemd --form > ~/.config/systemd/user/verbale-form.service
  systemctl --user enable --now verbale-form.service
  (crontab -l; verbale schedule cron) | crontab -
  verbale schedule launchd > ~/Library/LaunchAgents/org.verbale.update.plist
  launchctl load ~/Library/LaunchAgents/org.verbale.update.plist
  verbale schedule windows > verbale.xml
  schtasks /Create /TN verbale /XML verbale.xml
"""


@click.command(epilog=EPILOG)
@click.argument("kind", type=click.Choice(["systemd", "cron", "launchd", "windows"]))
@click.option("--at", metavar="HH:MM", default="02:30", show_default=True, help="When, in local time.")
@click.option("--timer", is_flag=True, help="Print the systemd timer instead of the service.")
@click.option("--form", is_flag=True, help="Print the systemd service of the web form instead.")
@click.pass_obj
def command(session: Session, kind: str, at: str, timer: bool, form: bool) -> None:
    """Print what makes this computer run `verbale update` every night.

    `systemd` (Linux): a user service, with --timer its timer, with --form a service for `verbale serve`. `cron`: a
    crontab line. `launchd` (macOS): a property list. `windows`: a task for the Task Scheduler.
    """
    from search.schedule import cron_line, launchd_agent, parse_time, windows_task

    hour, minute = parse_time(at)
    if form and (timer or kind != "systemd"):
        raise click.UsageError("--form is for systemd, and a service without a timer.")
    if timer and kind != "systemd":
        raise click.UsageError(f"--timer is for systemd; {kind} needs one form only.")
    home, program = session.home, _program()
    written = {
        "cron": lambda: cron_line(shlex.join(program), home.path, home.log, hour, minute),
        "systemd": lambda: _unit(shlex.join(program), home.path, (hour, minute) if timer else None, form),
        "launchd": lambda: launchd_agent(program, home.path, home.log, hour, minute),
        "windows": lambda: windows_task(program, home.path, hour, minute),
    }
    click.echo(written[kind]())


def _unit(program: str, home: Path, timer: tuple[int, int] | None, form: bool) -> str:
    from search.schedule import systemd_form, systemd_service, systemd_timer

    if timer:
        return systemd_timer(*timer)
    return systemd_form(program, home) if form else systemd_service(program, home)


def _program() -> list[str]:
    """How this verbale is called from anywhere."""
    for name in ("verbale", "verbale.exe"):
        beside = Path(sys.executable).with_name(name)
        if beside.exists():
            return [str(beside)]
    return [sys.executable, "-m", "search"]
