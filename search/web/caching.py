"""What a browser may keep: pages until the collection changes, static files until they do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request

import corpus
import index
import search
from corpus.errors import VerbaleError
from corpus.home import Home
from search.library import Library
from search.tracing.room import shingles_of
from search.web.shelf import Shelf

# Pages that the store and its indexes decide alone. What a night reports, or what a file says, is not among them.
_DECIDED = frozenset(
    (
        "search", "document", "browse", "states", "state", "new", "complete", "crosswalk", "crosswalk_item", "compare",
        "chain", "trace", "concordance", "quotes", "tools", "help",
    )
)  # fmt: skip
# Kinds of files that decide what a page looks like.
_DECIDING = frozenset((".py", ".html", ".toml", ".tsv"))
_YEAR = 365 * 24 * 3600


def add_caching(app: Flask, shelf: Shelf, home: Home) -> None:
    """Answer 304 where a browser has the page already, and let it keep static files for a year under their digest."""
    digests = static_digests(Path(app.static_folder or ""))
    program = program_digest([Path(package.__path__[0]) for package in (corpus, index, search)])

    def versioned(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in digests:
            values.setdefault("v", digests[values["filename"]])

    def unchanged() -> Response | None:
        if request.endpoint not in _DECIDED or request.method not in ("GET", "HEAD"):
            return None
        stamp = _state(shelf)
        if stamp is None:
            return None
        g.etag = etag(program, stamp, _file_stamps(home), *_asked_for())
        return _kept(Response(status=304), g.etag) if g.etag in request.if_none_match else None

    def told(response: Response) -> Response:
        if request.endpoint == "static":
            return _static(response, digests)
        if response.status_code == 200 and "etag" in g:
            return _kept(response, g.etag)
        if response.status_code != 304:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.url_defaults(versioned)
    app.before_request(unchanged)
    app.after_request(told)


def _state(shelf: Shelf) -> object | None:
    """What tells the state of the collection from others; None where it cannot be told, which the page itself says."""
    if shelf.index_away:
        return None  # nobody waits for it to be given a tag
    try:
        library = shelf.library()
        return library.store.browsing.stamp(), library.engine.checkpoint(), _traced(library)
    except VerbaleError:
        return None


def _traced(library: Library) -> tuple[int, int]:
    """The state of the index for tracing, where the page asks it. Raises EngineError."""
    if request.endpoint != "trace":
        return 0, 0
    with shingles_of(library) as shingles:
        return shingles.stamp()


def _asked_for() -> tuple[str, ...]:
    """The whole address: pages may name themselves by it. Whether the host is one is not for us to say."""
    return request.scheme, request.headers.get("Host", ""), request.script_root, request.full_path


def _static(response: Response, digests: Mapping[str, str]) -> Response:
    """For a year where the address names the digest of the file; else Flask has it asked about every time."""
    filename = (request.view_args or {}).get("filename", "")
    if response.status_code in (200, 304) and request.args.get("v") == digests.get(filename, "?"):
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


def _kept(response: Response, tag: str) -> Response:
    """With its ETag; kept, but asked about every time: a night may have changed it."""
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    return response


def etag(*decided_by: object) -> str:
    """The tag of a page that these values decide, and nothing else."""
    return hashlib.sha256(repr(decided_by).encode()).hexdigest()[:32]


def static_digests(folder: Path) -> Mapping[str, str]:
    """The static files by name, each with the beginning of its digest."""
    return {path.name: _digest([path]) for path in folder.iterdir() if path.is_file()}


def program_digest(packages: Iterable[Path]) -> str:
    """A digest of the code that makes pages: a version number stands still while a checkout is worked on."""
    return _digest([path for package in packages for path in sorted(package.rglob("*")) if path.suffix in _DECIDING])


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _file_stamps(home: Home) -> tuple[object, ...]:
    """The user's thesaurus and settings, as far as a file tells that it was changed."""
    return tuple(_stamp(path) for path in (home.thesaurus, home.config_file))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
