"""The query tree: what every engine is asked, and what every engine answers.

Leaves hold *terms*, made by `index.analysis` and nothing else, so that all engines find the same records.
A word leaf holds a stemmed term and is looked up in stemmed fields; phrases hold unstemmed terms.

Scopes: a *document* record holds all the text of a document, a *passage* record one paragraph.
`field` of a text leaf is `any`, `title` or `text`; `index.ranking.searched` says which fields that means in a scope.

A term in a phrase that ends in a star stands for every term that begins with what is before the star, as `Prefix`
does; an empty term stands for any one word, and says nothing at either end of a phrase.

An occurrence of a word or an exact term is one place where it stands; of a phrase, one place where it begins; of a
nearness, one place where the last of its phrases ends; of synonyms, one of any part. They lie within one field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["document", "passage"]
TextField = Literal["any", "title", "text"]
Sort = Literal["relevance", "date", "-date", "symbol"]

KEYWORD_FIELDS = ("symbol", "family", "source", "process", "type", "year", "lang", "by", "session", "para", "mentions")
FACETS = ("source", "process", "type", "year", "lang", "by", "session")


@dataclass(frozen=True, slots=True)
class Word:
    """A stemmed term, anywhere in the field."""

    term: str
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Exact:
    """An unstemmed term, anywhere in the field."""

    term: str
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Unstemmed terms in order, side by side; one may be a prefix (`norm*`) or empty."""

    terms: tuple[str, ...]
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Near:
    """Two or more phrases (of one or more unstemmed terms), in any order, within `distance` words of one another.

    The distance counts the words between the end of one and the start of the next: 0 means side by side. The phrases
    do not overlap; each is needed once.
    """

    phrases: tuple[tuple[str, ...], ...]
    distance: int
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every unstemmed term that begins with `stem`."""

    stem: str
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every unstemmed term within `edits` insertions, deletions, substitutions or transpositions of `term`."""

    term: str
    edits: int = 1
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Leaves of one field that mean the same (`cbm`, "confidence-building measure"): any of them is an occurrence.

    They are scored as one leaf, so that a text is worth no more for using several names of one thing.
    """

    parts: tuple[Word | Exact | Phrase, ...]
    field: TextField = "any"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A record whose keyword field `name` (one of KEYWORD_FIELDS) holds `value` exactly. Scores `boost`."""

    name: str
    value: str
    boost: float = 0.0


@dataclass(frozen=True, slots=True)
class Range:
    """Records dated from `low` to `high`, both included, as day numbers YYYYMMDD; undated records never match."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class And:
    """All parts match; the score is the sum."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part matches; the score is the sum over those that do."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Records that `part` does not match; scores 0."""

    part: Query


@dataclass(frozen=True, slots=True)
class Everything:
    """Every record; scores 0."""


TextLeaf = Word | Exact | Phrase | Near | Prefix | Fuzzy | Synonyms
Query = TextLeaf | Keyword | Range | And | Or | Not | Everything
TEXT_LEAVES = (Word, Exact, Phrase, Near, Prefix, Fuzzy, Synonyms)


def trimmed(phrase: Sequence[str]) -> Sequence[str]:
    """A phrase without the empty terms at its ends."""
    given = [at for at, term in enumerate(phrase) if term]
    return phrase[given[0] : given[-1] + 1] if given else ()


def phrases_of(leaf: TextLeaf) -> tuple[tuple[str, ...], ...]:
    """The phrases of unstemmed terms that a leaf is made of; none for words, prefixes and fuzzy words."""
    match leaf:
        case Near(phrases):
            return phrases
        case Phrase(terms):
            return (terms,)
        case Synonyms(parts):
            return tuple(part.terms for part in parts if isinstance(part, Phrase))
        case _:
            return ()


def text_leaves(query: Query) -> tuple[TextLeaf, ...]:
    """The text leaves that a matching record may show, in the order of the query, each once: none from under a Not."""
    found: dict[TextLeaf, None] = {}
    waiting: list[Query] = [query]
    while waiting:
        part = waiting.pop()
        if isinstance(part, And | Or):
            waiting.extend(reversed(part.parts))
        elif isinstance(part, TEXT_LEAVES):
            found[part] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: `record` is the id given when it was written."""

    record: int
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """`total` counts all matching records, `hits` is the page asked for.

    `facets` counts, for each field asked, the values over all matching records, most frequent first.
    `notices` tells what had to be cut (a prefix with too many terms, say), for the user to see.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
