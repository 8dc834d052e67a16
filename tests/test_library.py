"""The library's entries: found in any dress of their XML, and safe to read whatever comes."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.config import Config
from corpus.document import Posting
from crawler.library_entry import library_entry
from crawler.marc import MarcField, MarcRecord, named, xml_tree
from crawler.source import Page, Reading, Source
from crawler.sources import load

MONTH = Path(__file__).parent / "pages" / "un-library" / "month.xml"
MARC = "http://www.loc.gov/MARC21/slim"
# What an entry may lack and still be known; an entry of votes has nothing but its symbol and its vote (996).
OPTIONAL = ("029", "089", "260", "515", "710", "793", "856", "991", "992")


def library() -> Source:
    return load("un-library", Config())


def read(body: bytes) -> Reading:
    source = library()
    return source.read(Page("https://digitallibrary.un.org/oai2d", body, source.bases))


def month() -> bytes:
    return MONTH.read_text(encoding="utf-8").partition("\n")[2].encode()


@pytest.mark.parametrize(
    ("day", "windows"),
    [
        ("2026-11-23", [("08-01", "08-31"), ("09-01", "09-30"), ("10-01", "10-31"), ("11-01", "11-23")]),
        ("2026-05-31", [("02-01", "02-28"), ("03-01", "03-31"), ("04-01", "04-30"), ("05-01", "05-31")]),
    ],
)
def test_every_window_has_both_ends(day: str, windows: list[tuple[str, str]]) -> None:
    source = library()
    assert source.begin(source, date.fromisoformat(day)).follow == tuple(
        "https://digitallibrary.un.org/oai2d?verb=ListRecords&metadataPrefix=marcxml"
        f"&from=2026-{first}&until=2026-{last}"
        for first, last in windows
    )


def test_windows_go_back_over_the_turn_of_the_year() -> None:
    source = library()
    first, *_, last = source.begin(source, date(2027, 1, 1)).follow
    assert "from=2026-10-01&until=2026-10-31" in first
    assert "from=2027-01-01&until=2027-01-01" in last


def disguised(body: bytes, chance: random.Random) -> bytes:
    """The same list as another program writes it: other prefixes, another order, more fields, and some left out."""
    tree = etree.fromstring(body)
    for record in list(tree.iter(f"{{{MARC}}}record")):
        fields = [field for field in record if field.get("tag") not in OPTIONAL or chance.random() < 0.7]
        tag = chance.randrange(900, 910)
        more = f'<datafield xmlns="{MARC}" tag="{tag}"><subfield code="q">more</subfield></datafield>'
        fields.append(etree.fromstring(more))
        chance.shuffle(fields)
        record[:] = [_renamed(field, chance) for field in fields]
    return etree.tostring(tree, xml_declaration=chance.random() < 0.5, encoding="UTF-8")


def _renamed(field: etree._Element, chance: random.Random) -> etree._Element:
    """A field under another prefix, or in no namespace at all."""
    namespace = chance.choice((f"{{{MARC}}}", "", "{https://example.org/marc}"))
    prefix = f"p{chance.randrange(99)}"
    made = etree.Element(
        namespace + etree.QName(field).localname,
        {str(name): str(value) for name, value in field.attrib.items()},
        nsmap={prefix: namespace[1:-1]} if namespace else None,
    )
    made.text = field.text
    made.extend([_renamed(part, chance) for part in field])
    return made


def test_entries_are_found_in_fifty_other_dresses() -> None:
    usual = {record.symbol or record.title for record in read(month()).records}
    assert len(usual) == 4
    for seed in range(50):
        changed = read(disguised(month(), random.Random(seed)))
        assert changed.understood, (seed, changed.reason)
        assert changed.follow == read(month()).follow
        assert {record.symbol or record.title for record in changed.records} == usual, seed


def test_entries_that_lost_what_they_are_known_by_are_reported() -> None:
    for seed in range(50):
        chance = random.Random(seed)
        tree = etree.fromstring(month())
        bare = 0
        for record in tree.iter(f"{{{MARC}}}record"):
            known = [field for field in record if field.get("tag") in ("191", "245", "791")]
            if known and chance.random() < 0.3:
                bare += 1
                for field in known:
                    record.remove(field)
        reading = read(etree.tostring(tree))
        assert reading.understood == (bare == 0), seed
        assert bare == 0 or reading.reason.startswith(f"{bare} of its 5 records")


def test_utf_8_is_read_whatever_is_declared() -> None:
    body = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + month()
    assert "Échange d'informations entre États après un incident" in {record.title for record in read(body).records}
    assert read("\ufeff".encode() + month()) == read(month())


def test_a_stray_control_character_costs_nothing() -> None:
    assert read(month().replace(b"Directory", b"Direc\x0btory")) == read(month())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><OAI-PMH>&b;</OAI-PMH>', "document type"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><OAI-PMH>&a;</OAI-PMH>', "document type"),
        (b"<OAI-PMH><ListRecords><record>", "breaks off"),
        (b"", "no XML"),
        (b"<html><body><p>Welcome</p></body></html>", "no records"),
        (b'<OAI-PMH><error code="badArgument">until</error></OAI-PMH>', "badArgument: until"),
    ],
)
def test_what_is_no_list_is_not_understood(body: bytes, reason: str) -> None:
    reading = read(body)
    assert not reading.understood
    assert reason in reading.reason


def test_an_entity_bomb_in_utf_16_is_not_read() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert not read(bomb.encode("utf-16")).understood


@given(st.binary(max_size=300) | st.text(alphabet='<>/="!&;[] OAIrecodx\n', max_size=120).map(str.encode))
def test_any_bytes_are_a_tree_or_a_reason(body: bytes) -> None:
    assert isinstance(read(body), Reading)


@given(st.lists(st.tuples(st.sampled_from(("191", "245", "269", "515", "710", "991", "993", "996")), st.text())))
def test_any_fields_are_an_entry(fields: list[tuple[str, str]]) -> None:
    entry = library_entry(MarcRecord("1", tuple(MarcField(tag, "", (("a", text),)) for tag, text in fields)))
    assert entry.number == "1"
    assert all(entry.submitters)


def made(*fields: tuple[str, str, str]) -> MarcRecord:
    return MarcRecord("1", tuple(MarcField(tag, "", ((code, value),)) for tag, code, value in fields))


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Additional sponsors: Exampleland, Sampleria and Testonia.", ("Exampleland", "Sampleria", "Testonia")),
        ("Additional sponsor: Antigua and Barbuda", ("Antigua and Barbuda",)),
        ("Issued without a reference to sponsors", ()),
    ],
)
def test_sponsors_are_read_from_a_note(note: str, names: tuple[str, ...]) -> None:
    assert library_entry(made(("191", "a", "A/C.1/199/L.7"), ("515", "a", note))).submitters == names


@pytest.mark.parametrize(
    ("symbol", "expected"), [("A/C.1/199/L.7", "A/RES/199/16"), ("A/RES/199/16", ""), ("A/199/411", "A/RES/199/16")]
)
def test_a_resolution_was_not_adopted_as_itself(symbol: str, expected: str) -> None:
    assert library_entry(made(("191", "a", symbol), ("993", "a", "A/RES/199/16"))).adopted_as == expected


def test_variants_of_a_symbol_are_one_document() -> None:
    assert library_entry(made(("191", "a", "A/RES/199/236[A-B]"))).symbol == "A/RES/199/236"


def test_a_vote_of_states_tells_the_vote_alone() -> None:
    told = {record.symbol: record for record in read(month()).records}
    assert told["A/RES/199/17"] == Posting(
        "", "un", symbol="A/RES/199/17", vote="Adopted without vote, 42nd plenary meeting"
    )


def test_names_are_known_in_any_namespace() -> None:
    assert len(list(named(xml_tree(b'<a:x xmlns:a="u"><x/><b:x xmlns:b="v"/></a:x>'), "x"))) == 3
