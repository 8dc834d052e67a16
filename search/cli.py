"""The command line: `verbale [--home DIR] COMMAND`. Data goes to stdout, talk to stderr.

Exit codes: 0 done, 1 error, 2 wrong use (an option, or a query that cannot be run), 4 partly done.
"""

from __future__ import annotations

import importlib
import logging
import os
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from corpus.config import Config, read_config
from corpus.errors import VerbaleError
from corpus.home import Home

PARTLY = 4


@dataclass(frozen=True, slots=True)
class Session:
    """What every command is given: where the home is (and whether the user chose it), what is set, how much to talk."""

    home: Home
    config: Config
    quiet: bool
    home_chosen: bool = True

    def beside(self, name: str) -> Session:
        """A session whose home lies beside this one: `verbale-quickstart` beside `verbale`."""
        path = self.home.path
        return replace(self, home=Home(path.with_name(f"{path.name}-{name}")))

    def say(self, text: str) -> None:
        """Talk to the user, on stderr, unless asked to be quiet."""
        if not self.quiet:
            click.echo(text, err=True)


def default_home(environment: Mapping[str, str]) -> Path:
    """VERBALE_HOME, else the platform's folder for a user's data."""
    if environment.get("VERBALE_HOME"):
        return Path(environment["VERBALE_HOME"])
    from platformdirs import user_data_path

    return user_data_path("verbale", appauthor=False)


class Commands(click.Group):
    """A group whose commands are the modules of `search.commands`, imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        import search.commands

        return sorted(
            info.name.rstrip("_").replace("_", "-") for info in pkgutil.iter_modules(search.commands.__path__)
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        name = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")
        command: click.Command = importlib.import_module(f"search.commands.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            if near:
                raise click.UsageError(f"No such command {args[0]!r}. Did you mean {near[0]!r}?", ctx) from error
            raise

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except VerbaleError as error:
            raise click.ClickException(str(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            click.echo("\nStopped. What was already stored is kept; the same command goes on from here.", err=True)
            ctx.exit(1)
        except Exception as error:
            # Nobody is helped by a traceback; whoever wants to report it gets it with --verbose.
            logging.getLogger(__name__).debug("unforeseen", exc_info=True)
            raise click.ClickException(
                f"verbale met something it did not foresee ({type(error).__name__}: {error}). What was stored is kept; "
                "the same command with `verbale --verbose` says where."
            ) from error


def _use_color(environment: Mapping[str, str]) -> bool | None:
    # https://no-color.org: any non-empty value turns colours off; None lets click look for a terminal.
    return False if environment.get("NO_COLOR") else None


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Begin with `verbale quickstart`. `verbale COMMAND --help` shows examples of each command.",
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds everything. Default: $VERBALE_HOME, else the user's data folder.",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing on stderr but errors.")
@click.option("--verbose", "-v", is_flag=True, help="Say what happens inside.")
@click.version_option(package_name="verbale", message="verbale %(version)s")
@click.pass_context
def main(ctx: click.Context, home: Path | None, quiet: bool, verbose: bool) -> None:
    """Collect, keep and search the documents of cyber diplomacy, down to the paragraph."""
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    ctx.color = _use_color(os.environ)
    place = Home((home or default_home(os.environ)).expanduser().absolute())
    chosen = home is not None or bool(os.environ.get("VERBALE_HOME"))
    ctx.obj = Session(place, read_config(place.config_file), quiet, chosen)
