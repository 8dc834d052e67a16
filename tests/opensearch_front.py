"""A server before the cluster, which passes everything on but for what it is told to refuse or to lose."""

from __future__ import annotations

import json
import ssl
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Refused:
    """The request is answered so, and not passed on."""

    status: int
    body: Any


@dataclass(frozen=True)
class Lost:
    """The connection ends before the request is passed on."""


@dataclass(frozen=True)
class AnswerLost:
    """The request is passed on, but its answer never comes."""


Trouble = Refused | Lost | AnswerLost


class Front:
    """Where it listens, and what it will do to requests whose path ends in a word."""

    def __init__(self, behind: str, troubles: Sequence[Trouble]) -> None:
        self.behind = behind
        self.url = ""
        self.refused = 0
        self.logins: set[str] = set()
        self.asked: list[str] = []
        # How many requests whose path ends so were being passed on at once, at most.
        self.most: Counter[str] = Counter()
        self._now: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._path, self._troubles = "", list(troubles)

    def refuse(self, path: str, *troubles: Trouble) -> None:
        """Do these, one after another, to the next requests that write to this path."""
        with self._lock:
            self._path, self._troubles = path, list(troubles)

    @contextmanager
    def passing(self, path: str) -> Iterator[None]:
        """Count a request while it is passed on."""
        name = path.partition("?")[0].rpartition("/")[2]
        with self._lock:
            self.asked.append(path.partition("?")[0])
            self._now[name] += 1
            self.most[name] = max(self.most[name], self._now[name])
        try:
            yield
        finally:
            with self._lock:
                self._now[name] -= 1

    def next(self, method: str, path: str) -> Trouble | None:
        """What is to be done to this request."""
        with self._lock:
            wanted = not self._path or (method != "GET" and path.partition("?")[0].endswith(self._path))
            if not wanted or not self._troubles:
                return None
            self.refused += 1
            return self._troubles.pop(0)


def _handler(front: Front, taken: frozenset[str] | None) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            pass

        def _all(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            front.logins.add(self.headers.get("Authorization", ""))
            if taken is not None and self.headers.get("Authorization", "") not in taken:
                self._answer(401, b"Unauthorized", "text/plain")
                return
            trouble = front.next(self.command, self.path)
            if isinstance(trouble, Refused):
                self._answer(trouble.status, json.dumps(trouble.body).encode())
                return
            status, told = (0, b"") if isinstance(trouble, Lost) else self._pass_on(body)
            if trouble is None:
                self._answer(status, told)
            else:
                self.close_connection = True

        def _pass_on(self, body: bytes) -> tuple[int, bytes]:
            headers = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            asked = urllib.request.Request(front.behind + self.path, body or None, headers, method=self.command)
            try:
                with front.passing(self.path), urllib.request.urlopen(asked, timeout=120) as answer:
                    return answer.status, answer.read()
            except urllib.error.HTTPError as error:
                return error.code, error.read()

        def _answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _all  # noqa: N815

    return Handler


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *of: object) -> None:
        """Say nothing of clients that hang up on a certificate."""


@contextmanager
def before(
    behind: str,
    troubles: Sequence[Trouble],
    tls: ssl.SSLContext | None = None,
    taken: frozenset[str] | None = None,
) -> Iterator[Front]:
    """A front before the server at `behind`, which has these troubles with the first requests of any kind.

    With `tls` it speaks that; with `taken` it lets in whoever sends one of these values of Authorization.
    """
    front = Front(behind, troubles)
    server = _Quiet(("127.0.0.1", 0), _handler(front, taken))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    front.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield front
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
