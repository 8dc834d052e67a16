"""Decoding a body as it streams in: bounded, and noticing where it breaks off.

zlib tells whether a compressed stream reached its end, which the libraries above it do not pass on (reliability.md:
a cut gzip body comes back as a good 200).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from corpus.errors import FetchError

PIECE = 256 * 1024
_COMPRESSED = ("gzip", "x-gzip", "deflate")
# A gzip stream may have several members, one after another (RFC 1952, 2.2).
_GZIP = b"\x1f\x8b"


def decoded(parts: Iterable[bytes], encoding: str, url: str) -> Iterator[bytes]:
    """The bytes of a body in pieces of at most PIECE, decompressed by its Content-Encoding.

    Raises FetchError where the compressed data is damaged or ends too early, or the encoding was never asked for.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from parts
    elif encoding in _COMPRESSED:
        yield from _inflated(parts, url)
    else:
        raise FetchError(
            f"{url} came in the encoding {encoding!r}, which was not asked for.", again=False, kind="damaged"
        )


def _inflated(parts: Iterable[bytes], url: str) -> Iterator[bytes]:
    inflater = _new_inflater()
    seen = False
    try:
        for part in parts:
            seen = seen or bool(part)
            while part:
                if inflater.eof and not _GZIP.startswith(part[:2]):
                    return  # padding after the end
                if inflater.eof:
                    inflater = _new_inflater()
                yield inflater.decompress(part, PIECE)
                part = inflater.unconsumed_tail or inflater.unused_data
    except zlib.error as error:
        raise FetchError(f"{url} came with damaged compression ({error}).", again=True, kind="damaged") from error
    if seen and not inflater.eof:
        raise FetchError(f"{url} broke off inside its compressed data.", again=True, kind="truncated")


def _new_inflater() -> zlib._Decompress:
    # 47: gzip or zlib by its header, with the largest window.
    return zlib.decompressobj(wbits=47)
