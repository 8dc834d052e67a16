"""Exporting documents as WACZ (Web Archive Collection Zipped 1.1.1), which ReplayWeb.page opens.

A zip with the records of the originals, an index of them (CDXJ), the list of pages, and the digest of every part.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlsplit

from corpus.archive import Archive
from corpus.document import Response
from corpus.store import Store, StoredDocument, StoredVersion
from corpus.warc import answer_record, payload_digest

_WARC = "archive/data.warc.gz"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """One text of a document to export."""

    document: StoredDocument
    version: StoredVersion


def kept(store: Store, documents: Iterable[StoredDocument]) -> Iterator[Kept]:
    """The texts of these documents that are searched; of a part, those of the whole it stands in."""
    seen: set[int] = set()
    for document in documents:
        for version in store.versions(document.id):
            if version.current and version.id not in seen:
                seen.add(version.id)
                yield Kept(document, version)


def write_wacz(path: Path, texts: Iterable[Kept], archive: Archive, software: str, at: datetime) -> int:
    """Write the file at `path`; returns how many originals are in it. Raises ArchiveError, OSError."""
    with TemporaryFile() as records:
        index, pages = write_records(records, texts, archive)
        parts = {"indexes/index.cdx": "".join(sorted(index)), "pages/pages.jsonl": "".join((_PAGES, *pages))}
        resources = [
            _resource(_WARC, *_digest(records)),
            *(_resource(name, sha256(part.encode()).hexdigest(), len(part.encode())) for name, part in parts.items()),
        ]
        about = _json({
            "profile": "data-package", "wacz_version": "1.1.1", "title": "Documents kept by verbale",
            "software": software, "created": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "resources": resources,
        })  # fmt: skip
        digest = _json({"path": "datapackage.json", "hash": f"sha256:{sha256(about.encode()).hexdigest()}"})
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
            records.seek(0)
            with made.open(_WARC, "w", force_zip64=True) as stream:
                shutil.copyfileobj(records, stream)
            for name, part in {**parts, "datapackage.json": about, "datapackage-digest.json": digest}.items():
                made.writestr(name, part)
    return len(pages)


def write_records(records: IO[bytes], texts: Iterable[Kept], archive: Archive) -> tuple[list[str], list[str]]:
    """Write the originals; returns the lines of the index and of the pages."""
    from warcio.warcwriter import WARCWriter

    index, pages = [], []
    writer = WARCWriter(records, gzip=True, warc_version="1.1")
    for text in texts:
        answer = archive.read(text.version.archived)
        offset = records.tell()
        writer.write_record(answer_record(writer, answer))
        index.append(_cdxj(answer, text.version.media_type, offset, records.tell() - offset))
        pages.append(_page(text, answer))
    return index, pages


def _digest(records: IO[bytes]) -> tuple[str, int]:
    records.seek(0)
    digest = sha256()
    while piece := records.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest(), records.tell()


_PAGES = '{"format": "json-pages-1.0", "id": "pages", "title": "Documents"}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _resource(name: str, digest: str, size: int) -> dict[str, object]:
    return {"name": name.rsplit("/", 1)[-1], "path": name, "hash": f"sha256:{digest}", "bytes": size}


def _page(text: Kept, answer: Response) -> str:
    moment = answer.fetched.strftime("%Y-%m-%dT%H:%M:%SZ")
    title = text.document.title or text.document.key
    told = {"id": text.version.payload_digest[7:23], "url": answer.url, "title": title, "ts": moment}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _cdxj(answer: Response, media_type: str, offset: int, length: int) -> str:
    told = {
        "url": answer.url, "mime": media_type, "status": str(answer.status or 200),
        "digest": payload_digest(answer.body), "length": str(length), "offset": str(offset),
        "filename": _WARC.rsplit("/", 1)[-1],
    }  # fmt: skip
    return f"{sort_friendly(answer.url)} {answer.fetched:%Y%m%d%H%M%S} {json.dumps(told, ensure_ascii=False)}\n"


def sort_friendly(url: str) -> str:
    """An address as indexes of web archives sort it (SURT): `https://www.un.org/A?b` is `org,un)/a?b`."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{query}".lower().replace(" ", "%20")
