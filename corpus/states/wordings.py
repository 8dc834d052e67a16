"""Whose text it is, by the words that say so: titles, opening sentences, footnotes, file names. Pure.

Only names that corpus.states knows are given, by their one name. Nothing is inferred: a State that is spoken of, or
that aligns itself with others, has not submitted their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from corpus.states import Party, adjective, by_two_letters, named, party

_MOST_WORDS = 12
_SAYS = (
    r"(?:statements?|interventions?|remarks|contributions?|comments|inputs?|views|non-?papers?|working papers?"
    r"|position papers?|concept papers?|food[- ]for[- ]thought papers?|papers?|submissions?|proposals?|amendments?"
    r"|national (?:report|position|contribution)|explanations? of (?:vote|position)|(?:right of )?reply|replies"
    r"|response"
    r"|draft (?:resolution|decision)|document"
    r"|déclarations?|interventions?|allocution|document de travail|contribution|réponse|commentaires"
    r"|declaraci[oó]n(?:es)?|intervenci[oó]n(?:es)?|discurso|documento de trabajo|documento|contribuci[oó]n|respuesta"
    r"|выступлени[ея]|заявлени[ея]|рабочий документ|ответ|بيان|كلمة|ورقة عمل|رد)"
)
_BY = (
    r"(?: (?:jointly )?(?:submitted|presented|prepared|delivered|made|given|présentée?|presentad[oa]|soumise?"
    r"|представлен\w*|مقدمة?))?"
    r" (?:by|of|from|on behalf of|par|de la|de l['’]|des?|du|au nom d[eu]|por|del|en nombre de|от имени|من)"
)
_SPOKEN = re.compile(rf"\b{_SAYS}{_BY}\s(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
_LEADING = re.compile(
    rf"\W*(?:['’]s )?(?:national |joint |group |opening |closing |general )*{_SAYS}\b(?! (?:by|of|from|on behalf)\b)",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\b(?:letters?|notes? verbales?) dated .{4,60}? from the .{0,60}?"
    r"(?:permanent representatives?|permanent (?:observer )?missions?|chargés? d['’]affaires.{0,30}?"
    r"|minister.{0,60}?|permanent observer|representatives?) of (?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_STRATEGY = r"(?:strateg(?:y|ies)|polic(?:y|ies)|doctrine|white paper|master ?plan|action plan)"
# Others have strategies towards a State, too: its own is one for its networks or its security.
_OWN_MATTER = re.compile(r"\b(?:national|cyber\w*|information|digital|internet|ict|e-?government)\b", re.IGNORECASE)
_STRATEGY_OF = re.compile(rf"\b{_STRATEGY}\b(?: \w+){{0,3}}? (?:of|for|by) (?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
_ADJECTIVE_STRATEGY = re.compile(
    rf"(?:government['’]?s? )?(?:(?:national|cyber\w*|information|digital|internet|ict|security|and|space|e-?government"
    rf"|international|defence|society|technology)[ -]){{1,6}}{_STRATEGY}\b(?! (?:towards?|against|on|in|for(?! the)) )",
    re.IGNORECASE,
)
_ADJECTIVE_STATEMENT = re.compile(
    r"(?:national |opening |closing )?(?:statement|intervention|remarks|contribution|comments|input|views|non-?paper"
    r"|working paper|position paper|explanation of (?:vote|position)|national (?:report|position))\b"
    r"(?! (?:by|of|from|on behalf)\b)",
    re.IGNORECASE,
)
_STRATEGY_WORD = re.compile(rf"\b{_STRATEGY}\b", re.IGNORECASE)
# They speak for a body, whatever State they are from.
_OFFICER = re.compile(
    r"\b(?:vice-?)?(?:chair(?:man|person|woman)?|président du (?:comité|groupe)|rapporteur|co-?facilitators?"
    r"|president of the (?:general|security|council|economic|conference)|secretary-general|secretariat|committee"
    r"|under-secretary|high representative|high commissioner|director-general|executive director)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:h\.? ?e\.?|his excellency|her excellency|mr|ms|mrs|dr|sir|ambassador|minister|the (?:permanent "
    r"representative|minister|president|prime minister|head|foreign minister|deputy))\b",
    re.IGNORECASE,
)
# What may follow a name: the end, a sign, or the words with which a title goes on.
_FOLLOWS = re.compile(
    r"\W*$|\s*[,;:.(\[–—/*-]|\s+(?:at|on|to|in|under|during|before|regarding|concerning|delivered|for|with|as|addressed"
    r"|made|sur|à|lors|au|aux|sobre|ante|en|por|на|по|в|о|في|بشأن|حول|\d+)(?!\w)",
    re.IGNORECASE,
)
_BEHALF = re.compile(
    r"\b(?:speak(?:ing)?|deliver\w*|make|take the floor|statement|remarks|address\w*|present\w*|submit\w*)\b"
    r"[^.;]{0,100}?\bon behalf of (?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|we|my|our|honou?r|privilege|pleasure)\b|^\W*(?:this|the following) (?:joint )?statement", re.IGNORECASE
)
_ALIGNS = re.compile(r"\b(?:align\w*|associat\w*|subscrib\w*|support\w*|endors\w*|delivered by)\b", re.IGNORECASE)
_SECOND_HAT = re.compile(r"\balso\W+(?:\w+\W+){0,2}?on behalf of", re.IGNORECASE)
_MEMBERS_OF = re.compile(r"\bon behalf of .{0,120}members of (?P<rest>.+)|\bon behalf of (?P<other>.+)", re.IGNORECASE)
_LIST = re.compile(r"(?:[:：]|\bnamely\b|\bcompris\w+\b|\bconsisting of\b)\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_OWN = re.compile(
    r"^(?:and |as well as )?(?:my|our) (?:own )?(?:country|countries|delegation|government)?,?\s*", re.IGNORECASE
)
_GENERAL_DEBATE = re.compile(r"(?P<code>[A-Z]{3})_\d{1,3}_\d{4}")
# A year, a State's two letters and a language: `2017-FI-en`. Without all three, `FR` is a language and `IN` a word.
_CODED = re.compile(r"(?:19|20)\d\d[-_ ](?P<code>[A-Z]{2})[-_ ](?:ar|de|en|es|fr|it|nl|pt|ru|zh)(?:[-_ ].*)?")
_TELLING = re.compile(
    r"\b(?:statements?|interventions?|remarks|position|papers?|nonpaper|contributions?|comments|inputs?|views|strateg\w+"
    r"|polic(?:y|ies)|ncss|proposals?|letter|reply|response|joint|doctrine|masterplan|plan|eov|eop|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_TELLING_IF_MORE = re.compile(r"(?:cyber\w*|national|information|digital|non)\b", re.IGNORECASE)
# A file about a State, not by it.
_ABOUT = re.compile(
    r"\b(?:threats?|attacks?|sanctions?|profile|against|about|study|analysis|case|crisis|war)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """Names that words give: of who submitted the text, of those it speaks for beside them, and how sure that is."""

    submitters: tuple[str, ...]
    joint: tuple[str, ...] = ()
    confidence: str = "stated"


def leading(text: str) -> tuple[Party, str] | None:
    """The State or group that a text begins with, in its longest writing, and what follows it."""
    words = [found.end() for found in re.finditer(r"\S+", text)][:_MOST_WORDS]
    for end in reversed(words):
        for cut in (text[:end].rstrip(",;:.*†‡"), text[:end].rstrip(",;:.*†‡)")):
            if found := named(cut):
                return found, text[len(cut) :]
    return None


def listed(text: str) -> tuple[str, ...]:
    """The names of an enumeration that a text begins with: `France, Germany and my own country, Italy, ...`."""
    found: list[str] = []
    left = text
    while first := leading(_OWN.sub("", left)):
        found.append(first[0].name)
        joined = re.match(r"[*†‡]*(?:\s*[,;]\s*(?:and|et|y|и|as well as)?|\s+(?:and|et|y|и|as well as))\s+", first[1])
        if not joined:
            break
        left = first[1][joined.end() :]
    return tuple(dict.fromkeys(found))


def from_title(title: str) -> Said | None:
    """Who a title says that the text is by; None where it names no State or group, or an officer of a body."""
    if letter := _LETTER.search(title):
        return _sure(listed(letter["rest"]))
    if _OFFICER.search(title):
        return None
    if (first := leading(title)) and _LEADING.match(first[1]):
        return Said((first[0].name,))
    for found in _SPOKEN.finditer(title):
        if names := _by(found["rest"]):
            return Said(names)
    return _strategy(title) or _of_adjective(title)


def from_opening(text: str) -> Said | None:
    """For whom an opening sentence says that it speaks: a group or States, and the members that it lists itself."""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text):
        found = _BEHALF.search(sentence)
        if not found or _ALIGNS.search(sentence[: found.start("rest")]) or not _FIRST_PERSON.search(sentence):
            continue
        names = listed(found["rest"])
        behind = _LIST.search(found["rest"])
        members = listed(behind["rest"]) if behind else ()
        members = members if len(members) > 1 else ()
        if names and _SECOND_HAT.search(found[0]):
            # Whoever speaks has another hat too, which this sentence does not name.
            return Said((), tuple(dict.fromkeys((*names, *members))))
        if len(names) == 1 or members:
            return Said(names[:1], tuple(name for name in members if name not in names[:1]))
        if names:
            return Said((), names)
    return None


def from_footnote(text: str) -> tuple[str, ...]:
    """The group of a draft's footnote: `* On behalf of the States Members ... that are members of the ...`."""
    found = _MEMBERS_OF.match(text.lstrip("*†‡ "))
    first = leading(found["rest"] or found["other"]) if found else None
    return (first[0].name,) if first else ()


def from_file_name(url: str) -> Said | None:
    """Whose text the name of a file suggests: `egypt-statement.pdf`, `Australia_2016_Cyber-Strategy.txt`."""
    stem = unquote(url.rstrip("/").rsplit("/", 1)[-1]).rsplit(".", 1)[0]
    if debate := _GENERAL_DEBATE.fullmatch(stem):
        known = party(debate["code"])
        return Said((known.name,), confidence="guessed") if known and known.kind == "state" else None
    if (coded := _CODED.fullmatch(stem)) and (known := by_two_letters(coded["code"])):
        return Said((known.name,), confidence="guessed")
    words = " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"[\W_]+", " ", stem)).split())
    for first in _ends(words):
        if first:
            return Said((first[0].name,), confidence="guessed")
    return None


def _ends(words: str) -> Iterator[tuple[Party, str] | None]:
    """A name at the beginning or the end of a file name whose other words are those of a statement or a strategy."""
    if _ABOUT.search(words):
        return
    if (first := leading(words)) and _goes_on(first[1].strip()):
        yield first
    parts = words.rstrip(" 0123456789").split()
    for start in range(1, len(parts)):
        before, behind = parts[:start], " ".join(parts[start:])
        joined = before[-1].lower() in ("by", "of", "from") or _TELLING.fullmatch(before[-1])
        if joined and _TELLING.search(" ".join(before)) and (known := named(behind)):
            yield known, ""


def _goes_on(rest: str) -> bool:
    """Whether a file name goes on behind a name as that of a statement or strategy does: `2011`, `statement ...`."""
    if _TELLING_IF_MORE.match(rest):
        return rest.lower() == "non" or bool(_TELLING.search(rest))
    return not rest.strip("0123456789 ") or rest[0].isdigit() or bool(_TELLING.match(rest))


def _by(rest: str) -> tuple[str, ...]:
    """The names behind `by`; for a person, the State whose office is named: `Minister of Foreign Affairs of ...`."""
    if _PERSON.match(rest):
        offices = (rest[found.end() :] for found in re.finditer(r"\bof\s", rest))
        rest = next((office for office in offices if leading(office)), "")
    first = leading(rest)
    if first is None:
        return ()
    names = listed(rest)
    return names if len(names) > 1 or _FOLLOWS.match(first[1]) else ()


def _strategy(title: str) -> Said | None:
    """A government's own paper, by its title: likely, for others write about strategies too."""
    if not _OWN_MATTER.search(title):
        return None
    first = leading(title)
    if first and first[0].kind == "state" and _STRATEGY_WORD.search(first[1]):
        return Said((first[0].name,), confidence="likely")
    for found in _STRATEGY_OF.finditer(title):
        behind = leading(found["rest"])
        if behind and behind[0].kind == "state" and _FOLLOWS.match(behind[1]):
            return Said((behind[0].name,), confidence="likely")
    return None


def _of_adjective(title: str) -> Said | None:
    """A State's paper by its adjective: `Austrian Cyber Security Strategy`, `Brazil's statement on norms`.

    Likely, not sure; and only where the paper's kind follows close behind: `Russian cyber attacks` is about others.
    """
    first = adjective(title)
    if first is None or not (_ADJECTIVE_STRATEGY.match(first[1]) or _ADJECTIVE_STATEMENT.match(first[1])):
        return None
    return Said((first[0].name,), confidence="likely")


def _sure(names: Sequence[str]) -> Said | None:
    return Said(tuple(names)) if names else None
