"""Serving the application: bound first, so that the address is known before it serves."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask

from corpus.errors import VerbaleError

# A query in an address is a few thousand bytes at most, and nothing is ever sent to us.
_LONGEST_HEADERS = 65_536
_LONGEST_BODY = 65_536


class CannotListen(VerbaleError):
    """The address is taken or is not ours."""


class Server:
    """A server that listens; `run` serves until it is stopped. Port 0 takes a free one. Raises CannotListen."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        from waitress import create_server
        from waitress.wasyncore import close_all

        # That readers wait for one another for some milliseconds is no news for the terminal.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        opened: dict[int, Any] = {}
        try:
            self._server: Any = create_server(
                app,
                map=opened,
                host=host,
                port=port,
                threads=4,
                ident=None,
                max_request_header_size=_LONGEST_HEADERS,
                max_request_body_size=_LONGEST_BODY,
            )
        except (OSError, ValueError) as error:  # ValueError: a host that waitress cannot resolve
            close_all(opened)
            reason = getattr(error, "strerror", None) or str(error).rstrip(".")
            raise CannotListen(
                f"{host}:{port} cannot be used: {reason}. Choose another with --host and --port, or port 0 for any."
            ) from error
        self.address = _address(self._server, host)

    def run(self) -> None:
        """Serve until `close` or Ctrl-C."""
        self._server.run()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


def _address(server: Any, host: str) -> str:
    """Where the server is found; a name such as `localhost` may mean two sockets, of which the first is told."""
    sockets = getattr(server, "effective_listen", None)
    where, port = sockets[0] if sockets else (host, server.effective_port)
    return f"http://{f'[{where}]' if ':' in where else where}:{port}/"
