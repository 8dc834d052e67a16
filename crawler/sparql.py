"""Questions to CELLAR, the repository of the EU's publications, as addresses (sources.md sections 6.1 and 6.2). Pure.

Questions go by GET and must stay below 8 kB. Literals are typed: an untyped CELEX number matches nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

# Codes of the EU's authority table, and the languages we know by ISO 639-1.
LANGUAGES = {
    "ENG": "en", "FRA": "fr", "DEU": "de", "ITA": "it", "SPA": "es", "BUL": "bg", "CES": "cs", "DAN": "da", "ELL": "el",
    "EST": "et", "FIN": "fi", "GLE": "ga", "HRV": "hr", "HUN": "hu", "LAV": "lv", "LIT": "lt", "MLT": "mt", "NLD": "nl",
    "POL": "pl", "POR": "pt", "RON": "ro", "SLK": "sk", "SLV": "sl", "SWE": "sv",
}  # fmt: skip
# More values in one question do not fit into an address.
MOST_VALUES = 40
_PREFIXES = (
    "PREFIX cdm: <http://publications.europa.eu/ontology/cdm#> "
    "PREFIX lang: <http://publications.europa.eu/resource/authority/language/> "
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)
_FILES = (
    "?expression cdm:expression_belongs_to_work ?work ; cdm:expression_uses_language ?language ; "
    "cdm:expression_title ?title . "
    "?manifestation cdm:manifestation_manifests_expression ?expression ; cdm:manifestation_type ?type . "
    "?item cdm:item_belongs_to_manifestation ?manifestation . "
)
_ASKED = "SELECT DISTINCT ?celex ?date ?title ?language ?type ?item WHERE { "
_SPOKEN_OF = "cyber|network and information s|digital operational resilience"


def by_celex(base: str, numbers: Sequence[str], languages: Iterable[str]) -> tuple[str, ...]:
    """Addresses that ask for the files of these CELEX numbers, so many at a time."""
    typed = [f'"{number}"^^xsd:string' for number in numbers]
    blocks = [" ".join(typed[first : first + MOST_VALUES]) for first in range(0, len(typed), MOST_VALUES)]
    work = "?work cdm:resource_legal_id_celex ?celex . OPTIONAL { ?work cdm:work_date_document ?date } "
    return tuple(_address(base, f"VALUES ?celex {{ {block} }} {work}", languages) for block in blocks)


def of_year(base: str, year: int, languages: Iterable[str]) -> str:
    """The address that asks for a year's acts and papers whose English title speaks of our field."""
    dates = f'?date >= "{year}-01-01"^^xsd:date && ?date <= "{year}-12-31"^^xsd:date'
    return _address(
        base,
        "?work cdm:resource_legal_id_celex ?celex ; cdm:work_date_document ?date . "
        f"FILTER({dates}) "
        "?english cdm:expression_belongs_to_work ?work ; cdm:expression_uses_language lang:ENG ; "
        f'cdm:expression_title ?named . FILTER(REGEX(STR(?named), "{_SPOKEN_OF}", "i")) ',
        languages,
    )


def _address(base: str, which: str, languages: Iterable[str]) -> str:
    wanted = [code for code, language in LANGUAGES.items() if language in languages]
    spoken = f"VALUES ?language {{ {' '.join(f'lang:{code}' for code in wanted)} }} "
    query = f"{_PREFIXES}{_ASKED}{which}{spoken}{_FILES}}}"
    asked = urlencode({"query": query, "format": "application/sparql-results+json"})
    return f"{base}/webapi/rdf/sparql?{asked}"
