"""Which index on the cluster a folder names, whose it is, and how one is made.

The folder of the engine holds the name alone, so that whoever swaps folders swaps indices. An index belongs to a home
by an id that lies in the home, and there to one folder: nobody deletes another's, on whatever path the home lies.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from corpus.config import OpenSearchSettings
from corpus.durable import fsync_folder
from corpus.errors import EngineError, EngineNotReady
from index.engine import SCHEMA
from index.opensearch_client import Cluster
from index.opensearch_mapping import LAYOUT, SCOPES, templates
from index.opensearch_state import Place, State

FILE_NAME = "index.json"
# Beside the folder: the id of the home.
ID_FILE = "opensearch.id"


def _told(folder: Path) -> Mapping[str, Any]:
    """What the file of a folder says. Raises FileNotFoundError, EngineNotReady for a file that is damaged."""
    file = folder / FILE_NAME
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return {"owner": "", **told, "index": str(told["index"])}
    except FileNotFoundError:
        raise
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EngineNotReady(f"{file} does not name an index; `verbale index --fresh` makes one.") from error


def named(folder: Path) -> str | None:
    """The name of the index in the file of a folder, None where there is no file. Raises EngineNotReady."""
    try:
        told = _told(folder)
    except FileNotFoundError:
        return None
    if (told.get("schema"), told.get("layout")) != (SCHEMA, LAYOUT):
        raise EngineNotReady(
            f"{folder / FILE_NAME} names an index of another version; `verbale index --fresh` makes it anew."
        )
    return str(told["index"])


def _place_of(folder: Path) -> Path:
    """The folder that this one is, or will be, swapped into."""
    return folder.with_name(folder.name.removesuffix(".new"))


def _owner(folder: Path) -> str:
    """Whose the indices of a folder are; the id of the home is made if there is none. Raises EngineError."""
    file = folder.parent / ID_FILE
    try:
        if not file.exists():
            beside = file.with_suffix(f".{secrets.token_hex(4)}")
            beside.write_text(f"{uuid4()}\n", encoding="ascii")
            with suppress(FileExistsError):  # made by another process at this moment
                os.link(beside, file)
            beside.unlink()
            fsync_folder(file.parent)
        home = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(f"{file}, the id of this home, cannot be read or made: {error}.") from error
    if not home:
        raise EngineError(f"{file} is empty. Delete it and run `verbale index --fresh`.")
    return f"{home}/{_place_of(folder).name}"


def _alias(owner: str, wanted: OpenSearchSettings) -> str:
    return f"{wanted.name}-{sha256(owner.encode()).hexdigest()[:8]}"


def create(cluster: Cluster, folder: Path, wanted: OpenSearchSettings) -> None:
    """Make an empty index for this folder, and the file in the folder that names it. Raises EngineError.

    One that is to be swapped in has no replicas until then: a node that is lost meanwhile costs the rebuild.
    """
    owner = _owner(folder)
    alias = _alias(owner, wanted)
    if folder != _place_of(folder):
        with suppress(FileNotFoundError, EngineNotReady):
            _take_over(cluster, _place_of(folder), owner)
    for template, body in templates(alias, wanted.shards, wanted.replicas).items():
        cluster.call("PUT", f"/_index_template/{template}", body)
    name = f"{alias}-{datetime.now(UTC):%Y%m%d%H%M%S%f}-{secrets.token_hex(3)}"
    body = {"mappings": {"_meta": {"schema": SCHEMA, "layout": LAYOUT, "owner": owner}}}
    for kind in (*SCOPES, "state"):
        cluster.call("PUT", f"/{name}-{kind}", body, wait_for_active_shards="0")
    if folder != _place_of(folder):
        _set_replicas(cluster, name, 0)
    cluster.call("GET", f"/_cluster/health/{name}-*", wait_for_status="yellow")
    Place(cluster, name).put(State())
    _write(folder, {"index": name, "schema": SCHEMA, "layout": LAYOUT, "owner": owner})


def _set_replicas(cluster: Cluster, name: str, replicas: int) -> None:
    cluster.call("PUT", f"/{Place(cluster, name).both}/_settings", {"index": {"number_of_replicas": replicas}})


def _write(folder: Path, told: Mapping[str, Any]) -> None:
    file = folder / FILE_NAME
    beside = file.with_suffix(".part")
    try:
        beside.write_text(json.dumps(told), encoding="utf-8")
        beside.rename(file)
        fsync_folder(folder)
    except OSError as error:
        raise EngineError(f"{file} cannot be written: {error}.") from error


def _take_over(cluster: Cluster, folder: Path, owner: str) -> str:
    """Whose the index is that a folder names; one of an older verbale that is owned by this path becomes ours."""
    told = _told(folder)
    if told["owner"]:
        return str(told["owner"])
    name = told["index"]
    of_all = cluster.call("GET", f"/{name}-state/_mapping")
    held = str(of_all[f"{name}-state"]["mappings"].get("_meta", {}).get("owner", ""))
    if held not in (str(folder.resolve()), owner):
        return held
    meta = {"schema": told["schema"], "layout": told["layout"], "owner": owner}
    indices = ",".join(f"{name}-{kind}" for kind in (*SCOPES, "state"))
    cluster.call("PUT", f"/{indices}/_mapping", {"_meta": meta})
    _write(folder, {**told, "owner": owner})
    return owner


def adopt(cluster: Cluster, folder: Path, name: str, wanted: OpenSearchSettings) -> None:
    """Point the alias of this folder to the index that it now names, and delete older ones of this folder.

    A newer one is growing beside it, and none of another folder is ever touched. Raises EngineError.
    """
    if folder != _place_of(folder):
        return
    owner = _told(folder)["owner"] or _take_over(cluster, folder, _owner(folder))
    alias = _alias(owner, wanted)
    held = cluster.found("GET", f"/_alias/{alias}") or {}
    if any(index.startswith(name) for index in held):
        return
    _set_replicas(cluster, name, wanted.replicas)
    actions: list[dict[str, Any]] = [{"add": {"index": f"{name}-{scope}", "alias": alias}} for scope in SCOPES]
    actions += [{"remove": {"index": index, "alias": alias}} for index in held]
    cluster.call("POST", "/_aliases", {"actions": actions})
    known = cluster.found("GET", f"/{wanted.name}-*/_mapping", filter_path="*.mappings._meta.owner") or {}
    ours = [index for index, told in known.items() if told["mappings"]["_meta"]["owner"] == owner]
    if old := [index for index in ours if _made(index) < _made(f"{name}-state")]:
        cluster.found("DELETE", f"/{','.join(old)}")


def _made(index: str) -> str:
    """When an index was made, by its name."""
    return index.rsplit("-", 3)[-3]
