"""unAPI (version 1): the records of the documents that a page shows, for reference managers such as Zotero."""

from __future__ import annotations

import json

from flask import Response, abort, request
from lxml import etree

from search.answer import document_path
from search.bibliography import bibtex, csl, ris
from search.library import Library
from search.web.addresses import form_address
from search.web.document_meta import RECORDS
from search.web.xml_answers import element, written, xml_answer

LONGEST_ID = 300


def unapi(library: Library) -> Response:
    """The answer to `/unapi`: the formats there are, those of one document (`id`), or its record in a `format`.

    As the specification says, 404 is no such document, 406 no such format, 400 a format of nothing.
    Raises UnknownDocument.
    """
    wanted, name = request.args.get("id", ""), request.args.get("format", "")
    if name and not wanted:
        abort(400, "A record is of a document: its id is missing.")
    document = library.store.document(wanted[:LONGEST_ID]) if wanted else None
    if document is None or not name:
        return xml_answer(_formats(wanted), "application/xml")
    if name not in dict(RECORDS):
        abort(406, f"There is no format {name[:80]!r}; there are {', '.join(dict(RECORDS))}.")
    permalink = form_address() + document_path(document.key)
    if name == "csl":
        record = json.dumps([csl(document, permalink)], ensure_ascii=False)
    else:
        record = {"ris": ris, "bibtex": bibtex}[name](document, permalink)
    return Response(record, content_type=f"{dict(RECORDS)[name]}; charset=utf-8")


def _formats(wanted: str) -> bytes:
    root = etree.Element("formats")
    if wanted:
        root.set("id", wanted)
    for name, media_type in RECORDS:
        element(root, "format", name=name, type=media_type)
    return written(root)
