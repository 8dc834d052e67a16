"""Pages that a reader saved from a browser: where they are from, and what lies beside them. Pure.

What a site shows to browsers only can be saved by hand and imported; with its address it is the same document as if it
had been fetched.
"""

from __future__ import annotations

import re
from pathlib import Path

from crawler.links import absolute

_HEAD = 8192
# Chrome, Edge: `saved from url=(0042)https://...`; SingleFile: ` url: https://...` in its comment.
_SAVED = re.compile(rb"<!--\s*saved from url=\(\d+\)(?P<url>\S+)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)", re.IGNORECASE)
_MHTML = re.compile(rb"^(?:Snapshot-)?Content-Location:\s*(?P<url>https?://\S+)", re.IGNORECASE | re.MULTILINE)
# What Firefox leaves: the page's own word for its address.
_CANONICAL = re.compile(
    rb"<link\b(?=[^>]*\brel=[\"']?canonical)[^>]*\bhref=[\"']?(?P<url>https?://[^\"'\s>]+)", re.IGNORECASE
)
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_BESIDE = ("_files", ".files", "-Dateien", "_fichiers", "_archivos")


def saved_from(body: bytes) -> str:
    """The address that a saved page was saved from, as it says itself; empty where it does not."""
    head = body[:_HEAD]
    for told in (_SAVED, _SINGLE_FILE, _MHTML, _CANONICAL):
        if found := told.search(head):
            return absolute("", found["url"].decode("utf-8", "replace"))
    return ""


def is_beside_a_page(path: Path) -> bool:
    """Whether a file lies in the folder that a browser puts beside a page it saves: `NAME_files/`, `NAME.html`."""
    for folder in path.parents:
        stem = next((folder.name.removesuffix(end) for end in _BESIDE if folder.name.endswith(end)), "")
        if stem and any((folder.parent / f"{stem}{suffix}").exists() for suffix in _PAGES):
            return True
    return False
