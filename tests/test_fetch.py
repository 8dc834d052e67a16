"""The fetcher against real servers on loopback, obedient and hostile ones."""

from __future__ import annotations

import gzip
import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from corpus.document import Response
from corpus.errors import Disallowed, FetchError
from corpus.keeping import NotModified
from crawler.fetch import Limits, Request, Watch, WebFetcher, user_agent
from crawler.pace import Pace
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


def test_silence_ends_at_the_time_limit() -> None:
    def silent(request: str) -> Iterator[bytes]:
        if "/robots.txt" in request:
            yield answer(b"", "404 Not Found")

    assert "cannot be reached" in str(failure(silent, timeout=0.5))


@pytest.mark.parametrize("status", ["500 Broken", "503 Busy", "429 Slow down"])
def test_nothing_is_asked_of_a_host_whose_robots_fail(status: str) -> None:
    with loopback(paths({"/robots.txt": answer(b"", status), "/a.pdf": answer(PDF)})) as server:
        web = fetcher(server)
        with pytest.raises(FetchError, match=r"robots\.txt"):
            web.get(Request(server.base + "/a.pdf"))
        web.close()
    assert set(server.paths) == {"/robots.txt"}


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
