"""Whether an index on the cluster is one that this verbale reads: its file may be of another day than it is."""

from __future__ import annotations

from corpus.errors import EngineNotReady
from index.engine import SCHEMA
from index.opensearch_client import Cluster
from index.opensearch_mapping import LAYOUT, SCOPES, mapping

_CURE = "`verbale index` makes it anew, beside the old one."


def fit(cluster: Cluster, name: str) -> None:
    """Raise EngineNotReady where an index was made by another verbale, or lacks a field that is searched."""
    told = cluster.call("GET", f"/{','.join(f'{name}-{scope}' for scope in SCOPES)}/_mapping", sign=True)
    for scope in SCOPES:
        found = told[f"{name}-{scope}"]["mappings"]
        made_by = found.get("_meta", {})
        version = made_by.get("schema", 0), made_by.get("layout", 0)
        if version != (SCHEMA, LAYOUT):
            whose = "a newer" if version > (SCHEMA, LAYOUT) else "an older"
            raise EngineNotReady(f"The index {name} on the cluster was made by {whose} verbale; {_CURE}")
        if lacking := sorted(set(mapping()["properties"]) - set(found.get("properties", ()))):
            raise EngineNotReady(f"The index {name} on the cluster lacks the field {lacking[0]}; {_CURE}")
