"""The bytes of a sample document in the format that its file name asks for."""

from __future__ import annotations

from crawler.sample.document import SampleDocument

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
}


def render_file(document: SampleDocument, suffix: str = "") -> bytes:
    """The file of a document: PDF, DOCX or HTML, by its own ending or the one given. Same document, same bytes."""
    wanted = suffix or document.suffix
    if wanted == ".pdf":
        from crawler.sample.pdf import render_pdf

        return render_pdf(document)
    if wanted == ".docx":
        from crawler.sample.office import render_docx

        return render_docx(document)
    from crawler.sample.html import render_html

    return render_html(document)
