"""The files of the watches, `watches/NAME.toml` in the home: a person can read, write, copy and delete them.

    query = "points of contact NEAR/5 directory"
    made = "2031-03-04T02:30:00+00:00"

or `trace = "States should ..."` in the place of `query`. They are no part of the store, and `verbale rebuild` leaves
them alone.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from corpus.errors import ConfigError, HomeError
from search.watches import Watch

FOLDER = "watches"
# A name is a file's name, a part of an address and of a subject line.
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_KNOWN = ("query", "trace", "made")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of the watches of one home."""

    folder: Path

    def names(self) -> list[str]:
        """Their names; also of those that cannot be read."""
        return sorted(path.stem for path in self.folder.glob("*.toml"))

    def all(self) -> list[Watch]:
        """Every watch. Raises ConfigError that names the file and the cure."""
        return [self.watch(name) for name in self.names()]

    def watch(self, name: str) -> Watch:
        """One watch. Raises ConfigError with near names."""
        if name not in self.names():
            near = get_close_matches(name, self.names(), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else " `verbale watch list` lists those there are."
            raise ConfigError(f"There is no watch {name!r}.{hint}")
        path = self.folder / f"{name}.toml"
        try:
            return parse_watch(name, path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} cannot be read: {error}.") from error

    def check_free(self, name: str) -> None:
        """Raises ConfigError for a name that a watch cannot have, or that one has."""
        check_name(name)
        if name in self.names():
            raise ConfigError(f"There is a watch {name!r} already. `verbale watch remove {name}` first.")

    def keep(self, watch: Watch) -> None:
        """Write a watch's file, whole or not at all. Raises ConfigError, HomeError."""
        self.check_free(watch.name)
        path = self.folder / f"{watch.name}.toml"
        beside = path.with_suffix(".new")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside.write_text(written(watch), encoding="utf-8")
            beside.replace(path)
        except OSError as error:
            raise HomeError(f"{path} cannot be written: {error.strerror}.") from error

    def remove(self, name: str) -> None:
        """Delete a watch's file. Raises ConfigError where there is none."""
        if name not in self.names():
            self.watch(name)
        (self.folder / f"{name}.toml").unlink(missing_ok=True)


def check_name(name: str) -> None:
    """Raises ConfigError where a watch cannot have that name."""
    if not NAME.fullmatch(name):
        raise ConfigError(
            f"A watch cannot be called {name[:80]!r}: it needs small letters, digits and dashes, such as poc-directory."
        )


def parse_watch(name: str, text: str, where: str) -> Watch:
    """The watch written in a file. Raises ConfigError that names `where` and the cure."""
    check_name(name)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is not valid TOML: {error}.") from error
    wrong = [key for key, value in table.items() if key not in _KNOWN or not isinstance(value, str)]
    if wrong:
        raise ConfigError(f"{where}: {wrong[0]!r} is not known or no text. A watch has {_listed(_KNOWN)}.")
    watch = Watch(name, **{key: " ".join(value.split()) for key, value in table.items()})
    if bool(watch.query) is bool(watch.trace):
        raise ConfigError(f"{where} must have either a query or a trace.")
    return watch


def written(watch: Watch) -> str:
    """The text of a watch's file."""
    told = [(key, value) for key, value in watch.as_json().items() if key in _KNOWN and value]
    return "".join(f"{key} = {_quoted(value)}\n" for key, value in told)


def _quoted(value: str) -> str:
    # What JSON escapes TOML reads alike, but for one character that JSON lets pass.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
