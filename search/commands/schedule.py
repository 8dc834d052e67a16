"""`verbale schedule`: print what makes the computer run the nightly update."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.cli import Session

EPILOG = """\b
Examples:
  verbale schedule systemd > ~/.config/systemd/user/verbale.service
  verbale schedule systemd --timer > ~/.config/systemd/user/verbale.timer
  systemctl --user enable --now verbale.timer
  (crontab -l; verbale schedule cron) | crontab -
"""


@click.command(epilog=EPILOG)
@click.argument("kind", type=click.Choice(["systemd", "cron"]))
@click.option("--at", metavar="HH:MM", default="02:30", show_default=True, help="When, in local time.")
@click.option("--timer", is_flag=True, help="Print the systemd timer instead of the service.")
@click.pass_obj
def command(session: Session, kind: str, at: str, timer: bool) -> None:
    """Print a systemd unit or a cron line that runs `verbale update` every night."""
    from search.schedule import cron_line, parse_time, systemd_service, systemd_timer

    hour, minute = parse_time(at)
    beside = Path(sys.executable).with_name("verbale")
    program = str(beside) if beside.exists() else f"{sys.executable} -m search"
    home = session.home
    if kind == "cron":
        if timer:
            raise click.UsageError("--timer is for systemd; cron needs one line only.")
        click.echo(cron_line(program, home.path, home.log, hour, minute))
    else:
        click.echo(systemd_timer(hour, minute) if timer else systemd_service(program, home.path))
