"""XML for other programs: elements made of values, texts without what XML cannot hold, answers with a tag."""

from __future__ import annotations

import re
from hashlib import sha256

from flask import Response, request
from lxml import etree

# https://www.w3.org/TR/xml/#charsets: a text with any other character is no XML at all.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root_element(namespace: str, name: str) -> etree._Element:
    """A new document's element, in a namespace that needs no prefix."""
    named = {None: namespace}  # what the stubs of lxml do not know
    return etree.Element(etree.QName(namespace, name), nsmap=named)  # type: ignore[arg-type]


def element(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    """A new element at the end of `parent`, in its namespace; attributes without a value are left out."""
    made = etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, name))
    for attribute, value in attributes.items():
        if value:
            made.set(attribute, plain(value))
    if text:
        made.text = plain(text)
    return made


def plain(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def written(root: etree._Element) -> bytes:
    """The document of a root element, in UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def xml_answer(body: bytes, mimetype: str) -> Response:
    """The answer to a request for XML: 304 where the asker has it already."""
    answer = Response(body, mimetype=mimetype)
    answer.set_etag(sha256(body).hexdigest()[:32])
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer
