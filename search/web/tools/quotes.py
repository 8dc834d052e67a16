"""The quote check of the form: a draft is pasted or sent, checked, and forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from http import HTTPStatus
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import ServiceUnavailable, UnsupportedMediaType

from corpus.config import ExtractSettings
from corpus.errors import ExtractError, TooCostly
from corpus.home import Home
from search.library import Library
from search.quotes import VERDICTS, Report
from search.quotes.draft import DraftParagraph, paragraphs_of
from search.quotes.page import report_parts
from search.quotes.reading import check_draft, read_draft
from search.tracing.room import shingles_of
from search.web.api.answers import JSON
from search.web.api.openapi import post
from search.web.api.parameters import BadParameter
from search.web.api.schemas import NUMBER, TEXT, TEXTS, TRUTH, many, named, said, shape
from search.web.safety import CHECK, CHECK_API
from search.web.shelf import Shelf
from search.web.tools import Tool

LONGEST_TEXT = 300_000
LARGEST_FILE = 8 * 1024 * 1024
# What reading somebody's file may cost here: several may be sent at once, and readers wait.
_SECONDS, _MEMORY_MIB, _PAGES, _AT_ONCE = 20.0, 1024, 300, 2
_TOO_LONG = (
    "This draft takes longer to check than the form lets one take. Send a part of it, or check it with `verbale quotes "
    "FILE`, which has no limit."
)


def add(app: Flask, shelf: Shelf, home: Home) -> None:
    """Add the page, which a draft is sent to, and the address for programs."""
    settings = shelf.config.extract
    limits = replace(
        settings,
        seconds=min(settings.seconds, _SECONDS),
        memory_mib=min(settings.memory_mib, _MEMORY_MIB),
        pages=min(settings.pages, _PAGES),
        ocr="never",
    )
    turns = BoundedSemaphore(_AT_ONCE)

    def view() -> Any:
        request.max_content_length = LARGEST_FILE
        request.max_form_memory_size = 4 * LONGEST_TEXT
        if request.method != "POST":
            return _page()
        return _checked_page(shelf.library(), limits, turns)

    def answer() -> Response:
        request.max_content_length = 4 * LONGEST_TEXT
        text, sentences = _asked()
        report = _checked(shelf.library(), "", paragraphs_of(text), sentences=sentences)
        return Response(json.dumps(report.as_json(), ensure_ascii=False), mimetype=JSON)

    app.add_url_rule(CHECK, "quotes", view, methods=["GET", "POST"])
    app.add_url_rule(CHECK_API, "api-quotes", answer, methods=["POST"])


def _page(**told: Any) -> str:
    asked = {"text": "", "sentences": True, "report": None, "wrong": ""}
    return render_template("quotes.html", longest=LONGEST_TEXT, largest=LARGEST_FILE // 1024**2, **(asked | told))


def _checked_page(library: Library, limits: ExtractSettings, turns: BoundedSemaphore) -> Any:
    """The page with the report, or with what is wrong with what was sent."""
    text = request.form.get("text", "").strip()
    sentences = "quotations_only" not in request.form
    sent = request.files.get("file")
    asked = {"text": text, "sentences": sentences}
    try:
        if sent is not None and sent.filename:
            name, paragraphs = sent.filename[-120:], _read(sent.stream.read(), sent.filename, limits, turns)
        else:
            name, paragraphs = "", _pasted(text)
    except (BadParameter, ExtractError) as error:
        return _page(**asked, wrong=str(error)), HTTPStatus.BAD_REQUEST
    report = _checked(library, name, paragraphs, sentences=sentences)
    return _page(**asked, **report_parts(report), report=report)


def _read(body: bytes, name: str, limits: ExtractSettings, turns: BoundedSemaphore) -> list[DraftParagraph]:
    if not turns.acquire(blocking=False):
        raise ServiceUnavailable("Other files are being read just now. Send yours again in a minute.")
    try:
        return read_draft(body, name, limits)
    finally:
        turns.release()


def _pasted(text: str) -> list[DraftParagraph]:
    if not text:
        raise BadParameter("Paste a text, or choose a file.")
    if len(text) > LONGEST_TEXT:
        raise BadParameter(f"A text of more than {LONGEST_TEXT} characters is sent as a file.")
    return paragraphs_of(text)


def _checked(library: Library, name: str, paragraphs: list[DraftParagraph], *, sentences: bool) -> Report:
    try:
        with shingles_of(library) as shingles:
            return check_draft(library, shingles, name, paragraphs, sentences=sentences)
    except TooCostly:
        raise TooCostly(_TOO_LONG) from None


def _asked() -> tuple[str, bool]:
    """The text that a program sent, and whether its sentences are asked for too. Raises BadParameter."""
    if request.mimetype != JSON:
        raise UnsupportedMediaType('Send JSON: {"text": "..."}, with Content-Type: application/json.')
    try:
        asked = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise BadParameter("The body is not JSON.") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise BadParameter('The body must be an object with a text: {"text": "..."}.')
    if unknown := sorted(set(asked) - {"text", "sentences"}):
        raise BadParameter(f"There is no member {unknown[0][:80]!r} here. There are: text, sentences.")
    if not len(asked["text"].strip()) > 0 or len(asked["text"]) > LONGEST_TEXT:
        raise BadParameter(f"'text' must have a letter and at most {LONGEST_TEXT} characters.")
    if not isinstance(asked.get("sentences", True), bool):
        raise BadParameter("'sentences' must be true or false.")
    if request.args:
        raise BadParameter(f"There is no parameter {next(iter(request.args))[:80]!r} here. There are none.")
    return asked["text"], asked.get("sentences", True)


_NOTHING = {"type": "null"}
_PLACE = named("QuotedPlace")
_SCHEMAS = MappingProxyType(
    {
        "QuoteReport": shape(
            name=TEXT,
            summary=said("Counts by verdict, of `quotations` and of `sentences`.", {"type": "object"}),
            notices=TEXTS,
            checked=many(named("CheckedQuote")),
        ),
        "CheckedQuote": shape(
            kind={"enum": ["quotation", "block quotation", "sentence"]},
            text=TEXT,
            paragraph=NUMBER,
            page=NUMBER,
            attributed={"anyOf": [shape(symbol=TEXT, paragraph=TEXT), _NOTHING]},
            verdict={"enum": list(VERDICTS)},
            own_words=TRUTH,
            reason=TEXT,
            place={"anyOf": [_PLACE, _NOTHING]},
            also=many(_PLACE),
            also_total=NUMBER,
            likeness={"type": "number"},
            pieces=many(shape(kind={"enum": ["same", "removed", "added"]}, text=TEXT)),
            differs=TEXTS,
            left_out=TEXTS,
            notes=TEXTS,
        ),
        "QuotedPlace": shape(
            id=TEXT, title=TEXT, date=TEXT, language=TEXT, number=TEXT, page=NUMBER, cite=TEXT, url=TEXT,
            original=TEXT, printed=TEXT,
        ),
    }
)  # fmt: skip
_BODY = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {
        "text": said("The draft.", {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": r"\S"}),
        "sentences": said("Whether sentences outside quotation marks are looked for too.", TRUTH | {"default": True}),
    },
}
_PATHS = MappingProxyType(
    {
        "/quotes": post(
            "quotes", "Check every quotation of a draft word for word. Nothing of it is kept.", named("QuoteReport"),
            _BODY,
        )
    }
)  # fmt: skip

TOOL = Tool(
    name="Check the quotations of a draft",
    about="Paste a text or choose a file: each quotation comes back as verbatim, altered, not found or not covered, "
    "with the citation to use.",
    endpoint="quotes",
    place=30,
    add=add,
    paths=_PATHS,
    schemas=_SCHEMAS,
)
