"""The news of a night as an e-mail, plain and HTML, and as the JSON of a webhook. Pure functions."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader

from search.marks import snippet
from search.redline import Piece
from search.watches import Alert, Watch

# What each kind of news is called.
SAYS = MappingProxyType(
    {
        "found": "found in a new paragraph",
        "appeared": "appeared",
        "changed": "changed",
        "disappeared": "disappeared: the current text has it no more",
    }
)
_WIDTH = 76
_SNIPPET = 420


def message(
    news: Sequence[Alert], watches: Sequence[Watch], name: str, made: str, sender: str, to: Sequence[str], form: str
) -> EmailMessage:
    """The digest called `name` as a message; the same news give the same bytes, with the same Message-ID.

    `form` is the address of the web form, or empty: then sources are linked instead.
    """
    told = EmailMessage()
    many = len(news)
    told["Subject"] = f"verbale: {many} alert{'' if many == 1 else 's'} ({', '.join(_names(news))})"[:200]
    told["From"] = sender
    told["To"] = ", ".join(to)
    told["Date"] = format_datetime(datetime.fromisoformat(made))
    told["Message-ID"] = f"<{name}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"
    # RFC 3834: no answering machine should answer this.
    told["Auto-Submitted"] = "auto-generated"
    told.set_content("\n".join(plain(news, watches, form)) + "\n")
    told.add_alternative(html(news, watches, form), subtype="html")
    if told.is_multipart():
        told.set_boundary(f"verbale-{name}")
    return told


def _names(news: Sequence[Alert]) -> list[str]:
    return list(dict.fromkeys(alert.watch for alert in news))


def by_watch(news: Sequence[Alert], watches: Sequence[Watch]) -> list[tuple[str, str, list[Alert]]]:
    """The news watch by watch: its name, what it asks, and its news."""
    asks = {watch.name: watch.asks for watch in watches}
    return [(name, asks.get(name, ""), [each for each in news if each.watch == name]) for name in _names(news)]


def link(alert: Alert, form: str) -> str:
    """Where a reader finds it: the paragraph in the form, or else the original at its source."""
    return f"{form.rstrip('/')}{alert.path}" if form else alert.source


def altered(pieces: Sequence[Piece]) -> str:
    """Words with what was taken out in [-brackets-] and what was put in in {+braces+}, as word diffs show it."""
    shown = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(shown[piece.kind].format(" ".join(piece.text.split())) for piece in pieces)


def body_of(alert: Alert) -> str:
    """The words that matter: what differs where something does, else the paragraph, shortened."""
    return altered(alert.pieces) if alert.pieces else snippet(alert.text, (), _SNIPPET)[0]


def plain(news: Sequence[Alert], watches: Sequence[Watch], form: str) -> Iterator[str]:
    """The digest as lines of text."""
    for name, asks, some in by_watch(news, watches):
        yield from (f"{name}: {asks}", "=" * min(_WIDTH, len(name) + len(asks) + 2), "")
        for alert in some:
            yield f"{alert.citation} ({alert.language}): {SAYS[alert.kind]}"
            yield from ([f"before: {alert.before}"] if alert.before else [])
            yield from textwrap.wrap(alert.title, _WIDTH)
            yield from textwrap.wrap(
                body_of(alert), _WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False
            )
            yield from ([link(alert, form)] if link(alert, form) else [])
            yield ""
    yield "Words are compared by machine. Before you quote, compare with the original."


def html(news: Sequence[Alert], watches: Sequence[Watch], form: str) -> str:
    """The digest as HTML, everything in it escaped."""
    loaded = Environment(loader=PackageLoader("search.watches", "."), autoescape=True, trim_blocks=True)
    groups = by_watch(news, watches)
    return loaded.get_template("digest.html").render(
        groups=groups, says=SAYS, link=lambda alert: link(alert, form), shortened=body_of
    )


def payload(news: Sequence[Alert], name: str, made: str) -> bytes:
    """The digest as the JSON that a webhook is sent."""
    told: dict[str, Any] = {"digest": name, "made": made, "alerts": [alert.as_json() for alert in news]}
    return json.dumps(told, ensure_ascii=False).encode()
