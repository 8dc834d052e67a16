"""The sample documents in PDF, DOCX and HTML: one document, one reading, whatever the format."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.document import Extract
from corpus.extract import extract
from crawler.sample.collection import documents
from crawler.sample.document import SampleDocument
from crawler.sample.files import render_file

# The sample PDF writer has fonts for these only.
LATIN = ("en", "fr", "es", "de")
SAMPLES = [document for document in documents() if document.language in LATIN]
NAMED = [document for document in SAMPLES if document.symbol]


@cache
def read(place: int, suffix: str) -> Extract:
    return extract(render_file(SAMPLES[place], suffix), name=f"sample{suffix}")


def name(document: SampleDocument) -> str:
    return f"{document.name}-{document.language}-{document.night}"


def numbers(made: Extract) -> list[str]:
    """The printed numbers; HTML and DOCX samples set footnotes as plain paragraphs."""
    return [passage.number for passage in made.passages if passage.number and not passage.number.startswith("fn ")]


@pytest.mark.parametrize("document", SAMPLES, ids=name)
def test_the_three_formats_have_the_same_numbers_and_language(document: SampleDocument) -> None:
    place = SAMPLES.index(document)
    pdf, docx, html = (read(place, suffix) for suffix in (".pdf", ".docx", ".html"))
    assert numbers(pdf) == numbers(docx) == numbers(html)
    assert {made.language for made in (pdf, docx, html)} == {document.language}


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@pytest.mark.parametrize("document", NAMED, ids=name)
def test_the_masthead_is_read_in_pdf_and_docx(document: SampleDocument, suffix: str) -> None:
    front = read(SAMPLES.index(document), suffix).front
    assert front.symbol == document.symbol
    if document.layout == "un":
        assert front.title.startswith(document.title)
        assert (front.date_issued or front.date_on_text) == document.date.isoformat()
        assert bool(front.date_adopted) == bool(document.adopted)
