"""What is not held, as lines that say how to mend it: the shape that all kinds share."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["gaps", "languages", "cited", "catalogue", "sources", "years"]
# In the order in which they are told.
KINDS = MappingProxyType(
    {
        "sources": "Sources that are blocked, failing or not visited of late",
        "cited": "Cited and not held",
        "gaps": "Gaps in series of symbols",
        "languages": "Languages that documents lack",
        "catalogue": "Known and not held",
        "years": "Years with fewer documents than those before",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is not held.

    `what` names it (a symbol, a series, a source), `says` is the rest of the sentence; `commands` may mend it, `url` is
    where the missing thing is published (empty where no rule is known), `path` its page in the form (or empty).
    `places` are paragraphs that show it: what they are called, with their permalinks.
    """

    kind: Kind
    source: str
    process: str
    what: str
    says: str
    commands: tuple[str, ...] = ()
    url: str = ""
    path: str = ""
    places: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The line as the API gives it."""
        return {
            "kind": self.kind,
            "source": self.source,
            "process": self.process,
            "what": self.what,
            "says": self.says,
            "commands": list(self.commands),
            "url": self.url,
            "places": [{"name": name, "url": url} for name, url in self.places],
        }
