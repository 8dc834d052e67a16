"""The headers that every answer carries (reliability.md, point 10)."""

from __future__ import annotations

from types import MappingProxyType

from flask import Response, request
from werkzeug.exceptions import MethodNotAllowed

# Nothing but our own style sheet and icon: a document's text can never become a script.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Pages have one script, the completion of the search box, which asks us for words. Nothing else of ours can be loaded
# as one: originals and JSON are no JavaScript by their types, and `nosniff` keeps browsers from guessing.
PAGE_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'"
# An original is somebody else's page or file: it gets no rights at all, whatever opens it.
ORIGINAL_POLICY = "sandbox; default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)


# A draft to check is sent to us. It changes nothing and is kept nowhere: another site gains nothing by sending one.
CHECK, CHECK_API = "/quotes", "/api/v1/quotes"
_METHODS = MappingProxyType({CHECK: ("GET", "HEAD", "POST"), CHECK_API: ("POST",)})


def only_reading() -> None:
    """Refuse every method but GET and HEAD, and POST where a draft is checked, before anything else is looked at."""
    allowed = _METHODS.get(request.path, ("GET", "HEAD"))
    if request.method not in allowed:
        raise MethodNotAllowed(allowed)


def secured(response: Response) -> Response:
    """The answer with HEADERS, where it does not set stricter ones itself."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
