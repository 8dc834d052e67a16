"""Asking the watches of a home again: what is new since each last looked, written down with whom to tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.config import ChainSettings
from corpus.errors import QueryError, VerbaleError
from corpus.store import Store, StoredDocument, StoredPassage
from index.query import Exact, Or
from search.library import Library
from search.watches import Outcome, Standing, Watch
from search.watches.deciding import Known, decide
from search.watches.ledger import Ledger
from search.watches.matching import Finder, batch, finder
from search.watches.news import Changed, begins, changed, checkpoint, digest
from search.watches.revising import Drafts
from search.watches.tracing import FEWEST_WORDS, traced, wording

# New paragraphs that are looked at together: what bounds the memory of a night that brought very many.
_MANY = 2_000
_CHUNK = 5_000
# Paragraphs that are compared with a sentence when it begins to be watched.
_LIKELY = 10_000


class CannotWatch(VerbaleError):
    """A watch that asks for what cannot be watched."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did for one watch: whether it only began, its news, or what kept it from looking."""

    watch: Watch
    outcome: Outcome = field(default_factory=Outcome)
    began: bool = False
    trouble: str = ""


def check(watch: Watch, library: Library) -> None:
    """Raises QueryError, or CannotWatch for a sentence so short that chance would find it."""
    if watch.query:
        library.understood(watch.query)
    elif len(wording(watch.trace).terms) < FEWEST_WORDS:
        raise CannotWatch(
            f"A sentence to trace needs {FEWEST_WORDS} words at least; "
            f"a shorter one is watched as a phrase: verbale watch add {watch.name} '\"{watch.trace}\"'."
        )


def stands_now(watch: Watch, library: Library) -> list[Standing]:
    """The paragraphs that a watch would find in the texts held now. Raises QueryError, EngineError."""
    return _sentences(watch, library) if watch.trace else _hits(watch, library)


def _hits(watch: Watch, library: Library) -> list[Standing]:
    query = library.understood(watch.query).query
    total = library.engine.search(query, "passage", limit=0).total
    ids = [hit.record for hit in library.engine.search(query, "passage", limit=total).hits] if total else []
    return [
        Standing(key, passage.version_language, words, passage.number)
        for key, passage in _passages(library.store, ids)
        if (words := digest(passage.text))
    ]


def _sentences(watch: Watch, library: Library) -> list[Standing]:
    """Those that have the sentence: of the paragraphs with the most of its rarest words, which the index names."""
    sentence = wording(watch.trace)
    likely = Or(tuple(Exact(term) for term in dict.fromkeys(sentence.terms)))
    ids = [hit.record for hit in library.engine.search(likely, "passage", limit=_LIKELY).hits]
    return [
        Standing(key, passage.version_language, digest(passage.text), passage.number, found.words)
        for key, passage in _passages(library.store, ids)
        if (found := traced(sentence, wording(passage.text)))
    ]


def _passages(store: Store, ids: Sequence[int]) -> Iterator[tuple[str, StoredPassage]]:
    """The paragraphs with these ids, each with the key of the whole document whose text it stands in."""
    wholes: dict[int, str] = {}
    for start in range(0, len(ids), _CHUNK):
        passages = store.passages(ids[start : start + _CHUNK])
        unknown = {passage.document_id for passage in passages.values()} - wholes.keys()
        wholes |= _keys_of_wholes(store, unknown)
        yield from ((wholes[passage.document_id], passage) for passage in passages.values())


def _keys_of_wholes(store: Store, ids: set[int]) -> dict[int, str]:
    documents = store.documents(ids)
    wholes = store.documents({document.part_of for document in documents.values() if document.part_of})
    return {
        id_: wholes[document.part_of].key if document.part_of else document.key for id_, document in documents.items()
    }


def begin(watch: Watch, library: Library, ledger: Ledger, at: str, standing: Sequence[Standing] | None = None) -> None:
    """Let a watch begin now; `standing` is what it finds already, where that is known. Raises QueryError."""
    seen = checkpoint(library.store)
    found = stands_now(watch, library) if standing is None else standing
    ledger.begin(watch, seen, found, at)


def run(
    watches: Sequence[Watch],
    library: Library,
    ledger: Ledger,
    at: str,
    channels: Sequence[str] = (),
    chains: Sequence[ChainSettings] = (),
) -> list[Ran]:
    """Look for each watch at what came or went since it last did, and write the news down for these channels.

    A watch that has not begun, or asks something else than when it did, begins now. One whose query cannot be run any
    more says so and stays where it was. `chains` are those set by hand. Raises HomeError, StoreError.
    """
    ran: dict[str, Ran] = {}
    together: dict[int, list[tuple[Watch, Finder]]] = {}
    for watch in watches:
        try:
            check(watch, library)
            state = ledger.state(watch.name)
            if state is None or state.identity != watch.identity:
                begin(watch, library, ledger, at)
                ran[watch.name] = Ran(watch, began=True)
            else:
                since = begins(library.store, state.seen)
                together.setdefault(since, []).append((watch, finder(watch, library)))
        except (QueryError, CannotWatch) as error:
            ran[watch.name] = Ran(watch, trouble=str(error))
    drafts = Drafts(library.store, chains)
    for since, some in together.items():
        ran |= {each.watch.name: each for each in _follow(since, some, library.store, drafts, ledger, at, channels)}
    return [ran[watch.name] for watch in watches]


def _follow(
    since: int,
    watches: Sequence[tuple[Watch, Finder]],
    store: Store,
    drafts: Drafts,
    ledger: Ledger,
    at: str,
    channels: Sequence[str],
) -> Iterator[Ran]:
    """Watches that last looked at the same moment."""
    seen = checkpoint(store)
    outcomes = {watch.name: Outcome() for watch, _ in watches}
    for texts in _batches(changed(store, since)):
        together = batch(store, texts)
        told = _Told(store)
        for watch, find in watches:
            for text, found in zip(texts, find(together), strict=True):
                known = _known(watch, text, ledger, drafts)
                run_name = f"{seen.seq} {seen.mark}"
                outcomes[watch.name] += decide(watch, text, found, known, told.of, at, run_name)
    for watch, _ in watches:
        news = ledger.keep(watch, outcomes[watch.name], seen, at, channels)
        yield Ran(watch, replace(outcomes[watch.name], alerts=news))


def _batches(texts: Iterator[Changed]) -> Iterator[list[Changed]]:
    some: list[Changed] = []
    count = 0
    for text in texts:
        some.append(text)
        count += len(text.new)
        if count >= _MANY:
            yield some
            some, count = [], 0
    if some:
        yield some


class _Told:
    """The documents under which paragraphs are told, each asked for once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._met: dict[int, StoredDocument] = {}

    def of(self, passage: StoredPassage) -> StoredDocument:
        if passage.document_id not in self._met:
            self._met |= self._store.documents([passage.document_id])
        return self._met[passage.document_id]


def _known(watch: Watch, text: Changed, ledger: Ledger, drafts: Drafts) -> Known:
    """What a watch knows of a text; of a new draft, also what it knows of the one whose place it took."""
    own = ledger.standing(watch.name, text.document.key, text.language)
    if not watch.trace or own or len(text.new) < len(text.now):
        return Known(own)
    before = drafts.before(text.document)
    if before is None:
        return Known(own)
    return Known(own, ledger.standing(watch.name, before.key, text.language), before)
