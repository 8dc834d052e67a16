"""Whose text it is, by titles, opening sentences, footnotes and file names; and nothing where nobody says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import FrontMatter, Passage, Posting
from corpus.extract.blocks import Block, Kind, Reading
from corpus.extract.front import read_front
from corpus.extract.speeches import speeches_of
from corpus.states.wordings import from_file_name, from_footnote, from_opening, from_title, listed
from corpus.store.facts import Fact, file_facts, posting_facts, text_facts
from corpus.store.submitters import Submitter, submitters_of

UK = "United Kingdom of Great Britain and Northern Ireland"
LONG = "and so it goes on for a while, as speeches do. " * 5


@pytest.mark.parametrize(
    ("title", "names", "confidence"),
    [
        ("Statement by Egypt on confidence-building measures", ("Egypt",), "stated"),
        ("Working paper submitted by the Islamic Republic of Iran", ("Iran (Islamic Republic of)",), "stated"),
        ("Joint working paper by Australia, Canada and Chile", ("Australia", "Canada", "Chile"), "stated"),
        ("Joint statement on behalf of the Arab Group", ("League of Arab States",), "stated"),
        ("ASEAN Joint Statement", ("Association of Southeast Asian Nations",), "stated"),
        ("Statement by H.E. Ms. A. Sample, Minister of Foreign Affairs of Finland, in Geneva", ("Finland",), "stated"),
        (
            "Letter dated 1 May 2020 from the Permanent Representatives of China and the Russian Federation to the UN",
            ("China", "Russian Federation"),
            "stated",
        ),
        ("Déclaration de la France", ("France",), "stated"),
        ("Intervención de la República de Chile", ("Chile",), "stated"),
        ("Заявление от Российская Федерация", None, ""),
        ("Cyber Security Strategy of Georgia 2012-2015", ("Georgia",), "likely"),
        ("The UK Cyber Security Strategy", (UK,), "likely"),
        ("Austrian Cyber Security Strategy", ("Austria",), "likely"),
        ("The Dutch national cybersecurity strategy 2", ("Netherlands (Kingdom of the)",), "likely"),
        ("Brazil's national cybersecurity strategy", ("Brazil",), "likely"),
        ("South African statement on norms", ("South Africa",), "likely"),
        ("Swiss national strategy for the protection against cyber risks", ("Switzerland",), "likely"),
        # Of two States, of a continent, about others, towards others.
        ("Korean cyber security strategy", None, ""),
        ("American cyber strategy", None, ""),
        ("Russian cyber attacks and our cyber strategy", None, ""),
        ("British digital strategy towards China", None, ""),
        ("Chinese strategy", None, ""),
        ("French statement by Chile", ("Chile",), "stated"),
        ("The Committee's report", None, ""),
        ("Statement by the Chair, Mr. A. Sample (Singapore)", None, ""),
        ("Draft resolution submitted by the Vice-Chair of the Committee, A. Sample (Peru)", None, ""),
        ("Statement by India Foundation", None, ""),
        ("Statement by Georgia Institute of Technology", None, ""),
        ("Situation in Mali", None, ""),
        ("Iran: statement by the E3", None, ""),
        ("Myanmar: statement by the European Union", ("European Union",), "stated"),
        ("Strategy for Iraq", None, ""),
        ("Compilation of statements on Iraq", None, ""),
    ],
)  # fmt: skip
def test_titles(title: str, names: tuple[str, ...] | None, confidence: str) -> None:
    found = from_title(title)
    assert (found.submitters if found else None) == names
    assert (found.confidence if found else "") == confidence


def test_a_group_and_those_whom_its_text_lists_are_told_apart() -> None:
    said = from_opening(
        "Chair, I have the honour to speak on behalf of the Pacific Islands Forum: Australia, Fiji, the Marshall "
        "Islands and my own country, Tuvalu."
    )
    assert said is not None
    assert said.submitters == ("Pacific Islands Forum",)
    assert said.joint == ("Australia", "Fiji", "Marshall Islands", "Tuvalu")


def test_a_group_alone_is_not_its_members() -> None:
    said = from_opening("I have the honour to speak on behalf of the European Union and its Member States.")
    assert said is not None
    assert (said.submitters, said.joint) == (("European Union",), ())


@pytest.mark.parametrize(
    "text",
    [
        "Georgia aligns itself with the statement made on behalf of the European Union.",
        "We support the statement delivered on behalf of the African Group.",
        "The Secretary spoke on behalf of Chad last year.",
        "",
    ],
)
def test_aligning_is_no_submitting(text: str) -> None:
    assert from_opening(text) is None


def test_a_second_hat_leaves_open_whose_the_first_is() -> None:
    said = from_opening("I deliver this statement also on behalf of the least developed countries.")
    assert said is not None
    assert (said.submitters, said.joint) == ((), ("Least Developed Countries",))


def test_the_group_of_a_footnote() -> None:
    members = "* On behalf of the States Members of the United Nations that are members of the "
    assert from_footnote(f"{members}Association of Southeast Asian Nations and the States Parties.") == (
        "Association of Southeast Asian Nations",
    )
    assert from_footnote(f"{members}Group of African States.") == ("African Group",)
    assert from_footnote("* A/80/100.") == ()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("egypt-statement.pdf", "Egypt"),
        ("statement_by_france_2021.pdf", "France"),
        ("ASEAN%20Joint%20Statement.pdf", "Association of Southeast Asian Nations"),
        ("SouthAfrica_2010_policy.txt", "South Africa"),
        ("ARG_23_1968.txt", "Argentina"),
        ("nz-cyber-security-summary-2015.txt", "New Zealand"),
        ("Jordan.txt", "Jordan"),
        ("2017-FI-en.txt", "Finland"),
        ("2020_BG_en_final.pdf", "Bulgaria"),
        ("2020-EN-final.pdf", None),
        ("2015_FR_statement.pdf", None),
        ("contact-us.html", None),
        ("georgia-tech-cyber-review.pdf", None),
        ("iran-cyber-threat-2015.pdf", None),
        ("statement-on-ukraine.pdf", None),
        ("infographic-slovenia.pdf", None),
        ("A_C.1_80_L.20.pdf", None),
        ("XYZ_23_1968.txt", None),
        ("", None),
    ],
)
def test_file_names_are_guesses(name: str, found: str | None) -> None:
    said = from_file_name(f"https://example.org/files/{name}")
    assert (said.submitters[0] if said else None) == found
    assert said is None or said.confidence == "guessed"


@given(st.text(max_size=200))
def test_any_words_are_read(text: str) -> None:
    for said in (from_title(text), from_opening(text), from_file_name(text)):
        assert said is None or said.submitters or said.joint
    assert len(listed(text)) <= len(text)


def test_what_is_more_certain_is_believed_and_says_how_sure_it_is() -> None:
    guess = file_facts("https://example.org/egypt-statement.pdf")
    assert submitters_of(guess) == (Submitter("Egypt", "submitter", "guessed"),)
    likely = text_facts(FrontMatter(submitters=("Turkey",), confidence="likely"), "en")
    assert submitters_of([*guess, *likely]) == (Submitter("Türkiye", "submitter", "likely"),)
    posted = posting_facts(Posting("u", "s", title="Statement by Turkey"), "listing")
    assert submitters_of([*guess, *likely, *posted]) == (Submitter("Türkiye"),)
    joint = Fact("joint", "France; Türkiye; TUR", "text")
    assert submitters_of([*posted, joint])[1:] == (Submitter("France", "joint"),)


def front(*blocks: Block) -> FrontMatter:
    return read_front(Reading(tuple(blocks), 1)).matter


def test_a_letterhead_is_likely_and_says_where() -> None:
    matter = front(
        Block("Permanent Mission of Chile to the United Nations", 1), Block("Remarks", 1, bold=True), Block(LONG, 1)
    )
    assert (matter.submitters, matter.confidence) == (("Chile",), "likely")
    assert dict(matter.read_at)["submitters"] == "page 1: Permanent Mission of Chile to the United Nations"


def test_a_state_alone_is_by_whom_only_over_a_paper_of_states() -> None:
    paper = (Block("SLOVENIA", 1), Block(LONG, 1))
    assert front(Block("National report", 1, bold=True), *paper).submitters == ("Slovenia",)
    assert front(Block("Compilation prepared by the Office", 1, bold=True), *paper).submitters == ()


def test_sponsors_and_the_group_for_which_one_of_them_speaks() -> None:
    matter = front(
        Block("United Nations A/C.1/80/L.900", 1),
        Block("General Assembly Distr.: Limited 10 October 2031", 1),
        Block("Indonesia:* draft resolution", 1),
        Block("Sample of measures", 1, bold=True),
        Block("* On behalf of the States that are members of the Movement of Non-Aligned Countries.", 1, Kind.NOTE),
    )
    assert matter.submitters == ("Indonesia", "Movement of Non-Aligned Countries")


def spoken(*texts: str, title: str = "", heading: tuple[str, ...] = ()) -> list[tuple[str, int, int]]:
    passages = [Passage(text, heading=heading) for text in texts]
    return [(part.title, part.first, part.last) for part in speeches_of(passages, FrontMatter(title=title))]


def test_speakers_speak_for_those_whom_they_name() -> None:
    texts = (
        f"Mr. Sample (Egypt), speaking on behalf of the African Group, said that keys matter {LONG}",
        f"Ms. Model (Brazil), speaking also on behalf of Argentina and Chile, said that doors matter {LONG}",
        f"Mr. Pattern (Indonesia): I have the honour to speak on behalf of NAM. {LONG}",
        f"Ms. Text (Norway) said that her country aligned itself with the statement of the European Union. {LONG}",
    )
    found = speeches_of([Passage(text) for text in texts], FrontMatter(title="Summary record"))
    assert [part.submitters for part in found] == [
        ("Egypt", "African Group"),
        ("Brazil", "Argentina", "Chile"),
        ("Indonesia", "Movement of Non-Aligned Countries"),
        ("Norway",),
    ]


def test_speeches_of_a_record_end_where_the_word_passes_on() -> None:
    found = spoken(
        "The Chair: I give the floor to the first speaker.",
        f"Mr. Sample (Egypt) (spoke in Arabic): {LONG}",
        "A second paragraph.",
        "The Chair: I thank the representative.",
        f"Ms. Probe-Test (Netherlands (Kingdom of the)): {LONG}",
        f"The representative of Türkiye said that {LONG}",
        f"Ms. Nobody (Sample Institute): {LONG}",
    )
    assert found == [("Egypt", 2, 3), ("Netherlands (Kingdom of the)", 5, 5), ("Türkiye", 6, 6)]


def test_states_alone_on_a_line_open_statements_only_in_a_collection() -> None:
    texts = ("Egypt", LONG, "France", LONG, "More of it.")
    assert spoken(*texts, title="Replies received") == [("Egypt", 1, 2), ("France", 3, 5)]
    assert spoken(*texts, title="A study of two countries") == []
    assert spoken(*texts, title="List of participants and statements") == []


def test_one_speaker_makes_no_record() -> None:
    assert spoken(f"Mr. Sample (Egypt): {LONG}") == []
    assert spoken() == []
