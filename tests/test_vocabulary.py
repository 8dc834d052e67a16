"""Sources, processes and types from what symbols, titles and listings say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vocabulary import PROCESSES, SOURCES, TYPES, process_of, source_of, type_of

ICT_ITEM = "Developments in the field of information and telecommunications in the context of international security"


@pytest.mark.parametrize(
    ("symbol", "source"),
    [
        ("A/75/816", "un"),
        ("res. 75/240", "un"),
        ("PC.DEC/1202", "osce"),
        ("32019R0796", "eu"),
        ("ST 9916/17", "eu"),
        ("Press Release (2016) 124", "nato"),
        ("ETS No. 185", "coe"),
        ("PSC/PR/COMM.1196 (2024)", "au"),
        ("no symbol", ""),
        ("", ""),
    ],
)
def test_sources(symbol: str, source: str) -> None:
    assert source_of(symbol) == source


@pytest.mark.parametrize(
    ("symbol", "title", "label", "process"),
    [
        # What the listing says comes first.
        ("", "Statement", "Open-ended working group on information and communication technologies (2021)", "oewg-2021"),
        ("", "Statement", "OEWG 2021-2025", "oewg-2021"),
        ("", "Statement", "OEWG 2019-2021", "oewg-2019"),
        ("", "Agenda", "Global Mechanism on developments in the field of ICTs", "global-mechanism"),
        ("A/C.1/73/L.37", ICT_ITEM, "GGE 2019-2021", "gge"),
        ("", "", "UN cybercrime AHC", "cybercrime-ahc"),
        # Symbols that belong to one process.
        ("A/AC.290/2021/CRP.2", "", "", "oewg-2019"),
        ("A-AC.292-2024-CRP1", "", "", "oewg-2021"),
        ("A/AC.291/22", "", "", "cybercrime-ahc"),
        ("A/75/816", "", "", "oewg-2019"),
        ("A/79/214", "", "", "oewg-2021"),
        ("A/70/174", "", "", "gge"),
        ("A/76/136*", "", "", "gge"),
        # Titles.
        ("A/99/123", f"{ICT_ITEM}: report of the Secretary-General", "", "national-views"),
        ("A/RES/75/240", ICT_ITEM, "", "first-committee"),
        ("A/RES/78/16", "Programme of action to advance responsible State behaviour", "", "poa"),
        ("A/RES/74/247", "Countering the use of ICTs for criminal purposes", "", "third-committee"),
        ("A/RES/58/199", "Creation of a global culture of cybersecurity", "", "second-committee"),
        ("A/RES/78/132", "Information and communications technologies for development", "", "second-committee"),
        ("", "Report of the Group of Governmental Experts on Advancing Responsible State Behaviour", "", "gge"),
        ("PC.DEC/1202", "Measures on risks of conflict stemming from the use of information", "", "osce-cbm"),
        # The organ of the symbol at last.
        ("A/C.1/80/L.54", "", "", "first-committee"),
        ("A/C.3/80/L.46", "", "", "third-committee"),
        ("A/80/L.41", "", "", "general-assembly"),
        ("S/RES/1373(2001)", "", "", "security-council"),
        ("A/HRC/47/25", "", "", "human-rights-council"),
        ("E/2025/31", "", "", "ecosoc"),
        ("PC.JOUR/1296", "", "", "osce"),
        ("32024R2847", "", "", "eu-cybersecurity"),
        ("ST 9916/17", "", "", "eu-cyber-diplomacy"),
        ("ETS No. 185", "", "", "budapest-convention"),
        ("", "A speech", "Somewhere", ""),
        ("", "", "", ""),
    ],
)
def test_processes(symbol: str, title: str, label: str, process: str) -> None:
    assert process_of(symbol, title, label) == process


@pytest.mark.parametrize(
    ("symbol", "title", "label", "kind"),
    [
        ("A/RES/75/240", "", "", "resolution"),
        ("S/RES/1373(2001)", "", "", "resolution"),
        ("A/DEC/75/564", "", "", "decision"),
        ("A/C.1/73/L.27/Rev.1", ICT_ITEM, "", "draft resolution"),
        ("A/C.1/73/L.27/Rev.1", "", "resolution", "draft resolution"),
        ("A/75/L.79", "", "draft decision", "draft decision"),
        ("A/C.1/73/L.60", "Proposed amendments to draft resolution A/C.1/73/L.27", "", "amendment"),
        ("A/73/PV.45", "", "", "meeting record"),
        ("PC.DEC/1202", "", "", "PC decision"),
        ("MC.DEC/5/16", "", "", "MC decision"),
        ("MC(10).DEC/1", "", "", "MC decision"),
        ("FSC.DEC/8/96", "", "", "decision"),
        ("PC.JOUR/1296", "", "", "journal"),
        ("PC.DEL/1784/20", "", "", "national statement"),
        ("32019R0796", "", "", "regulation"),
        ("32022L2555", "", "", "directive"),
        ("32019D0797", "Council Decision (CFSP) 2019/797", "", "CFSP decision"),
        ("32013D1313", "Decision No 1313/2013/EU", "", "decision"),
        ("52020JC0018", "", "", "joint communication"),
        ("ETS No. 185", "", "", "treaty"),
        ("", "Statement by Exampleland", "Statement", "national statement"),
        ("", "Joint statement on norms", "Statement", "joint statement"),
        ("", "Statement by Exampleland on behalf of a group", "Statement", "joint statement"),
        ("", "Input", "Stakeholder contribution", "stakeholder contribution"),
        ("", "Chair's letter of 1 May", "Letter by the Chair", "chair's paper"),
        ("", "Zero draft of the report", "", "zero draft"),
        ("", 'Second "Pre-draft" of the report', "Other", "pre-draft"),
        ("", "Rev. 1 draft annual progress report", "", "draft report"),
        ("A/AC.292/2024/CRP.1", "Draft annual progress report", "", "draft report"),
        ("A/AC.292/2024/CRP.2", "Something", "", "conference room paper"),
        ("CCW/GGE.1/2023/WP.3", "", "", "working paper"),
        ("A/AC.292/2025/INF/5/Rev.1", "Compendium of statements", "", "compendium of statements"),
        ("", "Provisional list of participants", "", "list of participants"),
        ("", "Provisional programme of work", "", "agenda"),
        ("A/66/359", "Letter dated 12 September 2011 from the Permanent Representatives", "", "letter"),
        ("A/69/112", ICT_ITEM, "", "SG report with national views"),
        ("A/75/816", "Report of the Open-ended Working Group", "", "report"),
        ("", "National Cyber Strategy 2022", "", "national strategy"),
        ("", "Vilnius Summit Communiqué", "", "summit declaration"),
        ("", "Something else", "", ""),
        ("", "", "", ""),
    ],
)
def test_types(symbol: str, title: str, label: str, kind: str) -> None:
    assert type_of(symbol, title, label) == kind


@given(st.text(), st.text(), st.text())
def test_any_text_goes_in(symbol: str, title: str, label: str) -> None:
    assert source_of(symbol) in ("", *SOURCES)
    assert process_of(symbol, title, label) in ("", *PROCESSES)
    assert type_of(symbol, title, label) in ("", *TYPES)


def test_every_process_has_a_name_of_its_own() -> None:
    assert len(set(PROCESSES.values())) == len(PROCESSES)
    assert all(slug == slug.lower() and " " not in slug for slug in PROCESSES)
