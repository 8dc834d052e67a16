"""The redlines of a pack: of every two documents of the result of which one became the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from corpus.config import ChainSettings
from corpus.errors import TooCostly, UnknownDocument
from corpus.store import Store, StoredDocument
from search.chains import all_chains
from search.comparing import MOST_PARAGRAPHS, compared, held
from search.document_view import NoSuchPart
from search.redline import Redline
from search.redline.files import file_name
from search.redline.page import page_of


def redlines(
    store: Store, settings: Sequence[ChainSettings], documents: Sequence[StoredDocument]
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """Pages by name (`A_C.1_80_L.20--A_RES_80_16.html`), and sentences on pairs that cannot be compared.

    A pair follows one another in a chain (search.chains), revisions of one document among them; what lies between two
    in the chain, but not in the result, is left out.
    """
    pages: dict[str, bytes] = {}
    remarks = []
    for old, new in dict.fromkeys(_pairs(store, settings, documents)):
        try:
            redline = _redline(store, old, new)
        except (UnknownDocument, NoSuchPart, TooCostly) as error:
            remarks.append(f"No redline of {old} and {new}: {error}")
            continue
        pages[file_name(redline, "html")] = page_of(redline).encode()
    return pages, tuple(remarks)


def _pairs(
    store: Store, settings: Sequence[ChainSettings], documents: Sequence[StoredDocument]
) -> Iterator[tuple[str, str]]:
    found = {document.key for document in documents if document.held}
    if len(found) > 1:
        for chain in all_chains(store, settings):
            yield from pairwise(key for key in chain.keys if key in found)


def _redline(store: Store, old: str, new: str) -> Redline:
    return compared(held(store, old), held(store, new), most=MOST_PARAGRAPHS)
