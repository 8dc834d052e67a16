"""The configuration: one frozen value, read once at the edge from `verbale.toml` and the environment.

A home without a file works: every setting has a default. Unknown settings are refused by name, so that a typing
error does not pass for a setting.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import ConfigError
from corpus.night_window import night_window

FILE_NAME = "verbale.toml"
_TABLES = ("sources", "sites", "chains", "extract", "serve", "watches", "coverage")
_URL = re.compile(r"https?://[^\s/?#]+[^\s]*")
Settings = TypeVar("Settings", "ExtractSettings", "ServeSettings", "WatchSettings", "CoverageSettings")


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """What the user changes of one shipped source: `[sources.NAME]`.

    `bases` replaces base URLs by their name in the source, `symbols` and `languages` what a symbol source asks for,
    `at_least` / `at_most` what the source expects to find.
    """

    bases: Mapping[str, str] = field(default_factory=dict)
    symbols: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """A source of the user's own, with no code: `[[sites]]`.

    `follow` and `documents` are regular expressions searched in absolute URLs: pages to read on, files to keep.
    """

    name: str
    seeds: tuple[str, ...]
    documents: str
    follow: str = ""
    process: str = ""
    language: str = ""
    at_least: int = 1
    at_most: int = 10_000


@dataclass(frozen=True, slots=True)
class ChainSettings:
    """Documents that became one another, oldest first: `[[chains]]`. It corrects what symbols and titles tell."""

    name: str
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtractSettings:
    """What reading one file may cost: `[extract]`. Beyond it the file has a reason and the next one is read.

    `seconds` of wall-clock time, `memory_mib` of address space, `pages` of a PDF. `ocr` is `auto` (scans are read
    where tesseract is installed) or `never`.
    """

    seconds: float = 60.0
    memory_mib: int = 2048
    pages: int = 5000
    ocr: str = "auto"


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """How the web form is served: `[serve]`.

    `rate` is requests a minute from one address (0: any number), `seconds` of work for one request (0: any).
    `trusted_proxies` is how many reverse proxies stand before it, `prefix` the path under which they show it.
    `access_log` is `off`, `paths` or `full`. `password_file`, from the home folder on, holds the password of the pages
    that tell how the form is run; empty for none.
    """

    rate: int = 300
    seconds: float = 10.0
    trusted_proxies: int = 0
    prefix: str = ""
    access_log: str = "off"
    password_file: str = ""


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """Whom the news of watches are told: `[watches]`.

    `form` is where your web form is, for links. `webhooks` are addresses that are sent JSON. Digests go by e-mail to
    `mail_to`: over SMTP, or as files into `mail_folder`. `smtp_security` is `starttls`, `tls` or `none`; the password
    is read from the environment variable or from the first line of the file that is named.
    """

    form: str = ""
    webhooks: tuple[str, ...] = ()
    mail_to: tuple[str, ...] = ()
    mail_from: str = ""
    mail_folder: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password_env: str = ""
    smtp_password_file: str = ""


@dataclass(frozen=True, slots=True)
class CoverageSettings:
    """When something is told as not held: `[coverage]`. A source not visited for `stale_after` days is stale."""

    stale_after: int = 14


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a user can set. `delay` is seconds between requests to one host, `timeout` seconds for one answer.

    `night` is the hours in which sites may be asked (`22:00-06:00`, local time), empty for any.

    `allow_private_hosts` names hosts (with port) that may be asked although they are on a private or loopback network.
    """

    engine: str = "whoosh"
    contact: str = ""
    delay: float = 1.0
    timeout: float = 120.0
    max_bytes: int = 64_000_000
    workers: int = 0
    night: str = ""
    extract: ExtractSettings = field(default_factory=ExtractSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    watches: WatchSettings = field(default_factory=WatchSettings)
    coverage: CoverageSettings = field(default_factory=CoverageSettings)
    allow_private_hosts: tuple[str, ...] = ()
    sources: Mapping[str, SourceSettings] = field(default_factory=dict)
    sites: tuple[SiteSettings, ...] = ()
    chains: tuple[ChainSettings, ...] = ()

    def source(self, name: str) -> SourceSettings:
        """The settings of a shipped source, empty ones where the user said nothing."""
        return self.sources.get(name, SourceSettings())


def _check_table(table: Any, known: type, where: str) -> None:
    if not isinstance(table, dict):
        raise ConfigError(f"{where} must be a table.")
    _check_names(table, known, where)


def _check_names(table: Mapping[str, Any], known: type, where: str) -> None:
    names = [item.name for item in fields(known)]
    for name in table:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" Known are: {', '.join(sorted(names))}."
            raise ConfigError(f"{where} has no setting {name!r}.{hint}")


def _value(name: str, value: Any, default: Any, where: str) -> Any:
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{where}: {name} must be a list of strings.")
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if default is not None and type(value) is not type(default):
        raise ConfigError(f"{where}: {name} must be {type(default).__name__}, not {type(value).__name__}.")
    return value


def _table(kind: type[Settings], table: Any, here: str) -> Settings:
    """The settings of a table whose keys are the names of the fields of `kind`. Raises ConfigError."""
    _check_table(table, kind, here)
    defaults = kind()
    return kind(**{name: _value(name, value, getattr(defaults, name), here) for name, value in table.items()})


def _extract(table: Any, where: str) -> ExtractSettings:
    here = f"{where} [extract]"
    settings = _table(ExtractSettings, table, here)
    if min(settings.seconds, settings.memory_mib, settings.pages) <= 0:
        raise ConfigError(f"{here}: seconds, memory_mib and pages must be above 0.")
    if settings.ocr not in ("auto", "never"):
        raise ConfigError(f'{here}: ocr must be "auto" or "never".')
    return settings


def _serve(table: Any, where: str) -> ServeSettings:
    here = f"{where} [serve]"
    settings = _table(ServeSettings, table, here)
    if min(settings.rate, settings.seconds, settings.trusted_proxies) < 0:
        raise ConfigError(f"{here}: rate, seconds and trusted_proxies must not be below 0.")
    if settings.access_log not in ("off", "paths", "full"):
        raise ConfigError(f'{here}: access_log must be "off", "paths" or "full".')
    if settings.prefix and not re.fullmatch(r"(?:/[\w.~-]+)+", settings.prefix, re.ASCII):
        raise ConfigError(f'{here}: prefix must be a path such as "/verbale", without a slash at its end.')
    return settings


def _watches(table: Any, where: str) -> WatchSettings:
    here = f"{where} [watches]"
    settings = _table(WatchSettings, table, here)
    if settings.smtp_security not in ("starttls", "tls", "none"):
        raise ConfigError(f'{here}: smtp_security must be "starttls", "tls" or "none".')
    if settings.mail_to and not settings.mail_from:
        raise ConfigError(f"{here}: mail_to needs mail_from, the address that digests come from.")
    if bool(settings.mail_to) is not bool(settings.smtp_host or settings.mail_folder):
        raise ConfigError(f"{here}: an e-mail digest needs mail_to, and smtp_host or mail_folder.")
    if wrong := [url for url in (settings.form, *settings.webhooks) if url and not _URL.fullmatch(url)]:
        raise ConfigError(f"{here}: {wrong[0]!r} is no address; write it as https://example.org/path.")
    return settings


def _source(name: str, table: Any, where: str) -> SourceSettings:
    here = f"{where} [sources.{name}]"
    _check_table(table, SourceSettings, here)
    bounds = {key: table[key] for key in ("at_least", "at_most") if key in table}
    if not all(isinstance(bound, int) and bound >= 0 for bound in bounds.values()):
        raise ConfigError(f"{here}: at_least and at_most must be whole numbers.")
    lists = {name: _value(name, table.get(name, []), (), here) for name in ("symbols", "languages")}
    bases = table.get("bases", {})
    if not isinstance(bases, dict) or not all(isinstance(base, str) for base in bases.values()):
        raise ConfigError(f"{here}: bases must be a table of URLs.")
    return SourceSettings({key: base.rstrip("/") for key, base in bases.items()}, **lists, **bounds)


def _site(table: Any, where: str) -> SiteSettings:
    here = f"{where} [[sites]]"
    _check_table(table, SiteSettings, here)
    for needed in ("name", "seeds", "documents"):
        if not table.get(needed):
            raise ConfigError(f"{here} needs {needed!r}; docs/how-to/add-a-site.md shows an example.")
    defaults = SiteSettings("", (), "")
    values = {key: _value(key, value, getattr(defaults, key), here) for key, value in table.items()}
    return SiteSettings(**values)


def _chain(table: Any, where: str) -> ChainSettings:
    here = f"{where} [[chains]]"
    _check_table(table, ChainSettings, here)
    name = _value("name", table.get("name", ""), "", here).strip()
    symbols = _value("symbols", table.get("symbols", []), (), here)
    if not name or len(set(symbols)) < max(2, len(symbols)):
        raise ConfigError(f"{here} needs a name and two or more different symbols, the oldest text first.")
    return ChainSettings(name, symbols)


def parse_config(text: str, where: str = FILE_NAME) -> Config:
    """The configuration written in `text` (TOML). Raises ConfigError that names `where` and the cure."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is not valid TOML: {error}.") from error
    _check_names(table, Config, where)
    defaults = Config()
    plain = [key for key in table if key not in _TABLES]
    values = {key: _value(key, table[key], getattr(defaults, key), where) for key in plain}
    for name, kind in (("sources", dict), ("sites", list), ("chains", list)):
        if not isinstance(table.get(name, kind()), kind):
            told = "tables such as [sources.osce]" if kind is dict else f"a list of tables, each written [[{name}]]"
            raise ConfigError(f"{where}: {name} must be {told}.")
    config = Config(
        **values,
        extract=_extract(table.get("extract", {}), where),
        serve=_serve(table.get("serve", {}), where),
        watches=_watches(table.get("watches", {}), where),
        coverage=_table(CoverageSettings, table.get("coverage", {}), f"{where} [coverage]"),
        sources={name: _source(name, item, where) for name, item in table.get("sources", {}).items()},
        sites=tuple(_site(item, where) for item in table.get("sites", [])),
        chains=tuple(_chain(item, where) for item in table.get("chains", [])),
    )
    if config.night:
        night_window(config.night)
    if config.coverage.stale_after < 1:
        raise ConfigError(f"{where} [coverage]: stale_after must be one day or more.")
    return config


def read_config(path: Path) -> Config:
    """The configuration in the file at `path`; the defaults where there is no such file. Raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error
    return parse_config(text, str(path))
