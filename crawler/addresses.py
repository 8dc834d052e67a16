"""Which addresses may be asked for at all: http and https to public hosts, unless the user allowed a private one."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from corpus.errors import Disallowed

_PORTS = {"http": 80, "https": 443}
# Below it live other protocols (mail, remote shells, files) that a redirect may try to make us talk to.
_FIRST_FREE_PORT = 1024
# RFC 6052: an IPv4 address behind a translator.
_NAT64 = IPv6Network("64:ff9b::/96")


def check(url: str, allowed: Collection[str]) -> None:
    """Raise Disallowed unless this address, as written, may be asked for. `allowed` are private hosts `host:port`.

    What the host's name stands for is checked when it is connected to: `permitted`.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Disallowed(f"{url} is not an http or https address.")
    if "@" in parts.netloc:
        raise Disallowed(f"{parts.hostname}: addresses with a user or a password in them are not asked for.")
    port = parts.port or _PORTS[parts.scheme]
    usual = port in _PORTS.values() or port >= _FIRST_FREE_PORT
    if not usual and f"{parts.hostname}:{port}" not in allowed:
        raise Disallowed(f"{parts.hostname}: port {port} is not one of the web.")


def permitted(host: str, port: int, allowed: Collection[str]) -> list[str]:
    """The numeric addresses of a host, to connect to in this order.

    Raises Disallowed where one of them is not public and `host:port` is not in `allowed`; socket.gaierror where the
    name does not resolve.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error
    # A scope (`fe80::1%eth0`) is no part of the number.
    addresses = list(dict.fromkeys(str(item[4][0]).partition("%")[0] for item in found))
    private = next((address for address in addresses if not is_public(address)), "")
    if private and f"{host}:{port}" not in allowed:
        raise Disallowed(
            f"{host} is the private address {private}. If you mean it, add "
            f'"{host}:{port}" to allow_private_hosts in verbale.toml.'
        )
    return addresses


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet, also where an IPv4 address is wrapped in an IPv6 one."""
    number = ipaddress.ip_address(address)
    if isinstance(number, IPv6Address) and (inner := _wrapped(number)) is not None:
        number = inner
    return number.is_global and not (number.is_multicast or number.is_reserved)


def _wrapped(number: IPv6Address) -> IPv4Address | None:
    if number in _NAT64:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
