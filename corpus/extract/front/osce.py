"""First pages of OSCE decisions, journals and papers (sources.md 5.6)."""

from __future__ import annotations

import re

from corpus.dates import parse_date
from corpus.document import FrontMatter
from corpus.extract.front.masthead import languages
from corpus.extract.front.page import FirstPage, Found, is_date
from corpus.symbols import parse

_SYMBOL = re.compile(r"[A-Z]{2,5}(?:\(\d+\))?\.[A-Z]{2,6}/\d+(?:/\d+)*(?:/[A-Z][a-z]+\.\d+)*[*+]*")
_BODY = re.compile(
    r"(?:organization|conference) for security and co-?operation in europe"
    r"|organisation pour la sécurité et la coopération"
    r"|organisation für sicherheit und zusammenarbeit|организация по безопасности|organizzazione per la sicurezza"
    r"|organización para la seguridad|permanent council|ministerial council|forum for security co-operation"
    r"|conseil permanent"
    r"|consejo permanente|ständiger rat|постоянный совет|consiglio permanente",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:decision|décision|decisión|beschluss|решение|decisione|journal|declaration|statement)\s+(?:no\.?|n[o°º]|nr\.|№)?\s*\d+.*",
    re.IGNORECASE,
)
_DATED = re.compile(r"^(?:\d\.\s+)?(?:date|datum|дата|fecha|data)\s?:\s", re.IGNORECASE)
_MEETING = re.compile(
    r"(\d{1,4})(?:st|nd|rd|th|e|ème|\.|-е|ª|º)?\s.{0,20}(?:meeting|séance|sitzung|заседание|sesión|seduta)\b.*",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r".*(?:journal|журнал|diario|giornale)\b.*(?:agenda item|point|punto|punkt|пункт)\s+(\d+\s?(?:\(\w\))?).{0,40}"
    r"|agenda item (\d+\s?(?:\(\w\))?)",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(r"original\s?:\s?(?P<language>\w+)|(?P<only>\w+)( only)?", re.IGNORECASE)


def read(page: FirstPage) -> Found | None:
    """The front matter of an OSCE document, None for others."""
    symbol = next((part.text for part in page.parts[:12] if _SYMBOL.fullmatch(part.text)), "")
    if not symbol or not any(_BODY.search(part.text) for part in page.parts):
        return None
    parsed = parse(symbol.rstrip("*+"))
    title, told = _title(page)
    dates = [date for part in page.parts if len(date := _date(part.text)) == 10]
    matter = FrontMatter(
        symbol=parsed.text if parsed else symbol,
        title=title,
        date_adopted=dates[0] if dates and ".DEC/" in symbol else "",
        date_on_text=dates[0] if dates and ".DEC/" not in symbol else "",
        session=next((_session(part.text) for part in page.parts if _MEETING.fullmatch(part.text)), ""),
        agenda_item=next((_item(found) for part in page.parts if (found := _AGENDA.fullmatch(part.text))), ""),
        original_language=_original(page),
    )
    head = {part.block for part in page.parts if _is_masthead(part.text)}
    mixed = {part.block for part in page.parts if not _is_masthead(part.text)}
    broken = {place for place, block in enumerate(page.blocks) if _BODY.match(block.text) and len(block.text) < 120}
    return matter, frozenset((head - mixed) | broken | told)


def _is_masthead(text: str) -> bool:
    return bool(
        _SYMBOL.fullmatch(text) or (_BODY.search(text) and len(text) < 80) or is_date(text) or _original_of(text)
        or _MEETING.fullmatch(text) or _AGENDA.fullmatch(text)
    )  # fmt: skip


def _title(page: FirstPage) -> tuple[str, set[int]]:
    """The lines below `DECISION No. 1202`; without such a heading, the first bold line."""
    places = list(range(len(page.blocks)))
    for place in places:
        if not _HEADING.fullmatch(page.blocks[place].lines[0] if page.blocks[place].lines else page.blocks[place].text):
            continue
        below = []
        for other in places[place + 1 :]:
            block = page.blocks[other]
            if not (block.bold or block.centred or block.text.isupper()) or block.text.startswith("("):
                break
            below.append(other)
        own = " ".join(page.blocks[place].lines[1:])
        title = " ".join(filter(None, [own, *(page.blocks[other].text for other in below)]))
        return title or page.blocks[place].text, {place, *below}
    meetings = [place for place in places if _MEETING.fullmatch(page.blocks[place].text)]
    if meetings and any(".JOUR/" in part.text for part in page.parts[:8]):
        return page.blocks[meetings[0]].text, {meetings[0]}
    bold = [place for place in places if page.blocks[place].bold and not _is_masthead(page.blocks[place].text)]
    return (page.blocks[bold[0]].text, {bold[0]}) if bold else ("", set())


def _item(found: re.Match[str]) -> str:
    return (found[1] or found[2]).strip()


def _date(text: str) -> str:
    """The date that a line is, or that a journal gives behind `Date:`."""
    return parse_date(text) if _DATED.match(text) else is_date(text)


def _session(text: str) -> str:
    found = _MEETING.fullmatch(text)
    return f"Meeting {found[1]}" if found else ""


def _original(page: FirstPage) -> str:
    found = [(part.text, code) for part in page.parts if (code := _original_of(part.text))]
    # A translation names its own language first, and the original one behind `Original:`.
    found.sort(key=lambda item: "original" not in item[0].casefold())
    return found[0][1] if found else ""


def _original_of(text: str) -> str:
    found = _ORIGINAL.fullmatch(text)
    codes = languages(found["language"] or found["only"]) if found else []
    return codes[0] if codes else ""
