"""The only file that sends the news of watches anywhere: over SMTP, and by POST to webhooks.

Both are addresses of the user's own configuration, so nothing here guards against private networks; nothing that a
document says becomes an address.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage

import requests

from corpus.config import WatchSettings
from corpus.errors import VerbaleError

_SECONDS = 30.0


class NotDelivered(VerbaleError):
    """Whom news was sent to did not take it; it is tried again."""


def send_mail(settings: WatchSettings, password: str, message: EmailMessage) -> None:
    """Hand a message to the mail server. Raises NotDelivered."""
    server = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with _connected(settings) as connection:
            if settings.smtp_user:
                connection.login(settings.smtp_user, password)
            refused = connection.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(f"The mail server {server} did not take the digest: {_reason(error)}.") from error
    if refused:
        # The others have it: to send it again would give it to them twice.
        raise Refused(f"The mail server {server} does not take mail for {', '.join(sorted(refused))}.")


class Refused(VerbaleError):
    """Some of the recipients were refused, the others were served."""


def _connected(settings: WatchSettings) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=_SECONDS, context=safe)
    connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=_SECONDS)
    try:
        if settings.smtp_security == "starttls":
            connection.starttls(context=safe)
    except BaseException:
        connection.close()
        raise
    return connection


def _reason(error: Exception) -> str:
    said = getattr(error, "smtp_error", b"") or str(error) or type(error).__name__
    return (said.decode(errors="replace") if isinstance(said, bytes) else str(said)).strip().rstrip(".")


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send JSON to a webhook, which says with any 2xx that it has it. Raises NotDelivered."""
    told = {"Content-Type": "application/json", **headers}
    try:
        with requests.post(url, data=body, headers=told, timeout=_SECONDS, allow_redirects=False) as answer:
            status = answer.status_code
    except requests.RequestException as error:
        raise NotDelivered(f"The webhook {url} did not answer: {type(error).__name__}.") from error
    if not 200 <= status < 300:
        raise NotDelivered(f"The webhook {url} answered with status {status}.")
