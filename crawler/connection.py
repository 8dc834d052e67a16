"""Connections as we want them: only to addresses that may be asked for, and cut when their time is over.

A host's name is looked up once, its addresses are checked, and the connection goes to a checked one: a name that
means another address a moment later (DNS rebinding) leads nowhere. A timeout of the socket only bounds the silence
between two bytes, so a server that drips would hold us for days (reliability.md): a `Deadline` bounds the whole.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError, NewConnectionError

from crawler.addresses import permitted
from crawler.robots import Rules


class Deadline:
    """A context manager that shuts down the connections used within it, once `seconds` are over."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for line in self._lines:
                if error is not None:
                    # What went wrong once is not talked to again, and libraries forget to hang up.
                    _shut(line)
                line.close()
            self._lines.clear()

    def watch(self, connection: socket.socket) -> None:
        """Have this connection cut when the time is over."""
        # A second handle: TLS takes the first one over, and the library may close it while the body is still read.
        line = socket.fromfd(connection.fileno(), connection.family, connection.type)
        with self._lock:
            self._lines.append(line)
            if self.passed:
                _shut(line)

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            for line in self._lines:
                _shut(line)


def _shut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was quicker


class Session(requests.Session):
    """A session that leaves redirects, and their bodies, alone."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: told not to follow redirects, requests would still read and decode the whole body of each."""
        return None


class GuardedAdapter(HTTPAdapter):
    """What requests connects through. `deadline` is that of the answer being waited for; one thread uses it at a time.

    `allowed` are private hosts that may be asked all the same, written `host:port`. Raises Disallowed on connecting
    to any other private address.
    """

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = frozenset(allowed)
        self.deadline: Deadline | None = None
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """Make the pools whose connections are guarded."""
        super().init_poolmanager(*arguments, **named)
        guard = self

        class Plain(_Guarded, HTTPConnection):
            adapter = guard

        class Secure(_Guarded, HTTPSConnection):
            adapter = guard

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class _Guarded(HTTPConnection):
    adapter: GuardedAdapter

    def _new_conn(self) -> socket.socket:
        name = self.host
        try:
            addresses = permitted(name, self.port or self.default_port, self.adapter.allowed)
        except socket.gaierror as error:
            raise NameResolutionError(name, self, error) from error
        try:
            connection = self._first_open(addresses)
        finally:
            # Certificates are checked against the name, whatever address it stands for.
            self.host = name
        self._watch(connection)
        return connection

    def _first_open(self, addresses: list[str]) -> socket.socket:
        for address in addresses[:-1]:
            self.host = address
            try:
                return super()._new_conn()
            except NewConnectionError:
                continue
        self.host = addresses[-1]
        return super()._new_conn()

    def request(self, *arguments: Any, **named: Any) -> None:
        """Send a request; a connection that was kept open comes under the deadline of this one."""
        if self.sock is not None:
            self._watch(self.sock)
        super().request(*arguments, **named)

    def _watch(self, connection: socket.socket) -> None:
        if self.adapter.deadline is not None:
            self.adapter.deadline.watch(connection)


class Host:
    """One host and the one connection to it. `turn` is held while it is asked, `asking_rules` while robots.txt is."""

    def __init__(self, agent: str, allowed: Iterable[str]) -> None:
        self.turn = threading.Lock()
        self.asking_rules = threading.Lock()
        self.rules: Rules | None = None
        self.rules_since = 0.0
        self.asked = 0
        self.seconds = 0.0
        self.adapter = GuardedAdapter(allowed)
        self.session = Session()
        # Neither proxies nor passwords from the environment: what is asked is what the configuration says.
        self.session.trust_env = False
        self.session.headers.clear()
        self.session.headers.update({"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip"})
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, self.adapter)
