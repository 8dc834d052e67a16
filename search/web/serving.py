"""Serving the application: bound first, so that the address is known before it serves."""

from __future__ import annotations

import socket
from typing import Any

from flask import Flask

from corpus.errors import VerbaleError

# A query in an address is a few thousand bytes at most, and nothing is ever sent to us.
_LONGEST_HEADERS = 65_536
_LONGEST_BODY = 65_536


class CannotListen(VerbaleError):
    """The address is taken or is not ours."""


class Server:
    """A server that listens; `run` serves until it is stopped.

    Raises CannotListen. The socket is our own, so that a port of 0 and a name such as `localhost`, which may mean
    several addresses, both end as one known address.
    """

    def __init__(self, app: Flask, host: str, port: int) -> None:
        from waitress import create_server

        listening = _listening(host, port)
        self._server: Any = create_server(
            app,
            sockets=[listening],
            threads=4,
            ident=None,
            max_request_header_size=_LONGEST_HEADERS,
            max_request_body_size=_LONGEST_BODY,
        )
        bound = listening.getsockname()
        self.address = f"http://{f'[{bound[0]}]' if ':' in bound[0] else bound[0]}:{bound[1]}/"

    def run(self) -> None:
        """Serve until `close` or Ctrl-C."""
        self._server.run()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise _refused(host, port, error) from error
    try:
        # A port left a moment ago by another process of ours can be taken again at once.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        raise _refused(host, port, error) from error
    return listening


def _refused(host: str, port: int, error: OSError | UnicodeError) -> CannotListen:
    reason = getattr(error, "strerror", None) or error
    return CannotListen(
        f"{host}:{port} cannot be used: {reason}. Choose another with --host and --port, or port 0 "
        "for any that is free."
    )
