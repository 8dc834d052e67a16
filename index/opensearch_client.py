"""Talking to the cluster: the one file that knows opensearch-py, and gives its errors a place in our tree."""

from __future__ import annotations

import json
import logging
import os
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

from corpus.config import OpenSearchSettings
from corpus.errors import ConfigError, EngineAway, EngineError, EngineNotReady, TooCostly
from index.patience import waits

try:
    from opensearchpy import OpenSearch, exceptions
    from urllib3 import Timeout
except ImportError as missing:
    raise EngineError(
        "The engine opensearch needs the package opensearch-py: `pip install 'verbale[opensearch]'`."
    ) from missing

Asked = tuple[str, dict[str, Any]]

# Versions whose answers this engine was tried on, by their first number.
_MAJORS = ("2", "3")
# Requests of a write that are refused or lost are sent again after these seconds, more than a minute in all.
PAUSES = (0.2, 0.5, 1, 2, 4, 8, 15, 30, 30)
# What passes by itself: too busy, a node that has just gone, nobody home.
_PASSING = (429, 502, 503, 504)
# Connections to a node that are kept: one for each thread of the form, and for a write.
_KEPT = 16
# How often a node is looked for that takes the connection.
_TRIES = 4
_FULL = "disk usage exceeded flood-stage watermark"


def _secret(settings: OpenSearchSettings, home: Path) -> tuple[tuple[str, str] | None, str]:
    """User and password, or an API key; None and "" for neither."""
    if settings.api_key_env:
        if not (key := os.environ.get(settings.api_key_env, "").strip()):
            raise ConfigError(f"[opensearch] api_key_env names {settings.api_key_env}, which is not set.")
        return None, key
    if settings.api_key_file:
        return None, _line_of(home / settings.api_key_file, "api_key_file")
    if settings.user:
        return (settings.user, _line_of(home / settings.password_file, "password_file")), ""
    return None, ""


def _line_of(file: Path, setting: str) -> str:
    try:
        line = file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"[opensearch] {setting} names {file}, which cannot be read: {error}.") from error
    if not line:
        raise ConfigError(f"[opensearch] {setting} names {file}, which has nothing in its first line.")
    return line


def _authority(file: Path) -> str:
    """The file with the certificate of an authority, once it was looked at."""
    try:
        ssl.create_default_context(cafile=file)
    except ssl.SSLError as error:
        raise ConfigError(f"[opensearch] ca names {file}, which holds no certificate in PEM: {error}.") from error
    except OSError as error:
        raise ConfigError(f"[opensearch] ca names {file}, which cannot be read: {error}.") from error
    return str(file)


class Cluster:
    """A cluster of OpenSearch, asked in its own words. Every method raises EngineError with what to do about it."""

    def __init__(self, settings: OpenSearchSettings, home: Path) -> None:
        # Of every request that fails it writes a line, with a traceback: our errors say it.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        login, key = _secret(settings, home)
        self._url = settings.url
        secure: Any = {"ca_certs": _authority(home / settings.ca)} if settings.ca else {}
        self._client = OpenSearch(
            [url.strip() for url in settings.url.split(",")],
            http_auth=login,
            headers={"Authorization": f"ApiKey {key}"} if key else None,
            timeout=settings.seconds,
            max_retries=_TRIES - 1,
            retry_on_timeout=False,
            pool_maxsize=_KEPT,
            **secure,
        )

    def check_version(self) -> None:
        """Raise EngineError unless this is an OpenSearch that verbale knows how to talk to."""
        with self._told():
            version = self.call("GET", "/", sign=True).get("version", {})
        told = f"{version.get('distribution', 'elasticsearch')} {version.get('number', '?')}"
        if version.get("distribution") != "opensearch" or version["number"].partition(".")[0] not in _MAJORS:
            raise EngineError(f"At {self._url} answers {told}; verbale needs OpenSearch {' or '.join(_MAJORS)}.")

    def call(self, method: str, path: str, body: Any = None, *, sign: bool = False, **params: Any) -> Any:
        """What one request is answered, as JSON. Raises EngineError, EngineNotReady where an index is missing.

        A request for a `sign` of life costs the cluster nothing: what is late with it is away. One that is late with
        another answer, for somebody who does not wait for long (`index.patience.waiting`), raises TooCostly.
        """
        patient = waits()
        if patient is not None:
            whole = patient.sign if sign else patient.answer
            # Nobody home is tried again, at other nodes as well; all tries together take no longer than a sign may.
            params["request_timeout"] = Timeout(connect=patient.sign / _TRIES, read=whole)
        try:
            with self._told():
                return self._client.transport.perform_request(method, path, params=params, body=body)
        except _Late as error:
            if patient is None or sign:
                raise
            raise TooCostly(
                f"This search takes longer than the {patient.answer:g} seconds that the form waits for an answer. Ask "
                "for less, or run it with `verbale search`, which waits longer."
            ) from error

    def found(self, method: str, path: str, **params: Any) -> Any:
        """The same, None for what is not there."""
        with suppress(EngineNotReady):
            return self.call(method, path, **params)
        return None

    def search(self, asked: Sequence[Asked], *, in_turn: bool = False, sign: bool = False) -> list[dict[str, Any]]:
        """The answers to several searches in one request; all shards answer, or EngineError is raised.

        `in_turn`: each begins when the one before it is done. `sign`: see `call`.
        """
        lines: list[str] = []
        for name, query in asked:
            lines += [f'{{"index":"{name}","allow_partial_search_results":false}}', json.dumps(query)]
        at_once = 1 if in_turn else 4
        body = "\n".join([*lines, ""])
        answers = self.call("POST", "/_msearch", body, sign=sign, max_concurrent_searches=at_once)["responses"]
        for answer in answers:
            if "error" in answer:
                raise self._refused(int(answer.get("status", 500)), json.dumps(answer["error"]))
            if answer["timed_out"] or answer["_shards"]["failed"]:
                # Not asked for, and never to be taken for the whole.
                raise _Passing(f"The OpenSearch cluster at {self._url} answered only in part. Try again in a minute.")
        return list(answers)

    def bulk(self, body: bytes, over: Event) -> None:
        """Send one bulk request, and what is refused for a while, again, unless it is `over` meanwhile.

        Every operation names its id, so that one which is sent twice is done once. Raises EngineError.
        """
        pending, refused = body, 0
        for pause in (*PAUSES, None):
            try:
                answer = self.call("POST", "/_bulk", pending, filter_path="errors,items.*.status,items.*.error")
            except _Passing:
                if pause is None or over.is_set():
                    raise
            else:
                if not answer["errors"]:
                    return
                left = self._left(pending.splitlines(keepends=True), answer["items"])
                if not left:
                    return
                pending, refused = b"".join(left), len(left)
            if pause is None or over.wait(pause):
                raise EngineError(
                    f"The cluster at {self._url} refused {refused} lines of a bulk write for more than a minute: "
                    "it has more to do than it can. Run the command again; it goes on from there."
                )

    def _left(self, lines: list[bytes], items: Sequence[dict[str, Any]]) -> list[bytes]:
        """The lines of the operations that the cluster had no room for. Raises EngineError for other refusals."""
        left: list[bytes] = []
        at = 0
        for item in items:
            [(kind, result)] = item.items()
            size = 1 if kind == "delete" else 2
            status = result["status"]
            if status >= 400 and not (kind == "delete" and status == 404):
                reason = json.dumps(result.get("error", ""))
                if status not in _PASSING or _FULL in reason:
                    raise self._refused(status, reason)
                left += lines[at : at + size]
            at += size
        return left

    def patiently(self, ask: Callable[[], Any]) -> Any:
        """What a request of a write is answered, tried again while the cluster is away or busy."""
        for pause in PAUSES:
            try:
                return ask()
            except _Passing:
                time.sleep(pause)
        return ask()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Third-party errors become ours."""
        try:
            yield
        except exceptions.ConnectionTimeout as error:
            raise _Late(f"The OpenSearch cluster at {self._url} did not answer in time. Try again later.") from error
        except exceptions.SSLError as error:
            raise EngineError(
                f"The certificate of {self._url} is not trusted: {error.error}. `ca` of [opensearch] in verbale.toml "
                "names the file of the authority that signed it."
            ) from error
        except exceptions.ConnectionError as error:
            raise _Passing(
                f"The OpenSearch cluster at {self._url} does not answer. Start it, or correct `url` of [opensearch] in "
                "verbale.toml."
            ) from error
        except exceptions.TransportError as error:
            raise self._refused(int(error.status_code), json.dumps(error.info, default=str)) from error
        # It takes every answer for an object, and trips over others.
        except (exceptions.OpenSearchException, AttributeError, TypeError) as error:
            raise EngineError(f"What {self._url} answers is not understood: {error}. Is it OpenSearch?") from error

    def _refused(self, status: int, reason: str) -> EngineError:
        at = f"The OpenSearch cluster at {self._url}"
        if _FULL in reason or "read-only" in reason:
            return EngineError(
                f"{at} takes no writes: a disk is nearly full, and it made its indices read-only. Free space on its "
                "nodes; it takes writes again by itself."
            )
        if status in (401, 403):
            return EngineError(
                f"{at} refuses the login ({status}). Check `user`, `password_file`, `api_key_env` or `api_key_file` "
                "of [opensearch] in verbale.toml, and what that user may do."
            )
        if status == 409:
            return Conflict(f"{at} has something else than this write began with (409): {reason[:300]}")
        if status == 404:
            return EngineNotReady(f"{at} has not the index that this home names; `verbale index --fresh` makes it.")
        if "too_many_" in reason and ("clauses" in reason or "buckets" in reason):
            return TooCostly(f"{at} refuses a search of so many parts. Ask for less, or without wide `*` and `~`.")
        if status in _PASSING:
            return _Passing(f"{at} is not ready or too busy ({status}). Try again in a minute.")
        return EngineError(f"{at} refused a request ({status}): {reason[:500]}")


class Conflict(EngineError):
    """What was to be replaced is not what it was."""


class _Passing(EngineAway):
    """The cluster does not answer now, and may do so by itself."""


class _Late(_Passing):
    """It took the request and did not answer in time."""
