"""Which addresses may be asked for at all: http and https to public hosts, unless the user allowed a private one."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from corpus.errors import Disallowed

_PORTS = {"http": 80, "https": 443}


def check(url: str, allowed: tuple[str, ...]) -> None:
    """Raise Disallowed unless this address may be asked for. `allowed` are private hosts written `host:port`.

    Every address that the host's name stands for must be public. A name that does not resolve is left to the
    connection to report.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Disallowed(f"{url} is not an http or https address.")
    if parts.username or parts.password:
        raise Disallowed(f"{parts.hostname}: addresses with a user or a password in them are not asked for.")
    port = parts.port or _PORTS[parts.scheme]
    if f"{parts.hostname}:{port}" in allowed:
        return
    for address in _addresses(parts.hostname, port):
        if not ipaddress.ip_address(address).is_global or ipaddress.ip_address(address).is_multicast:
            raise Disallowed(
                f"{parts.hostname} is the private address {address}. If you mean it, add "
                f'"{parts.hostname}:{port}" to allow_private_hosts in verbale.toml.'
            )


def _addresses(host: str, port: int) -> set[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return set()
    # A scope (`fe80::1%eth0`) is no part of the number.
    return {str(item[4][0]).partition("%")[0] for item in found}
