"""A server before the cluster, which passes everything on but for what it is told to refuse or to lose.

`away` has it be no cluster at all for a while: until it is told, however long that is.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
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


@dataclass(frozen=True)
class Partly:
    """Every second operation of a bulk request is passed on; the others are refused with this status."""

    status: int


@dataclass(frozen=True)
class Gone:
    """Nobody listens: connections are refused, and those that were open end."""


@dataclass(frozen=True)
class Silent:
    """Requests are taken, and nothing is ever answered."""


@dataclass(frozen=True)
class Torn:
    """The connection is reset in the middle of the answer."""


Trouble = Refused | Lost | AnswerLost | Partly
Absence = Gone | Silent | Torn


class Front:
    """Where it listens, and what it will do to requests whose path ends in a word."""

    def __init__(
        self,
        behind: str,
        troubles: Sequence[Trouble],
        tls: ssl.SSLContext | None = None,
        taken: frozenset[str] | None = None,
    ) -> None:
        self.behind = behind
        self.taken = taken
        self._tls = tls
        self.url = ""
        self.refused = 0
        self.operations: list[int] = []
        self.absence: Absence | None = None
        self.back = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
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

    @contextmanager
    def away(self, how: Absence) -> Iterator[None]:
        """Inside, there is no cluster."""
        self.back.clear()
        self.absence = how
        if isinstance(how, Gone):
            self.stop()
        try:
            yield
        finally:
            self.absence = None
            self.back.set()
            if isinstance(how, Gone):
                self.listen()

    def listen(self) -> None:
        """Listen, where it did before if it ever did."""
        port = int(self.url.rpartition(":")[2] or 0)
        self._server = _Server(port, self)
        if self._tls:
            self._server.socket = self._tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.url = f"http{'s' if self._tls else ''}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        assert self._server is not None
        assert self._thread is not None
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next(self, method: str, path: str) -> Trouble | None:
        """What is to be done to this request."""
        with self._lock:
            wanted = not self._path or (method != "GET" and path.partition("?")[0].endswith(self._path))
            if not wanted or not self._troubles:
                return None
            self.refused += 1
            return self._troubles.pop(0)


def _operations(body: bytes) -> list[bytes]:
    """The operations of a bulk request, each with its lines."""
    lines = body.splitlines(keepends=True)
    found: list[bytes] = []
    while lines:
        many = 1 if b'"delete"' in lines[0][:12] else 2
        found.append(b"".join(lines[:many]))
        lines = lines[many:]
    return found


class _Server(ThreadingHTTPServer):
    def __init__(self, port: int, front: Front) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.front = front

    def handle_error(self, *of: object) -> None:
        """Say nothing of clients that hang up on a certificate."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def _all(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        login, taken = self.headers.get("Authorization", ""), self.server.front.taken
        self.server.front.logins.add(login)
        if taken is not None and login not in taken:
            self._answer(401, b"Unauthorized", "text/plain")
            return
        if self.server.front.absence is not None:
            self._be_absent(self.server.front.absence, body)
            return
        trouble = self.server.front.next(self.command, self.path)
        if isinstance(trouble, Partly):
            self._answer(200, json.dumps(self._some(body, trouble.status)).encode())
            return
        if self.path.partition("?")[0] == "/_bulk":
            self.server.front.operations.append(len(_operations(body)))
        if isinstance(trouble, Refused):
            self._answer(trouble.status, json.dumps(trouble.body).encode())
            return
        status, told = (0, b"") if isinstance(trouble, Lost) else self._pass_on(body)
        if trouble is None:
            self._answer(status, told)
        else:
            self.close_connection = True

    def _be_absent(self, how: Absence, body: bytes) -> None:
        self.close_connection = True
        if isinstance(how, Silent):
            self.server.front.back.wait()
        elif isinstance(how, Torn):
            status, told = self._pass_on(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told[: len(told) // 2])
            # What is closed so is reset, and not ended.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _some(self, body: bytes, status: int) -> dict[str, Any]:
        operations = _operations(body)
        self.server.front.operations.append(len(operations))
        answer = json.loads(self._pass_on(b"".join(operations[::2]))[1])
        done = iter(answer["items"])
        refused = {"status": status, "error": {"type": "rejected_execution_exception"}}
        kinds = [next(iter(json.loads(operation.partition(b"\n")[0]))) for operation in operations]
        items = [next(done) if at % 2 == 0 else {kind: refused} for at, kind in enumerate(kinds)]
        return {**answer, "errors": True, "items": items}

    def _pass_on(self, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": self.headers.get("Content-Type", "application/json")}
        asked = urllib.request.Request(self.server.front.behind + self.path, body or None, headers, method=self.command)
        try:
            with self.server.front.passing(self.path), urllib.request.urlopen(asked, timeout=120) as answer:
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
    front = Front(behind, troubles, tls, taken)
    front.listen()
    try:
        yield front
    finally:
        front.stop()
