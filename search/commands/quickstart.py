"""`verbale quickstart`: from nothing to a searchable collection."""

from __future__ import annotations

import click

from search.cli import Session

EPILOG = """\b
Examples:
  verbale quickstart
  verbale quickstart --no-serve
  verbale --home /tmp/first-look quickstart --samples --port 8080
"""


@click.command(epilog=EPILOG)
@click.option("--serve/--no-serve", default=True, show_default=True, help="Serve the web form when done.")
@click.option("--samples", is_flag=True, help="Take the sample sites without trying the live sources.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="The form's port; 0 takes a free one.",
)
@click.pass_obj
def command(session: Session, serve: bool, samples: bool, port: int) -> None:
    """Fill a home with a first collection, answer an example query, and serve the web form.

    It has a home of its own, beside the one that other commands use, unless you name one with --home. The catalogue is
    loaded and the live sources are tried with a small budget; where none can be reached, the sample sites that
    verbale ships are crawled instead.
    """
    from search.quickstart import fill

    own = session if session.home_chosen else session.beside("quickstart")
    fill(own, try_live=not samples)
    own.say(f"The collection is in {own.home.path}: `verbale --home {own.home.path} search WORDS`.")
    if serve:
        from search.commands.serve import serve_form

        serve_form(own, "127.0.0.1", port)
