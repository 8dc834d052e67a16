"""The archive: every answer of every server, in WARC files, before anything interprets it.

A run writes into one new file, `NAME.warc.gz.open`, and renames it to `NAME.warc.gz` when done. A file still called
`.open` when the next writer comes was left by a killed run: its torn last record is cut off and it is renamed.
References never name the suffix, so they hold before and after.

Every fetch becomes an answer (or, for bytes already held, a `revisit`) and its request; a `metadata` record beside
them says what verbale knew of the answer, so that the store can be made again from the archive alone.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.archive.files import OPEN, files, members, whole_length
from corpus.document import ArchiveRef, Response
from corpus.durable import fsync_folder
from corpus.errors import ArchiveError
from corpus.warc import (
    NOT_MODIFIED,
    SAME_BYTES,
    answer_record,
    note_record,
    payload_digest,
    read_answer,
    request_record,
    revisit_record,
)

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

ROTATE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Archived:
    """An earlier record with the same payload: what a `revisit` refers to."""

    ref: ArchiveRef
    url: str
    fetched: datetime
    digest: str


def _note_in(member: bytes) -> dict[str, Any] | ArchiveError | None:
    """The note in a record; None if it is a record of another kind, an error if it is none at all."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        record = next(iter(ArchiveIterator(BytesIO(member))))
        if record.rec_type != "metadata":
            return None
        note: dict[str, Any] = json.loads(record.content_stream().read())
    except (ArchiveLoadFailed, StopIteration, ValueError) as error:
        return ArchiveError(str(error))
    return note


class Archive:
    """A folder of WARC files: one writer appends, anyone reads by reference."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._stream: BinaryIO | None = None

    def recover(self) -> list[str]:
        """Close what a killed run left open; call it with the right to write. Returns the names that were mended.

        The bytes cut off are a record that no store ever referred to, because the store commits after `sync`.
        """
        mended = []
        for path in sorted(self._folder.glob(f"*.warc.gz{OPEN}")):
            os.truncate(path, whole_length(path))
            path.rename(path.with_name(path.name.removesuffix(OPEN)))
            mended.append(path.name.removesuffix(OPEN))
        fsync_folder(self._folder)
        return mended

    def write(self, response: Response, earlier: Archived | None = None) -> ArchiveRef:
        """Append the answer and its request; a `revisit` where `earlier` has the same bytes.

        Returns where the bytes are to be found. Nothing is durable before `sync`. Raises ArchiveError.
        """
        if earlier is None:
            return self._append_pair(response, lambda writer: answer_record(writer, response))
        self._append_pair(
            response,
            lambda writer: revisit_record(
                writer, response, SAME_BYTES, payload_digest(response.body), earlier.url, earlier.fetched
            ),
        )
        return earlier.ref

    def write_not_modified(self, response: Response, earlier: Archived) -> None:
        """Append a 304 as a `revisit` of what was fetched earlier."""
        self._append_pair(
            response,
            lambda writer: revisit_record(writer, response, NOT_MODIFIED, earlier.digest, earlier.url, earlier.fetched),
        )

    def note(self, url: str, note: Mapping[str, Any], moment: datetime) -> None:
        """Append what verbale knows of an answer beside its bytes, as JSON in a `metadata` record."""
        from warcio.warcwriter import WARCWriter

        writer = WARCWriter(self._open(moment), gzip=True, warc_version="1.1")
        self._append(writer, note_record(writer, url, note, moment))

    def sync(self) -> None:
        """Make everything appended so far survive a power loss. Raises ArchiveError."""
        if self._stream is not None:
            try:
                self._stream.flush()
                os.fsync(self._stream.fileno())
            except OSError as error:
                raise ArchiveError(f"The archive {self._folder} cannot be written: {error.strerror}.") from error

    def close(self) -> None:
        """Finish the file being written, if any."""
        if self._stream is None:
            return
        self.sync()
        self._stream.close()
        self._stream = None
        path = self._folder / f"{self._name}{OPEN}"
        path.rename(path.with_name(self._name))
        fsync_folder(self._folder)

    def read(self, ref: ArchiveRef) -> Response:
        """The answer at `ref`, exactly as archived. Raises ArchiveError where the record is missing or damaged."""
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        try:
            with self._path(ref.file).open("rb") as stream:
                stream.seek(ref.offset)
                record = next(iter(ArchiveIterator(stream)))
                response = read_answer(record)
                digest = record.rec_headers.get_header("WARC-Payload-Digest")
        except (OSError, StopIteration, ArchiveLoadFailed, ValueError, zlib.error) as error:
            raise ArchiveError(f"Record {ref.offset} of {ref.file} cannot be read: {error}.") from error
        if payload_digest(response.body) != digest:
            raise ArchiveError(f"Record {ref.offset} of {ref.file} is damaged: its bytes do not match its digest.")
        return response

    def notes(self) -> Iterator[dict[str, Any] | ArchiveRef]:
        """Every note ever written, oldest file first; in place of a record that is damaged, where it lies."""
        for path in files(self._folder):
            name = path.name.removesuffix(OPEN)
            for offset, member in members(path):
                note = _note_in(member) if member is not None else None
                if member is None or isinstance(note, ArchiveError):
                    yield ArchiveRef(name, offset)
                elif note is not None:
                    yield note

    def _path(self, name: str) -> Path:
        path = self._folder / name
        return path if path.exists() else self._folder / f"{name}{OPEN}"

    def _open(self, moment: datetime) -> BinaryIO:
        if self._stream is not None and self._stream.tell() > ROTATE_BYTES:
            self.close()
        if self._stream is None:
            stamp = f"verbale-{moment:%Y%m%d%H%M%S}"
            taken = {path.name.removesuffix(OPEN) for path in self._folder.glob(f"{stamp}*")}
            free = (f"{stamp}-{number:05}.warc.gz" for number in range(100_000))
            self._name = next(name for name in free if name not in taken)
            try:
                self._stream = (self._folder / f"{self._name}{OPEN}").open("xb")
            except OSError as error:
                raise ArchiveError(f"The archive {self._folder} cannot be written: {error.strerror}.") from error
            fsync_folder(self._folder)
        return self._stream

    def _append(self, writer: Any, record: ArcWarcRecord) -> None:
        try:
            writer.write_record(record)
            writer.out.flush()
        except OSError as error:
            self._abandon()
            raise ArchiveError(f"The archive {self._folder} cannot be written: {error.strerror}.") from error

    def _abandon(self) -> None:
        """Leave a file with a torn end open in name, for the next writer to cut (`recover`)."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()

    def _append_pair(self, response: Response, make: Any) -> ArchiveRef:
        from warcio.warcwriter import WARCWriter

        stream = self._open(response.fetched)
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        ref = ArchiveRef(self._name, stream.tell())
        answer = make(writer)
        self._append(writer, answer)
        if response.request_headers:
            self._append(writer, request_record(writer, response, answer))
        return ref
