"""The one place that opens connections: asking politely, within limits, and bringing back what really came.

requests alone is not enough (reliability.md): a slow drip passes its timeout, a compressed bomb fills memory, a cut
body comes back as a good answer, and redirects lead anywhere. So redirects are followed here, one checked hop at a
time, and bodies are read here, bounded in decoded bytes and in time.

Many threads may use one fetcher: a host is asked by one of them at a time, over one connection.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit, urlunsplit

from corpus.document import Response
from corpus.errors import Disallowed, FetchError
from corpus.keeping import NotModified
from crawler import addresses, robots
from crawler.body import decoded
from crawler.links import canonical
from crawler.pace import Pace
from crawler.retry import ATTEMPTS, wait_before_again

if TYPE_CHECKING:
    import requests

    from crawler.connection import Deadline, Host

MOST_REDIRECTS = 10
REDIRECTS = (301, 302, 303, 307, 308)
BUSY = (429, 502, 503, 504)
CHUNK = 64 * 1024
CONNECT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Request:
    """An address to ask for; with validators, only if it has changed since."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """`timeout` is seconds for one whole answer, `max_bytes` counts a body after decompression."""

    timeout: float
    max_bytes: int
    allow_private_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """Time, passed in: `now` for records, `clock` in seconds for measuring, `sleep` for waiting, `jitter` in [0, 1)."""

    now: Callable[[], datetime]
    clock: Callable[[], float]
    sleep: Callable[[float], object]
    jitter: Callable[[], float]


class Fetcher(Protocol):
    """Brings the answer to a request."""

    def get(self, request: Request) -> Response | NotModified:
        """The answer. Raises FetchError where there is none, Disallowed where it may not be asked for."""
        ...


def user_agent(version: str, contact: str) -> str:
    """Who we are and whom to write to (RFC 9110, 10.1.5)."""
    return f"verbale/{version} (document archive for researchers; {contact or 'contact not configured'})"


class _NotNow(FetchError):
    """Worth another run, but not another try in this one: a host without robots.txt, an answer without end."""

    def __init__(self, message: str, kind: str = "unreachable") -> None:
        super().__init__(message, again=True, kind=kind)


class WebFetcher:
    """The Fetcher of the real web, obeying robots.txt and pace."""

    def __init__(self, agent: str, limits: Limits, pace: Pace, watch: Watch) -> None:
        self._agent = agent
        self._limits = limits
        self._pace = pace
        self._watch = watch
        self._hosts: dict[str, Host] = {}
        self._making = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        with self._making:
            for host in self._hosts.values():
                host.session.close()

    def seconds(self) -> Mapping[str, tuple[int, float]]:
        """For each host: how many answers it gave or owed us, and how long they took together."""
        with self._making:
            return {name: (host.asked, host.seconds) for name, host in self._hosts.items()}

    def get(self, request: Request) -> Response | NotModified:
        """The answer; asked again, later and later, where the server asks for patience or fails."""
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            status, retry_after = 0, ""
            try:
                response = self._follow(request, _canonical(request.url), MOST_REDIRECTS)
            except FetchError as error:
                if last or not error.again or isinstance(error, _NotNow):
                    raise
            else:
                status, retry_after = response.status, response.header("Retry-After")
                if status not in BUSY or last:
                    break
            wait = wait_before_again(attempt, status, retry_after, self._watch.now(), self._watch.jitter())
            if wait is None:
                break
            self._watch.sleep(wait)
        conditional = request.etag or request.last_modified
        return NotModified(response) if response.status == 304 and conditional else response

    def _follow(self, request: Request, url: str, redirects: int, *, robots_file: bool = False) -> Response:
        """The answer at the end of the redirects that `url` leads through; every hop is checked like the first."""
        for _ in range(redirects + 1):
            addresses.check(url, self._limits.allow_private_hosts)
            rules = robots.ALLOW_ALL if robots_file else self._obeyed(url)
            host = self._host(url)
            with host.turn:
                self._pace.wait(url, rules.crawl_delay())
                response = self._answer(host, request, url, robots.MOST_BYTES if robots_file else None)
            target = response.header("Location")
            if response.status not in REDIRECTS or not target:
                return response
            url = _canonical(target, url)
        raise FetchError(
            f"{request.url} leads through more than {redirects} redirects.", again=False, kind="redirect_loop"
        )

    def _obeyed(self, url: str) -> robots.Rules:
        """The rules of an address's host, if they allow it. Raises Disallowed, or FetchError where there are none."""
        rules = self._robots(url)
        if rules.silent:
            raise _NotNow(f"{urlsplit(url).netloc} is asked for nothing: {rules.reason}")
        if rules.crawl_delay() > robots.LONGEST_DELAY_SECONDS:
            raise _NotNow(f"{urlsplit(url).netloc} wants {rules.crawl_delay():g} s between requests: it is left alone.")
        if not rules.allows(url):
            raise Disallowed(f"{url} may not be asked for: the robots.txt of its host forbids it.")
        return rules

    def _host(self, url: str) -> Host:
        from crawler.connection import Host

        parts = urlsplit(url)
        name = f"{parts.scheme}://{parts.netloc}"
        with self._making:
            if name not in self._hosts:
                self._hosts[name] = Host(self._agent, self._limits.allow_private_hosts)
            return self._hosts[name]

    def _robots(self, url: str) -> robots.Rules:
        host = self._host(url)
        # Its own lock: the file may lead to another host, whose turn must not be waited for while holding this one's.
        with host.asking_rules:
            kept = robots.SILENCE_KEPT_SECONDS if host.rules and host.rules.silent else robots.KEPT_SECONDS
            if host.rules is None or self._watch.clock() - host.rules_since >= kept:
                host.rules = self._asked_rules(url)
                host.rules_since = self._watch.clock()
            return host.rules

    def _asked_rules(self, url: str) -> robots.Rules:
        parts = urlsplit(url)
        place = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        try:
            answer = self._follow(Request(place), place, robots.MOST_REDIRECTS, robots_file=True)
            return robots.rules_of(answer.status, answer.body)
        except Disallowed:
            raise
        except FetchError as error:
            return robots.unreachable(f"its robots.txt does not come. {error}")

    def _answer(self, host: Host, request: Request, url: str, first: int | None) -> Response:
        """One answer, whole, or its first bytes only (decoded), within the time for one answer."""
        from crawler.connection import Deadline

        started = self._watch.clock()
        with Deadline(self._limits.timeout) as deadline:
            host.adapter.deadline = deadline
            try:
                return self._exchange(host, request, url, first, deadline)
            except FetchError as error:
                if deadline.passed:
                    raise self._too_slow(url) from error
                raise
            finally:
                host.asked += 1
                host.seconds += self._watch.clock() - started

    def _exchange(self, host: Host, request: Request, url: str, first: int | None, deadline: Deadline) -> Response:
        import requests

        validators = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
        headers = {name: value for name, value in validators.items() if value}
        try:
            with host.session.get(
                url, headers=headers, stream=True, allow_redirects=False,
                timeout=(min(CONNECT_SECONDS, self._limits.timeout), self._limits.timeout),
            ) as answer:  # fmt: skip
                body = self._body(answer, url, first, deadline)
                sent = tuple((name, str(value)) for name, value in answer.request.headers.items())
                received = tuple((name, _text(value)) for name, value in answer.raw.headers.items())
        except requests.exceptions.SSLError as error:
            raise FetchError(
                f"{url}: its certificate cannot be trusted ({_cause(error)}).", again=False, kind="distrusted"
            ) from error
        except requests.exceptions.Timeout as error:
            raise FetchError(f"{url} did not answer in time.", again=True) from error
        except (requests.exceptions.RequestException, OSError) as error:
            raise FetchError(f"{url} cannot be reached: {_cause(error)}.", again=True) from error
        return Response(request.url, url, answer.status_code, received, body, self._watch.now(), sent)

    def _body(self, answer: requests.Response, url: str, first: int | None, deadline: Deadline) -> bytes:
        """The decoded body. Raises FetchError where it is too large, too slow, or breaks off."""
        from urllib3.exceptions import HTTPError

        started = self._watch.clock()
        # Gives its bytes without a second copy, which a list of pieces joined would take.
        body = BytesIO()
        try:
            raw = answer.raw.stream(CHUNK, decode_content=False)
            for piece in decoded(raw, answer.headers.get("Content-Encoding", ""), url):
                body.write(piece)
                size = body.tell()
                if first is not None and size >= first:
                    return body.getvalue()[:first]
                self._check_limits(url, size if first is None else 0, started)
        except HTTPError as error:
            raise FetchError(f"{url} broke off: {_cause(error)}.", again=True, kind="truncated") from error
        if deadline.passed:
            # A connection that we cut ourselves looks like one that came to its end.
            raise self._too_slow(url)
        self._check_whole(answer, url)
        return body.getvalue()

    def _check_limits(self, url: str, size: int, started: float) -> None:
        if size > self._limits.max_bytes:
            raise FetchError(
                f"{url} is larger than {self._limits.max_bytes} bytes (`max_bytes`).", again=False, kind="too_large"
            )
        if self._watch.clock() - started > self._limits.timeout:
            raise self._too_slow(url)

    def _too_slow(self, url: str) -> FetchError:
        return _NotNow(f"{url} took longer than {self._limits.timeout:g} s (`timeout`).", "too_slow")

    def _check_whole(self, answer: requests.Response, url: str) -> None:
        # urllib3 counts the bytes as sent; a server that closes early must not pass for one that finished.
        announced = answer.headers.get("Content-Length", "")
        if announced.isdigit() and answer.raw.tell() < int(announced):
            raise FetchError(
                f"{url} broke off after {answer.raw.tell()} of {announced} bytes.", again=True, kind="truncated"
            )


def _canonical(url: str, base: str = "") -> str:
    """Where an address, or a redirect met at `base`, leads. Raises FetchError where that can be no address."""
    try:
        return canonical(urljoin(base, url))
    except ValueError as error:
        raise FetchError(
            f"{base or url} leads to {url!r}, which is no address.", again=False, kind="misdirected"
        ) from error


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _cause(error: BaseException) -> str:
    """The innermost cause, without the class names that libraries wrap around it."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(told.split()) or type(error).__name__
