"""How a record lies in OpenSearch: settings and mapping of an index, and texts as lines of terms.

The cluster analyses nothing: a text goes in as our terms, one position a line. Terms that share a position stand in
one line, parted by a character no term has; positions without a term have a line of their own that is dropped, so
that it leaves a gap. Paragraphs are values of an array, a gap of GAP positions between them.

The similarity is scripted: the score of a term or a phrase in a field is how often it occurs there, no more. What
that is worth is reckoned from the numbers of `index.ranking` (`index.opensearch_query`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from index.engine import Record, Terms
from index.query import KEYWORD_FIELDS, Scope
from index.ranking import FIELDS, Field
from index.records import GAP

# Raised whenever this layout changes: an index of another number is made anew.
LAYOUT = 1

TOGETHER = "\x01"
FREE = "\x02"
# Lucene refuses terms of more than 32,766 bytes, and with them the whole record.
_LONGEST = 8_000
# Above templates that are meant for all indices of a cluster.
_PRIORITY = 500

SCOPES: tuple[Scope, ...] = ("document", "passage")


def _long(**more: Any) -> dict[str, Any]:
    return {"type": "long", **more}


def _text(analyzer: str, options: str, **more: Any) -> dict[str, Any]:
    shared = {"type": "text", "similarity": "times", "norms": False}
    return {**shared, "analyzer": analyzer, "index_options": options, **more}


def _fields(field: Field) -> dict[str, Any]:
    return {
        f"{field}_exact": _text("places", "positions", position_increment_gap=GAP),
        f"{field}_stems": _text("lines", "freqs"),
        f"{field}_again": _text("lines", "freqs"),
        f"{field}_words": {"type": "keyword", "index": False},
        f"{field}_length": _long(index=False),
    }


def mapping() -> dict[str, Any]:
    """The mapping of an index of records."""
    properties: dict[str, Any] = {
        "id": _long(),
        "document": _long(),
        "order": _long(index=False),
        "day": _long(),
        "born": _long(),
        "symbol_key": {"type": "keyword", "index": False},
    }
    properties |= {f"is_{name}": {"type": "keyword"} for name in KEYWORD_FIELDS}
    for field in FIELDS:
        properties |= _fields(field)
    return {
        "dynamic": "strict",
        # What phrases and nearness are counted in where the cluster's own counting differs from ours.
        "_source": {"includes": [f"{field}_exact" for field in FIELDS]},
        "properties": properties,
    }


def _settings(shards: int, replicas: int) -> dict[str, Any]:
    """The settings of an index of records. What is written is seen when a write ends, never by the clock."""
    return {
        "index": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            "max_regex_length": 20_000,
        },
        "similarity": {"times": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}},
        "analysis": {
            "tokenizer": {"lines": {"type": "char_group", "tokenize_on_chars": ["\n"], "max_token_length": 1_000_000}},
            "filter": {
                "free": {"type": "stop", "stopwords": [FREE]},
                "together": {
                    "type": "pattern_capture",
                    "preserve_original": False,
                    "patterns": [f"([^{TOGETHER}]+)"],
                },
            },
            "analyzer": {
                "lines": {"type": "custom", "tokenizer": "lines", "filter": []},
                "places": {"type": "custom", "tokenizer": "lines", "filter": ["free", "together"]},
            },
        },
    }


def templates(alias: str, shards: int, replicas: int) -> Mapping[str, dict[str, Any]]:
    """The index templates of a home by their names: for its indices of records, and for those of their state."""
    state = {"index": {"number_of_shards": 1, "number_of_replicas": replicas, "refresh_interval": "-1"}}
    return {
        alias: {
            "index_patterns": [f"{alias}-*-{scope}" for scope in SCOPES],
            "priority": _PRIORITY,
            "template": {"settings": _settings(shards, replicas), "mappings": mapping()},
        },
        f"{alias}-state": {
            "index_patterns": [f"{alias}-*-state"],
            "priority": _PRIORITY,
            "template": {"settings": state, "mappings": {"dynamic": False, "properties": {}}},
        },
    }


def short(term: str) -> str:
    """A term as it is kept: cut where it is longer than Lucene takes."""
    return term[:_LONGEST]


def lines_of(terms: Terms) -> tuple[list[str], list[str]]:
    """A text as the field of exact terms has it, and the terms that stand at one position more than once, again."""
    values: list[list[str]] = []
    again: list[str] = []
    here: list[str] = []
    last: int | None = None
    for term, position in zip(map(short, terms.exact), terms.positions, strict=True):
        if last is None or position - last >= GAP:
            values.append([])
        elif position == last:
            if term in here:
                again.append(term)
            else:
                here.append(term)
                values[-1][-1] += TOGETHER + term
            continue
        else:
            values[-1] += [FREE] * (position - last - 1)
        values[-1].append(term)
        here, last = [term], position
    return ["\n".join(value) for value in values], again


def terms_in(values: str | Sequence[str], wanted: Set[str]) -> Terms:
    """Those exact terms of a text that are wanted, with the positions that `lines_of` wrote; without stems."""
    exact: list[str] = []
    positions: list[int] = []
    position = 0
    for value in [values] if isinstance(values, str) else values:
        for line in value.split("\n"):
            if line in wanted:
                exact.append(line)
                positions.append(position)
            elif TOGETHER in line:
                together = [term for term in line.split(TOGETHER) if term in wanted]
                exact += together
                positions += [position] * len(together)
            position += 1
        position += GAP
    return Terms(tuple(exact), (), tuple(positions))


def _texts(record: Record) -> Mapping[Field, Terms]:
    return {"title": record.title, "headings": record.headings, "text": record.text}


def source_of(record: Record, born: int) -> dict[str, Any]:
    """A record as the cluster is given it; `born` is the number of the write that it comes with."""
    source: dict[str, Any] = {"id": record.id, "document": record.document, "order": record.order, "born": born}
    if record.day:
        source["day"] = record.day
    if record.symbol_key:
        source["symbol_key"] = record.symbol_key
    for name, values in record.keywords.items():
        source[f"is_{name}"] = values
    for field, terms in _texts(record).items():
        source[f"{field}_length"] = len(terms.exact)
        if terms.exact:
            lines, again = lines_of(terms)
            source[f"{field}_exact"] = lines
            source[f"{field}_stems"] = "\n".join(map(short, terms.stems))
            source[f"{field}_words"] = sorted(set(map(short, terms.exact)))
            if again:
                source[f"{field}_again"] = "\n".join(again)
    return source
