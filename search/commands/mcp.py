"""`verbale mcp`: the collection for programs that speak the Model Context Protocol."""

from __future__ import annotations

from importlib.util import find_spec

import click

from search.cli import Session

EPILOG = """\b
Examples:
  verbale mcp
  verbale --home ~/cyber mcp
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def command(session: Session) -> None:
    """Answer an assistant over the Model Context Protocol, on stdin and stdout.

    The assistant's program starts it; docs/how-to/mcp.md shows how it is told to. It only reads: the tools are search,
    get_document, get_paragraph, coverage and trace. It needs `pip install 'verbale[mcp]'`.
    """
    if find_spec("mcp") is None:
        raise click.ClickException(
            "`verbale mcp` needs the SDK of the Model Context Protocol, which is not installed: "
            "`pip install 'verbale[mcp]'` does."
        )
    from search.mcp.server import make_server
    from search.reading_room import reading_room
    from search.web.shelf import Shelf

    with reading_room(session):
        session.say("The index is up to date. Waiting for a client on stdin.")
    shelf = Shelf(session.home, session.config)
    try:
        make_server(shelf.library).run()
    finally:
        shelf.close()
