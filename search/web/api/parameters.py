"""What the API can be asked with: schemas that describe the parameters, and check what was sent. Pure.

One truth for both: a parameter that the description allows is accepted, any other is refused with the reason. A
misspelt `proces=poa` that was silently left out would give a wrong answer that looks right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_args

from corpus.errors import VerbaleError
from index.query import Sort
from search.answer import FILTERS
from search.web.asked import AS_OF, DEEPEST_PAGE, LONGEST_QUERY, MOST_FILTERS, MOST_OFF, OFF, PER_PAGE

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

Schema = Mapping[str, Any]

MOST_HITS = 100
MOST_COMPLETIONS = 100
# SQLite's largest whole number.
_LARGEST = 2**63 - 1
_VALUE = {"type": "string", "minLength": 1, "maxLength": 300, "pattern": r"\S"}


class BadParameter(VerbaleError):
    """A program asked with a parameter that there is not, or with a value that it cannot have."""


SEARCH: Mapping[str, Schema] = MappingProxyType(
    {
        "q": {
            "type": "string",
            "maxLength": LONGEST_QUERY,
            "description": "The query, in the language of docs/reference/query-language.md. Without it, at least one "
            "filter is needed.",
        },
        "scope": {
            "type": "string",
            "enum": ["document", "paragraph"],
            "default": "document",
            "description": "Whether to find documents, or single paragraphs.",
        },
        "sort": {
            "type": "string",
            "enum": list(get_args(Sort)),
            "default": "relevance",
            "description": "The order; `-date` is newest first.",
        },
        **{
            name: {
                "type": "array",
                "items": _VALUE,
                "maxItems": MOST_FILTERS,
                "description": f"Only what has one of these values under `{name}`. All filters together can have "
                f"{MOST_FILTERS} values.",
            }
            for name in FILTERS
        },
        OFF: {
            "type": "array",
            "items": _VALUE,
            "maxItems": MOST_OFF,
            "description": "Concepts whose other names are not to be searched; `*` is all of them.",
        },
        AS_OF: {
            "type": "string",
            "minLength": 10,
            "maxLength": 10,
            "pattern": r"^\d{4}-\d\d-\d\d$",
            "description": "A day (`2026-11-30`): what was held at its end. A day whose index was not made yet is "
            "answered with 503, and with the command that makes it.",
        },
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": DEEPEST_PAGE,
            "default": 1,
            "description": "Which page of hits; the answer names the next one.",
        },
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_HITS,
            "default": PER_PAGE,
            "description": "How many hits a page has.",
        },
    }
)
_LANGUAGE: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 35,
    "description": "The language of the text, such as `fr`. Without it English, else the first that is held.",
}
DOCUMENT: Mapping[str, Schema] = MappingProxyType(
    {
        "text": {
            "type": "integer",
            "enum": [0, 1],
            "default": 0,
            "description": "1 gives the paragraphs too.",
        },
        "lang": _LANGUAGE,
    }
)
PARAGRAPH: Mapping[str, Schema] = MappingProxyType({"lang": _LANGUAGE})
COMPLETE: Mapping[str, Schema] = MappingProxyType(
    {
        "q": {"type": "string", "maxLength": LONGEST_QUERY, "description": "The beginning of a query."},
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_COMPLETIONS,
            "default": 10,
            "description": "How many ways to go on.",
        },
    }
)
NONE: Mapping[str, Schema] = MappingProxyType({})


def checked(arguments: MultiDict[str, str], allowed: Mapping[str, Schema]) -> MultiDict[str, str]:
    """The arguments as they are, once each of them was found to be one of those allowed. Raises BadParameter."""
    for name, values in arguments.lists():
        schema = allowed.get(name)
        if schema is None:
            raise BadParameter(f"There is no parameter {name[:80]!r} here. {_instead(name, allowed)}")
        _check_all(name, values, schema)
    return arguments


def whole(arguments: MultiDict[str, str], name: str, allowed: Mapping[str, Schema]) -> int:
    """A checked number, or its default."""
    return int(arguments.get(name, allowed[name]["default"]))


def _instead(name: str, allowed: Mapping[str, Schema]) -> str:
    near = get_close_matches(name, allowed, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"There are: {', '.join(allowed)}." if allowed else "There are none."


def _check_all(name: str, values: Sequence[str], schema: Schema) -> None:
    many = schema["type"] == "array"
    if len(values) > schema.get("maxItems", 1):
        most = f"at most {schema['maxItems']} times" if many else "once"
        raise BadParameter(f"{name!r} can be given {most}.")
    for value in values:
        wrong = _wrong(value, schema["items"] if many else schema)
        if wrong:
            raise BadParameter(f"{name!r} cannot be {value[:80]!r}: it must {wrong}.")


def _wrong(value: str, schema: Schema) -> str:
    """What a value must be and is not, in words; empty where nothing is wrong with it."""
    if schema["type"] == "integer":
        number = int(value) if re.fullmatch("[0-9]{1,18}", value) else -1
        low, high = schema.get("minimum", 0), schema.get("maximum", _LARGEST)
        if "enum" in schema:
            return "" if number in schema["enum"] else f"be {_either(schema['enum'])}"
        return "" if low <= number <= high else f"be a whole number from {low} to {high}"
    if "enum" in schema:
        return "" if value in schema["enum"] else f"be {_either(schema['enum'])}"
    if not schema.get("minLength", 0) <= len(value) <= schema["maxLength"]:
        return f"have {schema.get('minLength', 0)} to {schema['maxLength']} characters"
    return "" if re.search(schema.get("pattern", ""), value) else "have a letter or digit"


def _either(values: Sequence[object]) -> str:
    *others, last = (str(value) for value in values)
    return f"{', '.join(others)} or {last}"
