"""Did you mean: words of a query that the corpus does not have, and those of its own that are near them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from index.analysis import stem, tokenize
from index.engine import Engine
from index.query import Exact, Or, Query, Word

# A query that finds nothing has seldom more words that matter; each costs a few looks into the index.
_MOST_WORDS = 8
_SHORTEST = 4
# Words of the corpus that are compared, those with the same beginning.
_COMPARED = 4_000
_NEAR = 0.75


def suggestions(query: str, languages: Sequence[str], engine: Engine) -> Iterator[str]:
    """A sentence for each word of the query that no document has and that has a near one: `directroy: ...`."""
    terms = dict.fromkeys(token.term for token in tokenize(query) if token.term.isalpha())
    for term in list(terms)[:_MOST_WORDS]:
        if len(term) >= _SHORTEST and not _is_known(term, languages, engine):
            near = _near(term, engine)
            if near:
                yield f"No document has the word {term}; did you mean {' or '.join(near)}?"


def _is_known(term: str, languages: Sequence[str], engine: Engine) -> bool:
    stems: list[Query] = [Word(stem(term, language)) for language in languages]
    return engine.search(Or((Exact(term), *stems)), "document", limit=0).total > 0


def _near(term: str, engine: Engine) -> list[str]:
    """The two nearest words of the corpus, of those as near the commoner first."""
    beginnings = dict.fromkeys((term[:2], term[:1]))
    known = {word: count for start in beginnings for word, count in engine.terms(start, _COMPARED) if word.isalpha()}
    close = [(round(ratio, 2), known[word], word) for word in known if (ratio := _likeness(term, word)) >= _NEAR]
    return [word for _, _, word in sorted(close, reverse=True)[:2]]


def _likeness(term: str, word: str) -> float:
    if abs(len(term) - len(word)) > 2:
        return 0.0
    matcher = SequenceMatcher(None, term, word, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0
