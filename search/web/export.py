"""Results of a search as a file to save, from the same address as their page."""

from __future__ import annotations

import re

from flask import Response, request

from search.library import Library
from search.result_files import FORMATS, written
from search.result_rows import every_hit
from search.web.addresses import form_address
from search.web.api.parameters import BadParameter
from search.web.asked import Asked, asked
from search.workshop import now

# The results page says it beside the links.
MOST_EXPORTED = 2_000


def export(library: Library) -> Response:
    """The answer to `/export?q=...&format=...`: all that a search finds, up to MOST_EXPORTED. `bom=1` is for Excel.

    Raises BadParameter for a format that there is not, QueryError.
    """
    chosen = asked(request.args)
    name = request.args.get("format", "")
    if name not in FORMATS:
        raise BadParameter(f"There is no format {name[:80]!r}. Choose with format= one of {', '.join(FORMATS)}.")
    _, hits = every_hit(library, chosen.request(), MOST_EXPORTED)
    pieces = written(name, hits, form_address(), now(), bom=request.args.get("bom") == "1")
    if chosen.as_of:
        # The library of a past day is open while this is answered, and no longer.
        pieces = iter([b"".join(pieces)])
    answer = Response(pieces, mimetype=FORMATS[name].media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(chosen, FORMATS[name].ending)}"'
    return answer


def file_name(chosen: Asked, ending: str) -> str:
    """A name that says what is in the file: `verbale-points-of-contact.csv`."""
    words = "-".join(
        re.findall(r"[a-z0-9]+", f"{chosen.query} {' '.join(value for _, value in chosen.filters)}".lower())
    )
    return f"verbale-{words[:60].rstrip('-') or 'results'}.{ending}"
