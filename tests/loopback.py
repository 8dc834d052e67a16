"""A real HTTP server on loopback that answers exactly what a test wants, down to the bytes on the wire."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# What a handler is given: the request as text; what it gives: chunks of raw bytes, the whole answer.
Handler = Callable[[str], Iterator[bytes]]


@dataclass(slots=True)
class Loopback:
    """The running server: `base` is its address, `requests` what it was asked, in order."""

    base: str
    requests: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.base.partition("://")[2]

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]


def answer(
    body: bytes = b"", status: str = "200 OK", headers: dict[str, str] | None = None, *, length: int | None = None
) -> bytes:
    """A whole answer; `length` overrides Content-Length, -1 leaves it out."""
    announced = len(body) if length is None else length
    told = {} if announced < 0 else {"Content-Length": str(announced)}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in {**told, **(headers or {})}.items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


@contextmanager
def loopback(handler: Handler, tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Serve until the block is left, with TLS if a context for it is given. Each connection carries one request."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Loopback(f"http{'s' if tls else ''}://127.0.0.1:{listener.getsockname()[1]}")
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=_serve, args=(connection, handler, server, tls))
            threads.append(thread)
            thread.start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for thread in threads:
            thread.join()


def _serve(connection: socket.socket, handler: Handler, server: Loopback, tls: ssl.SSLContext | None) -> None:
    if tls:
        try:
            connection = tls.wrap_socket(connection, server_side=True)
        except OSError:
            connection.close()
            return  # the client did not trust the certificate
    with connection:
        request = b""
        while b"\r\n\r\n" not in request:
            part = connection.recv(65536)
            if not part:
                return
            request += part
        server.requests.append(request.decode("latin-1"))
        try:
            for chunk in handler(request.decode("latin-1")):
                connection.sendall(chunk)
            # A client that has not read everything yet must not see a reset instead of the rest.
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        except OSError:
            return  # the client hung up, as some tests want it to


def paths(table: dict[str, bytes]) -> Handler:
    """A handler that answers by path; robots.txt and unknown paths are 404."""

    def handler(request: str) -> Iterator[bytes]:
        yield table.get(request.split(" ")[1], answer(b"not here", "404 Not Found"))

    return handler
