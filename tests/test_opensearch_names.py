"""Whose an index on the cluster is: templates, replicas, homes that move, homes on the same path, indices of old."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import EngineError
from corpus.store import Store
from index.engine import SCHEMA, open_engine
from index.opensearch_mapping import LAYOUT
from index.query import Word
from index.sync import built_beside, rebuild, swap
from tests.engine_contract import found, passage
from tests.opensearch_cluster import ask, configured, given

pytestmark = pytest.mark.slow

KINDS = ("document", "passage", "state")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    yield from given(tmp_path_factory)


@pytest.fixture
def url(cluster: tuple[str, str]) -> str:
    return cluster[0].partition(",")[0]


def home(folder: Path, cluster: tuple[str, str], **more: object) -> Path:
    """The folder of the index in a home that is made if it is not there."""
    (folder / "index").mkdir(parents=True, exist_ok=True)
    configured(folder, cluster, **more)
    return folder / "index" / "opensearch"


def written(folder: Path, text: str) -> str:
    """Open the index in a folder, put one passage in it; what it is called on the cluster."""
    engine = open_engine("opensearch", folder)
    engine.write([passage(1, text)], (), 1)
    engine.close()
    return named(folder)


def named(folder: Path) -> str:
    return str(json.loads((folder / "index.json").read_text(encoding="utf-8"))["index"])


def rebuilt(folder: Path, text: str) -> str:
    """Make the index anew beside the old one, swap it in, and search in it; what it is called."""
    written(built_beside(folder), text)
    swap(built_beside(folder), folder)
    assert searched(folder, text) == [1]
    return named(folder)


def searched(folder: Path, text: str) -> list[int]:
    engine = open_engine("opensearch", folder)
    try:
        return found(engine, Word(text))
    finally:
        engine.close()


def settings_of(url: str, index: str) -> dict[str, Any]:
    [told] = ask(url, f"/{index}/_settings").values()
    of: dict[str, Any] = told["settings"]["index"]
    return of


def there(url: str, cluster: tuple[str, str]) -> set[str]:
    """The names of all our indices on the cluster, without what says which of the three it is."""
    return {index.rpartition("-")[0] for index in ask(url, f"/{cluster[1]}-*/_alias")}


def test_a_template_has_shards_and_replicas_of_the_configuration(
    cluster: tuple[str, str], url: str, tmp_path: Path
) -> None:
    folder = home(tmp_path, cluster, shards=3)
    old = written(folder, "norm")
    alias = old.rsplit("-", 2)[0]
    assert alias.startswith(f"{cluster[1]}-")
    templates = {it["name"]: it["index_template"] for it in ask(url, f"/_index_template/{alias}*")["index_templates"]}
    assert set(templates) == {alias, f"{alias}-state"}
    assert templates[alias]["index_patterns"] == [f"{alias}-*-document", f"{alias}-*-passage"]
    assert templates[alias]["template"]["settings"]["index"]["number_of_shards"] == "3"
    assert {settings_of(url, f"{old}-{kind}")["number_of_shards"] for kind in KINDS[:2]} == {"3"}
    assert settings_of(url, f"{old}-state")["number_of_shards"] == "1"

    home(tmp_path, cluster, shards=2)
    assert settings_of(url, f"{old}-passage")["number_of_shards"] == "3"
    new = rebuilt(folder, "norm")
    assert settings_of(url, f"{new}-passage")["number_of_shards"] == "2"


def test_a_rebuild_has_no_replicas_until_it_is_swapped_in(cluster: tuple[str, str], url: str, tmp_path: Path) -> None:
    folder = home(tmp_path, cluster, replicas=1)
    first = written(folder, "norm")
    beside = written(built_beside(folder), "norm")
    assert {kind: settings_of(url, f"{first}-{kind}")["number_of_replicas"] for kind in KINDS} == dict.fromkeys(
        KINDS, "1"
    )
    assert [settings_of(url, f"{beside}-{kind}")["number_of_replicas"] for kind in KINDS] == ["0", "0", "1"]
    swap(built_beside(folder), folder)
    assert searched(folder, "norm") == [1]
    assert [settings_of(url, f"{beside}-{kind}")["number_of_replicas"] for kind in KINDS] == ["1", "1", "1"]


def test_whoever_rebuilds_lets_go_of_the_old_index(cluster: tuple[str, str], url: str, tmp_path: Path) -> None:
    before = there(url, cluster)
    folder = home(tmp_path, cluster)
    store = Store.open(tmp_path / "corpus.db", writing=True)
    for _ in range(2):
        rebuild(store, "opensearch", folder, lambda done, count: None)
        assert there(url, cluster) - before == {named(folder)}
    store.close()
    alias = named(folder).rsplit("-", 2)[0]
    assert set(ask(url, f"/_alias/{alias}")) == {f"{named(folder)}-{kind}" for kind in KINDS[:2]}


def test_a_home_that_was_moved_still_owns_its_index(cluster: tuple[str, str], url: str, tmp_path: Path) -> None:
    before = there(url, cluster)
    old = written(home(tmp_path / "one", cluster), "norm")
    (tmp_path / "one").rename(tmp_path / "two")
    folder = tmp_path / "two" / "index" / "opensearch"
    assert searched(folder, "norm") == [1]
    assert there(url, cluster) - before == {old}
    new = rebuilt(folder, "other")
    assert there(url, cluster) - before == {new}


def test_two_machines_with_one_path_have_an_index_each(cluster: tuple[str, str], url: str, tmp_path: Path) -> None:
    here = home(tmp_path / "home", cluster)
    written(here, "first")
    (tmp_path / "home").rename(tmp_path / "aside")
    written(home(tmp_path / "home", cluster), "second")
    rebuilt(here, "third")
    assert searched(tmp_path / "aside" / "index" / "opensearch", "first") == [1]
    assert searched(here, "third") == [1]


def of_old(folder: Path, url: str, owner: str) -> str:
    """An index as an older verbale left it: owned by a path, which only the cluster knows."""
    name = written(folder, "norm")
    told = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    del told["owner"]
    (folder / "index.json").write_text(json.dumps(told), encoding="utf-8")
    (folder.parent / "opensearch.id").unlink()
    meta = json.dumps({"_meta": {"schema": SCHEMA, "layout": LAYOUT, "owner": owner}}).encode()
    indices = ",".join(f"{name}-{kind}" for kind in KINDS)
    asked = urllib.request.Request(
        f"{url}/{indices}/_mapping", meta, {"Content-Type": "application/json"}, method="PUT"
    )
    urllib.request.urlopen(asked, timeout=60).close()
    return name


def owner_of(url: str, name: str) -> str:
    [told] = ask(url, f"/{name}-passage/_mapping").values()
    return str(told["mappings"]["_meta"]["owner"])


@pytest.mark.parametrize("opened", [True, False])
def test_an_index_owned_by_this_path_is_taken_over(
    cluster: tuple[str, str], url: str, tmp_path: Path, opened: bool
) -> None:
    folder = home(tmp_path, cluster)
    old = of_old(folder, url, str(folder.resolve()))
    if opened:
        assert searched(folder, "norm") == [1]
        assert owner_of(url, old) == f"{(folder.parent / 'opensearch.id').read_text().strip()}/opensearch"
    new = rebuilt(folder, "norm")
    assert old not in there(url, cluster)
    assert new in there(url, cluster)


def test_an_index_owned_by_another_path_is_searched_and_left(
    cluster: tuple[str, str], url: str, tmp_path: Path
) -> None:
    folder = home(tmp_path, cluster)
    old = of_old(folder, url, "/srv/another/index/opensearch")
    assert searched(folder, "norm") == [1]
    assert owner_of(url, old) == "/srv/another/index/opensearch"
    rebuilt(folder, "norm")
    assert old in there(url, cluster)


def test_a_home_whose_id_is_damaged_is_told_with_the_cure(cluster: tuple[str, str], tmp_path: Path) -> None:
    folder = home(tmp_path, cluster)
    (folder.parent / "opensearch.id").touch()
    with pytest.raises(EngineError, match=r"opensearch\.id is empty\. Delete it"):
        open_engine("opensearch", folder)
