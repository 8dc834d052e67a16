"""Scans, read by a real tesseract; without one, a reason that names the cure."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from corpus.config import ExtractSettings
from corpus.errors import NeedsOcr
from corpus.extract import extract, extract_by_ocr
from corpus.extract.tools.ocr import Installed, installed, searchable
from corpus.workers import Workers

SCANS = Path(__file__).resolve().parents[2] / "shared" / "realdocs" / "B4"
WORDS = ("The points of contact directory", "is reviewed every year.")

needs_tesseract = pytest.mark.skipif(not installed().languages, reason="tesseract is not installed")
pytestmark = pytest.mark.slow


def scan(words: tuple[str, ...] = WORDS) -> bytes:
    """A PDF that is only a picture: a page of text, drawn and put into another PDF."""
    import pypdfium2
    from fpdf import FPDF

    text = FPDF()
    text.add_page()
    text.set_font("Helvetica", size=18)
    for line in words:
        text.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    picture = pypdfium2.PdfDocument(bytes(text.output()))[0].render(scale=3).to_pil()
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    pictured = FPDF()
    pictured.add_page()
    pictured.image(stored, x=0, y=0, w=210)
    return bytes(pictured.output())


def test_a_scan_needs_ocr() -> None:
    with pytest.raises(NeedsOcr):
        extract(scan(), name="scan.pdf")


@needs_tesseract
def test_a_scan_is_read_by_ocr_and_says_so() -> None:
    made = extract_by_ocr(scan(), name="scan.pdf")
    words = " ".join([made.front.title, *(passage.text for passage in made.passages)])
    assert "points of contact directory" in words
    assert "reviewed every year" in words
    assert made.pages == 1
    assert made.notes[0].startswith("Read by OCR (")


@needs_tesseract
def test_workers_read_a_scan_a_second_time_unless_told_not_to() -> None:
    with Workers(1) as workers:
        assert workers.outcome(workers.extract(scan(), name="scan.pdf")).notes[0].startswith("Read by OCR")
    with Workers(1, ExtractSettings(ocr="never")) as workers, pytest.raises(NeedsOcr):
        workers.outcome(workers.extract(scan(), name="scan.pdf"))


@needs_tesseract
def test_a_picture_without_words_stays_a_scan() -> None:
    with pytest.raises(NeedsOcr, match="found no words"):
        extract_by_ocr(scan(()), name="scan.pdf")


def test_without_tesseract_the_reason_names_the_cure() -> None:
    with pytest.raises(NeedsOcr, match=r"not installed.*verbale doctor"):
        searchable(scan(), Installed("", ""))


@needs_tesseract
@pytest.mark.skipif(not SCANS.exists(), reason="the shared real documents are not here")
def test_a_letter_of_1947_can_be_found_by_its_words() -> None:
    body = next(SCANS.glob("*1947*.pdf")).read_bytes()
    text = " ".join(passage.text for passage in extract_by_ocr(body, name="letter.pdf").passages)
    assert "CHAIRMAN OF THE SIXTH COMMITTEE" in text
    assert "dated 26 September 1947" in text
