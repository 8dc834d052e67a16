"""What a user types, as a query tree. Total: any string gives a tree, or a QueryError that says what and where.

The language is described in docs/reference/query-language.md; `search.grammar` cuts it into lexemes,
`search.grammar_tree` puts them together, and here every leaf gets its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.errors import QueryError
from index.analysis import tokenize
from index.query import And, Not, Or, Query, TextField, TextLeaf, text_leaves
from search.grammar import TEXT_FIELDS, Kind, Lexeme, Typed, lexemes, typed
from search.grammar_fields import Cited, symbol_query, value_query
from search.grammar_tree import Fielded, Joined, Leaf, Node, tree
from search.grammar_words import is_fuzzy, near_query, quote_query, quoted_terms, stands_for_many, word_query
from search.names import named
from search.synonyms import Expansion, Widening, is_plain
from search.thesaurus import Thesaurus

_QUESTION = re.compile(r"^\w+\?\w+$")

# Words of one query, counting all parts of phrases and compounds; and those of them that stand for many.
MAX_WORDS = 400
MAX_EXPANDED = 8
_MAX_NOTICES = 5


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The query as engines take it. `notices` are for the user; `leaves` are what to mark in a text that was found.

    `expansions` are what its words name in the thesaurus.
    """

    query: Query
    notices: tuple[str, ...] = ()
    leaves: tuple[TextLeaf, ...] = field(default=())
    expansions: tuple[Expansion, ...] = ()


def cites_nothing(symbol: str) -> Sequence[str]:
    """What a document cites where there is no store to ask."""
    return ()


NO_THESAURUS = Thesaurus()


def parse(
    text: str,
    languages: Sequence[str],
    cited: Cited = cites_nothing,
    thesaurus: Thesaurus = NO_THESAURUS,
    off: Collection[str] = (),
) -> ParsedQuery:
    """The meaning of a query; its words are looked up by their stems in each of the languages.

    `cited` gives the symbols that the document of a symbol cites; `off` are the concepts of the thesaurus whose other
    names are not to be searched. Raises QueryError with the position, in `text`, of what cannot be searched.
    """
    query = typed(text)
    try:
        return _parsed(query, _Meaning(languages, cited, Widening(thesaurus, languages, off)))
    except QueryError as error:
        position = query.positions[min(error.position, len(query.text))]
        raise QueryError(str(error), position=position) from None


def _parsed(query: Typed, meaning: _Meaning) -> ParsedQuery:
    notices: dict[str, None] = {}
    root = tree(_searchable(lexemes(query.text), notices))
    if root is None:
        raise QueryError("There is no word to search for. Type a word, a phrase in quotes, or a symbol.", position=0)
    found = meaning.of(root, "")
    leaves = text_leaves(found)
    if symbol := named(query.text):
        notices[f"{query.text.strip()} is a name of {symbol}, which comes first."] = None
        found = Or((symbol_query(symbol), found))
    return ParsedQuery(found, tuple(notices), leaves, tuple(meaning.widening.met.values()))


def _searchable(found: Iterator[Lexeme], notices: dict[str, None]) -> Iterator[Lexeme]:
    """The lexemes without those that hold no word, such as a lone dash. Raises QueryError where they get too many."""
    after_field: Lexeme | None = None
    words = expanded = 0
    for lexeme in found:
        count = _words(lexeme)
        if count == 0 and lexeme.kind in (Kind.WORD, Kind.QUOTE):
            if after_field is not None:
                raise QueryError(f"{after_field.text}: needs a value behind it.", position=after_field.start)
            _leave_out(lexeme, notices)
            continue
        if lexeme.kind is Kind.WORD:
            notices |= dict.fromkeys(_advice(lexeme.text))
        expanded += stands_for_many(lexeme)
        words += count
        _check(words, MAX_WORDS, "words", lexeme)
        _check(expanded, MAX_EXPANDED, "words with * or ~", lexeme)
        after_field = lexeme if lexeme.kind is Kind.FIELD else None
        yield lexeme


def _words(lexeme: Lexeme) -> int:
    if lexeme.kind in (Kind.WORD, Kind.QUOTE):
        return len(tokenize(lexeme.text))
    return 1 if lexeme.kind is Kind.SYMBOL else 0


def _check(count: int, limit: int, what: str, lexeme: Lexeme) -> None:
    if count > limit:
        raise QueryError(
            f"A query can have {limit} {what} at most. Leave out the rest from here on.", position=lexeme.start
        )


def _leave_out(lexeme: Lexeme, notices: dict[str, None]) -> None:
    if lexeme.kind is Kind.WORD and "*" in lexeme.text:
        raise QueryError(
            "A star alone stands for nothing. Put it behind the beginning of a word, as in attribut*.",
            position=lexeme.start,
        )
    quote = '"' if lexeme.kind is Kind.QUOTE else ""
    if (quote or lexeme.text.strip(",;.:")) and len(notices) < _MAX_NOTICES:
        notices[f"Left out, since there is no word in it: {quote}{lexeme.text[:40]}{quote}"] = None


def _advice(word: str) -> Iterator[str]:
    if word == "or":
        yield "To find texts with either word, write OR in capitals; or was searched as a word."
    if _QUESTION.search(word):
        yield f"A question mark stands for no letter; in {word[:40]} it parts two words. Use attribut* or attribtion~."


class _Meaning:
    """Turns the nodes of a tree into queries. Their depth is bounded, so that recursion is too."""

    def __init__(self, languages: Sequence[str], cited: Cited, widening: Widening) -> None:
        self.widening = widening
        self._languages = languages
        self._cited = cited

    def of(self, node: Node, asked: str, widen: bool = True) -> Query:
        """The query of a node inside the field `asked` (empty for none), its words widened by what they name."""
        if isinstance(node, Leaf):
            return self._side_by_side([node], asked, widen)[0]
        if isinstance(node, Fielded):
            if asked and asked != node.name:
                raise QueryError(
                    f"{node.name}: stands inside {asked}: here; no record has a field within a field. "
                    "Put them side by side.",
                    position=node.start,
                )
            return self.of(node.part, node.name, widen)
        if node.kind is Kind.NEAR:
            return self._near(node, asked)
        if node.kind is Kind.NOT:
            return Not(self.of(node.parts[0], asked, widen=False))
        if node.kind is Kind.OR:
            return Or(tuple(self.of(part, asked, widen) for part in node.parts))
        parts = tuple(self._side_by_side(node.parts, asked, widen))
        return parts[0] if len(parts) == 1 else And(parts)

    def _side_by_side(self, nodes: Sequence[Node], asked: str, widen: bool) -> list[Query]:
        """The queries of nodes joined by AND: plain words in a row may name something together."""
        told: list[Query] = []
        words: list[tuple[Lexeme, Query]] = []
        widen = widen and asked in ("", *TEXT_FIELDS)
        for node in (*nodes, None):
            if isinstance(node, Leaf) and widen and is_plain(node.lexeme):
                words.append((node.lexeme, self._leaf(node.lexeme, asked)))
                continue
            told += self.widening.joined([word for word, _ in words], [query for _, query in words], _text_field(asked))
            words = []
            if isinstance(node, Leaf):
                told.append(self._leaf(node.lexeme, asked))
            elif node is not None:
                told.append(self.of(node, asked, widen))
        return told

    def _leaf(self, lexeme: Lexeme, asked: str) -> Query:
        if asked and asked not in TEXT_FIELDS:
            return value_query(asked, lexeme.text, lexeme.start, self._cited)
        within = _text_field(asked)
        if lexeme.kind is Kind.SYMBOL and not asked:
            return symbol_query(lexeme.text)
        if lexeme.kind is Kind.WORD:
            return word_query(lexeme.text, within, self._languages, lexeme.start)
        return quote_query(lexeme.text, lexeme.distance, within, lexeme.start)

    def _near(self, node: Joined, asked: str) -> Query:
        if asked and asked not in TEXT_FIELDS:
            raise QueryError(f"NEAR works in texts only, not in {asked}:.", position=node.start)
        sides = [list(_alternatives(part)) for part in node.parts]
        return near_query(sides, node.distance, _text_field(asked), node.start)


def _text_field(asked: str) -> TextField:
    return "title" if asked == "title" else "text" if asked == "text" else "any"


def _alternatives(node: Node) -> Iterator[tuple[str, ...]]:
    """The phrases that may stand on one side of NEAR: one, or those of a group joined by OR."""
    if isinstance(node, Leaf) and node.lexeme.distance is None and not is_fuzzy(node.lexeme):
        yield quoted_terms(node.lexeme.text, node.lexeme.start)
    elif isinstance(node, Joined) and node.kind is Kind.OR:
        for part in node.parts:
            yield from _alternatives(part)
    else:
        start = node.lexeme.start if isinstance(node, Leaf) else node.start
        raise QueryError(
            "NEAR joins words, quoted phrases, and groups of these with OR; here is something else. "
            "For a field, write title:(a NEAR/5 b); otherwise write two searches joined by OR.",
            position=start,
        )
