"""Addresses and the links of a page. Pure functions.

Two spellings of one address must become one (sources.md 1.2: `(2026)` and `%282026%29` circulate for the same file),
because documents are recognised by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
# RFC 3986: unreserved characters, and the delimiters that may stand as they are in a path or a query.
_PATH_SAFE = "/!$&'()*+,;=:@-._~"
_QUERY_SAFE = _PATH_SAFE + "?"
_HOST = re.compile(r"[A-Za-z0-9._-]+")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its absolute canonical address and its words."""

    url: str
    text: str


def canonical(url: str) -> str:
    """The one spelling of an http(s) address, without fragment; other addresses come back as they are.

    Raises ValueError for an address that cannot be one (a port that is no number, a broken host).
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url.strip()
    host = parts.hostname.rstrip(".")
    host = f"[{host}]" if ":" in host else _ascii_host(host)
    port = "" if parts.port in (None, _DEFAULT_PORTS[scheme]) else f":{parts.port}"
    # A user in the address is kept, so that whoever is asked to fetch it sees and refuses it.
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    path = _dots(_escaped(parts.path, _PATH_SAFE))
    return urlunsplit((scheme, user + host + port, path, _escaped(parts.query, _QUERY_SAFE), ""))


def _ascii_host(host: str) -> str:
    written = host if host.isascii() else host.encode("idna").decode("ascii")
    if not _HOST.fullmatch(written):
        raise ValueError(f"{host!r} is no host name")
    return written


def _escaped(text: str, safe: str) -> str:
    """Percent-escapes only where they are needed: `%28` becomes `(`, a space becomes `%20`, `%2F` stays."""

    def keep(escape: re.Match[str]) -> str:
        char = unquote_to_bytes(escape[0])
        plain = char.isascii() and (char.isalnum() or char in b"-._~()!*',")
        return char.decode("ascii") if plain else escape[0].upper()

    quoted = "".join(
        part if _ESCAPE.fullmatch(part) else quote(part, safe=safe)
        for part in re.split(r"(%[0-9A-Fa-f]{2})", text, flags=re.ASCII)
    )
    return _ESCAPE.sub(keep, quoted)


def _dots(path: str) -> str:
    """The path without `.` and `..` (RFC 3986, 5.2.4); empty segments stay, for archived addresses have them."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments, start=1):
        if segment not in (".", ".."):
            kept.append(segment)
            continue
        if segment == ".." and kept:
            kept.pop()
        if place == len(segments):
            kept.append("")
    return "/" + "/".join(kept)


def absolute(base: str, href: str) -> str:
    """The canonical address that `href` means on the page at `base`; empty where it is none that can be fetched."""
    try:
        url = canonical(urljoin(base, href.strip()))
        parts = urlsplit(url)
    except ValueError:
        return ""
    # An address with a user and a password in it is never asked for.
    return url if parts.scheme in _DEFAULT_PORTS and parts.hostname and "@" not in parts.netloc else ""


def same_site(url: str, base: str) -> bool:
    """Whether an address is on the host (and port) of a base address."""
    return urlsplit(url).netloc == urlsplit(base).netloc


def same_owner(url: str, base: str) -> bool:
    """Whether an address is on the host of a base address or one beside it (`cdn.osce.org` beside `www.osce.org`)."""
    owner = (urlsplit(base).hostname or "").removeprefix("www.")
    return same_site(url, base) or f".{urlsplit(url).hostname}".endswith(f".{owner}")
