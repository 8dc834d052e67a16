"""The parts of a United Nations masthead: symbol, date, languages, session, agenda item (sources.md 2.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.extract.front.page import Part, is_date, without_stars
from corpus.extract.ordinals import ordinal
from corpus.symbols import parse

_NAME = re.compile(
    r"united nations|united|nations|[ASE]|nations unies|naciones unidas|организация объединенных наций"
    r"|الأمم المتحدة|联合国",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:united nations|nations unies|naciones unidas|организация объединенных наций|الأمم المتحدة|联合国)",
    re.IGNORECASE,
)
_ORGAN = re.compile(
    r"general assembly|security council|economic and social council|human rights council|trusteeship council"
    r"|secretariat"
    r"|assemblée générale|conseil de sécurité|conseil économique et social|conseil des droits de l.homme"
    r"|asamblea general|consejo de seguridad|consejo económico y social|consejo de derechos humanos"
    r"|генеральная ассамблея|совет безопасности|экономический и социальный совет|совет по правам человека"
    r"|الجمعية العامة|مجلس الأمن|المجلس الاقتصادي والاجتماعي|مجلس حقوق الإنسان|大会|安全理事会|经济及社会理事会"
    r"|人权理事会",
    re.IGNORECASE,
)
_DISTRIBUTION = re.compile(
    r"distr(?:\.|ibution)\s?:?.*|(?:general|limited|restricted)|for (?:decision|information|action)", re.IGNORECASE
)
_COMMITTEE = re.compile(
    r"(?:first|second|third|fourth|fifth|sixth) committee|(?:première|deuxième|troisième|quatrième|cinquième|sixième)"
    r" commission|(?:primera|segunda|tercera|cuarta|quinta|sexta) comisión|(?:первый|второй|третий|пятый) комитет"
    r"|第[一二三四五六]委员会|special political and decolonization.*",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"(?:(?:provisional )?agenda items?|items?|point|tema|пункты?|البند|议程项目)\s*(?P<item>\d{1,3}(?:\s?\(\w{1,3}\))?"
    r"(?:(?:,| and| et| y| и)\s?\d{1,3}(?:\s?\(\w{1,3}\))?)*)(?P<rest>.*)",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r".{0,60}\b(?:session|período (?:extraordinario )?de sesiones|сессия|الدورة|sesión)(?:\s+\d{4})?.{0,30}"
    r"|第.+届(?:.*)会议",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"original\s?:?\s?(?P<language>[\w/ ,éçñ]+)?|original (?:version|language)s?\s?:\s?(?P<also>[\w/ ]+)", re.IGNORECASE
)
_LANGUAGES = {
    "ar": "arabic arabe árabe арабский عربي 阿拉伯文 arabisch",
    "zh": "chinese chinois chino китайский صيني 中文",
    "en": "english anglais inglés английский إنكليزي 英文 englisch inglese",
    "fr": "french français francés французский فرنسي 法文 französisch francese",
    "ru": "russian russe ruso русский روسي 俄文 russisch russo",
    "es": "spanish espagnol español испанский إسباني 西班牙文 spanisch spagnolo",
    "de": "german allemand alemán немецкий deutsch tedesco",
    "it": "italian italien italiano итальянский italienisch",
    "pt": "portuguese",
}
_NAMED = {name: code for code, names in _LANGUAGES.items() for name in names.split()}
_SPLIT_SYMBOL = re.compile(r"^([A-Z]{1,5})\s+/\s?(?=[A-Z0-9])")
_SYMBOL = re.compile(r"[A-Z][A-Za-z]{0,6}(?:\.\d+)?(?:/[A-Za-z0-9.()-]+){1,8}(?:\s\((?:\d{4}|[A-Z. ]{3,8})\))?")


@dataclass(slots=True)
class Masthead:
    """What was read so far, and the blocks it was read from."""

    symbol: str = ""
    date: str = ""
    distributed: bool = False
    session: str = ""
    agenda_item: str = ""
    agenda_block: int = -1
    original: str = ""
    parts_used: set[int] = field(default_factory=set)


def read_masthead(parts: Sequence[Part]) -> Masthead:
    """Everything that short lines of a first page say, whatever their order."""
    head = Masthead()
    open_language = False
    for place, part in enumerate(parts):
        text = without_stars(part.text)
        open_language = open_language and bool(languages(text))
        if open_language:
            head.original = "/".join(dict.fromkeys([*filter(None, head.original.split("/")), *languages(text)]))
        elif not (_name(head, parts, place, text) or _line(head, part, text)):
            if (found := _ORIGINAL.fullmatch(text)) is None:
                continue
            head.original = "/".join(languages(found["language"] or found["also"] or ""))
            open_language = True
        head.parts_used.add(place)
    return head


def languages(text: str) -> list[str]:
    """The languages that a text lists, as ISO 639-1 codes; empty if it says anything else."""
    words = [word for word in re.split(r"[/,\s]+|\band\b", text.casefold()) if word and word != "only"]
    codes = [_NAMED.get(word, "") for word in words]
    return codes if codes and all(codes) else []


def _name(head: Masthead, parts: Sequence[Part], place: int, text: str) -> bool:
    """The lines at the top: organization, organ, symbol (also where the extractor broke it)."""
    if _NAME.fullmatch(text) or _ORGAN.fullmatch(text):
        return True
    text = _LEADING.sub("", text, count=1).strip()
    following = parts[place + 1].text if place + 1 < len(parts) else ""
    if head.symbol:
        return bool(place < 6 and place and parts[place - 1].text.endswith(".") and text.isdigit())
    broken = text.endswith(".") and following.isdigit()
    head.symbol = symbol_of(text + following if broken else text)
    return bool(head.symbol)


def symbol_of(text: str) -> str:
    """The symbol that a short text is, mended where its first letter stands apart (`A /AC.290/2021/CRP.2`)."""
    whole = _SPLIT_SYMBOL.sub(r"\1/", text.strip("* "))
    if " " in whole and not _SYMBOL.fullmatch(whole):
        return ""
    # A document of two bodies has two symbols: A/80/62-E/2025/12.
    first = re.split(r"[-–](?=[A-Z]{1,4}/)", whole)[0]
    symbol = parse(first) if "/" in first or "." in first else None
    if symbol and not (symbol.system == "un" and "/" not in first):
        return symbol.text
    return (
        first if re.fullmatch(r"[A-Z]{1,5}(?:/[A-Z0-9][A-Za-z0-9.-]*){2,}", first) and re.search(r"\d", first) else ""
    )


def _line(head: Masthead, part: Part, text: str) -> bool:
    """The lines below: distribution, date, language of this version, session, committee, agenda item."""
    if _DISTRIBUTION.fullmatch(text):
        head.distributed = True
        return True
    if not head.date and (date := is_date(text)) and len(date) == 10:
        head.date = date
        return True
    if languages(text) or _COMMITTEE.fullmatch(text):
        if "only" in text.casefold():
            head.original = "/".join(languages(text))
        return True
    if not head.agenda_item and (found := _AGENDA.fullmatch(text)) and len(found["rest"]) < 50:
        head.agenda_item = re.sub(r"\s+", " ", found["item"]).strip()
        head.agenda_block = part.block
        return True
    if not head.session and _SESSION.fullmatch(text) and (number := ordinal(text)):
        head.session = session_name(text, number)
        return True
    return False


def session_name(text: str, number: int) -> str:
    """`Eleventh substantive session` as `11th substantive session`, in whatever language it is printed."""
    kinds = ("substantive", "organizational", "special", "emergency", "regular", "resumed", "annual")
    kind = next((word for word in kinds if word in text.casefold()), "")
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return " ".join(filter(None, (f"{number}{ending}", kind, "session")))
