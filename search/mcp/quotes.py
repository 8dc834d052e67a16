"""The quote check as the MCP server answers it."""

from __future__ import annotations

from search.library import Library
from search.mcp import answers
from search.quotes import Checked
from search.quotes.draft import paragraphs_of
from search.quotes.printing import redlined
from search.quotes.reading import check_draft
from search.tracing.room import shingles_of

_MEANINGS = {
    "verbatim": "Every word stands there, in this order, in one paragraph.",
    "altered": "Words were altered: quote the document's, or mark what is yours.",
    "not found": f"{answers.NOT_FOUND}: nothing near it is held. It may be made up, or stand in a document not held.",
    "not covered": f"{answers.NOT_COVERED}: this collection cannot tell.",
}


def quotes_checked(library: Library, text: str) -> answers.QuotesChecked:
    """Every quotation of a text, and every sentence that stands in a document, with its verdict. EngineNotReady."""
    with shingles_of(library) as shingles:
        report = check_draft(library, shingles, "", paragraphs_of(text))
    shown = tuple(_verdict(one) for one in report.checked if not one.own_words)
    return answers.QuotesChecked(shown, len(report.checked) - len(shown), report.notices)


def _verdict(one: Checked) -> answers.QuoteVerdict:
    place = one.place
    return answers.QuoteVerdict(
        text=one.claim.text,
        verdict=one.verdict,
        meaning=f"{_MEANINGS[one.verdict]} {one.reason if one.verdict == 'not covered' else ''}".strip(),
        cite_as=place.cite if place else "",
        symbol=place.id if place else "",
        paragraph=place.number if place else "",
        page=place.page if place else 0,
        language=place.language if place else "",
        permalink=place.url if place else "",
        source_url=place.original if place else "",
        differs_in_print=one.differs,
        notes=one.notes,
        quoted=answers.QuotedWords(
            printed=place.printed if place else "",
            also_in=tuple(other.cite for other in one.also),
            left_out=one.left_out,
            redline=redlined(one.pieces, plain=True),
        ),
    )
