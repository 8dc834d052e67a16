"""WARC/1.1 records (ISO 28500) of our values, and back: what is written in a record, apart from where it is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from corpus.document import Response

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.warcwriter import WARCWriter

SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# A body is archived after transfer decoding; under their own names these headers would make readers decode it again.
_DECODED = ("content-encoding", "transfer-encoding", "content-length")
_ORIGINAL = "X-Archive-Orig-"
# The status of a file that no server sent: it was imported from disk.
IMPORTED = 0


def payload_digest(body: bytes) -> str:
    """The digest that identifies bytes everywhere in verbale: `sha256:` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def warc_date(moment: datetime) -> str:
    """A WARC-Date: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _one_line(value: str) -> str:
    # A line break inside a header value would end the WARC header early.
    return "".join(char if char.isprintable() else " " for char in value)


def _uri(url: str) -> str:
    # WARC readers refuse spaces and control characters in addresses; hosts and links contain them all the same.
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")


def _token(name: str) -> str:
    # A hostile server may send any bytes as a header name; readers expect a token (RFC 9110, 5.6.2).
    return "".join(char if char.isascii() and (char.isalnum() or char in "!#$%&'*+-.^_`|~") else "?" for char in name)


def _http(response: Response) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    headers = [
        (_ORIGINAL + name if name.lower() in _DECODED else _token(name), _one_line(value))
        for name, value in response.headers
    ]
    return StatusAndHeaders(f"{response.status} -", [*headers, ("Content-Length", str(len(response.body)))], "HTTP/1.1")


def answer_record(writer: WARCWriter, response: Response) -> ArcWarcRecord:
    """A `response` record of a server's answer, or a `resource` record of an imported file."""
    over_http = response.status != IMPORTED
    headers = {
        "WARC-Date": warc_date(response.fetched),
        "WARC-Payload-Digest": payload_digest(response.body),
    }
    if response.final_url != response.url:
        headers["WARC-Verbale-Final-URI"] = _uri(response.final_url)
    if not over_http:
        headers["Content-Type"] = response.header("Content-Type") or "application/octet-stream"
    return writer.create_warc_record(
        _uri(response.url),
        "response" if over_http else "resource",
        payload=BytesIO(response.body),
        length=len(response.body),
        http_headers=_http(response) if over_http else None,
        warc_headers_dict=headers,
    )


def revisit_record(
    writer: WARCWriter, response: Response, profile: str, digest: str, earlier_url: str, earlier_date: datetime
) -> ArcWarcRecord:
    """A `revisit` record: the server answered with bytes (or a 304 for bytes) that an earlier record holds."""
    return writer.create_warc_record(
        _uri(response.url),
        "revisit",
        payload=BytesIO(b""),
        length=0,
        http_headers=_http(response),
        warc_headers_dict={
            "WARC-Date": warc_date(response.fetched),
            "WARC-Payload-Digest": digest,
            "WARC-Profile": profile,
            "WARC-Refers-To-Target-URI": earlier_url,
            "WARC-Refers-To-Date": warc_date(earlier_date),
        },
    )


def request_record(writer: WARCWriter, response: Response, answer: ArcWarcRecord) -> ArcWarcRecord:
    """The `request` record that belongs to an answer."""
    from warcio.statusandheaders import StatusAndHeaders

    parts = urlsplit(response.url)
    target = parts.path or "/"
    line = f"GET {target}?{parts.query} HTTP/1.1" if parts.query else f"GET {target} HTTP/1.1"
    headers = [("Host", parts.netloc), *((name, _one_line(value)) for name, value in response.request_headers)]
    return writer.create_warc_record(
        _uri(response.url),
        "request",
        payload=BytesIO(b""),
        length=0,
        http_headers=StatusAndHeaders(line, headers, is_http_request=True),
        warc_headers_dict={
            "WARC-Date": warc_date(response.fetched),
            "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
        },
    )


def note_record(writer: WARCWriter, url: str, note: Mapping[str, Any], moment: datetime) -> ArcWarcRecord:
    """A `metadata` record with `note` as JSON: what verbale knew of an answer beside its bytes."""
    body = json.dumps(note, ensure_ascii=False, sort_keys=True).encode()
    headers = {"WARC-Date": warc_date(moment), "Content-Type": "application/json"}
    return writer.create_warc_record(
        _uri(url), "metadata", payload=BytesIO(body), length=len(body), warc_headers_dict=headers
    )


def read_answer(record: ArcWarcRecord) -> Response:
    """The answer that an `answer_record` holds. Raises ValueError for a record that has lost one of its heads."""
    headers = record.http_headers.headers if record.http_headers else []
    restored = [(name.removeprefix(_ORIGINAL), value) for name, value in headers if name != "Content-Length"]
    if not record.http_headers:
        restored = [("Content-Type", record.rec_headers.get_header("Content-Type") or "")]
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    moment = datetime.strptime(record.rec_headers.get_header("WARC-Date") or "", "%Y-%m-%dT%H:%M:%SZ")
    return Response(
        url=url,
        final_url=record.rec_headers.get_header("WARC-Verbale-Final-URI") or url,
        status=int(record.http_headers.get_statuscode() or "") if record.http_headers else IMPORTED,
        headers=tuple(restored),
        body=record.raw_stream.read(),
        fetched=moment.replace(tzinfo=UTC),
    )
