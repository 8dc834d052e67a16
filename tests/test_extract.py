"""Which kind of file some bytes are, and that every file ends in text or in a reason."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.errors import EmptyDocument, Encrypted, ExtractError, Unsupported
from corpus.extract import EXTRACTOR, extract, sniff
from corpus.extract.formats import formats

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xef\xbb\xbf\n\n" + b" " * 900 + b"%PDF-1.4", "application/pdf"),
        (_zip("[Content_Types].xml", "word/document.xml"), DOCX),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/x-ole-storage"),
        (b"\xffWPC" + b"\x10\0\0\0", "application/vnd.wordperfect"),
        (b"{\\rtf1\\ansi hello}", "application/rtf"),
        (b"<!DOCTYPE html><title>x</title>", "text/html"),
        (b"\n<html lang='en'><body>x", "text/html"),
        (b"<div><p>a piece of a page</p></div>", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "text/html"),
        (b"<?xml version='1.0'?><akomaNtoso/>", "application/xml"),
        (b"Words, only words.", "text/plain"),
        ("Слова".encode("utf-16"), "text/plain"),
        ("Words".encode("utf-16-le"), "text/plain"),
        (b'{"title": "no document"}', "application/json"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (bytes(range(256)), "application/octet-stream"),
    ],
)
def test_bytes_tell_their_kind(body: bytes, kind: str) -> None:
    assert sniff(body) == kind


def test_claims_do_not_change_what_the_bytes_say() -> None:
    page = b"<!doctype html><p>Sorry, this page does not exist.</p>"
    assert sniff(page, "A_RES_73_27.pdf", "application/pdf") == "text/html"
    assert sniff(b"%PDF-1.4", "index.html", "text/html; charset=utf-8") == "application/pdf"
    assert sniff(b"plain words", "A_RES_73_27.pdf", "application/pdf") == "text/plain"


def test_claims_break_ties() -> None:
    body = b"# A title\n\nSome words.\n"
    assert sniff(body) == "text/plain"
    assert sniff(body, "strategy.MD") == "text/markdown"
    assert sniff(body, media_type="text/markdown; charset=utf-8") == "text/markdown"


def test_every_format_says_what_it_reads() -> None:
    named = [kind for module in formats() for kind in module.MEDIA_TYPES]
    assert len(named) == len(set(named))
    assert {module.MEDIA_TYPES[0] for module in formats()} >= {"application/pdf", DOCX, "text/html", "text/plain"}
    assert all(suffix.startswith(".") for module in formats() for suffix in module.SUFFIXES)


@pytest.mark.parametrize("body", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_nothing_is_empty(body: bytes) -> None:
    with pytest.raises(EmptyDocument):
        extract(body)


def test_what_is_not_read_says_so_and_how_to_cure_it() -> None:
    with pytest.raises(Unsupported, match=r"a WordPerfect file.* save it as PDF or DOCX"):
        extract(b"\xffWPC" + bytes(100), name="letter.pdf")


def test_an_office_file_with_a_password_says_so() -> None:
    body = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Encrypted, match="password"):
        extract(body, name="letter.docx")


def test_an_extract_knows_who_made_it() -> None:
    made = extract(b"Some words of a short text.")
    assert made.extractor == EXTRACTOR
    assert (made.media_type, made.pages) == ("text/plain", 0)
    assert [passage.text for passage in made.passages] == ["Some words of a short text."]


@given(
    st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04word/document.xml", b"<html><p>", b"<?xml version='1.0'?><a>", b"# "]
    ),
    st.binary(max_size=300),
)
@settings(deadline=None)  # the first example loads pdfium and the language model
@example(b"%PDF-1.4", b"trailer<</Root 1 0 R>>")
def test_any_bytes_end_in_text_or_in_a_reason(start: bytes, rest: bytes) -> None:
    reason = ""
    try:
        assert extract(start + rest).media_type == sniff(start + rest)
    except ExtractError as error:
        reason = str(error)
    assert not reason or reason.endswith(".")
