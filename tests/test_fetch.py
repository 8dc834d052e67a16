"""The fetcher against real servers on loopback, obedient and hostile ones."""

from __future__ import annotations

import gc
import gzip
import itertools
import shutil
import socket
import ssl
import subprocess
import threading
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.document import Response
from corpus.errors import Disallowed, FetchError
from corpus.keeping import NotModified
from crawler.addresses import check, is_public, permitted
from crawler.fetch import Limits, Request, Watch, WebFetcher, user_agent
from crawler.pace import Pace
from crawler.robots import MOST_BYTES, SILENCE_KEPT_SECONDS
from tests.loopback import Handler, Loopback, answer, loopback, paths

NIGHT = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)
PDF = b"%PDF-1.7 sample %%EOF"


@dataclass
class FakeTime:
    """A clock that moves only when somebody sleeps."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


def fetcher(
    server: Loopback,
    time: FakeTime | None = None,
    delay: float = 0.0,
    *,
    timeout: float = 5.0,
    max_bytes: int = 100_000,
) -> WebFetcher:
    time = time or FakeTime()
    return WebFetcher(
        user_agent("1", "archive@example.org"),
        Limits(timeout, max_bytes, (server.host,)),
        Pace(delay, time.clock, time.sleep),
        Watch(lambda: NIGHT, time.clock, time.sleep, lambda: 0.0),
    )


def got(handler: Handler, *, timeout: float = 5.0) -> Response:
    with loopback(handler) as server:
        web = fetcher(server, timeout=timeout)
        try:
            response = web.get(Request(server.base + "/a.pdf"))
        finally:
            web.close()
    assert isinstance(response, Response)
    return response


def failure(handler: Handler, *, timeout: float = 5.0) -> FetchError:
    with pytest.raises(FetchError) as caught:
        got(handler, timeout=timeout)
    return caught.value


def test_an_answer_comes_with_its_bytes_and_headers() -> None:
    response = got(paths({"/a.pdf": answer(PDF, headers={"ETag": '"1"', "X-Twice": "a"})}))
    assert (response.status, response.body, response.fetched) == (200, PDF, NIGHT)
    assert response.header("etag") == '"1"'
    assert (
        "User-Agent",
        "verbale/1 (document archive for researchers; archive@example.org)",
    ) in response.request_headers


def test_only_gzip_is_asked_for_and_decoded() -> None:
    response = got(paths({"/a.pdf": answer(gzip.compress(PDF), headers={"Content-Encoding": "gzip"})}))
    assert response.body == PDF
    assert ("Accept-Encoding", "gzip") in response.request_headers


def test_validators_bring_a_304() -> None:
    with loopback(paths({"/a.pdf": answer(b"", "304 Not Modified")})) as server:
        web = fetcher(server)
        outcome = web.get(Request(server.base + "/a.pdf", '"1"', "Tue, 04 Mar 2031 02:30:00 GMT"))
        web.close()
    assert isinstance(outcome, NotModified)
    assert 'If-None-Match: "1"' in server.requests[-1]
    assert "If-Modified-Since: Tue, 04 Mar 2031" in server.requests[-1]


def test_relative_redirects_are_followed() -> None:
    moved = answer(b"", "302 Found", {"Location": "/doc/UNDOC/a.pdf"})
    response = got(paths({"/a.pdf": moved, "/doc/UNDOC/a.pdf": answer(PDF)}))
    assert response.body == PDF
    assert response.final_url.endswith("/doc/UNDOC/a.pdf")
    assert response.url.endswith("/a.pdf")


def test_a_redirect_loop_ends() -> None:
    assert "redirects" in str(failure(paths({"/a.pdf": answer(b"", "302 Found", {"Location": "/a.pdf"})})))


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:1/x", "file:///etc/passwd", "http://user:pw@example.org/", "http://[::1]/"]
)
def test_redirects_to_forbidden_places_are_not_followed(location: str) -> None:
    error = failure(paths({"/a.pdf": answer(b"", "302 Found", {"Location": location})}))
    assert isinstance(error, Disallowed)


def test_a_cut_body_is_noticed() -> None:
    assert "broke off" in str(failure(paths({"/a.pdf": answer(PDF, length=1000)})))


def test_a_cut_compressed_body_is_noticed() -> None:
    cut = gzip.compress(PDF * 50)[:-9]
    told = failure(paths({"/a.pdf": answer(cut, headers={"Content-Encoding": "gzip"}, length=-1)}))
    assert "compressed" in str(told)
    assert told.again


def test_all_members_of_a_compressed_body_are_read() -> None:
    body = gzip.compress(PDF) + gzip.compress(PDF) + b"\x00\x00"
    assert got(paths({"/a.pdf": answer(body, headers={"Content-Encoding": "gzip"})})).body == PDF + PDF


def test_damaged_compression_is_noticed() -> None:
    assert "compression" in str(
        failure(paths({"/a.pdf": answer(b"no gzip at all", headers={"Content-Encoding": "gzip"})}))
    )


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = zlib.compress(b"0" * 50_000_000)
    assert "larger than" in str(failure(paths({"/a.pdf": answer(bomb, headers={"Content-Encoding": "deflate"})})))


def test_a_large_body_stops_at_the_limit() -> None:
    assert "max_bytes" in str(failure(paths({"/a.pdf": answer(b"x" * 200_000)})))


def test_a_slow_drip_ends_at_the_time_limit() -> None:
    time = FakeTime()

    def drip(request: str) -> Iterator[bytes]:
        if "/robots.txt" in request:
            yield answer(b"", "404 Not Found")
            return
        yield answer(b"", length=-1)
        for _ in itertools.repeat(None, 200_000):
            time.seconds += 1.0
            yield b"x" * 1000

    with loopback(drip) as server:
        web = fetcher(server, time, timeout=30.0, max_bytes=10**9)
        with pytest.raises(FetchError, match="took longer"):
            web.get(Request(server.base + "/a.pdf"))
        web.close()


def dripping(head: bytes, drop: bytes, seen: threading.Event) -> Handler:
    """A server that sends a byte or a line now and then, often enough for every timeout of a socket."""
    never = threading.Event()

    def handler(request: str) -> Iterator[bytes]:
        if "/robots.txt" in request:
            yield answer(b"", "404 Not Found")
            return
        yield head
        while not never.wait(0.02):
            yield drop
            seen.set()

    return handler


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (answer(b"", length=-1), b"x"),
        (answer(b"", length=10_000_000), b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X-More: y\r\n"),
        (b"HTTP/1.1 200 ", b"O"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_drip_that_never_pauses_ends_all_the_same(head: bytes, drop: bytes) -> None:
    seen = threading.Event()
    told = failure(dripping(head, drop, seen), timeout=0.2)
    assert seen.is_set()
    assert told.again
    assert "took longer than 0.2 s" in str(told) or "broke" in str(told) or "cannot be reached" in str(told)


def test_the_body_of_a_redirect_is_limited_too() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    moved = answer(bomb, "302 Found", {"Location": "/b", "Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        assert "larger than" in str(failure(paths({"/a.pdf": moved})))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "location", ["http://[::1", "http://[bad]/", "http://x:99999/", "http://a b/", "http://a%00b/"]
)
def test_redirects_to_nowhere_are_an_answer_with_a_reason(location: str) -> None:
    assert "no address" in str(failure(paths({"/a.pdf": answer(b"", "302 Found", {"Location": location})})))


@pytest.mark.parametrize("location", ["", "\u00ff\u00fe", "?x", "/%zz", "a" * 60_000])
def test_odd_redirects_are_followed_as_written(location: str) -> None:
    assert got(paths({"/a.pdf": answer(b"", "302 Found", {"Location": location})})).status in (302, 404)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\x01\x02",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(500)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(PDF)),
    ],
)
def test_broken_answers_are_errors_with_a_reason(raw: bytes) -> None:
    def broken(request: str) -> Iterator[bytes]:
        yield answer(b"", "404 Not Found") if "/robots.txt" in request else raw

    assert str(failure(broken))


# urllib3 forgets to close such an answer; the socket is closed by the garbage collector, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_two_lengths_are_an_error() -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 3, 4\r\n\r\nabc"
    assert "cannot be reached" in str(failure(paths({"/robots.txt": answer(b""), "/a.pdf": raw})))
    gc.collect()


def test_silence_ends_at_the_time_limit() -> None:
    def silent(request: str) -> Iterator[bytes]:
        if "/robots.txt" in request:
            yield answer(b"", "404 Not Found")

    assert "cannot be reached" in str(failure(silent, timeout=0.5))


@pytest.mark.parametrize(
    "robots",
    [
        answer(b"", "500 Broken"),
        answer(b"", "503 Busy"),
        answer(b"", "429 Slow down"),
        answer(b"", "302 Found", {"Location": "/robots.txt"}),
        answer(b"User-agent: *\nAllow: /", length=1000),
        b"",
    ],
)
def test_nothing_is_asked_of_a_host_whose_robots_fail(robots: bytes) -> None:
    time = FakeTime()
    with loopback(paths({"/robots.txt": robots, "/a.pdf": answer(PDF)})) as server:
        web = fetcher(server, time)
        for _ in range(3):
            with pytest.raises(FetchError, match=r"robots\.txt") as caught:
                web.get(Request(server.base + "/a.pdf"))
            assert not isinstance(caught.value, Disallowed)
        asked = server.paths.count("/robots.txt")
        time.seconds += SILENCE_KEPT_SECONDS
        with pytest.raises(FetchError, match=r"robots\.txt"):
            web.get(Request(server.base + "/a.pdf"))
        web.close()
    assert set(server.paths) == {"/robots.txt"}
    assert server.paths.count("/robots.txt") == 2 * asked


@pytest.mark.parametrize(
    ("delay", "slept"), [("86400", None), ("1000.5", None), ("inf", 0.0), ("nan", 0.0), ("-5", 0.0), ("300", 300.0)]
)
def test_a_delay_of_a_day_means_no(delay: str, slept: float | None) -> None:
    time = FakeTime()
    table = {"/robots.txt": answer(f"User-agent: *\nCrawl-delay: {delay}\n".encode()), "/a.pdf": answer(PDF)}
    with loopback(paths(table)) as server:
        web = fetcher(server, time)
        if slept is None:
            with pytest.raises(FetchError, match="left alone"):
                web.get(Request(server.base + "/a.pdf"))
        else:
            web.get(Request(server.base + "/a.pdf"))
            web.get(Request(server.base + "/a.pdf"))
        web.close()
    assert time.slept == ([slept] * 2 if slept else [])


def test_only_the_first_half_megabyte_of_robots_is_read() -> None:
    rules = b"User-agent: *\nDisallow: /private\n" + b"#" * MOST_BYTES + b"\nDisallow: /a.pdf\n"
    with loopback(paths({"/robots.txt": answer(rules), "/a.pdf": answer(PDF), "/private": answer(PDF)})) as server:
        web = fetcher(server)
        assert isinstance(web.get(Request(server.base + "/a.pdf")), Response)
        with pytest.raises(Disallowed):
            web.get(Request(server.base + "/private"))
        web.close()


def test_robots_rules_are_obeyed_also_after_redirects() -> None:
    rules = answer(b"\xef\xbb\xbfUser-agent: *\nDisallow: /private/\n")
    table = {
        "/robots.txt": rules,
        "/a.pdf": answer(b"", "301 Moved", {"Location": "/private/a.pdf"}),
        "/private/a.pdf": answer(PDF),
    }
    with loopback(paths(table)) as server:
        web = fetcher(server)
        with pytest.raises(Disallowed, match="forbids"):
            web.get(Request(server.base + "/a.pdf"))
        web.close()
    assert "/private/a.pdf" not in server.paths
    assert server.paths.count("/robots.txt") == 1


def test_a_private_host_is_not_asked_unless_allowed() -> None:
    with loopback(paths({"/a.pdf": answer(PDF)})) as server:
        web = fetcher(Loopback("http://127.0.0.1:1"))
        with pytest.raises(Disallowed, match="allow_private_hosts"):
            web.get(Request(server.base + "/a.pdf"))
        web.close()
    assert not server.requests


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1", "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost", "0"])
def test_other_spellings_of_this_computer_are_not_asked(host: str) -> None:
    with pytest.raises(Disallowed, match="private address"):
        permitted(host, 80, ())


@pytest.mark.parametrize(
    "url", ["ftp://x.org/", "file:///etc/passwd", "http://", "http://u:p@x.org/", "http://@x.org/", "http://x.org:22/"]
)
def test_addresses_that_no_page_should_lead_to(url: str) -> None:
    with pytest.raises(Disallowed):
        check(url, ())


def test_a_name_is_looked_up_once_and_connected_to_as_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    asked: list[str] = []

    def lookup(host: str, *arguments: object, **named: object) -> object:
        asked.append(host)
        return real("127.0.0.1" if host == "rebound.example" else host, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with loopback(paths({"/a.pdf": answer(PDF)})) as server:
        named = f"http://rebound.example:{server.host.rpartition(':')[2]}"
        web = fetcher(Loopback(named))
        response = web.get(Request(named + "/a.pdf"))
        web.close()
        strict = fetcher(server)
        with pytest.raises(Disallowed, match="private address"):
            strict.get(Request(named + "/a.pdf"))
        strict.close()
    assert isinstance(response, Response)
    # One connection for robots.txt, one for the file, one refused; the rest are numbers that were checked.
    assert asked.count("rebound.example") == 3
    assert f"Host: rebound.example:{named.rpartition(':')[2]}" in server.requests[-1]
    assert len(server.requests) == 2


def test_certificates_are_checked(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is absent")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with loopback(paths({"/a.pdf": answer(PDF)}), tls) as server:
        web = fetcher(server)
        with pytest.raises(FetchError, match="certificate"):
            web.get(Request(server.base + "/a.pdf"))
        web.close()
    assert not server.requests


def test_a_304_that_was_not_asked_for_is_no_news() -> None:
    assert got(paths({"/a.pdf": answer(b"", "304 Not Modified")})).status == 304


def test_a_server_that_wants_an_hour_is_left_alone() -> None:
    time = FakeTime()
    busy = answer(b"", "429 Slow down", {"Retry-After": "3600"})
    with loopback(paths({"/a.pdf": busy})) as server:
        web = fetcher(server, time)
        response = web.get(Request(server.base + "/a.pdf"))
        web.close()
    assert isinstance(response, Response)
    assert response.status == 429
    assert server.paths.count("/a.pdf") == 1
    assert time.slept == []


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    assert got(paths({"/a.pdf": answer(PDF)})).body == PDF


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    answers = iter([answer(b"", "429 Slow down", {"Retry-After": "30"}), answer(PDF)])
    time = FakeTime()

    def busy(request: str) -> Iterator[bytes]:
        yield answer(b"", "404 Not Found") if "/robots.txt" in request else next(answers)

    with loopback(busy) as server:
        web = fetcher(server, time)
        response = web.get(Request(server.base + "/a.pdf"))
        web.close()
    assert isinstance(response, Response)
    assert response.body == PDF
    assert time.slept == [30.0]


def test_requests_to_a_host_keep_their_distance() -> None:
    rules = answer(b"User-agent: *\nCrawl-delay: 7\n")
    time = FakeTime()
    starts: list[float] = []
    with loopback(paths({"/robots.txt": rules, "/a.pdf": answer(PDF)})) as server:
        web = fetcher(server, time, delay=2.0)
        for _ in range(4):
            web.get(Request(server.base + "/a.pdf"))
            starts.append(time.seconds)
        web.close()
    assert [later - earlier for earlier, later in itertools.pairwise(starts)] == [7.0, 7.0, 7.0]


def test_an_unreachable_host_says_so_in_plain_words() -> None:
    web = fetcher(Loopback("http://127.0.0.1:1"))
    with pytest.raises(FetchError) as caught:
        web.get(Request("http://127.0.0.1:1/a.pdf"))
    web.close()
    assert "Connection refused" in str(caught.value)
    assert "HTTPConnectionPool" not in str(caught.value)
