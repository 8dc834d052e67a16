"""Captures that other tools made, WARC and WACZ: the documents in them, with their addresses and times.

A WACZ file is a zip of WARC files; `pages/pages.jsonl` names the pages that a person saw (Web Archive Collection
Zipped 1.1.1). No name in it is ever used as a path on disk.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from corpus.document import Posting, Response
from corpus.intake import Delivery
from crawler.classify import classify
from crawler.links import absolute
from search.importing import Refused

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_WARC = (".warc", ".warc.gz")
_OK = 200


def is_capture(path: Path) -> bool:
    """Whether a file is called as captures are."""
    return path.name.lower().endswith((".wacz", *_WARC))


def captured(path: Path, said: Posting, max_bytes: int) -> Iterator[Delivery | Refused]:
    """The documents of a capture; what cannot be read is refused with its reason, and the rest is given."""
    try:
        if path.name.lower().endswith(".wacz"):
            yield from _from_wacz(path, said, max_bytes)
        else:
            with path.open("rb") as stream:
                yield from _from_warc(stream, str(path), said, max_bytes, None)
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        yield Refused(str(path), f"the capture cannot be read: {error}")


def _from_wacz(path: Path, said: Posting, max_bytes: int) -> Iterator[Delivery | Refused]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(_WARC)]
        pages = _pages(archive)
        if not names:
            yield Refused(str(path), "there is no WARC file in it")
        for name in names:
            with archive.open(name) as stream:
                yield from _from_warc(stream, f"{path}: {name}", said, max_bytes, pages)


def _pages(archive: zipfile.ZipFile) -> set[str]:
    """The addresses of the pages that a person saw."""
    found: set[str] = set()
    for name in archive.namelist():
        if name.startswith("pages/") and name.endswith(".jsonl"):
            for line in archive.read(name).decode("utf-8", "replace").splitlines():
                try:
                    found.add(absolute("", str(json.loads(line).get("url", ""))))
                except (ValueError, AttributeError):
                    continue  # a line that is no page
    return found - {""}


def _from_warc(
    stream: IO[bytes], where: str, said: Posting, max_bytes: int, pages: set[str] | None
) -> Iterator[Delivery | Refused]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(stream):
            answer = _answer(record, max_bytes)
            if isinstance(answer, str):
                yield Refused(f"{where}: {record.rec_headers.get_header('WARC-Target-URI')}", answer)
            elif answer is not None and _wanted(answer, pages):
                yield Delivery(answer, replace(said, url=answer.url), "listing", "import", classify(answer).kind)
    except (ArchiveLoadFailed, ValueError, EOFError) as error:
        yield Refused(where, f"it breaks off or is damaged: {error}")


def _answer(record: ArcWarcRecord, max_bytes: int) -> Response | str | None:
    """A good answer in a record; None for a record of another kind, a reason for one that cannot be taken."""
    target = record.rec_headers.get_header("WARC-Target-URI") or ""
    # A `resource` was on somebody's disk: its address leads nowhere here, and only names it.
    url = absolute("", target) or (target if record.rec_type == "resource" else "")
    status = int(record.http_headers.get_statuscode() or 0) if record.http_headers else _OK
    if record.rec_type not in ("response", "resource") or status != _OK or not url:
        return None
    body = record.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        return f"larger than {max_bytes} bytes (`max_bytes` in verbale.toml)"
    headers = tuple(record.http_headers.headers) if record.http_headers else ()
    return Response(url, url, _OK, headers, body, _moment(record.rec_headers.get_header("WARC-Date")))


def _moment(written: Any) -> datetime:
    moment = datetime.fromisoformat(str(written).replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _wanted(answer: Response, pages: set[str] | None) -> bool:
    """Whether an answer is a document: a file, or a page that a person saw; not what only makes a page look so."""
    kind = classify(answer).kind
    if kind in ("ok_pdf", "ok_office"):
        return True
    said = answer.header("Content-Type").lower()
    return (
        kind == "ok_html"
        and said.startswith(("text/html", "application/xhtml"))
        and (pages is None or answer.url in pages)
    )
