"""What the watches of a home know and have told: `watches/state.db`, a SQLite file that no rebuild touches.

News and how far the feed was followed are written in one transaction, and with the news an outbox: a row for each
channel that is to hear of it. A delivery is a digest whose contents are written down before it is sent, so that one
that was cut short is sent again as it was, under the same name.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import HomeError, HomeLocked
from corpus.store.database import transaction
from search.watches import Alert, Outcome, Standing, Watch, alert_from
from search.watches.news import Checkpoint

FILE = "state.db"
_LAYOUT = 1
_TABLES = """
CREATE TABLE watches (name TEXT PRIMARY KEY, identity TEXT NOT NULL, seq INTEGER NOT NULL, mark TEXT NOT NULL,
                      ran TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE standing (watch TEXT NOT NULL, document TEXT NOT NULL, language TEXT NOT NULL, digest TEXT NOT NULL,
                       number TEXT NOT NULL, text TEXT NOT NULL,
                       PRIMARY KEY (watch, document, language, digest)) WITHOUT ROWID;
CREATE TABLE alerts (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, watch TEXT NOT NULL,
                     told TEXT NOT NULL);
CREATE INDEX alerts_watch ON alerts (watch, place);
CREATE TABLE digests (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, channel TEXT NOT NULL,
                      made TEXT NOT NULL, sent TEXT NOT NULL, tries INTEGER NOT NULL, trouble TEXT NOT NULL);
CREATE TABLE outbox (alert TEXT NOT NULL, channel TEXT NOT NULL, digest INTEGER REFERENCES digests (id),
                     PRIMARY KEY (alert, channel)) WITHOUT ROWID;
CREATE INDEX outbox_digest ON outbox (digest);
"""


@dataclass(frozen=True, slots=True)
class State:
    """How far a watch is: the feed's number, and when it last looked (ISO)."""

    identity: str
    seen: Checkpoint
    ran: str


@dataclass(frozen=True, slots=True)
class Digest:
    """News to be sent over a channel together. `name` is the same each time it is tried; `trouble` why it failed."""

    id: int
    name: str
    channel: str
    made: str
    tries: int
    trouble: str


class Ledger:
    """An open state file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # --- reading

    def state(self, name: str) -> State | None:
        """How far a watch is; None for one that has not begun."""
        row = self._connection.execute("SELECT * FROM watches WHERE name = ?", (name,)).fetchone()
        return State(row["identity"], Checkpoint(row["seq"], row["mark"]), row["ran"]) if row else None

    def begun(self) -> list[str]:
        """The names of all watches that have begun."""
        return [row["name"] for row in self._connection.execute("SELECT name FROM watches ORDER BY name")]

    def standing(self, name: str, document: str, language: str) -> list[Standing]:
        """The paragraphs of a text that a watch knows."""
        rows = self._connection.execute(
            """SELECT document, language, digest, number, text FROM standing
               WHERE watch = ? AND document = ? AND language = ?""",
            (name, document, language),
        )
        return [Standing(*row) for row in rows]

    def stands(self, name: str) -> int:
        """How many paragraphs a watch knows."""
        return int(self._connection.execute("SELECT count(*) FROM standing WHERE watch = ?", (name,)).fetchone()[0])

    def alerts(self, name: str = "", limit: int = -1) -> list[Alert]:
        """The news of a watch, or of all, the newest first."""
        rows = self._connection.execute(
            "SELECT told FROM alerts WHERE watch = :watch OR :watch = '' ORDER BY place DESC LIMIT :limit",
            {"watch": name, "limit": limit},
        )
        return [alert_from(json.loads(row["told"])) for row in rows]

    def waiting(self) -> list[Digest]:
        """The digests that were not delivered yet, the oldest first."""
        rows = self._connection.execute(
            "SELECT id, name, channel, made, tries, trouble FROM digests WHERE sent = '' ORDER BY id"
        )
        return [Digest(*row) for row in rows]

    def contents(self, digest: Digest) -> list[Alert]:
        """The news of a digest, in the order in which they were found."""
        rows = self._connection.execute(
            "SELECT told FROM outbox JOIN alerts ON alerts.id = alert WHERE digest = ? ORDER BY place", (digest.id,)
        )
        return [alert_from(json.loads(row["told"])) for row in rows]

    # --- writing: each of these is one transaction

    def begin(self, watch: Watch, seen: Checkpoint, standing: Sequence[Standing], at: str) -> None:
        """Let a watch begin here: what stands in the texts now is no news."""
        with transaction(self._connection):
            self._forget(watch.name)
            self._put_state(watch, seen, at)
            self._put_standing(watch.name, standing)

    def keep(
        self, watch: Watch, outcome: Outcome, seen: Checkpoint, at: str, channels: Sequence[str]
    ) -> tuple[Alert, ...]:
        """Write down the news of a watch, what it knows now, how far it is, and whom to tell; the news, without those
        that were told before.
        """
        with transaction(self._connection):
            before = {
                row["id"] for row in self._connection.execute("SELECT id FROM alerts WHERE watch = ?", (watch.name,))
            }
            self._put_state(watch, seen, at)
            self._connection.executemany(
                "DELETE FROM standing WHERE watch = ? AND document = ? AND language = ? AND digest = ?",
                [(watch.name, each.document, each.language, each.digest) for each in outcome.left],
            )
            self._put_standing(watch.name, outcome.arrived)
            self._connection.executemany(
                "INSERT OR IGNORE INTO alerts (id, watch, told) VALUES (?, ?, ?)",
                [(each.id, watch.name, json.dumps(each.as_json(), ensure_ascii=False)) for each in outcome.alerts],
            )
            self._connection.executemany(
                "INSERT OR IGNORE INTO outbox (alert, channel) VALUES (?, ?)",
                [(each.id, channel) for each in outcome.alerts for channel in channels],
            )
        return tuple(each for each in outcome.alerts if each.id not in before)

    def pack(self, channel: str, name: str, at: str) -> None:
        """Put all news that a channel has not heard of into a new digest, if there are any."""
        with transaction(self._connection):
            unpacked = self._connection.execute(
                "SELECT 1 FROM outbox WHERE channel = ? AND digest IS NULL LIMIT 1", (channel,)
            )
            if not unpacked.fetchone():
                return
            made = self._connection.execute(
                "INSERT INTO digests (name, channel, made, sent, tries, trouble) VALUES (?, ?, ?, '', 0, '')",
                (name, channel, at),
            ).lastrowid
            self._connection.execute(
                "UPDATE outbox SET digest = ? WHERE channel = ? AND digest IS NULL", (made, channel)
            )

    def sent(self, digest: Digest, at: str) -> None:
        """A digest was taken by whom it was sent to."""
        with transaction(self._connection):
            self._connection.execute("UPDATE digests SET sent = ?, trouble = '' WHERE id = ?", (at, digest.id))

    def failed(self, digest: Digest, trouble: str) -> None:
        """A digest could not be delivered; it is tried again."""
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE digests SET tries = tries + 1, trouble = ? WHERE id = ?", (trouble, digest.id)
            )

    def forget(self, name: str) -> None:
        """Let go of a watch: what it knew and told, and what was still to be delivered of it."""
        with transaction(self._connection):
            self._forget(name)
            self._connection.execute(
                "DELETE FROM outbox WHERE alert IN (SELECT id FROM alerts WHERE watch = ?)", (name,)
            )
            self._connection.execute("DELETE FROM alerts WHERE watch = ?", (name,))
            self._connection.execute(
                "DELETE FROM digests WHERE sent = '' AND id NOT IN (SELECT digest FROM outbox WHERE digest IS NOT NULL)"
            )

    def _forget(self, name: str) -> None:
        self._connection.execute("DELETE FROM watches WHERE name = ?", (name,))
        self._connection.execute("DELETE FROM standing WHERE watch = ?", (name,))

    def _put_state(self, watch: Watch, seen: Checkpoint, at: str) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO watches VALUES (?, ?, ?, ?, ?)",
            (watch.name, watch.identity, seen.seq, seen.mark, at),
        )

    def _put_standing(self, name: str, standing: Sequence[Standing]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?, ?)",
            [(name, each.document, each.language, each.digest, each.number, each.text) for each in standing],
        )


@contextmanager
def writing(folder: Path) -> Iterator[Ledger]:
    """The ledger in a folder, made where it is missing, with the one right to write. Raises HomeLocked, HomeError."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(folder / "lock", mode=0o600)
        lock.acquire(timeout=0)
    except Timeout:
        raise HomeLocked(f"Another verbale is at the watches in {folder}. Wait for it to end, or stop it.") from None
    except OSError as error:
        raise HomeError(f"{folder} cannot be written: {error.strerror}.") from error
    try:
        with _opened(folder, "rwc") as connection:
            yield Ledger(connection)
    finally:
        lock.release()


@contextmanager
def reading(folder: Path) -> Iterator[Ledger | None]:
    """The ledger in a folder, to be read only; None where there is none. Raises HomeError."""
    if not (folder / FILE).exists():
        yield None
        return
    with _opened(folder, "ro") as connection:
        yield Ledger(connection)


@contextmanager
def _opened(folder: Path, mode: str) -> Iterator[sqlite3.Connection]:
    path = folder / FILE
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=30, isolation_level=None
        )
        connection.row_factory = sqlite3.Row
        if mode != "ro":
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_LAYOUT}; COMMIT;")
    except sqlite3.Error as error:
        raise HomeError(
            f"{path} cannot be opened: {error}. Put it aside; the watches then begin anew with the next run."
        ) from error
    try:
        yield connection
    except sqlite3.Error as error:
        raise HomeError(f"{path} cannot be used: {error}. Free space or check the disk, then try again.") from error
    finally:
        connection.close()
