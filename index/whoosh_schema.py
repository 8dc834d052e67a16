"""How a record lies in a Whoosh index: which fields there are, and what their postings hold.

Each scope has its own text and keyword fields, so that the terms of documents and of passages stay apart. Numbers of
a record lie together in one column. Nothing is stored: the store has the texts.
"""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from whoosh import columns, fields, formats

from index.engine import Record, Terms
from index.query import KEYWORD_FIELDS, Scope
from index.ranking import FIELDS, Field
from index.whoosh_tokens import packed

SCOPES: dict[str, int] = {"document": 1, "passage": 2}
# One record of every index belongs to no scope: its id is the checkpoint.
BOOKKEEPING = 3

_LENGTHS = [(field, "<u4") for field in FIELDS]
ROW = np.dtype([("scope", "u1"), ("id", "<i8"), ("document", "<i8"), ("day", "<i4"), ("order", "<i4"), *_LENGTHS])
_PACK = struct.Struct("<BqqiiIII").pack

# Texts come here analysed.
_NO_ANALYZER: Any = None

ROW_COLUMN = "row"
SYMBOL_COLUMN = "symbol_key"


def stems_field(scope: Scope, field: Field) -> str:
    """Where the stems of a text field of a scope are indexed."""
    return f"{scope[0]}_{field}_s"


def exact_field(scope: Scope, field: Field) -> str:
    """Where its unstemmed terms are indexed."""
    return f"{scope[0]}_{field}_x"


def token_column_name(field: Field) -> str:
    """The column that holds the words of a text field in their order (`index.whoosh_tokens`)."""
    return f"tokens_{field}"


def keyword_field(scope: Scope, name: str) -> str:
    """Where a keyword field of a scope is indexed."""
    return f"{scope[0]}_k_{name}"


def to_bytes(term: str) -> bytes:
    """A term as Whoosh keeps it. Bytes sort as the terms do."""
    return term.encode("utf-8", "surrogatepass")


def from_bytes(term: bytes) -> str:
    """The term again."""
    return term.decode("utf-8", "surrogatepass")


class TermsField(fields.FieldType):
    """Terms as they come: `index.whoosh_pool` takes them, past Whoosh's analysis."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), _NO_ANALYZER)


def schema() -> Any:
    """The fields of an index."""
    made = fields.Schema()
    for scope in ("document", "passage"):
        for field in FIELDS:
            made.add(stems_field(scope, field), TermsField())
            made.add(exact_field(scope, field), TermsField())
        for name in KEYWORD_FIELDS:
            made.add(keyword_field(scope, name), TermsField())
    for field in FIELDS:
        made.add(token_column_name(field), fields.COLUMN(columns.VarBytesColumn()))
    made.add(ROW_COLUMN, fields.COLUMN(columns.FixedBytesColumn(ROW.itemsize)))
    made.add(SYMBOL_COLUMN, fields.COLUMN(columns.VarBytesColumn()))
    return made


def bookkeeping(checkpoint: int) -> dict[str, Any]:
    """The one record that says up to where the index is whole: its columns, as Whoosh's writer takes them."""
    return {ROW_COLUMN: _PACK(BOOKKEEPING, checkpoint, -1, 0, 0, 0, 0, 0)}


def columns_of(record: Record) -> dict[str, Any]:
    """The columns of a record as Whoosh's writer takes them."""
    row = _PACK(
        SCOPES[record.scope], record.id, record.document, record.day, record.order,
        len(record.title.exact), len(record.headings.exact), len(record.text.exact),
    )  # fmt: skip
    values: dict[str, Any] = {ROW_COLUMN: row}
    if record.symbol_key:
        values[SYMBOL_COLUMN] = to_bytes(record.symbol_key)
    values |= {token_column_name(field): packed(terms) for field, terms in _texts(record) if terms.exact}
    return values


def terms_of(record: Record) -> Iterator[tuple[str, Sequence[str]]]:
    """The indexed fields of a record, each with its terms; a keyword field has each value once."""
    for field, terms in _texts(record):
        if terms.exact:
            yield stems_field(record.scope, field), terms.stems
            yield exact_field(record.scope, field), terms.exact
    for name, held in record.keywords.items():
        if held:
            yield keyword_field(record.scope, name), tuple(dict.fromkeys(held))


def _texts(record: Record) -> tuple[tuple[Field, Terms], ...]:
    return ("title", record.title), ("headings", record.headings), ("text", record.text)
