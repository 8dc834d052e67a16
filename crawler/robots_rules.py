"""The rules of a robots.txt for one crawler, as RFC 9309 has them, and as lenient as what is out there. Pure.

protego reads the same files; where the two differ the more careful verdict counts (crawler/robots.py). This reader
keeps a group together over lines that it does not know, compares product tokens only (2.2.1), takes a colon that was
forgotten for given, and compares percent-escapes byte by byte as they were written (2.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_BOM = b"\xef\xbb\xbf"
# No real rule is longer; what follows in such a line is left out rather than compared.
_LONGEST_LINE = 16_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_ASCII = "".join(map(chr, range(128)))
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")
_AGENT_KEYS = ("user-agent", "useragent", "user agent")
_RULE_KEYS = {
    "allow": True,
    **dict.fromkeys(("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow line."""

    allows: bool
    pattern: str

    def matches(self, path: str) -> bool:
        """Whether the rule is about this path: its start, with `*` for anything and a final `$` for the end."""
        first, *pieces = self.pattern.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        place = len(first)
        if not self.pattern.endswith("$"):
            return _after(pieces, path, place) >= 0
        if not pieces:
            return place == len(path)
        place = _after(pieces[:-1], path, place)
        return 0 <= place <= len(path) - len(pieces[-1]) and path.endswith(pieces[-1])


def _after(pieces: list[str], path: str, place: int) -> int:
    """Where in the path the pieces, each as early as it can be, have been met in order; -1 where they have not."""
    for piece in pieces:
        found = path.find(piece, place)
        if found < 0:
            return -1
        place = found + len(piece)
    return place


def rules_for(agent: str, body: bytes) -> tuple[Rule, ...]:
    """The rules of the groups for `agent`; of those for `*` where no group is."""
    own: list[Rule] = []
    common: list[Rule] = []
    named = in_own = in_common = in_rules = False
    for key, value in _lines(body):
        if key in _AGENT_KEYS:
            if in_rules:
                in_own = in_common = in_rules = False
            in_common = in_common or value == "*" or value.startswith("* ")
            in_own = in_own or _is_for(agent, value)
            named = named or in_own
        elif key in _RULE_KEYS:
            in_rules = True
            rules = _rules(_RULE_KEYS[key], value)
            own.extend(rules if in_own else ())
            common.extend(rules if in_common and not in_own else ())
    return tuple(own if named else common)


def _is_for(agent: str, value: str) -> bool:
    token = _PRODUCT_TOKEN.match(value)
    return token is not None and token[0].casefold() == agent.casefold()


def allowed(rules: tuple[Rule, ...], url: str) -> bool:
    """Whether the rules allow an address: the longest that matches decides, Allow where two are as long (2.2.2)."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    best = max(
        ((len(rule.pattern), rule.allows) for rule in rules if rule.pattern and rule.matches(path)),
        default=(0, True),
    )
    return best[1]


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    for length in (3, 2, 1):
        # Half a byte order mark is one all the same.
        if body.startswith(_BOM[:length]):
            body = body[length:]
            break
    for line in _LINE_END.split(body.decode("utf-8", errors="replace")):
        text = line[:_LONGEST_LINE].partition("#")[0].strip()
        if not text:
            continue
        key, colon, value = text.partition(":")
        if not colon and len(text.split()) == 2:
            key, value = text.split()
        yield key.strip().lower(), value.strip()


def _rules(allows: bool, value: str) -> list[Rule]:
    pattern = _escaped(value.partition("\x00")[0])
    found = [Rule(allows, pattern)]
    folder, slash, name = pattern.rpartition("/")
    if allows and name.startswith(("index.htm", "index.html")):
        # Whoever allows the index page of a folder allows the folder's own address.
        found.append(Rule(allows, folder + slash + "$"))
    return found


def _escaped(pattern: str) -> str:
    upper = _ESCAPE.sub(lambda escape: escape[0].upper(), pattern)
    return upper if upper.isascii() else quote(upper, safe=_ASCII)
