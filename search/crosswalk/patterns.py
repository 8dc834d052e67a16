"""How norms and measures are written with their numbers, in the languages of the field: patterns, for `references`."""

from __future__ import annotations

import re

# "Norm" and "confidence-building measure" in the languages of the United Nations, and in German for the OSCE.
NORM = r"(?:norm(?:s|e|es|a|as)?|норм(?:а|ы|е|у|ой|ам|ами|ах)?|(?:ال)?(?:قاعدة|قواعد|معيار|معايير)|规范|准则)"
CBM = (
    r"(?:CBMs?|MDC|MFC|МУД|confidence[- ]building\s+measures?"
    r"|mesures?\s+(?:de\s+(?:renforcement\s+de\s+la\s+)?confiance)"
    r"|medidas?\s+(?:de|para\s+el)\s+fomento\s+de\s+la\s+confianza|мер\w{0,3}\s+(?:по\s+)?укреплени\w\s+доверия"
    r"|vertrauensbildende\w?\s+Ma(?:ß|ss)nahmen?|(?:ال)?(?:تدابير|تدبير)\s+بناء\s+الثقة|建立信任措施)"
)
ARABIC = "أبجدهوزحطيك"
LETTER = rf"(?:[a-k]|[{ARABIC}]ـ?)"
JOIN = (
    r"\s*(?:,\s*(?:and|or|et|y|und|и)\b|[,،、;&]"
    r"|\b(?:and|or|et|ou|y|o|und|и|или|to|through|à|al?|bis|по|до)\b|[و和及至–—-])\s*"
)
ONE = rf"(?:13\s*[.(]?\s*{LETTER}(?:\s*\)|(?![\w'’]))|\(\s*{LETTER}\s*\)|{LETTER}\s*\))"
# Norms that are named by one letter alone are written in capitals: "norm F"; "norm a State" is none. Of several,
# "norms c, d and f", small ones do.
_END = r"(?![\w'’]|\.\w)"
_OR_WORD = r"(?=\s*(?:[,.;:)]|$|and\b|or\b|to\b))"
CAPITAL = rf"(?:[B-HJK]{_END}|[AI]{_OR_WORD})"
SMALL = rf"(?:[b-hjk]{_END}|[ai]{_OR_WORD})"
NORMS = re.compile(
    rf"(?<!\w)(?i:{NORM})\s*(?:of\s+responsible\s+(?i:state)\s+behaviou?r,?\s*)?(?:\b(?:No\.?|nos\.?|n°|№)\s*)?"
    rf"(?P<numbers>(?:(?i:{ONE})|{CAPITAL}|{SMALL}(?={JOIN}{SMALL}))(?:{JOIN}(?:(?i:{ONE})|{CAPITAL}|{SMALL}))*)"
)
OF_REPORT = re.compile(
    rf"(?i:(?<![\w/.])(?:para(?:graph|graphe)?s?\.?|párrafos?|пункт\w*|الفقرة|第)?\s*)(?P<numbers>13\s*\(?(?i:{LETTER})\s*\)"
    rf"(?:{JOIN}(?i:{ONE}))*)"
)
CBMS = re.compile(
    rf"(?<!\w)(?i:{CBM})\s*(?:\((?:CBMs?|MDC|MFC)\)\s*)?(?:(?:nos?|numbers?|n°|№|núm|#)\.?\s*)?\(?"
    rf"(?P<numbers>\d{{1,2}}(?![\w/%]|[.,]\d)(?:{JOIN}(?:(?:{CBM}|and)\s*)?#?\d{{1,2}}(?![\w/%]|[.,]\d))*)",
    re.IGNORECASE,
)
# One after another from the start, so that what joins them ("13 a) a 13 c)") is not taken for one of them.
STEP = re.compile(rf"\s*(?P<one>(?i:{ONE})|{CAPITAL}|{SMALL})(?:{JOIN})?")
RANGE = re.compile(r"^\s*(?:to|through|à|al?|bis|по|до|至|–|—|-)\s*(?:13\s*)?\(?$", re.IGNORECASE)
# What is numbered so in a treaty or a law is no norm of this list.
ELSEWHERE = re.compile(
    r"^[\s)]{0,2}(?:of|de|du|der)\s+(?:\w+\s+){0,3}?"
    r"(?:Convention|Treaty|Rules|Regulation|Directive|Protocol|Statute|Covenant|Code|Act)\b",
    re.IGNORECASE,
)
REPORT = re.compile(
    r"A/70/174|\b2015\s+(?:GGE|UN\s?GGE|consensus|report|Group)|(?:GGE|Group)\b[^.]{0,60}\b2015\b|"
    r"(?:rapport|informe|доклад\w*)\b[^.]{0,60}\b2015\b",
    re.IGNORECASE,
)
SYMBOL = re.compile(r"\b[A-Z]{1,6}/[A-Z0-9.]+/\d+")
OF_SYMBOL = re.compile(r"\W{0,3}(?:of|in|de|du)\W{1,2}(?:\w+\s){0,3}?[A-Z]{1,6}/[A-Z0-9.]+/\d+")
ABOUT_NORMS = re.compile(
    r"responsible\s+state\s+behaviou?r|A/70/174|A/76/135|\b(?:UN)?GGE\b|\bGEG\b|\bГПЭ\b|governmental\s+experts|\b(?:eleven|11)\b[^.]{0,30}\bnorms"
    r"|comportement\s+responsable|comportamiento\s+responsable|ответственного\s+поведения|السلوك\s+المسؤول|负责任",
    re.IGNORECASE,
)
SPEAKS_OF_NORMS = re.compile(rf"(?<!\w){NORM}(?!\w)", re.IGNORECASE)
SPEAKS_OF_CBMS = re.compile(rf"(?<!\w){CBM}|confidence[- ]building|renforcement\s+de\s+la\s+confiance", re.IGNORECASE)
