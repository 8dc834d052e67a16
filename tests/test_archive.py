"""The archive: any WARC tool reads it, a torn write costs nothing that was acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive, Archived
from corpus.archive.files import OPEN, whole_length
from corpus.document import ArchiveRef, Response
from corpus.errors import ArchiveError
from corpus.warc import IMPORTED, payload_digest

NIGHT = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)


def answer(
    body: bytes = b"%PDF-1.7 sample", url: str = "https://example.org/a%20b.pdf?x=1", status: int = 200
) -> Response:
    return Response(
        url=url,
        final_url=url,
        status=status,
        headers=(("Content-Type", "application/pdf"), ("Content-Encoding", "gzip"), ("ETag", '"1"')),
        body=body,
        fetched=NIGHT,
        request_headers=(("User-Agent", "verbale"),),
    )


def warc_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz*"))


def test_an_answer_is_read_back_as_it_was(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.write(answer())
    second = archive.write(answer(b"other bytes", "https://example.org/b"))
    archive.close()
    assert archive.read(first) == replace(answer(), request_headers=())
    assert archive.read(second).body == b"other bytes"


def test_an_imported_file_is_a_resource(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    imported = Response("file:///x/a.pdf", "file:///x/a.pdf", IMPORTED, (("Content-Type", "text/plain"),), b"hi", NIGHT)
    ref = archive.write(imported)
    archive.close()
    assert archive.read(ref) == imported


def test_the_same_bytes_again_are_a_revisit(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first = archive.write(answer())
    again = archive.write(answer(), Archived(first, answer().url, NIGHT, payload_digest(answer().body)))
    archive.close()
    assert again == first
    assert record_types(warc_files(tmp_path)[0]) == ["response", "request", "revisit", "request"]


def record_types(path: Path) -> list[str]:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        return [record.rec_type for record in ArchiveIterator(stream)]


def test_warcio_finds_every_digest_right(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write(answer())
    archive.write(answer(b""))
    archive.note("https://example.org/", {"verdict": "ok", "title": "Zażółć — 网络"}, NIGHT)
    archive.close()
    checked = subprocess.run(
        [Path(sys.executable).with_name("warcio"), "check", "-v", warc_files(tmp_path)[0]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    assert "fail" not in checked.stdout


def test_notes_come_back_in_order(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for number in range(3):
        archive.note("https://example.org/", {"number": number}, NIGHT)
    archive.sync()
    assert [note["number"] for note in archive.notes() if isinstance(note, dict)] == [0, 1, 2]
    archive.close()


@given(cut=st.integers(min_value=0, max_value=400))
def test_a_torn_tail_is_cut_off_and_the_rest_is_whole(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("torn")
    archive = Archive(folder)
    kept = archive.write(answer())
    archive.sync()
    whole = warc_files(folder)[0].stat().st_size
    archive.write(answer(b"the record that was being written"))
    archive.close()
    # What a kill leaves: the file still has its suffix, and ends anywhere inside the second record.
    closed = warc_files(folder)[0]
    path = closed.rename(closed.with_name(closed.name + OPEN))
    path.write_bytes(path.read_bytes()[: whole + cut])
    assert whole_length(path) >= whole
    mended = Archive(folder)
    assert mended.recover() == [path.name.removesuffix(OPEN)]
    assert mended.read(kept).body == answer().body
    assert record_types(warc_files(folder)[0])[:2] == ["response", "request"]
    assert mended.recover() == []


def test_two_runs_never_share_a_file(tmp_path: Path) -> None:
    for _ in range(3):
        archive = Archive(tmp_path)
        archive.write(answer())
        archive.close()
    assert len(warc_files(tmp_path)) == 3


def test_changed_bytes_are_noticed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = archive.write(answer(b"a" * 5000))
    archive.close()
    path = warc_files(tmp_path)[0]
    damaged = bytearray(path.read_bytes())
    damaged[300] ^= 0xFF
    path.write_bytes(bytes(damaged))
    with pytest.raises(ArchiveError, match=r"cannot be read|damaged"):
        archive.read(ref)


def test_a_missing_record_says_which(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"gone\.warc\.gz"):
        Archive(tmp_path).read(ArchiveRef("gone.warc.gz", 0))


@given(
    name=st.text(min_size=1, max_size=20).filter(lambda name: name.lower() != "content-length"),
    value=st.text(max_size=50),
)
def test_hostile_headers_do_not_break_the_record(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
) -> None:
    archive = Archive(tmp_path_factory.mktemp("headers"))
    hostile = Response("https://example.org/", "https://example.org/", 200, ((name, value),), b"body", NIGHT)
    ref = archive.write(hostile)
    archive.close()
    assert archive.read(ref).body == b"body"


def test_an_address_with_spaces_is_written_as_a_uri(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = archive.write(answer(url="https://example.org/a b\n.pdf"))
    archive.close()
    assert archive.read(ref).url == "https://example.org/a%20b%0A.pdf"


def test_any_flipped_bit_is_an_archive_error_or_harmless(tmp_path: Path) -> None:
    """Whatever a flipped bit turns a record into, reading it says so, or gives the very bytes that were kept."""
    archive = Archive(tmp_path)
    refs = [archive.write(answer(body)) for body in (b"%PDF-1.7 sample", b"words " * 400)]
    archive.note("https://example.org/a", {"some": "words"}, NIGHT)
    archive.close()
    path = warc_files(tmp_path)[0]
    whole = path.read_bytes()
    chance = random.Random(4)
    for _ in range(800):
        place = chance.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        for ref, body in zip(refs, (b"%PDF-1.7 sample", b"words " * 400), strict=True):
            with suppress(ArchiveError):
                assert archive.read(ref).body == body, place
        assert all(isinstance(note, dict | ArchiveRef) for note in archive.notes()), place
