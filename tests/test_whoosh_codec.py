"""Postings written and read by the field are those that Whoosh itself writes and reads, byte by byte."""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage

from index.engines.whoosh import open_index
from index.query import Everything, Phrase, Word
from index.whoosh_codec import BLOCK, field_postings, write_term
from index.whoosh_schema import schema
from tests.engine_contract import found, passage

Held = dict[bytes, dict[int, float]]
FIELD = "p_text_x"


@pytest.fixture(scope="module", autouse=True)
def few_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.whoosh_codec._AT_ONCE", 4)
        yield


def files(folder: Path, held: Held, fast: bool) -> dict[str, bytes]:
    """The files of a segment that holds terms with rows and times, by their endings."""
    storage, codec = FileStorage(str(folder)), W3Codec(blocklimit=BLOCK)
    segment = codec.new_segment(storage, "tried")
    writer = codec.field_writer(storage, segment)
    writer.start_field(FIELD, schema()[FIELD])
    for term, postings in sorted(held.items()):
        rows, times = array("I", sorted(postings)), array("f", [postings[row] for row in sorted(postings)])
        if fast:
            write_term(writer, term, rows, times)
        else:
            writer.start_term(term)
            for row, weight in zip(rows, times, strict=True):
                writer.add(row, weight, b"", 0)
            writer.finish_term()
    writer.finish_field()
    writer.close()
    reader = codec.terms_reader(storage, segment)
    pieces = field_postings(reader, FIELD)
    assert pieces is not None
    read: Held = {}
    for piece in pieces:
        rows_of = np.split(piece.rows, np.cumsum(piece.counts))
        times_of = np.split(piece.times, np.cumsum(piece.counts))
        for at, term in enumerate(piece.terms):
            read[term] = dict(zip(rows_of[at].tolist(), times_of[at].tolist(), strict=True))
    reader.close()
    assert read == held
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}


def check_alike(held: Held) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert files(Path(one), held, fast=True) == files(Path(other), held, fast=False)


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.binary(min_size=1, max_size=5),
        st.dictionaries(st.integers(0, 2**31), st.integers(1, 4).map(float), min_size=1, max_size=90),
        min_size=1,
        max_size=6,
    )
)
def test_terms_are_written_as_whoosh_writes_them(held: Held) -> None:
    check_alike(held)


@pytest.mark.parametrize("size", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
@pytest.mark.parametrize("times", [(1.0,), (2.0,), (1.0, 3.0)])
def test_terms_of_many_blocks_are_too(size: int, times: tuple[float, ...]) -> None:
    check_alike({b"a": {5: 1.0}, b"b": {7 * row: times[row % len(times)] for row in range(size)}, b"c": {2: 2.0}})


def test_a_codec_of_another_shape_is_written_and_merged_as_whoosh_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.whoosh_codec._WRITER_NAMES", ("_elsewhere",))
    monkeypatch.setattr("index.whoosh_codec._READER_NAMES", ("_elsewhere",))
    engine = open_index(tmp_path / "index")
    for night in range(1, 5):
        engine.write([passage(10 * night + n, f"norm of night{night}", document=night) for n in range(5)], (), night)
    engine.write((), [2], 5)
    assert sum(1 for file in (tmp_path / "index").iterdir() if file.suffix == ".trm") < 4
    assert len(found(engine, Everything())) == len(found(engine, Phrase(("norm", "of")))) == 15
    assert found(engine, Word("night3")) == [30, 31, 32, 33, 34]
    assert found(engine, Word("night2")) == []
    engine.close()
