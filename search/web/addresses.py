"""Where the form is, as its reader reached it: for what is read elsewhere, such as feeds and files."""

from __future__ import annotations

from flask import request


def form_address() -> str:
    """`https://host/prefix`, without a slash at the end; the prefix is the one that a reverse proxy names."""
    return request.url_root.rstrip("/")
