"""Serving the application: bound first, so that the address is known before it serves."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

from flask import Flask

from corpus.config import ServeSettings
from corpus.errors import VerbaleError

# A query in an address is a few thousand bytes at most; nothing is ever sent to us but a draft whose quotations are to
# be checked (search.web.tools.quotes has the limits).
_LONGEST_HEADERS = 65_536
_LONGEST_BODY = 9 * 1024 * 1024
THREADS = 4
_DEFAULT = ServeSettings()


class CannotListen(VerbaleError):
    """The address is taken or is not ours."""


class Server:
    """A server that listens; `run` serves until it is stopped. Port 0 takes a free one. Raises CannotListen.

    `sockets` are those of another server, which several processes may share; then host and port are not used.
    """

    def __init__(
        self, app: Flask, host: str, port: int, settings: ServeSettings = _DEFAULT, sockets: Sequence[Any] = ()
    ) -> None:
        from waitress import create_server
        from waitress.wasyncore import close_all

        # That readers wait for one another for some milliseconds is no news for the terminal.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._opened: dict[int, Any] = {}
        where = {"sockets": list(sockets)} if sockets else {"host": host, "port": port}
        try:
            self._server: Any = create_server(
                app,
                map=self._opened,
                threads=THREADS,
                ident=None,
                max_request_header_size=_LONGEST_HEADERS,
                max_request_body_size=_LONGEST_BODY,
                url_prefix=settings.prefix,
                # Who is believed is decided in one place (`search.web.app`): without a proxy nobody is.
                clear_untrusted_proxy_headers=not settings.trusted_proxies,
                **where,
            )
        except (OSError, ValueError) as error:  # ValueError: a host that waitress cannot resolve
            close_all(self._opened)
            reason = getattr(error, "strerror", None) or str(error).rstrip(".")
            raise CannotListen(
                f"{host}:{port} cannot be used: {reason}. Choose another with --host and --port, or port 0 for any."
            ) from error
        self.address = _address(self._server, host) + f"{settings.prefix}/".removeprefix("/")

    @property
    def sockets(self) -> list[Any]:
        """What it listens on, to be handed to other processes."""
        return [opened.socket for opened in self._opened.values() if opened.accepting]

    def run(self) -> None:
        """Serve until `close`, Ctrl-C or SIGTERM; what is being answered then is answered to its end."""
        with ending_on_sigterm():
            self._server.run()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


@contextmanager
def ending_on_sigterm() -> Iterator[None]:
    """Inside, SIGTERM ends as SystemExit does: what has to be ended with it is."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    try:
        before = signal.signal(signal.SIGTERM, end)
    except ValueError:  # not the main thread, to which signals do not come
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _address(server: Any, host: str) -> str:
    """Where the server is found; a name such as `localhost` may mean two sockets, of which the first is told."""
    sockets = getattr(server, "effective_listen", None)
    where, port = sockets[0] if sockets else (host, server.effective_port)
    return f"http://{f'[{where}]' if ':' in where else where}:{port}/"
