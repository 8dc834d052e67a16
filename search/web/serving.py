"""Serving the application: bound first, so that the address is known before it serves."""

from __future__ import annotations

from typing import Any

from flask import Flask

from corpus.errors import VerbaleError


class CannotListen(VerbaleError):
    """The address is taken or is not ours."""


class Server:
    """A server that listens; `run` serves until it is stopped."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        from waitress import create_server

        try:
            self._server: Any = create_server(app, host=host, port=port, threads=4, ident=None)
        except OSError as error:
            raise CannotListen(
                f"{host}:{port} cannot be used: {error.strerror or error}. Choose another with --port, or 0 for any."
            ) from error
        self.address = f"http://{host}:{self._server.effective_port}/"

    def run(self) -> None:
        """Serve until `close` or Ctrl-C."""
        self._server.run()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
