"""What an answer is, decided on its bytes and never on its headers alone (sources.md section 12, rules 1 and 2). Pure.

Only classes that begin with `ok_` can become a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from corpus.document import Response

# Classes of a document that is not there, not yet, or not for us: no failure of the crawl.
ABSENT = ("not_found", "empty", "soft404", "forbidden", "disallowed")
CHALLENGE_WORDS = (b"gokuprops", b"challenge.js", b"awswafintegration", b"cf-chl-", b"_incapsula_resource")
# What pages titled so are: errors sent with status 200.
_SOFT_404 = re.compile(
    rb"<(?:title|h1)[^>]*>[^<]{0,30}?(?:\b404\b|not found|page introuvable|error page|does not exist|not available)"
    rb"[^<]{0,30}<",
    re.IGNORECASE,
)
_HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|main|article|section|div|p|h[1-6]|title|meta|script|link|style|table|ul|ol|a)"
    rb"[\s/>]",
    re.IGNORECASE,
)
# Addresses that promise a file by their ending, or by a parameter (ODS `t=pdf`, OSCE `download=true`).
_FILE = re.compile(r"\.(?:pdf|docx?|rtf|odt)(?:$|\?)|[?&](?:t=(?:pdf|doc)|download=true)\b", re.IGNORECASE)
# Anything but white space; looked for rather than stripped, which would copy a large body.
_WRITTEN = re.compile(rb"\S")
_ZIP_END = b"PK\x05\x06"
# File names inside a DOCX and an ODT file.
_OFFICE_PARTS = (b"word/document", b"content.xml")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_STATUS_CLASSES = {
    401: ("forbidden", "it asks for a login"),
    403: ("forbidden", "the server refuses it"),
    404: ("not_found", "the server has no such address"),
    410: ("not_found", "the server says it is gone"),
    429: ("rate_limited", "the server says that we ask too often"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The class of an answer, and for every class but `ok_...` the reason, to be read by people."""

    kind: str
    reason: str = ""

    @property
    def good(self) -> bool:
        """Whether this can become a document or a page that is read."""
        return self.kind.startswith("ok_")


def classify(response: Response) -> Verdict:
    """The class of an answer."""
    if challenge := _challenge(response):
        return challenge
    if response.status in _STATUS_CLASSES:
        return Verdict(*_STATUS_CLASSES[response.status])
    if response.status >= 500:
        return Verdict("server_error", f"the server failed with status {response.status}")
    if response.status >= 300:
        return Verdict("not_found", f"the server answered {response.status} and nothing to read")
    if response.final_url != response.url and (told := _led_astray(response)):
        return Verdict("not_found", told)
    if not _WRITTEN.search(response.body):
        return Verdict("empty", "the answer is empty: announced, perhaps, but not published yet")
    return _content(response)


def _challenge(response: Response) -> Verdict | None:
    head = response.body[:20_000].lower()
    marked = response.header("x-amzn-waf-action") or response.header("cf-mitigated")
    if marked or (response.status in (202, 403, 405, 503) and any(word in head for word in CHALLENGE_WORDS)):
        return Verdict("challenge", "the site shows a challenge for browsers instead of its content; import by hand")
    if any(word in head for word in CHALLENGE_WORDS) and len(response.body) < 20_000:
        return Verdict("challenge", "the site shows a challenge for browsers instead of its content; import by hand")
    return None


def _led_astray(response: Response) -> str:
    """What a redirect that led to a page for lost visitors is told as; empty where it led to something else."""
    asked, came = urlsplit(response.url).path, urlsplit(response.final_url).path
    if came.startswith("/error"):
        return "the server led to its error page"
    return "the server led to its front page instead" if came in ("", "/") and asked not in ("", "/") else ""


def _content(response: Response) -> Verdict:
    head = response.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = _kind(head)
    if kind == "ok_pdf" and b"%%EOF" not in response.body[-2048:]:
        return Verdict("truncated", "the PDF file breaks off before its end")
    if kind == "zip":
        return _zip(response.body)
    if kind == "ok_html" and _SOFT_404.search(response.body[:4096]):
        return Verdict("soft404", "the page says that there is nothing here, with status 200")
    return Verdict(kind) if kind else Verdict("unknown", "the bytes are of no kind that verbale reads")


def _zip(body: bytes) -> Verdict:
    if _ZIP_END not in body[-66_000:]:
        return Verdict("truncated", "the file is an archive that breaks off before its end")
    if any(part in body for part in _OFFICE_PARTS):
        return Verdict("ok_office")
    return Verdict("unknown", "the file is an archive, and no Word or OpenDocument text")


def _kind(head: bytes) -> str:
    markup = head.startswith(b"<")
    if b"%PDF-" in head and not markup:
        return "ok_pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith((b"\xd0\xcf\x11\xe0", b"\xff\x57\x50\x43", b"{\\rtf")):
        return "ok_office"
    if head.startswith(b"<?xml") and not _HTML.search(head):
        return "ok_xml"
    if _HTML.search(head):
        return "ok_html"
    if head[:1] in (b"{", b"["):
        return "ok_json"
    return "ok_text" if head.startswith(_UTF_16) or b"\x00" not in head[:512] else ""


def fits(verdict: Verdict, url: str) -> Verdict:
    """The verdict on an answer that should be the file at `url`: a page in the place of a PDF is no document."""
    if _FILE.search(url) and verdict.kind in ("ok_html", "ok_json", "ok_xml", "ok_text"):
        return Verdict("not_the_file", "a page came in the place of the file")
    return verdict
