"""Telling what the watches found: a digest of each night for every channel, tried again until it is taken.

The contents of a digest are written down before it is sent, and it is marked once it was taken. Where that is cut short
the same digest is sent again under the same name (Message-ID, Idempotency-Key, file name), by which whoever has it
already knows it: nothing is lost, and nothing told as another piece of news.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from corpus.config import WatchSettings
from corpus.errors import ConfigError
from search.delivering import NotDelivered, Refused, post, send_mail
from search.watches import Watch
from search.watches.digest import message, payload
from search.watches.ledger import Digest, Ledger

_WEBHOOK = "webhook "
MAIL, FOLDER = "e-mail", "folder"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A digest that was tried: how much news it has, and what kept it from arriving, if anything did."""

    channel: str
    news: int
    trouble: str = ""


def channels(settings: WatchSettings) -> list[str]:
    """The channels that are set: `e-mail`, `folder`, `webhook ADDRESS`."""
    mail = [MAIL] if settings.smtp_host else []
    folder = [FOLDER] if settings.mail_folder else []
    return [*mail, *folder, *(f"{_WEBHOOK}{url}" for url in settings.webhooks)]


def send(
    ledger: Ledger, settings: WatchSettings, watches: Sequence[Watch], environment: Mapping[str, str], at: str
) -> Iterator[Delivery]:
    """Deliver what waits, the oldest first; what one channel does not take keeps no other waiting. Raises HomeError."""
    chosen = channels(settings)
    for channel in chosen:
        ledger.pack(channel, uuid4().hex, at)
    stuck: set[str] = set()
    for digest in ledger.waiting():
        if digest.channel not in chosen or digest.channel in stuck:
            continue
        delivery = _try(ledger, digest, settings, watches, environment, at)
        if delivery.trouble:
            stuck.add(digest.channel)
        yield delivery


def _try(
    ledger: Ledger,
    digest: Digest,
    settings: WatchSettings,
    watches: Sequence[Watch],
    environment: Mapping[str, str],
    at: str,
) -> Delivery:
    news = ledger.contents(digest)
    try:
        if digest.channel.startswith(_WEBHOOK):
            url = digest.channel.removeprefix(_WEBHOOK)
            post(url, payload(news, digest.name, digest.made), {"Idempotency-Key": digest.name})
        else:
            told = message(news, watches, digest.name, digest.made, settings.mail_from, settings.mail_to, settings.form)
            if digest.channel == FOLDER:
                put(Path(settings.mail_folder).expanduser(), f"verbale-{digest.name}.eml", bytes(told))
            else:
                send_mail(settings, password(settings, environment), told)
    except (NotDelivered, ConfigError) as error:
        ledger.failed(digest, str(error))
        return Delivery(digest.channel, len(news), str(error))
    except Refused as error:
        ledger.sent(digest, at)
        return Delivery(digest.channel, len(news), str(error))
    ledger.sent(digest, at)
    return Delivery(digest.channel, len(news))


def put(folder: Path, name: str, body: bytes) -> None:
    """Write a message into a folder, whole or not at all; under one name it is the same one. Raises NotDelivered."""
    beside = folder / f".{name}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(folder / name)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise NotDelivered(f"The digest cannot be written into {folder}: {error.strerror}.") from error


def password(settings: WatchSettings, environment: Mapping[str, str]) -> str:
    """The password for the mail server, or an empty one where none is named. Raises ConfigError."""
    if settings.smtp_password_env:
        if settings.smtp_password_env not in environment:
            raise ConfigError(
                f"The environment has no {settings.smtp_password_env}, which [watches] names for the mail password."
            )
        return environment[settings.smtp_password_env]
    if not settings.smtp_password_file:
        return ""
    try:
        text = Path(settings.smtp_password_file).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The mail password in {settings.smtp_password_file} cannot be read: {error}.") from error
    return (text.splitlines() or [""])[0].strip()
