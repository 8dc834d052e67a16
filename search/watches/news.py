"""What came and went since a number of the change feed: for each document and language, its paragraphs now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from corpus.store import Store, StoredDocument, StoredPassage
from index.analysis_fold import terms_of_runs

# Documents that are looked at together.
_MANY = 50


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the change feed was followed. `mark` is what it said there, by which a feed begun anew is known."""

    seq: int
    mark: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A text in which something came or went: the current one of a document, in one language.

    `now` are all its paragraphs by their digests, `new` the digests of those that the feed announced, `before` earlier
    paragraphs that it announced as gone, as far as they are kept.
    """

    document: StoredDocument
    language: str
    now: Mapping[str, StoredPassage]
    new: frozenset[str]
    before: Mapping[str, StoredPassage]

    @property
    def came(self) -> Iterator[tuple[str, StoredPassage]]:
        """The new paragraphs with their digests, in running order."""
        return ((words, passage) for words, passage in self.now.items() if words in self.new)


def digest(text: str) -> str:
    """That of a text's words: other spaces, dashes, letters of another case are no news; empty for no words."""
    words = " ".join(terms_of_runs(text))
    return sha256(words.encode()).hexdigest()[:32] if words else ""


def checkpoint(store: Store) -> Checkpoint:
    """Where the feed stands now."""
    head, _ = store.last_changes(0)
    return Checkpoint(head, store.browsing.mark(head))


def begins(store: Store, seen: Checkpoint) -> int:
    """From which number on the feed is to be followed: from its beginning, where it is another feed by now."""
    return seen.seq if store.browsing.mark(seen.seq) == seen.mark else 0


def changed(store: Store, since: int) -> Iterator[Changed]:
    """Every text in which a paragraph came or went after number `since`, document by document."""
    new: dict[int, set[int]] = {}
    gone: dict[int, set[int]] = {}
    for change in store.passage_changes(since):
        chosen = new if change.change == "new" else gone
        chosen.setdefault(change.document_id, set()).add(change.passage_id)
    ids = sorted(new.keys() | gone.keys())
    for start in range(0, len(ids), _MANY):
        some = ids[start : start + _MANY]
        documents = store.documents(some)
        for document_id in some:
            if document_id in documents:  # what is gone as a whole has no text that could have changed
                came, went = new.get(document_id, set()), gone.get(document_id, set())
                yield from _texts(store, documents[document_id], came, went)


def _texts(store: Store, document: StoredDocument, new: set[int], gone: set[int]) -> Iterator[Changed]:
    now = _by_language(store.current_passages(document.id))
    before = _by_language(list(store.passages(gone).values()))
    for language, passages in now.items():
        by_digest = by_words(passages)
        came = frozenset(words for words, passage in by_digest.items() if passage.id in new)
        went = {words: each for words, each in by_words(before.get(language, ())).items() if words not in by_digest}
        if came or went or gone:
            yield Changed(document, language, by_digest, came, went)


def _by_language(passages: Sequence[StoredPassage]) -> dict[str, list[StoredPassage]]:
    grouped: dict[str, list[StoredPassage]] = {}
    for passage in passages:
        grouped.setdefault(passage.version_language, []).append(passage)
    return grouped


def by_words(passages: Sequence[StoredPassage]) -> dict[str, StoredPassage]:
    """Paragraphs by the digests of their words, the first of equal ones; those without words are left out."""
    found: dict[str, StoredPassage] = {}
    for passage in passages:
        if words := digest(passage.text):
            found.setdefault(words, passage)
    return found
