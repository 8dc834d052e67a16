"""`verbale serve`: the web form."""

from __future__ import annotations

import click

from search.cli import Session

EPILOG = """\b
Examples:
  verbale serve
  verbale serve --port 8080
  verbale serve --host 0.0.0.0 --workers 4
"""


@click.command(epilog=EPILOG)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 is everybody.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free port.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer, one a processor.",
)
@click.pass_obj
def command(session: Session, host: str, port: int, workers: int) -> None:
    """Serve the web form: search, read, cite.

    It only reads, so `verbale update` may run beside it; new documents appear without a restart. `[serve]` in
    verbale.toml sets limits, an access log and the proxy before it: docs/how-to/serve.md.
    """
    serve_form(session, host, port, workers)


def serve_form(session: Session, host: str, port: int, workers: int = 1) -> None:
    """Bring the index up to date, print the address, and serve until stopped. Raises VerbaleError.

    While the index is away, what needs the store alone is served.
    """
    from corpus.errors import EngineAway
    from search.reading_room import reading_room
    from search.web.app import create_app
    from search.web.serving import Server
    from search.web.shelf import Shelf
    from search.web.team import Team, starter

    try:
        with reading_room(session):
            session.say("The index is up to date.")
    except EngineAway as error:
        session.say(f"{error} Documents can be read meanwhile; searching begins by itself when it answers.")
    shelf = Shelf(session.home, session.config)
    server = Server(create_app(shelf, session.home), host, port, session.config.serve)
    # Where there is an access log, stdout is the log and nothing else.
    logged = session.config.serve.access_log != "off"
    click.echo(f"The form is at {server.address} (Ctrl-C stops it)", err=logged)
    if workers == 1:
        server.run()
    else:
        Team(starter(session.home, session.config, server.sockets), workers).run()
