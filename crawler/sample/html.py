"""Writes a sample document as a web page, with the menus around it that an extractor must leave out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from crawler.sample.document import Block, SampleDocument, Span
from crawler.sample.front import front, notices

_TAGS = {"heading": "h2", "subheading": "h3", "centre": "h3"}


def render_html(document: SampleDocument) -> bytes:
    """The document as an HTML page in UTF-8."""
    direction = "rtl" if document.language == "ar" else "ltr"
    body = "\n".join((*_front(document), *map(_block, document.blocks), *_notes(document)))
    notice = "\n".join(f"<p><strong>{escape(text)}</strong></p>" for text in notices(document.language))
    page = f"""<!DOCTYPE html>
<html lang="{document.language}" dir="{direction}">
<head>
<meta charset="utf-8">
<title>{escape(document.title)} | Meetings Place</title>
<meta name="dcterms.date" content="{document.date.isoformat()}">
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/meetings/past">Meetings</a></li></ul></nav>
<main>
<article>
{body}
{notice}
</article>
</main>
<footer><p>Contact · Terms of use · Privacy</p></footer>
</body>
</html>
"""
    return page.encode()


def _front(document: SampleDocument) -> Iterator[str]:
    page = front(document)
    yield f"<h1>{escape(document.title)}</h1>"
    for line in (*page.side, *page.below):
        if line.text != document.title:
            yield f'<p class="front">{escape(line.text)}</p>'


def _block(block: Block) -> str:
    text = "".join(map(_span, block.spans))
    if tag := _TAGS.get(block.kind):
        return f"<{tag}>{text}</{tag}>"
    return f"<p>{escape(block.number)} {text}</p>" if block.number else f"<p>{text}</p>"


def _span(span: Span) -> str:
    tags = {"italic": "em", "note": "sup", "bold": "strong"}
    text = escape(span.text, quote=False)
    tag = tags.get(span.style)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _notes(document: SampleDocument) -> Iterator[str]:
    for mark, text in (note for block in document.blocks for note in block.notes):
        yield f"<p><sup>{mark}</sup> {escape(text)}</p>"
