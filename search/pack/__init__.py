"""The evidence of a result in one zip: originals, their WARC records, digests, texts, citations, a page to begin at.

Whoever receives it needs nothing of ours: the page opens in any browser, `sha256sum -c SHA256SUMS` checks every file,
and `archive/records.warc.gz` opens in any tool for web archives.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from corpus.archive import Archive
from corpus.store import StoredDocument, StoredPassage, StoredVersion
from search.answer import FoundDocument
from search.cite import citation, sharing
from search.library import Library
from search.pack.front import Shown, ShownText, front_page, notes
from search.result_files import written
from search.wacz import Kept, kept, write_records
from search.web.labels import file_name

RECORDS = "archive/records.warc.gz"
_BIBLIOGRAPHIES = {
    "ris": "citations/citations.ris",
    "bibtex": "citations/citations.bib",
    "csl": "citations/citations.json",
}
_TABLE = "results.csv"


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked and when; `as_of` is a day (ISO) or empty, `form` the address to which permalinks lead."""

    query: str
    scope: str
    as_of: str
    total: int
    software: str
    at: datetime
    form: str

    def as_json(self) -> Mapping[str, Any]:
        """What `search.json` says of it."""
        return {
            "query": self.query, "scope": self.scope, "as_of": self.as_of or self.at.date().isoformat(),
            "total": self.total, "made_by": self.software, "made_at": self.at.isoformat(timespec="seconds"),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """What went in, and the keys of the documents whose text is not held."""

    documents: int
    originals: int
    not_held: tuple[str, ...]


class _Zip:
    """A zip being written, with the digest of each file in it."""

    def __init__(self, made: zipfile.ZipFile) -> None:
        self._made = made
        self.sums: list[str] = []

    def put(self, name: str, content: bytes) -> str:
        """Put a file in; returns its SHA-256."""
        digest = sha256(content).hexdigest()
        self.sums.append(f"{digest}  {name}\n")
        self._made.writestr(name, content)
        return digest

    def copy(self, name: str, stream: IO[bytes]) -> None:
        """Put in what may be larger than the memory."""
        stream.seek(0)
        digest = sha256()
        while piece := stream.read(1 << 20):
            digest.update(piece)
        self.sums.append(f"{digest.hexdigest()}  {name}\n")
        stream.seek(0)
        with self._made.open(zipfile.ZipInfo(name), "w", force_zip64=True) as inside:
            shutil.copyfileobj(stream, inside)


def write_pack(
    target: Path | IO[bytes], search: Search, hits: Sequence[FoundDocument], library: Library, archive: Archive,
    redlines: Mapping[str, bytes],
) -> Packed:  # fmt: skip
    """Write the zip to `target`; `redlines` are pages by name. Raises ArchiveError, OSError."""
    documents = list({hit.document.id: hit.document for hit in hits}.values())
    texts = list(kept(library.store, documents))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        pack = _Zip(made)
        read = {document.id: _put_texts(pack, document, texts, library, archive) for document in documents}
        shown = [_shown(hit, read[hit.document.id]) for hit in hits]
        with TemporaryFile() as records:
            write_records(records, texts, archive)
            pack.copy(RECORDS, records)
        for name, content in _files(search, hits):
            pack.put(name, content)
        for name, content in redlines.items():
            pack.put(f"redlines/{name}", content)
        pack.put("index.html", front_page(search.as_json(), shown, sorted(redlines)).encode())
        pack.put("README.txt", notes(search.as_json(), RECORDS).encode())
        made.writestr("SHA256SUMS", "".join(sorted(pack.sums, key=lambda line: line[66:])))
    without = tuple(document.key for document in documents if not document.held)
    return Packed(len(documents), len(texts), without)


def _files(search: Search, hits: Sequence[FoundDocument]) -> Iterable[tuple[str, bytes]]:
    """What can be written from the hits alone."""
    yield "search.json", _json({**search.as_json(), "hits": [hit.as_json() for hit in hits]})
    for kind, name in (*_BIBLIOGRAPHIES.items(), ("csv", _TABLE)):
        yield name, b"".join(written(kind, hits, search.form, search.at))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True, slots=True)
class _Read:
    """A text of a document in the pack, with its paragraphs."""

    shown: ShownText
    passages: Sequence[StoredPassage]


def _put_texts(
    pack: _Zip, document: StoredDocument, texts: Sequence[Kept], library: Library, archive: Archive
) -> list[_Read]:
    """Put the originals and texts of a document in; those of a part are the originals of the whole it stands in."""
    told = []
    for version in (text.version for text in texts if text.version.document_id in (document.id, document.part_of)):
        passages = library.store.passages_of(document.id, version.id)
        if not passages:
            continue
        # Two keys may be written alike in file names, and a whole and its part have one original.
        name = f"{document.id}-{version.id}-{file_name(document.key, version.language, version.media_type)}"
        digest = pack.put(f"originals/{name}", archive.read(version.archived).body)
        text = f"texts/{name.rpartition('.')[0]}.txt"
        pack.put(text, _plain(document, version, passages).encode())
        told.append(_Read(ShownText(version, f"originals/{name}", text, digest), passages))
    return told


def _shown(hit: FoundDocument, read: Sequence[_Read]) -> Shown:
    """A hit with the citation of each of its paragraphs; empty for one that is not in these texts."""
    cited = []
    for found in hit.passages:
        text = next((text for text in read if text.shown.version.id == found.version), None)
        passages = text.passages if text else ()
        own = next((one for one in passages if (one.number, one.text) == (found.number, found.text)), None)
        cited.append(citation(hit.document, "un", own, shared=own.id in sharing(passages)).text if own else "")
    return Shown(hit, citation(hit.document, "un").text, tuple(cited), tuple(text.shown for text in read))


def _plain(document: StoredDocument, version: StoredVersion, passages: Sequence[StoredPassage]) -> str:
    """The text by paragraph, each with its printed number and page before it."""
    lines = [
        f"{document.key}  {document.title}".strip(), f"Language: {version.language or 'unknown'}",
        f"Fetched: {version.fetched} from {version.url}", f"Original: {version.payload_digest}",
        "Read by machine from the original: compare with it before you quote.", "",
    ]  # fmt: skip
    for passage in passages:
        place = ", ".join(filter(None, (passage.number, f"p. {passage.page}" if passage.page else "")))
        lines.append(f"[{place}] {passage.text}" if place else passage.text)
    return "\n".join(lines) + "\n"
