"""Words of a query that name something of the thesaurus, and the other names that are searched beside them.

Only plain words are widened: what is quoted, starred or under NOT means exactly what it says. Every widening is told,
so that it can be shown as a switch (users.md, complaint 12).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from index.analysis import exact_terms, stem, tokenize
from index.query import And, Exact, Or, Phrase, Query, Synonyms, TextField, Word
from search.grammar import Kind, Lexeme
from search.thesaurus import LONGEST, Concept, Thesaurus

# Among the names of what is switched off: everything is.
ALL = "*"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A concept that words of a query name. `forms` are its other names, searched too where it is `on`."""

    concept: str
    typed: str
    forms: tuple[str, ...]
    on: bool

    def as_json(self) -> dict[str, Any]:
        """The expansion as `--json` prints it."""
        return {"concept": self.concept, "typed": self.typed, "forms": list(self.forms), "on": self.on}


class Widening:
    """Widens the words of one query; `met` fills with the concepts that they name, by name.

    `languages` are those whose names are searched, `off` the names of concepts that are not to be (ALL for none).
    """

    def __init__(self, thesaurus: Thesaurus, languages: Sequence[str], off: Collection[str] = ()) -> None:
        self._thesaurus = thesaurus
        self._languages = languages
        self._off = off
        self.met: dict[str, Expansion] = {}

    def joined(self, words: Sequence[Lexeme], queries: Sequence[Query], field: TextField) -> list[Query]:
        """The queries of words that stand side by side, with the names of what several of them name together."""
        told: list[Query] = []
        start = 0
        terms = [[token.term for token in tokenize(word.text)] for word in words]
        while start < len(words):
            taken, query = self._next(words[start:], terms[start:], queries[start:], field)
            told.append(query)
            start += taken
        return told

    def _next(
        self, words: Sequence[Lexeme], terms: Sequence[Sequence[str]], queries: Sequence[Query], field: TextField
    ) -> tuple[int, Query]:
        """The query of the words from the first on that belong together, and how many they are."""
        run = [term for word in terms[:LONGEST] for term in word]
        ends = {sum(map(len, terms[:count])): count for count in range(1, min(len(words), LONGEST) + 1)}
        while run and (found := self._thesaurus.longest(run)):
            length, concept = found
            if (count := ends.get(length)) is not None:
                typed = " ".join(word.text for word in words[:count])
                return count, self._widened(concept, typed, queries[:count], field)
            run = run[: length - 1]  # it ends within a word: look for a shorter one
        return 1, queries[0]

    def _widened(self, concept: Concept, typed: str, queries: Sequence[Query], field: TextField) -> Query:
        own = queries[0] if len(queries) == 1 else And(tuple(queries))
        told = {form: language for language in self._languages for form in concept.forms.get(language, ())}
        terms = {form: exact_terms(form) for form in told}
        on = ALL not in self._off and concept.name not in self._off
        typed_as = exact_terms(typed)
        others = tuple(form for form in told if terms[form] != typed_as)
        self.met.setdefault(concept.name, Expansion(concept.name, typed, others, on))
        if not on:
            return own
        names = dict.fromkeys(_leaf(form, terms[form], language, field) for form, language in told.items())
        if isinstance(own, Word | Synonyms):
            stems = (own,) if isinstance(own, Word) else own.parts
            return Synonyms(tuple(dict.fromkeys((*stems, *names))), field)
        return Or((own, Synonyms(tuple(names), field)))


def _leaf(form: str, terms: tuple[str, ...], language: str, field: TextField) -> Word | Exact | Phrase:
    """A name as it is searched: several words as a phrase, one in all its forms, an abbreviation as it is."""
    if len(terms) > 1:
        return Phrase(terms, field)
    stemmed = stem(terms[0], language)
    # LAWS are not the forms of "law".
    return Exact(terms[0], field) if form.isupper() and stemmed != terms[0] else Word(stemmed, field)


def is_plain(lexeme: Lexeme) -> bool:
    """Whether a lexeme is a word that may be widened: nothing quoted, starred or fuzzy."""
    return lexeme.kind is Kind.WORD and "*" not in lexeme.text and "~" not in lexeme.text
