"""The peers on the large corpus: whoosh3 as it comes, SQLite FTS5, tantivy, Xapian, bm25s. Each builds and answers.

A peer answers the kinds of query that it can; the number of matching passages is counted as ours is.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from benchmarks.search_corpus import Asked, Passage

# Where Debian keeps Xapian's bindings, which no package registry has.
_DEBIAN = "/usr/lib/python3/dist-packages"


class Peer(Protocol):
    """An engine with an index of the passages."""

    def answer(self, asked: Asked) -> int | None:
        """How many passages match, the best ten found on the way; None for a kind that it cannot do."""
        ...


class Fts5:
    """SQLite's full-text search, with its own bm25, filters in the same table."""

    def __init__(self, folder: Path, said: Iterable[Passage]) -> None:
        self._connection = sqlite3.connect(folder / "fts.db")
        self._connection.execute(
            "CREATE VIRTUAL TABLE p USING fts5"
            "(title, text, source UNINDEXED, day UNINDEXED, tokenize='porter unicode61')"
        )
        with self._connection:
            self._connection.executemany(
                "INSERT INTO p(rowid, title, text, source, day) VALUES (?,?,?,?,?)",
                ((item.id, item.title, item.text, item.source, item.day) for item in said),
            )

    def answer(self, asked: Asked) -> int | None:
        match = self._match(asked)
        if match is None:
            return None
        where = "p MATCH ?"
        values: list[str | int] = [match]
        if asked.source:
            where = f"{where} AND source = ? AND day BETWEEN ? AND ?"
            values += [asked.source, asked.low, asked.high]
        asked_for = [f"SELECT rowid FROM p WHERE {where} ORDER BY bm25(p, 4, 1) LIMIT 10"]
        if asked.kind == "facets":
            asked_for += [f"SELECT {of}, count(*) FROM p WHERE {where} GROUP BY 1" for of in ("source", "day / 10000")]
        for sql in asked_for:
            self._connection.execute(sql, values).fetchall()
        return int(self._connection.execute(f"SELECT count(*) FROM p WHERE {where}", values).fetchone()[0])

    def _match(self, asked: Asked) -> str | None:
        quoted = [f'"{word}"' for word in asked.words]
        return {
            "or": " OR ".join(quoted),
            "fields": " AND ".join(f"{{title text}}: {word}" for word in quoted),
            "phrase": '"' + " ".join(asked.words) + '"',
            "near": f"NEAR({' '.join(quoted)}, 8)",
            "prefix": f"{asked.words[0]}*",
            "not": " NOT ".join(quoted),
            "fuzzy": None,
        }.get(asked.kind, " AND ".join(quoted))


class Tantivy:
    """tantivy through its Python package."""

    def __init__(self, folder: Path, said: Iterable[Passage]) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        for name in ("title", "text"):
            builder.add_text_field(name, tokenizer_name="en_stem")
        builder.add_text_field("source", tokenizer_name="raw", fast=True)
        builder.add_integer_field("day", indexed=True, fast=True)
        builder.add_integer_field("id", stored=True)
        index = tantivy.Index(builder.build(), path=str(folder))
        writer = index.writer(heap_size=200_000_000, num_threads=2)
        for item in said:
            writer.add_document(
                tantivy.Document(title=item.title, text=item.text, source=item.source, day=item.day, id=item.id)
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._index, self._searcher = index, index.searcher()

    def answer(self, asked: Asked) -> int | None:
        query = self._query(asked)
        if query is None:
            return None
        parsed = self._index.parse_query(query, ["title", "text"], field_boosts={"title": 4.0})
        found: Any = self._searcher.search(parsed, 10, count=True)
        return int(found.count or 0)

    def _query(self, asked: Asked) -> str | None:
        joined = " AND ".join(asked.words)
        return {
            "or": " OR ".join(asked.words),
            "phrase": '"' + " ".join(asked.words) + '"',
            "not": " AND NOT ".join(asked.words),
            "filter": f"{joined} AND source:{asked.source} AND day:[{asked.low} TO {asked.high}]",
            "near": None, "prefix": None, "fuzzy": None, "facets": None,
        }.get(asked.kind, joined)  # fmt: skip


class Xapian:
    """Xapian with its English stemmer."""

    def __init__(self, folder: Path, said: Sequence[Passage]) -> None:
        self._xapian = _xapian()
        database = self._xapian.WritableDatabase(str(folder / "x"), self._xapian.DB_CREATE_OR_OVERWRITE)
        generator = self._xapian.TermGenerator()
        generator.set_stemmer(self._xapian.Stem("en"))
        for item in said:
            document = self._xapian.Document()
            generator.set_document(document)
            generator.index_text(item.title, 4)
            generator.increase_termpos()
            generator.index_text(item.text)
            document.add_boolean_term(f"XS{item.source}")
            document.add_value(0, self._xapian.sortable_serialise(item.day))
            database.add_document(document)
        database.commit()
        database.close()
        self._database = self._xapian.Database(str(folder / "x"))

    def answer(self, asked: Asked) -> int | None:
        parser = self._xapian.QueryParser()
        parser.set_stemmer(self._xapian.Stem("en"))
        parser.set_stemming_strategy(parser.STEM_SOME)
        parser.set_database(self._database)
        parser.set_default_op(self._xapian.Query.OP_AND)
        written = {
            "or": " OR ".join(asked.words), "phrase": '"' + " ".join(asked.words) + '"',
            "near": " NEAR/9 ".join(asked.words), "prefix": f"{asked.words[0]}*", "not": " NOT ".join(asked.words),
        }.get(asked.kind, " ".join(asked.words))  # fmt: skip
        if asked.kind in ("fuzzy", "facets"):
            return None
        flags = parser.FLAG_BOOLEAN | parser.FLAG_PHRASE | parser.FLAG_WILDCARD
        query = parser.parse_query(written, flags)
        if asked.source:
            only = self._xapian.Query(f"XS{asked.source}")
            days = self._xapian.Query(
                self._xapian.Query.OP_VALUE_RANGE, 0,
                self._xapian.sortable_serialise(asked.low), self._xapian.sortable_serialise(asked.high),
            )  # fmt: skip
            query = self._xapian.Query(
                self._xapian.Query.OP_FILTER, query, self._xapian.Query(self._xapian.Query.OP_AND, only, days)
            )
        enquire = self._xapian.Enquire(self._database)
        enquire.set_query(query)
        found = enquire.get_mset(0, 10, self._database.get_doccount())
        return int(found.get_matches_estimated())


def _xapian() -> Any:
    if find_spec("xapian") is None and Path(_DEBIAN).is_dir():
        sys.path.append(_DEBIAN)
    import xapian

    return xapian


class Bm25s:
    """bm25s: words only, everything in memory."""

    def __init__(self, folder: Path, said: Sequence[Passage]) -> None:
        import bm25s

        self._bm25s = bm25s
        self._index = bm25s.BM25()
        tokens = bm25s.tokenize([f"{item.title} {item.text}" for item in said], show_progress=False)
        self._index.index(tokens, show_progress=False)

    def answer(self, asked: Asked) -> int | None:
        if asked.kind not in ("rare", "common", "or"):
            return None
        tokens = self._bm25s.tokenize([" ".join(asked.words)], show_progress=False)
        self._index.retrieve(tokens, k=10, show_progress=False)
        return 10


class PlainWhoosh:
    """whoosh3 as it comes, with its own parser, scoring and collectors."""

    def __init__(self, folder: Path, said: Sequence[Passage]) -> None:
        from whoosh import fields, index

        schema = fields.Schema(
            id=fields.NUMERIC(stored=True), title=fields.TEXT(field_boost=4.0, phrase=True), text=fields.TEXT,
            source=fields.ID(sortable=True), day=fields.NUMERIC(sortable=True),
        )  # fmt: skip
        made = index.create_in(str(folder), schema)
        writer = made.writer(limitmb=512)
        for item in said:
            writer.add_document(id=item.id, title=item.title, text=item.text, source=item.source, day=item.day)
        writer.commit()
        self._index, self._searcher = made, made.searcher()

    def answer(self, asked: Asked) -> int | None:
        qparser: Any = import_module("whoosh.qparser")

        written = {
            "or": " OR ".join(asked.words), "phrase": '"' + " ".join(asked.words) + '"',
            "near": '"' + " ".join(asked.words) + '"~9', "prefix": f"{asked.words[0]}*",
            "not": " NOT ".join(asked.words), "fuzzy": f"{asked.words[0]}~1",
            "filter": f"{asked.words[0]} source:{asked.source} day:[{asked.low} TO {asked.high}]",
        }.get(asked.kind, " ".join(asked.words))  # fmt: skip
        if asked.kind == "facets":
            return None
        parser = qparser.MultifieldParser(["title", "text"], self._index.schema)
        parser.add_plugin(qparser.FuzzyTermPlugin())
        return len(self._searcher.search(parser.parse(written), limit=10))


def peers() -> dict[str, Callable[[Path, Sequence[Passage]], Peer]]:
    """The peers that are installed here, by name."""
    found: dict[str, Callable[[Path, Sequence[Passage]], Peer]] = {"SQLite FTS5": Fts5}
    if find_spec("tantivy"):
        found["tantivy"] = Tantivy
    try:
        _xapian()
        found["Xapian"] = Xapian
    except ImportError:
        pass
    if find_spec("bm25s"):
        found["bm25s"] = Bm25s
    found["whoosh3 as it comes"] = PlainWhoosh
    return found
