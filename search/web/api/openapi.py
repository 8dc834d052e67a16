"""How OpenAPI 3.1 writes an address that is asked with GET, its parameters and its answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.web.api.parameters import Schema
from search.web.api.schemas import named

_REFUSED = {
    "400": "A parameter or the query cannot be used.",
    "404": "Not held: the message names near ones.",
    "429": "Too many requests; Retry-After says when to come again.",
    "503": "The store or the index cannot be read now, or this search takes too long.",
}


def get(
    name: str,
    about: str,
    schema: Mapping[str, Any],
    parameters: list[dict[str, Any]],
    media_type: str = "application/json",
) -> dict[str, Any]:
    """One address that is asked with GET: its name, what it answers, in which shape, and what it can be asked with."""
    answers: dict[str, Any] = {"200": {"description": about, "content": {media_type: {"schema": schema}}}}
    if media_type == "application/json":
        answers = {"200": _json(about, schema, tagged=True), "304": {"description": "Not changed."}}
    answers |= {code: _json(why, named("Error")) for code, why in _REFUSED.items()}
    return {"get": {"operationId": name, "summary": about, "parameters": parameters, "responses": answers}}


def post(name: str, about: str, schema: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """One address that a body of JSON is sent to, which is read and not kept."""
    refused = {"400": "The body cannot be used.", "413": "It is too large.", "415": "It is no JSON."}
    answers: dict[str, Any] = {"200": _json(about, schema)}
    answers |= {code: _json(why, named("Error")) for code, why in {**_REFUSED, **refused}.items() if code != "404"}
    sent = {"required": True, "content": {"application/json": {"schema": body}}}
    return {"post": {"operationId": name, "summary": about, "requestBody": sent, "responses": answers}}


def _json(about: str, schema: Mapping[str, Any], *, tagged: bool = False) -> dict[str, Any]:
    told: dict[str, Any] = {"description": about, "content": {"application/json": {"schema": schema}}}
    return told | ({"headers": {"ETag": {"schema": {"type": "string"}}}} if tagged else {})


def asked(allowed: Mapping[str, Schema]) -> list[dict[str, Any]]:
    """The parameters that search.web.api.parameters allows, as OpenAPI writes them."""
    return [
        {
            "name": name,
            "in": "query",
            "description": schema["description"],
            "schema": {key: value for key, value in schema.items() if key != "description"},
        }
        for name, schema in allowed.items()
    ]
