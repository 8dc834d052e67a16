"""What a sample site answers: pure functions from a request to an answer, so that a server only carries bytes.

A site is a function from a path and a query to a `Resource`, an `Answer` where there is more to say than a body, or
None for "not found". Around it stand the rules of RFC 9110 for HEAD and for conditional requests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from urllib.parse import parse_qsl, unquote, urlsplit

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; for HEAD and 304 the body is empty and the headers those of the whole answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Resource:
    """A body that can be asked for conditionally: its validators come from its bytes and its date."""

    body: bytes
    media_type: str
    modified: datetime


Site = Callable[[str, Mapping[str, str]], Resource | Answer | None]


def page(title: str, body: str, modified: datetime) -> Resource:
    """An HTML page with menu and foot around `body`, which is HTML; `title` must be escaped."""
    html = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n<body>\n'
        '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/search/site">Search</a></li>'
        '<li><a href="/user/login">Log in</a></li></ul></nav></header>\n'
        f"<main>\n{body}\n</main>\n<footer><p>Sample site of verbale; not an official website.</p></footer>\n"
        "</body></html>\n"
    )
    return Resource(html.encode(), HTML, modified)


def text_page(text: str, modified: datetime) -> Resource:
    """A plain text file, such as robots.txt."""
    return Resource(text.encode(), TEXT, modified)


def redirect(location: str, status: int = 302) -> Answer:
    """An answer that sends elsewhere; `location` may be relative."""
    return Answer(status, (("Location", location), ("Content-Type", HTML), ("Content-Length", "0")))


def failure(status: int, words: str) -> Answer:
    """An error page."""
    body = f"<!DOCTYPE html><html><head><title>{words}</title></head><body><h1>{words}</h1></body></html>".encode()
    return Answer(status, (("Content-Type", HTML), ("Content-Length", str(len(body)))), body)


def render(site: Site, method: str, target: str, headers: Mapping[str, str]) -> Answer:
    """The answer of a site to a request. `target` is as sent (path and query); `headers` has lower-case names.

    Pure: the same site and request give the same answer.
    """
    split = urlsplit(target)
    found = site(unquote(split.path), dict(parse_qsl(split.query)))
    if found is None:
        found = failure(404, "Page not found")
    answer = _conditional(found, headers) if isinstance(found, Resource) else found
    return Answer(answer.status, answer.headers) if method == "HEAD" else answer


def _conditional(resource: Resource, headers: Mapping[str, str]) -> Answer:
    """The whole resource, or 304 where the client has it: If-None-Match wins over the date (RFC 9110, 13.2.2)."""
    tag = f'"{sha256(resource.body).hexdigest()[:20]}"'
    validators = (("ETag", tag), ("Last-Modified", format_datetime(resource.modified, usegmt=True)))
    if "if-none-match" in headers:
        known = [known.strip().removeprefix("W/") for known in headers["if-none-match"].split(",")]
        same = tag in known or "*" in known
    else:
        same = _not_since(resource.modified, headers.get("if-modified-since", ""))
    if same:
        return Answer(304, validators)
    length = str(len(resource.body))
    about = (("Content-Type", resource.media_type), ("Content-Length", length), *validators)
    return Answer(200, about, resource.body)


def _not_since(modified: datetime, since: str) -> bool:
    try:
        when = parsedate_to_datetime(since)
    except ValueError:
        return False
    return modified <= (when if when.tzinfo else when.replace(tzinfo=UTC))
