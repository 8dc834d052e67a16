"""Everything that a user can set, as values with their defaults. docs/reference/configuration.md explains them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    that tell how the form is run; empty for none. `metrics` is `guarded` (by that password), `open` or `off`.
    """

    rate: int = 300
    seconds: float = 10.0
    trusted_proxies: int = 0
    prefix: str = ""
    access_log: str = "off"
    password_file: str = ""
    metrics: str = "guarded"


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
class OpenSearchSettings:
    """Where the cluster of the engine opensearch is, and how to get in: `[opensearch]`.

    `url` is one address or several with commas; `name` begins the names of our indices. A login is `user` with
    `password_file`, or an API key in the environment variable `api_key_env` or in `api_key_file`; files count from the
    home folder on. `ca` is the certificate of the authority that signed the cluster's own. `shards` and `replicas` are
    those of each new index, `seconds` the time for one answer.
    """

    url: str = "http://127.0.0.1:9200"
    name: str = "verbale"
    user: str = ""
    password_file: str = ""
    api_key_env: str = ""
    api_key_file: str = ""
    ca: str = ""
    shards: int = 1
    replicas: int = 1
    seconds: float = 60.0


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
    opensearch: OpenSearchSettings = field(default_factory=OpenSearchSettings)
    allow_private_hosts: tuple[str, ...] = ()
    sources: Mapping[str, SourceSettings] = field(default_factory=dict)
    sites: tuple[SiteSettings, ...] = ()
    chains: tuple[ChainSettings, ...] = ()

    def source(self, name: str) -> SourceSettings:
        """The settings of a shipped source, empty ones where the user said nothing."""
        return self.sources.get(name, SourceSettings())
