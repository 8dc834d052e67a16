"""Why the corpus cannot tell whether a quotation is right: its document or its language is not held."""

from __future__ import annotations

from corpus.extract.languages import detect
from corpus.store import StoredDocument
from search.quotes.draft import Claim
from search.quotes.holdings import Holdings

# From this many letters on the language of a quotation is told rightly (corpus.extract.languages).
_CLEAR = 60
# Letters beyond this one are of a script that few languages are written in.
_LATIN = 0x24F


def not_covered(claim: Claim, cited: StoredDocument | None) -> str:
    """The reason where the document that a claim names is not held; else empty."""
    if claim.attributed is None or (cited is not None and cited.held):
        return ""
    symbol = claim.attributed.symbol
    if cited is None:
        return f"{symbol} is cited, which is neither held nor known here: `verbale import` takes the file."
    return f"{symbol} is cited, which is known here by its title; its text is not held."


def covered_language(claim: Claim, cited: StoredDocument | None, holdings: Holdings) -> str:
    """The reason where the language of a claim is not held, or not of the document that it names; else empty."""
    spoken = _language(claim)
    if not spoken:
        return ""
    if cited is not None and cited.languages and spoken not in cited.languages:
        return f"{cited.key} is held in {', '.join(cited.languages)}, not in {spoken}."
    if spoken not in holdings.store.languages():
        return f"No text in {spoken} is held."
    return ""


def _language(claim: Claim) -> str:
    """The language of a claim; empty where it cannot be told."""
    foreign = any(char.isalpha() and ord(char) > _LATIN for char in claim.text)
    if foreign or sum(map(str.isalpha, claim.text)) >= _CLEAR:
        return detect(claim.text)
    return claim.language
