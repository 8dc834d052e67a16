"""The shapes of the API's answers as JSON Schema; docs/reference/json.md says the same in words.

Keys are only ever added, so none of the schemas forbids others.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
TRUTH = {"type": "boolean"}
TEXTS = {"type": "array", "items": TEXT}
COUNTS = {"type": "object", "additionalProperties": NUMBER}


def shape(**members: Any) -> dict[str, Any]:
    """An object that has all of these members."""
    return {"type": "object", "required": list(members), "properties": members}


def many(items: Any) -> dict[str, Any]:
    """A list of these."""
    return {"type": "array", "items": items}


def named(name: str) -> dict[str, str]:
    """One of SCHEMAS, where it stands in the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def said(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with a sentence for people."""
    return {**schema, "description": about}


_COUNT = {"type": "array", "prefixItems": [TEXT, NUMBER], "minItems": 2, "maxItems": 2}
_PLACE = shape(number=TEXT, page=NUMBER, url=TEXT)
_LINK = shape(symbol=TEXT, title=TEXT, held=TRUTH, **{"in": many(_PLACE)})
_MARK = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
_NOTHING = {"type": "null"}
_ADDRESS = said("An address on this server, or null.", {"type": ["string", "null"]})

SCHEMAS = MappingProxyType(
    {
        "Error": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": said("What happened, to what, and the cure.", TEXT),
                "position": said("Where a query goes wrong: characters from 0.", NUMBER),
            },
        },
        "Answer": shape(
            query=TEXT,
            scope={"enum": ["document", "paragraph"]},
            engine=TEXT,
            total=said("How many match, not only those of this page.", NUMBER),
            took_ms={"type": "number"},
            notices=said("Sentences that a reader should see.", TEXTS),
            synonyms=many(shape(concept=TEXT, typed=TEXT, forms=TEXTS, on=TRUTH, brings=NUMBER)),
            facets={"type": "object", "additionalProperties": many(_COUNT)},
            hits=many(named("Hit")),
            next=_ADDRESS,
            previous=_ADDRESS,
        ),
        "Hit": shape(
            id=TEXT,
            symbol=TEXT,
            title=TEXT,
            date=said("ISO 8601; `2021` or `2021-03` where only that is known.", TEXT),
            source=TEXT,
            process=TEXT,
            type=TEXT,
            language=TEXT,
            submitters=TEXTS,
            joint=said("For whom a joint text says that it speaks, beside its submitters.", TEXTS),
            url=said("Where the source has the original.", TEXT),
            score={"type": "number"},
            passages=many(named("FoundPassage")),
            same=said("Ids of further hits of this page with the same text.", TEXTS),
            partial=said("Whether it has some of the words only.", TRUTH),
        ),
        "FoundPassage": shape(
            number=said("As printed: `24`, `24 (b)`, `PP3`, `OP5`.", TEXT),
            page=said("From 1; 0 where the format has no pages.", NUMBER),
            text=TEXT,
            marks=said("Ranges of characters of the text that the query found.", many(_MARK)),
            url=said("The paragraph's permalink on this server.", TEXT),
        ),
        "Document": shape(
            id=TEXT,
            symbol=TEXT,
            title=TEXT,
            date=TEXT,
            date_kind=TEXT,
            source=TEXT,
            process=TEXT,
            session=TEXT,
            type=TEXT,
            submitters=TEXTS,
            joint=TEXTS,
            submitters_confidence=said("stated, likely or guessed; empty without submitters.", TEXT),
            agenda_item=TEXT,
            vote=TEXT,
            adopted_as=TEXT,
            languages=TEXTS,
            url=TEXT,
            held=said("Whether its text is held.", TRUTH),
            part_of={"type": ["string", "null"]},
            parts=TEXTS,
            cites=many(_LINK),
            cited_by=many(_LINK),
            facts={"type": "object", "additionalProperties": shape(value=TEXT, origin=TEXT, read_at=TEXT)},
            version={"anyOf": [_NOTHING, named("Version")]},
            passages=many(named("Passage")),
        ),
        "Version": shape(
            language=TEXT,
            payload_digest=TEXT,
            media_type=TEXT,
            pages=NUMBER,
            notes=TEXTS,
            gone=TEXT,
            url=TEXT,
            fetched=TEXT,
            archived=shape(file=TEXT, offset=NUMBER),
        ),
        "Passage": shape(number=TEXT, heading=TEXTS, page=NUMBER, language=TEXT, text=TEXT, url=TEXT),
        "Completion": shape(kind=TEXT, text=TEXT, about=TEXT),
        "Status": shape(
            documents=NUMBER,
            parts=NUMBER,
            catalogue_only=NUMBER,
            versions=NUMBER,
            paragraphs=NUMBER,
            visits=NUMBER,
            by_source=COUNTS,
            languages=TEXTS,
            engine=TEXT,
            index_behind=NUMBER,
            gone=NUMBER,
            read_by_older=NUMBER,
            archive_bytes=NUMBER,
            last_visits={"type": "object", "additionalProperties": shape(at=TEXT, verdicts=COUNTS)},
            unread=many(shape(url=TEXT, verdict=TEXT, reason=TEXT)),
        ),
    }
)
