"""A password before the pages that tell how the form is run, where its owner sets one (RFC 7617)."""

from __future__ import annotations

import hmac
from pathlib import Path

from flask import Flask, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from corpus.errors import ConfigError

# What is held and how the visits went, the last night, what somebody watches for, and all of it as figures.
_GUARDED = ("status", "night", "api-status", "watch", "api-watch", "metrics")


def password_of(file: Path) -> bytes:
    """The password in a file: its first line. Raises ConfigError where there is none."""
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise ConfigError(f"The password of the form cannot be read: {file}: {error.strerror}.") from error
    password = lines[0].strip() if lines else b""
    if not password:
        raise ConfigError(f"{file} has no password in its first line. Write one there, or leave out password_file.")
    return password


def add_guard(app: Flask, password: bytes, *, open_metrics: bool = False) -> None:
    """Ask for this password, under any user name, before a page that is guarded is shown; the metrics may be open."""

    def asked() -> None:
        endpoint = request.endpoint or ""
        if not endpoint.startswith(_GUARDED) or (open_metrics and endpoint == "metrics"):
            return
        told = request.authorization
        given = (told.password or "") if told and told.type == "basic" else ""
        # Compared in a time that tells nothing about how much of it was right.
        if not hmac.compare_digest(given.encode(), password):
            raise Unauthorized(
                "This page is for those who run the form. Its password is in the file that password_file names.",
                www_authenticate=WWWAuthenticate("basic", {"realm": "those who run verbale", "charset": "UTF-8"}),
            )

    app.before_request(asked)
