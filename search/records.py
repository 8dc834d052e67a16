"""What libraries told, read again from the archived pages when the store is made again: no note holds it."""

from __future__ import annotations

import logging
from datetime import datetime

from corpus.archive import Archive
from corpus.config import Config
from corpus.document import ArchiveRef
from corpus.errors import ArchiveError
from corpus.store import Store
from crawler.crawl import read_page
from crawler.sources import load, names

_log = logging.getLogger(__name__)


def record_again(archive: Archive, config: Config, store: Store) -> int:
    """Put the records of every archived page of the sources that tell any into a store; returns how many.

    A page that is damaged is left out and logged. Raises StoreError.
    """
    telling = {source.name: source for source in (load(name, config) for name in names(config)) if source.tells_records}
    told = 0
    for note in archive.notes():
        # Damaged notes are reported by the rebuild itself.
        if isinstance(note, ArchiveRef) or note["source"] not in telling or not note["verdict"].startswith("ok_"):
            continue
        try:
            page = archive.read(ArchiveRef(**note["ref"]))
        except ArchiveError as error:
            _log.warning("the records of %s are left out: %s", note["url"], error)
            continue
        records = read_page(telling[note["source"]], page).records
        store.record([(record, "library") for record in records], datetime.fromisoformat(note["fetched"]))
        told += len(records)
    return told
