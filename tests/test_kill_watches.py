"""Killed at any moment, no news of a watch is lost, and none is told as another."""

from __future__ import annotations

import email
import subprocess
import sys
from email.policy import default
from pathlib import Path

import pytest

from search.watches.ledger import reading
from tests.hooks import Hook, hook
from tests.kills import Seen, changed, killed_when
from tests.watched import SENTENCE, Watching

NIGHTS = 6


def instant(night: int, watching: Watching, server: Hook, mail: Path) -> Seen:
    """When a run is killed: in turn when it writes to the ledger, when a webhook has a digest, when a mail is there."""
    told = len(server.names)
    return (changed(watching.path / "watches"), lambda: len(server.names) > told, changed(mail))[night % 3]


@pytest.mark.slow
def test_a_killed_run_loses_no_news_and_tells_none_twice(tmp_path: Path) -> None:
    watching = Watching(tmp_path / "home")
    watching.bring("A/199/1", "Nothing yet.")
    watching.add("keys", '"keys of night"')
    watching.add("count", trace=SENTENCE)
    killed = 0
    with hook() as server:
        (watching.path / "verbale.toml").write_text(
            f'[watches]\nwebhooks = ["{server.base}"]\nmail_to = ["desk@example.org"]\n'
            f'mail_from = "verbale@example.org"\nmail_folder = "{tmp_path / "mail"}"\n'
        )
        run = [sys.executable, "-m", "search", "--home", str(watching.path), "-q", "watch", "run"]
        for night in range(NIGHTS):
            watching.bring(f"A/199/{night + 10}", f"Keys of night {night}.", f"{SENTENCE}, in night {night}.")
            killed += killed_when(run, instant(night, watching, server, tmp_path / "mail"))
        assert subprocess.run(run, capture_output=True, check=False).returncode == 0
    with reading(watching.path / "watches") as ledger:
        assert ledger is not None
        wanted = sorted(alert.id for alert in ledger.alerts())
        assert ledger.waiting() == []
    assert len(wanted) == 2 * NIGHTS
    # Told again means told under the same name: whoever was sent a digest twice has it once.
    digests = dict(zip(server.names, server.bodies, strict=True))
    assert all(digests[name] == body for name, body in zip(server.names, server.bodies, strict=True))
    assert sorted(alert["id"] for body in digests.values() for alert in body["alerts"]) == wanted
    messages = [
        email.message_from_bytes(file.read_bytes(), policy=default) for file in (tmp_path / "mail").glob("*.eml")
    ]
    bodies = [message.get_body(("plain",)) for message in messages]
    texts = "\n".join(body.get_content() for body in bodies if body)
    assert [texts.count(f"A/199/{night + 10}, para. {place} (en)") for night in range(NIGHTS) for place in (1, 2)] == [
        1
    ] * (2 * NIGHTS)
    assert killed >= NIGHTS / 3, "too few runs were still going when they were killed"
