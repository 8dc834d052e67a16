"""What a search needs to know of the whole index before it is run: counted by the cluster once, then remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from corpus.errors import TooCostly
from index.occurrences import Choices, occurrences
from index.opensearch_mapping import terms_in
from index.opensearch_query import NOTHING, Clause, Measures, constant, near_clause, phrase_clause, plain
from index.opensearch_state import Place, Seq, State
from index.opensearch_terms import commonest
from index.query import Fuzzy, Near, Phrase, Prefix, Scope, TextLeaf, phrases_of
from index.ranking import FIELDS, MAX_EXPANSION, Field, expansion_notice, searched

T = TypeVar("T")

# Answers that are remembered of one state of an index.
_REMEMBERED = 2_000
# Candidates whose words are fetched and counted here; about as many ids as one clause may hold.
_CANDIDATES = 50_000
_SOME = 500


class Remembered:
    """Answers of one state of one index, for all threads: another state begins with none."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: Hashable = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def has(self, of: Hashable, key: Hashable) -> bool:
        """Whether an answer is remembered."""
        with self._lock:
            return of == self._of and key in self._answers

    def get(self, of: Hashable, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave for this key; made now if it is not remembered."""
        with self._lock:
            if of != self._of:
                self._of, self._answers = of, OrderedDict()
            if key in self._answers:
                self._answers.move_to_end(key)
                known: T = self._answers[key]
                return known
        made = make()
        with self._lock:
            if of == self._of:
                self._answers[key] = made
                while len(self._answers) > _REMEMBERED:
                    self._answers.popitem(last=False)
        return made


class IndexFacts:
    """See `index.opensearch_query.Facts`: of one scope, at one moment of an index."""

    def __init__(self, place: Place, state: State, scope: Scope, remembered: Remembered) -> None:
        self._place = place
        self._state = state
        self._scope: Scope = scope
        self._remembered = remembered
        self._notices: dict[str, None] = {}
        self._seen: Seq | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user is to be told of the leaves that were looked at."""
        return tuple(self._notices)

    def ask(self, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The answers to these searches of the records that count."""
        asked = [(self._place.of(self._scope), self.counting(body)) for body in bodies]
        if len(asked) > 1:
            self._seen = None
            return self._place.cluster.search(asked)
        *answers, which = self._place.cluster.search([*asked, self._place.which()], in_turn=True)
        self._seen = self._place.told(which)
        return answers

    def still(self) -> bool:
        """Whether all that was asked is of one moment: the state was the same when the last of it was answered."""
        if self._seen is None:
            self._seen = self._place.told(*self._place.cluster.search([self._place.which()]))
        return self._seen == self._state.seq

    def counting(self, body: dict[str, Any]) -> dict[str, Any]:
        """The same search without the records that do not count."""
        if self._state.phase == "clean":
            return body
        inner: Clause = {"must_not": [self._state.gone(self._scope)]}
        return {**body, "query": {"bool": {**inner, "must": [body.get("query", {"match_all": {}})]}}}

    def known(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` finds out of this scope, or found out before in the same state."""
        return self._remembered.get(self._of(), (self._scope, key), make)

    def _of(self) -> Hashable:
        return self._place.name, self._state.seq

    def measures(self) -> Measures:
        return self.known("measures", self._measures)

    def _measures(self) -> Measures:
        again = {"bool": {"should": [{"exists": {"field": f"{field}_again"}} for field in FIELDS]}}
        sums = {field: {"sum": {"field": f"{field}_length"}} for field in FIELDS}
        [answer] = self.ask(
            [{"size": 0, "track_total_hits": True, "aggs": {**sums, "again": {"filter": again}}}],
        )
        records, found = answer["hits"]["total"]["value"], answer["aggregations"]
        averages = {field: found[field]["value"] / records if records else 0.0 for field in FIELDS}
        return Measures(records, averages, found["again"]["doc_count"] > 0)

    def fields(self, leaf: TextLeaf) -> Sequence[Field]:
        return searched(leaf.field, self._scope)

    def choices(self, leaf: TextLeaf) -> Choices:
        if isinstance(leaf, Prefix | Fuzzy):
            return {"": self._expansion(leaf)}
        terms = {term for phrase in phrases_of(leaf) for term in phrase if term}
        starred = {term: self._expansion(Prefix(term[:-1], leaf.field)) for term in terms if term.endswith("*")}
        return {"": None} | {term: starred.get(term, frozenset([term])) for term in terms}

    def _expansion(self, leaf: Prefix | Fuzzy) -> frozenset[str]:
        found, more = self.known(
            ("expansion", leaf), lambda: commonest(self.ask, leaf, self.fields(leaf), MAX_EXPANSION)
        )
        if more:
            self._notices[expansion_notice(leaf)] = None
        return frozenset(term for term, _ in found)

    def holders(self, leaf: TextLeaf) -> int:
        self.choices(leaf)  # a notice that was given once is given again
        return self.known(("holders", leaf), lambda: self._count([plain(leaf, self)])[0])

    def learn(self, leaves: Sequence[TextLeaf]) -> None:
        """Count the holders of these leaves, of all that are not known yet in one request."""
        unknown = [leaf for leaf in leaves if not self._remembered.has(self._of(), (self._scope, ("holders", leaf)))]
        for leaf, count in zip(unknown, self._count([plain(leaf, self) for leaf in unknown]), strict=True):
            self.known(("holders", leaf), partial(int, count))

    def _count(self, clauses: Sequence[Clause]) -> list[int]:
        if not clauses:
            return []
        bodies = [{"size": 0, "track_total_hits": True, "query": constant(clause)} for clause in clauses]
        return [answer["hits"]["total"]["value"] for answer in self.ask(bodies)]

    def counted(self, part: Phrase | Near, leaf: TextLeaf, field: Field) -> Mapping[int, Sequence[int]]:
        return self.known(("counted", part, leaf), lambda: self._counted(part, leaf)).get(field, {})

    def _counted(self, part: Phrase | Near, leaf: TextLeaf) -> Mapping[Field, Mapping[int, Sequence[int]]]:
        """Of each field of the leaf: the records in which the part occurs there so many times."""
        choices = self.choices(leaf)
        clauses: dict[Field, Clause] = {}
        for field in self.fields(leaf):
            if isinstance(part, Near):
                clause = near_clause(part, choices, field)
            else:
                clause = phrase_clause(part.terms, choices, field)
            if clause != NOTHING:
                clauses[field] = clause
        wanted = frozenset().union(*(choice for choice in choices.values() if choice))
        found: dict[Field, dict[int, list[int]]] = {}
        first = self.ask([_candidates(clause, field, []) for field, clause in clauses.items()]) if clauses else []
        for (field, clause), answer in zip(clauses.items(), first, strict=True):
            times = found.setdefault(field, {})
            for id_, values in self._texts(clause, field, answer):
                if count := occurrences(part, choices, terms_in(values, wanted)):
                    times.setdefault(count, []).append(id_)
        return found

    def _texts(self, clause: Clause, field: Field, answer: dict[str, Any]) -> Iterator[tuple[int, str | Sequence[str]]]:
        """The records of a clause, by id: what is in this field of theirs. `answer` has the first of them."""
        many = answer["hits"]["total"]["value"]
        if many > _CANDIDATES:
            raise TooCostly(
                f"{many} records hold the words of a phrase with `*` or of NEAR, more than the {_CANDIDATES} that are "
                "looked through. Say it with rarer words, or with longer ones before `*`."
            )
        while hits := answer["hits"]["hits"]:
            for hit in hits:
                yield hit["sort"][0], hit["_source"][f"{field}_exact"]
            if len(hits) < _SOME:
                return
            [answer] = self.ask([_candidates(clause, field, hits[-1]["sort"])])


def _candidates(clause: Clause, field: Field, after: list[int]) -> dict[str, Any]:
    """The search for the records of a clause with their text in a field, the first ones with how many there are."""
    body = {"query": constant(clause), "size": _SOME, "sort": [{"id": "asc"}], "_source": [f"{field}_exact"]}
    return {**body, "track_total_hits": not after, **({"search_after": after} if after else {})}
