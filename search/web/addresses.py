"""Where the form is, as its reader reached it: for what is read elsewhere, such as feeds and files."""

from __future__ import annotations

from flask import request


def form_address() -> str:
    """`https://host/prefix`, without a slash at the end; the prefix is the one that a reverse proxy names.

    Where the request names no host that there can be, only the prefix: what follows is then found on the same server.
    """
    return request.url_root.rstrip("/") if request.host else request.script_root
