"""What verbale and bm25s answer to the topics: for each, documents with falling scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.kept import Kept, imported
from benchmarks.measured import REALDOCS
from benchmarks.ranking.judged import FOLDERS, Topic, names_of
from corpus.config import Config
from corpus.errors import QueryError
from corpus.home import Home
from corpus.store import Store
from search.answer import SearchRequest
from search.library import Library

# Answers by topic: document and score.
Run = Mapping[str, Mapping[str, float]]
DEPTH = 20


def read(home: Path, kept: Kept | None = None) -> None:
    """Read the folders of the judged set into the home folder `home`, but for what is kept of them."""
    imported(Home(home), [REALDOCS / folder for folder in FOLDERS], kept or Kept())


def ours(home: Path, asked: Sequence[Topic], off: tuple[str, ...] = ()) -> Run:
    """verbale's answers; `off` switches concepts of the thesaurus off."""
    library = Library.open(Home(home), Config())
    try:
        names = names_of(library.store)
        return {topic.id: _answer(library, topic, names, off) for topic in asked}
    finally:
        library.close()


def _answer(library: Library, topic: Topic, names: Mapping[int, str], off: tuple[str, ...]) -> dict[str, float]:
    """The documents as a reader sees them, those with the same text behind the one that they are folded into."""
    try:
        hits = library.search(SearchRequest(topic.query, limit=DEPTH, off=off)).hits
    except QueryError:
        return {}
    ranked = [found.document.id for hit in hits for found in (hit, *hit.same)]
    return {names[document]: float(-place) for place, document in enumerate(ranked) if document in names}


def bm25s(home: Path, asked: Sequence[Topic]) -> Run:
    """bm25s over the same titles and texts, with Snowball's English stems and bm25s's own list of small words."""
    import bm25s
    import Stemmer

    store = Store.open(Home(home).database)
    names = names_of(store)
    titles = {id_: document.title for id_, document in store.documents(names).items()}
    texts = {id_: "\n".join(passage.text for passage in store.current_passages(id_)) for id_ in names}
    store.close()
    ids = list(names)
    stemmer = Stemmer.Stemmer("english")

    def tokens(said: list[str]) -> Any:
        return bm25s.tokenize(said, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25()
    index.index(tokens([f"{titles[id_]}\n{texts[id_]}" for id_ in ids]), show_progress=False)
    answers = {}
    for topic in asked:
        found, scores = index.retrieve(tokens([topic.query]), k=DEPTH, show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        answers[topic.id] = {names[ids[place]]: float(score) for place, score in pairs if score > 0}
    return answers
