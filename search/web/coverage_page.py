"""The page of what is known and not held, and the same for programs."""

from __future__ import annotations

from flask import Response, jsonify, render_template, request

from corpus.config import Config
from search.coverage import coverage, published_at
from search.library import Library


def coverage_page(library: Library, config: Config) -> str | Response:
    """The answer to a request for `/coverage`, or `/coverage?format=json`. Raises SourceError."""
    told = coverage(library.store, config)
    if request.args.get("format") == "json":
        return jsonify(told.as_json())
    return render_template("coverage.html", told=told, published_at=published_at)
