"""The query language, second half: lexemes put together by precedence, without recursion and of bounded depth.

From the tightest: field:, NEAR, NOT, AND (which may be left out), OR.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import QueryError
from search.grammar import Kind, Lexeme

MAX_LEAVES = 200
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word, a quoted phrase or a symbol."""

    lexeme: Lexeme
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts joined by `kind`: AND, OR or NEAR; or one part under NOT."""

    kind: Kind
    parts: tuple[Node, ...]
    start: int
    depth: int
    distance: int = 0
    closed: bool = False  # in brackets: not to be joined with what stands outside


@dataclass(frozen=True, slots=True)
class Fielded:
    """A part that asks for a field."""

    name: str
    part: Node
    start: int
    depth: int


Node = Leaf | Joined | Fielded

_BINDS = {Kind.OR: 1, Kind.AND: 2, Kind.NOT: 3, Kind.NEAR: 4, Kind.FIELD: 5}
_LEAVES = (Kind.WORD, Kind.QUOTE, Kind.SYMBOL)
_PREFIXES = (Kind.NOT, Kind.FIELD)
_WANTED = {
    Kind.AND: "AND needs something to search for on both sides",
    Kind.OR: "OR needs something to search for on both sides",
    Kind.NEAR: "NEAR needs a word or a quoted phrase on both sides",
    Kind.NOT: "NOT needs something behind it that is to be left out",
}


def tree(lexemes: Iterable[Lexeme]) -> Node | None:
    """The query as a tree; None for no lexemes at all. Raises QueryError."""
    builder = _Builder()
    for lexeme in lexemes:
        builder.take(lexeme)
    return builder.finish()


class _Builder:
    """Shunting-yard: operands wait in one stack, operators and open brackets in another."""

    def __init__(self) -> None:
        self._operands: list[Node] = []
        self._operators: list[Lexeme] = []
        self._wanting = True  # whether an operand must come next
        self._leaves = 0

    def take(self, lexeme: Lexeme) -> None:
        """The next lexeme."""
        if lexeme.kind in (*_LEAVES, *_PREFIXES, Kind.OPEN):
            if not self._wanting:
                self._infix(Lexeme(Kind.AND, "", lexeme.start))
            self._begin(lexeme)
        elif self._wanting:
            raise self._misplaced(lexeme)
        elif lexeme.kind is Kind.CLOSE:
            self._close(lexeme)
        else:
            self._infix(lexeme)

    def finish(self) -> Node | None:
        """The whole tree."""
        if self._wanting and self._operators:
            raise self._dangling(self._operators[-1])
        while self._operators:
            if self._operators[-1].kind is Kind.OPEN:
                raise QueryError(
                    "This bracket is not closed. Add the ) that is missing, or leave it out.",
                    position=self._operators[-1].start,
                )
            self._apply()
        return self._operands[0] if self._operands else None

    def _begin(self, lexeme: Lexeme) -> None:
        if lexeme.kind not in _LEAVES:
            self._operators.append(lexeme)
            return
        self._leaves += 1
        if self._leaves > MAX_LEAVES:
            raise QueryError(
                f"A query can have {MAX_LEAVES} words and phrases at most. Leave out the rest from here on.",
                position=lexeme.start,
            )
        self._operands.append(Leaf(lexeme))
        self._wanting = False

    def _infix(self, lexeme: Lexeme) -> None:
        while self._operators and _BINDS.get(self._operators[-1].kind, 0) >= _BINDS[lexeme.kind]:
            self._apply()
        self._operators.append(lexeme)
        self._wanting = True

    def _close(self, lexeme: Lexeme) -> None:
        while self._operators and self._operators[-1].kind is not Kind.OPEN:
            self._apply()
        if not self._operators:
            raise QueryError(
                "This bracket closes nothing. Leave it out, or put the words with it in quotes.", position=lexeme.start
            )
        self._operators.pop()
        inside = self._operands[-1]
        if isinstance(inside, Joined):
            self._operands[-1] = Joined(inside.kind, inside.parts, inside.start, inside.depth, inside.distance, True)

    def _apply(self) -> None:
        operator = self._operators.pop()
        right = self._operands.pop()
        if operator.kind is Kind.FIELD:
            self._push(Fielded(operator.text, right, operator.start, right.depth + 1))
        elif operator.kind is Kind.NOT:
            self._push(Joined(Kind.NOT, (right,), operator.start, right.depth + 1))
        else:
            self._push(_joined(operator, self._operands.pop(), right))

    def _push(self, node: Node) -> None:
        if node.depth > MAX_DEPTH:
            start = node.start if isinstance(node, Joined | Fielded) else node.lexeme.start
            raise QueryError(
                f"Brackets and NOT lie more than {MAX_DEPTH} deep in one another. Write the query with fewer of them.",
                position=start,
            )
        self._operands.append(node)

    def _misplaced(self, lexeme: Lexeme) -> QueryError:
        if lexeme.kind is not Kind.CLOSE:
            return QueryError(f"{_WANTED[lexeme.kind]}; before this one there is nothing.", position=lexeme.start)
        if self._operators and self._operators[-1].kind is not Kind.OPEN:
            return self._dangling(self._operators[-1])
        if self._operators:
            return QueryError("There is nothing between these brackets.", position=self._operators[-1].start)
        return QueryError("This bracket closes nothing. Leave it out.", position=lexeme.start)

    def _dangling(self, operator: Lexeme) -> QueryError:
        if operator.kind is Kind.OPEN:
            return QueryError("Nothing follows this open bracket. Close it, or leave it out.", position=operator.start)
        if operator.kind is Kind.FIELD:
            return QueryError(f"{operator.text}: needs a value behind it.", position=operator.start)
        return QueryError(f"{_WANTED[operator.kind]}; behind this one there is nothing.", position=operator.start)


def _joined(operator: Lexeme, left: Node, right: Node) -> Joined:
    """Both sides under one node; a longer chain of the same operator stays flat."""
    if isinstance(left, Joined) and left.kind is operator.kind and not left.closed and operator.kind is not Kind.NEAR:
        return Joined(left.kind, (*left.parts, right), left.start, max(left.depth, right.depth + 1))
    if operator.kind is Kind.NEAR:
        return _nearness(operator, left, right)
    return Joined(operator.kind, (left, right), operator.start, max(left.depth, right.depth) + 1)


def _nearness(operator: Lexeme, left: Node, right: Node) -> Joined:
    distance = operator.distance or 0
    if isinstance(left, Joined) and left.kind is Kind.NEAR and not left.closed:
        if left.distance != distance:
            raise QueryError(
                f"All of one chain of NEAR share one distance; this one is {distance}, the one before is "
                f"{left.distance}. Write the same number in both.",
                position=operator.start,
            )
        return Joined(Kind.NEAR, (*left.parts, right), left.start, left.depth, distance)
    return Joined(Kind.NEAR, (left, right), operator.start, max(left.depth, right.depth) + 1, distance)
