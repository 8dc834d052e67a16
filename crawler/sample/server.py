"""Runs the sample sites as real HTTP servers on loopback."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import quote

from corpus.config import Config, SourceSettings
from crawler.sample import ods
from crawler.sample.collection import documents
from crawler.sample.document import SampleDocument
from crawler.sample.files import render_file
from crawler.sample.osce import osce_site
from crawler.sample.site import Site, render
from crawler.sample.unoda import files_site, meetings_site

_HOST = "127.0.0.1"
_BOTH_WAYS = 2  # socket.SHUT_RDWR; the module is left to the one file that opens connections
_NAMES = ("meetings", "files", "ods", "osce")
# The base addresses of each source, by the names that the source gives them, and the server behind each.
_SOURCES = {
    "un-oewg": {"meetings": "meetings", "files": "files", "archive": "meetings", "ods": "ods"},
    "un-gge": {"ods": "ods"},
    "osce": {"osce": "osce"},
}
_PLACES = {"un-oewg": ("oewg-2021", "oewg-2019", "mechanism"), "un-gge": ("ods",), "osce": ("osce",)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that a sample site answered: which site, what, how, and how many bytes of body were sent."""

    site: str
    method: str
    target: str
    status: int
    sent: int


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One write an answer: with two, the second waits for the client to acknowledge the first.
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = render(self.server.site, self.command, self.path, headers)
        self.server.asked.append(Asked(self.server.name, self.command, self.path, answer.status, len(answer.body)))
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the base class writes to stderr, which belongs to the user's command."""


class _Server(ThreadingHTTPServer):
    # Threads are waited for at the end; connections that clients keep open are cut so that they do end.
    daemon_threads = False

    def __init__(self, name: str, port: int, asked: list[Asked]) -> None:
        self.name, self.asked = name, asked
        self.site: Site = lambda path, query: None
        self._open: set[Any] = set()
        self._lock = threading.Lock()
        super().__init__((_HOST, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up."""

    def stop(self) -> None:
        self.shutdown()
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(_BOTH_WAYS)
                except OSError:
                    continue  # the client was quicker
        self.server_close()

    @property
    def base(self) -> str:
        return f"http://{_HOST}:{self.server_address[1]}"


class SampleSites:
    """The sample sites as running servers: a context manager, whose threads end when it is left.

    `count` and `seed` grow the sites (see `documents`), `changes` is the night they stand at, `first_port` the port
    that the first of them would like (the others the next ones); a port that is taken, or 0, means any free port.
    """

    def __init__(self, count: int | None = None, seed: int = 1, changes: int = 0, first_port: int = 0) -> None:
        self._count, self._seed = count, seed
        self.asked: list[Asked] = []
        self._files: dict[tuple[SampleDocument, str], bytes] = {}
        self._servers = {
            name: _listening(name, first_port and first_port + number, self.asked) for number, name in enumerate(_NAMES)
        }
        self._threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name=f"sample {name}")
            for name, server in self._servers.items()
        ]
        self.change(changes)

    def __enter__(self) -> SampleSites:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.stop()
        for thread in self._threads:
            thread.join()

    def change(self, changes: int) -> None:
        """Move the sites, running or not, to that night: 0 is the first."""
        self.documents = documents(self._count, self._seed, changes)
        self._servers["meetings"].site = meetings_site(self.documents, self._servers["files"].base)
        self._servers["files"].site = files_site(self.documents, self._file)
        self._servers["ods"].site = ods.ods_site(self.documents, self._file)
        self._servers["osce"].site = osce_site(self.documents, self._file)

    def _file(self, document: SampleDocument, suffix: str) -> bytes:
        # Two threads may render the same file at once; both get the same bytes.
        key = document, suffix
        if key not in self._files:
            self._files[key] = render_file(document, suffix)
        return self._files[key]

    def file_of(self, document: SampleDocument) -> bytes:
        """The file of a document as it is served, made now if it was never asked for."""
        return self._file(document, document.suffix)

    @cached_property
    def bases(self) -> Mapping[str, Mapping[str, str]]:
        """For each source its base URLs by the names that the source gives them."""
        return {
            source: {base: self._servers[name].base for base, name in names.items()}
            for source, names in _SOURCES.items()
        }

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host and port of every site, as `allow_private_hosts` wants them."""
        return tuple(server.base.removeprefix("http://") for server in self._servers.values())

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols to ask the sample document system for; the last is reserved and answers with nothing."""
        return ods.symbols(self.documents)

    def url(self, document: SampleDocument) -> str:
        """Where the file of a document is."""
        if document.place == "ods":
            return self._servers["ods"].base + ods.file_path(document)
        host = "osce" if document.place == "osce" else "files"
        return f"{self._servers[host].base}/{quote(document.path, safe='/()')}"


def _listening(name: str, port: int, asked: list[Asked]) -> _Server:
    try:
        return _Server(name, port, asked)
    except OSError:
        if not port:
            raise
        return _Server(name, 0, asked)


def sample_config(sites: SampleSites, base: Config) -> Config:
    """The configuration `base` changed so that a crawl of the shipped sources meets the sample sites, without delay."""
    sources = dict(base.sources)
    for name, bases in sites.bases.items():
        own = [document for document in sites.documents if document.place in _PLACES[name]]
        # What the working groups have by symbol is not there; the last symbol is reserved and answers with nothing.
        symbols = {"un-gge": sites.symbols, "un-oewg": sites.symbols[-1:]}.get(name, ())
        languages = tuple(sorted({document.language for document in own})) if name == "un-gge" else ()
        sources[name] = SourceSettings(bases, symbols, languages, at_least=len(own), at_most=2 * len(own))
    allowed = (*base.allow_private_hosts, *sites.hosts)
    return replace(base, delay=0.0, allow_private_hosts=allowed, sources=sources)
