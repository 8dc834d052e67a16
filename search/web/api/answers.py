"""Answers of the API: JSON that a program can keep, and ask for again only where it has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from flask import Response, request

# What may be kept must be asked about again: a night changes what is held. The tag makes that question cheap.
_KEEPING = "no-cache"
JSON = "application/json"


def told(value: Mapping[str, Any] | Sequence[Any], passing: Sequence[str] = ()) -> Response:
    """The value as an answer in JSON, letters of every script as they are; 304 where the asker has it already.

    `passing` are keys that differ from one asking to the next (`took_ms`) and make no other answer.
    """
    lasting: object = value
    if isinstance(value, Mapping):
        lasting = {name: kept for name, kept in value.items() if name not in passing}
    answer = Response(json.dumps(value, ensure_ascii=False), mimetype=JSON)
    # Weak, since what passes may differ (RFC 9110, 8.8.1).
    answer.set_etag(sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()[:32], weak=True)
    answer.headers["Cache-Control"] = _KEEPING
    answer.make_conditional(request)
    return answer
