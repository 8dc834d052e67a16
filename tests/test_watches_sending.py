"""News of watches, delivered: a real mail server and a real webhook on loopback, files, and what fails meanwhile."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from bs4 import BeautifulSoup

from corpus.config import WatchSettings, parse_config
from corpus.errors import ConfigError
from search.watches.ledger import reading
from search.watches.sending import password
from tests.hooks import hook
from tests.watched import SENTENCE, Watching

HOSTILE = "<script>alert(1)</script>"
BASE = WatchSettings(mail_to=("desk@example.org", "archive@example.org"), mail_from="verbale <verbale@example.org>")


class Box:
    """A mail server's inbox; `refused` is an address that it does not take mail for."""

    def __init__(self, refused: str = "") -> None:
        self.messages: list[EmailMessage] = []
        self.logins: list[str] = []
        self._refused = refused

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self._refused:
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.messages.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.password.decode())
        return AuthResult(success=data.password == b"secret")


@contextmanager
def mail_server(box: Box, *, login: bool = False) -> Iterator[WatchSettings]:
    """A mail server on loopback, and the settings that reach it."""
    wanted: dict[str, Any] = (
        {"authenticator": box.login, "auth_required": True, "auth_require_tls": False} if login else {}
    )
    server = Controller(box, hostname="127.0.0.1", port=free_port(), **wanted)
    server.start()
    try:
        yield replace(BASE, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none")
    finally:
        server.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@pytest.fixture
def watching(tmp_path: Path) -> Watching:
    home = Watching(tmp_path / "home")
    home.bring("A/199/10", "The keys hang beside the door.")
    home.add("keys", "keys")
    home.add("count", trace=SENTENCE)
    home.bring("A/199/11", f"A box of keys. {HOSTILE}", f"{SENTENCE.replace('shall', 'may')}.")
    return home


def test_one_message_a_night_in_plain_text_and_html(watching: Watching) -> None:
    box = Box()
    with mail_server(box) as settings:
        watching.settings = replace(settings, form="https://verbale.example.org/")
        assert watching.run().whole
        assert watching.run().whole
    [message] = box.messages
    assert message["Subject"] == "verbale: 3 alerts (count, keys)"
    assert message["To"] == "desk@example.org, archive@example.org"
    assert message["Message-ID"].endswith("@example.org>")
    plain = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "https://verbale.example.org/d/A/199/11#para-1" in plain.get_content()
    assert "[-shall-] {+may+}" in plain.get_content()
    tree = BeautifulSoup(html.get_content(), "lxml")
    assert not tree.find_all("script")
    assert HOSTILE in tree.get_text()
    assert tree.select_one("ins").get_text(strip=True) == "may"  # type: ignore[union-attr]
    assert "https://verbale.example.org/d/A/199/11#para-2" in [a["href"] for a in tree.find_all("a")]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_login_takes_its_password_from_a_file(watching: Watching, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("secret\n")
    box = Box()
    with mail_server(box, login=True) as settings:
        told = replace(settings, smtp_user="verbale", smtp_password_file=str(tmp_path / "password"))
        watching.settings = replace(told, smtp_password_file=str(tmp_path / "none"))
        assert "cannot be read" in watching.run().deliveries[0].trouble
        watching.settings = told
        assert watching.run().whole
    assert (box.logins, len(box.messages)) == (["secret"], 1)


def test_the_environment_may_hold_the_password() -> None:
    settings = replace(BASE, smtp_password_env="VERBALE_MAIL")
    assert password(settings, {"VERBALE_MAIL": "secret"}) == "secret"
    with pytest.raises(ConfigError, match="has no VERBALE_MAIL"):
        password(settings, {})


def test_a_recipient_who_is_refused_is_said_and_the_others_are_told_once(watching: Watching) -> None:
    box = Box(refused="archive@example.org")
    with mail_server(box) as settings:
        watching.settings = settings
        told = watching.run()
        assert watching.run().whole
    assert "does not take mail for archive@example.org" in told.deliveries[0].trouble
    assert len(box.messages) == 1


def test_a_webhook_that_fails_is_told_again_under_the_same_name(watching: Watching) -> None:
    with hook((500, 302)) as server:
        watching.settings = WatchSettings(webhooks=(f"{server.base}/hook",))
        assert "answered with status 500" in watching.run().deliveries[0].trouble
        watching.bring("A/199/12", "More keys.")
        assert "answered with status 302" in watching.run().deliveries[0].trouble
        with reading(watching.path / "watches") as ledger:
            assert ledger is not None
            assert [(each.tries, "302" in each.trouble) for each in ledger.waiting()] == [(2, True), (0, False)]
        assert watching.run().whole
        assert watching.run().deliveries == ()
    first, second, third, fourth = server.names
    assert first == second == third != fourth
    told = server.bodies
    assert told[0] == told[1] == told[2]
    assert [len(each["alerts"]) for each in told] == [3, 3, 3, 1]
    assert told[3]["alerts"][0]["citation"] == "A/199/12, para. 1"


def test_one_channel_that_is_dead_keeps_no_other_waiting(watching: Watching, tmp_path: Path) -> None:
    with hook() as server:
        watching.settings = replace(
            BASE, smtp_host="127.0.0.1", smtp_port=free_port(), smtp_security="none",
            mail_folder=str(tmp_path / "mail"), webhooks=(server.base,),
        )  # fmt: skip
        told = watching.run()
    assert [(each.channel.split()[0], bool(each.trouble)) for each in told.deliveries] == [
        ("e-mail", True), ("folder", False), ("webhook", False)
    ]  # fmt: skip
    [file] = (tmp_path / "mail").iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    assert message["Subject"] == "verbale: 3 alerts (count, keys)"


def test_a_digest_that_was_cut_short_is_the_same_again(watching: Watching, tmp_path: Path) -> None:
    watching.settings = replace(BASE, mail_folder=str(tmp_path / "file" / "mail"))
    (tmp_path / "file").write_text("no folder")
    assert "cannot be written into" in watching.run().deliveries[0].trouble
    (tmp_path / "file").unlink()
    assert watching.run().whole
    [file] = (tmp_path / "file" / "mail").iterdir()
    before = file.read_bytes()
    # As if the program had been stopped between the delivery and the note of it.
    import sqlite3

    with sqlite3.connect(watching.path / "watches" / "state.db") as ledger:
        ledger.execute("UPDATE digests SET sent = ''")
    ledger.close()
    assert watching.run(at="2031-03-05T02:30:00+00:00").whole
    assert [each.read_bytes() for each in (tmp_path / "file" / "mail").iterdir()] == [before]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('mail_to = ["a@example.org"]', "needs mail_from"),
        ('mail_to = ["a@example.org"]\nmail_from = "b@example.org"', "smtp_host or mail_folder"),
        ('smtp_host = "mail.example.org"', "needs mail_to"),
        ('smtp_security = "ssl"', "smtp_security must be"),
        ('webhooks = ["example.org"]', "is no address"),
        ('webhook = ["https://example.org"]', "Did you mean 'webhooks'"),
    ],
)
def test_settings_that_make_no_sense_are_refused(text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        parse_config(f"[watches]\n{text}\n")
