"""Documents in batches, each written in one commit: how far each makes an index whole, and which parts make records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.store import LastChange, Store, StoredDocument, StoredPassage
from corpus.store.facts import MAIN_LANGUAGE
from corpus.workers import processors
from index.engine import Engine, Part, Record
from index.records import describe, document_record, passage_record

# Documents written in one commit of the engine: a crash costs at most this many, which the feed repeats.
BATCH = 4_000
# From so many documents on, a second process is worth its start.
MANY = 200
_MOST_PARTS = 2

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to be written, and the number of the change feed up to which the index is whole then."""

    ids: Sequence[int]
    checkpoint: int


def batches(unmentioned: Sequence[int], changed: Sequence[LastChange], before: int, head: int) -> list[Batch]:
    """Batches of documents that the feed does not mention, then of those that changed since number `before`.

    `changed` is in the order of last changes up to `head`: a batch of them makes the index whole up to the last of its
    numbers. The last batch makes it whole up to the head.
    """
    made = [Batch(unmentioned[start : start + BATCH], before) for start in range(0, len(unmentioned), BATCH)]
    for start in range(0, len(changed), BATCH):
        some = changed[start : start + BATCH]
        made.append(Batch([change.document_id for change in some], some[-1].seq))
    last = made.pop() if made else Batch((), head)
    return [*made, Batch(last.ids, head)]


def write_batches(engine: Engine, store: Store, made: Sequence[Batch], progress: Progress) -> None:
    """Write batch by batch, large ones in two parts. Raises EngineError; what was committed before stays."""
    done, total = 0, sum(len(batch.ids) for batch in made)
    for batch in made:
        _write(engine, store, batch, lambda now, done=done: progress(done + now, total))  # type: ignore[misc]
        done += len(batch.ids)


def _write(engine: Engine, store: Store, batch: Batch, tell: Callable[[int], None]) -> None:
    count = min(_MOST_PARTS, processors()) if len(batch.ids) >= MANY else 1
    if count == 1:
        engine.write(records(store, batch.ids, tell), batch.ids, batch.checkpoint)
        return
    # In turn, so that the parts are of one size whatever came when.
    first, *others = [batch.ids[start::count] for start in range(count)]
    parts: list[Part] = [
        # The progress of the first part stands for all.
        partial(records, store, first, lambda now: tell(min(now * count, len(batch.ids) - 1))),
        *(partial(records_in, store.path, ids) for ids in others),
    ]
    engine.write_parts(parts, batch.ids, batch.checkpoint)
    tell(len(batch.ids))


def records_in(database: Path, ids: Sequence[int]) -> Iterator[Record]:
    """The records of these documents of the store in a file, which another process reads too."""
    store = Store.open(database)
    try:
        yield from records(store, ids, lambda now: None)
    finally:
        store.close()


def records(store: Store, ids: Sequence[int], tell: Callable[[int], None]) -> Iterator[Record]:
    """The records of these documents: one for each of its current passages, and one of the whole.

    `tell` hears how many documents are done.
    """
    documents = store.documents(ids)
    for done, document_id in enumerate(ids, 1):
        document = documents.get(document_id)
        if document is not None:
            yield from records_of(document, store.current_passages(document_id))
        tell(done)


def records_of(document: StoredDocument, passages: Sequence[StoredPassage]) -> Iterator[Record]:
    """The records of one document: its paragraphs, then the whole.

    Paragraphs of a part (a State's reply in a report) are found under the part, but count as words of the whole.
    """
    bibliography = describe(
        document.id,
        symbol=document.symbol,
        family=document.family,
        symbol_key=document.symbol_key,
        title=document.title,
        language=next(iter(document.languages), MAIN_LANGUAGE),
        date=document.date,
        keywords={
            "source": [document.source],
            "process": [document.process],
            "type": [document.type],
            "session": [document.session],
            "by": (*document.submitters, *document.joint),
            "lang": document.languages,
        },
    )
    written = [
        passage_record(
            bibliography,
            id=passage.id,
            place=passage.place,
            text=passage.text,
            number=passage.number,
            heading=passage.heading,
            language=passage.language or passage.version_language,
        )
        for passage in passages
    ]
    yield from (record for record, passage in zip(written, passages, strict=True) if passage.document_id == document.id)
    yield document_record(bibliography, written)
