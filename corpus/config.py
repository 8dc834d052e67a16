"""The configuration: one frozen value, read once at the edge from `verbale.toml` and the environment.

A home without a file works: every setting has a default. Unknown settings are refused by name, so that a typing
error does not pass for a setting.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import ConfigError
from corpus.night_window import night_window
from corpus.settings import (
    ChainSettings,
    Config,
    CoverageSettings,
    ExtractSettings,
    OpenSearchSettings,
    ServeSettings,
    SiteSettings,
    SourceSettings,
    WatchSettings,
)

__all__ = [
    "FILE_NAME",
    "ChainSettings",
    "Config",
    "CoverageSettings",
    "ExtractSettings",
    "OpenSearchSettings",
    "ServeSettings",
    "SiteSettings",
    "SourceSettings",
    "WatchSettings",
    "parse_config",
    "read_config",
]

FILE_NAME = "verbale.toml"
_TABLES = ("sources", "sites", "chains", "extract", "serve", "watches", "opensearch", "coverage")
_URL = re.compile(r"https?://[^\s/?#]+[^\s]*")
Settings = TypeVar("Settings", "ExtractSettings", "ServeSettings", "WatchSettings", "CoverageSettings")


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
    if settings.metrics not in ("guarded", "open", "off"):
        raise ConfigError(f'{here}: metrics must be "guarded", "open" or "off".')
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


def _opensearch(table: Any, where: str) -> OpenSearchSettings:
    here = f"{where} [opensearch]"
    if not isinstance(table, dict):
        raise ConfigError(f"{here} must be a table.")
    _check_names(table, OpenSearchSettings, here)
    defaults = OpenSearchSettings()
    settings = OpenSearchSettings(**{key: _value(key, it, getattr(defaults, key), here) for key, it in table.items()})
    if not all(re.fullmatch(r"https?://[^/?#@\s]+(/[^?#@\s]*)?", url.strip()) for url in settings.url.split(",")):
        raise ConfigError(f'{here}: url must be an address such as "https://search.example.org:9200", without a login.')
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", settings.name):
        raise ConfigError(f"{here}: name must be small letters, figures, - and _, as OpenSearch asks.")
    if settings.shards < 1 or settings.replicas < 0 or settings.seconds <= 0:
        raise ConfigError(f"{here}: shards and seconds must be above 0, replicas not below it.")
    if settings.user and not settings.password_file:
        raise ConfigError(f"{here}: user needs password_file, a file with the password in its first line.")
    if settings.password_file and not settings.user:
        raise ConfigError(f"{here}: password_file needs user, whose password it has.")
    if len([login for login in (settings.user, settings.api_key_env, settings.api_key_file) if login]) > 1:
        raise ConfigError(f"{here}: one login: of user, api_key_env and api_key_file, leave out all but one.")
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
        opensearch=_opensearch(table.get("opensearch", {}), where),
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
