"""The quote check: which words of a draft are looked for, and what is said of them. All texts are ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Passage
from corpus.home import Home
from corpus.store import Arrival, Store
from index.shingles import Shingles
from search.cli import main
from search.quotes import Checked
from search.quotes.attribution import Attribution, attribution, names
from search.quotes.checking import checked_claim
from search.quotes.differences import differences
from search.quotes.draft import DraftParagraph, claims, paragraphs_of
from search.quotes.folding import fold, tokens, words
from search.quotes.gaps import turns
from search.quotes.holdings import Holdings
from search.quotes.matching import nearest, readings, verbatim
from search.quotes.quotations import quotations
from search.quotes.sentences import sentences
from tests.samples import sample_arrival, sample_posting
from tests.web_home import fill

TEXTS = st.text(st.sampled_from("ab Z.1,5-–“”„«»‘’'\"(\n[…]應当。ﬁé\u0301\u00adх"), max_size=60)


def quoted(*paragraphs: str) -> list[str]:
    return [paragraphs[one.paragraph][one.start : one.end] for one in quotations(paragraphs)]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “States shall keep keys” and left.", ["States shall keep keys"]),
        ('"One" and "two words."', ["One", "two words."]),
        ("“The ‘keys’ of “States” are kept”", ["The ‘keys’ of “States” are kept"]),
        ("„Die Staaten sollen“ und «les États» et « des clés »", ["Die Staaten sollen", "les États", " des clés "]),
        ("»Die Staaten« und ”Staterna ska”", ["Die Staaten", "Staterna ska"]),
        ("‚Die Staaten‘, ‘the States’ keys’ and 'the key'", ["Die Staaten", "the States’ keys", "the key"]),
        ("「各国应当『保护』钥匙」和“基础设施”", ["各国应当『保护』钥匙", "基础设施"]),
        ("Она: «Государства должны» и „ключи“.", ["Государства должны", "ключи"]),
        ("It isn't the States' duty, it's ours; rock 'n' roll.", ["n"]),
        ("A board of 5' 6\" and the States’ keys", []),
        ("A stray “ mark", []),
        ("《密码法》 is a title, and “” is empty", []),
    ],
)
def test_quotations_in_marks_of_every_kind(text: str, found: list[str]) -> None:
    assert quoted(text) == found


def test_a_quotation_runs_over_paragraphs_that_repeat_the_mark() -> None:
    assert quoted("He wrote: “One.", "“Two.", "“Three.” End.") == ["One.", "Two.", "Three."]
    assert quoted("« Un.", "» Deux.", "» Trois. » Fin.") == [" Un.", " Deux.", " Trois. "]
    assert quoted("He wrote: “One.", "Two.” End.") == ["One.", "Two."]
    assert quoted("A “ stray mark.", "Nothing.", "A “whole one”.") == ["whole one"]


@given(st.lists(TEXTS, max_size=4))
def test_quotations_lie_within_their_paragraphs_and_apart(paragraphs: list[str]) -> None:
    last = (0, 0)
    for one in quotations(paragraphs):
        text = paragraphs[one.paragraph]
        assert 0 <= one.outer_start <= one.start < one.end <= one.outer_end <= len(text)
        assert (one.paragraph, one.outer_start) >= last
        last = (one.paragraph, one.outer_end)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See A/75/816, para. 24, No. 5. Mr. Key did.", ["See A/75/816, para. 24, No. 5.", "Mr. Key did."]),
        ("24. The U.N. Charter applies. It does!", ["24. The U.N. Charter applies.", "It does!"]),
        ("It is so (art. 2). That: one; (b) two.", ["It is so (art. 2).", "That: one;", "(b) two."]),
        ("Is it 3.5 per cent? Yes… Indeed.", ["Is it 3.5 per cent?", "Yes…", "Indeed."]),
        ("См. п. 24 ст. 5. Государства должны.", ["См. п. 24 ст. 5.", "Государства должны."]),
        ("Véase el párr. 3. Los Estados cierran.", ["Véase el párr. 3.", "Los Estados cierran."]),
        ("各国应当保护。其他国家！是吗？", ["各国应当保护。", "其他国家！", "是吗？"]),
        ("تحتفظ الدول بدليل. هل هذا؟ نعم.", ["تحتفظ الدول بدليل.", "هل هذا؟", "نعم."]),
        ("He said “Keep it.” Then he left.", ["He said “Keep it.”", "Then he left."]),
    ],
)  # fmt: skip
def test_sentences(text: str, found: list[str]) -> None:
    assert split(text) == found


@given(TEXTS)
def test_sentences_have_every_word_once(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("“Q” (A/75/816, para. 24).", Attribution("A/75/816", "24")),
        ("“Q” (A/RES/79/1, annex I, paras. 13 (f)–15)", Attribution("A/RES/79/1", "13 (f)")),
        ("Paragraph 9 of resolution 75/240 says “Q”.", Attribution("A/RES/75/240", "9")),
        ("As A/75/816 says in its para. 3, “Q”. A/76/135 does not.", Attribution("A/75/816", "3")),
        ("In A/75/816 we read “Q” (para. 7).", Attribution("A/75/816", "7")),
        ("“Q” (resolution 75/240, PP9)", Attribution("A/RES/75/240", "PP9")),
        ("«Q» (A/75/816, párr. 24)", Attribution("A/75/816", "24")),
        ("“Q” （A/75/816，第24段）", Attribution("A/75/816", "24")),
        ("“Q” (A/75/816, п. 24)", Attribution("A/75/816", "24")),
        ("“Q” (32016R0679, art. 5 (1))", Attribution("32016R0679", "art. 5 (1)")),
        ("“Q”, they said in 2021.", None),
    ],
)
def test_what_a_quotation_names_as_its_origin(text: str, named: Attribution | None) -> None:
    start, end = next((one.outer_start, one.outer_end) for one in quotations([text]))
    assert attribution(text, start, end) == named


def test_ibid_is_the_document_before() -> None:
    told = claims([DraftParagraph("“One” (A/75/816, para. 24), and “two” (ibid., para. 25).")])
    assert [claim.attributed for claim in told] == [Attribution("A/75/816", "24"), Attribution("A/75/816", "25")]


def test_the_source_of_a_quotation_is_not_that_of_the_next() -> None:
    text = "“One key” (A/75/816, para. 13 (f)), and “two”. A/76/135 says “three”. “Four” is so."
    told = claims([DraftParagraph(text)])
    named = [claim.attributed.symbol if claim.attributed else "" for claim in told if claim.quoted]
    assert named == ["A/75/816", "", "A/76/135", ""]


def test_numbers_that_name_a_paragraph() -> None:
    assert names("24", "24 (a)")
    assert names("24 (a)", "24")
    assert names("5", "OP5")
    assert names("art. 5 (1)", "1", "5")
    assert not names("24", "25")
    assert not names("2", "24")
    assert not names("24", "")


def test_block_quotations() -> None:
    told = claims(paragraphs_of("The report says:\n\nKeys are kept (A/75/816, para. 3).\n\n> Locks are\n> oiled."))
    assert [(claim.kind, claim.text) for claim in told if claim.quoted] == [
        ("block quotation", "Keys are kept"),
        ("block quotation", "Locks are oiled."),
    ]
    assert told[1].attributed == Attribution("A/75/816", "3")


def test_lines_that_were_broken_to_fit_are_one_paragraph() -> None:
    told = paragraphs_of("States keep a\ndirectory of keys.\nNext one.")
    assert [one.text for one in told] == ["States keep a directory of keys.", "Next one."]


@given(TEXTS)
def test_folding_keeps_places(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)
    if not re.search(r"\u00ad\s", text):  # there a line was broken within a word, which is one all the same
        assert fold(text.replace("“", '"').replace("\u00ad", "")).text == folded.text
    if folded.text and folded.find(folded.text) is not None:
        assert folded.find(folded.text) == (0, len(folded.text))


@given(TEXTS)
def test_words_have_every_letter_once(text: str) -> None:
    assert all(token.key for token in tokens(text))
    assert words(text) <= len(text)


def test_figures_stay_apart() -> None:
    assert fold("1.5").text != fold("15").text
    assert fold("5 24").text != fold("52 4").text
    assert fold("5 %").text != fold("5").text
    assert fold("2021–2025").text == fold("2021-2025").text


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("the “key”", 'the "key"', ("quotation marks",)),
        ("2021–2025", "2021-2025", ("dashes or hyphens",)),
        ("the ﬁrst key", "the first key", ("ligatures",)),
        ("key board", "keyboard", ("spaces",)),
        ("the States", "the states", ("capital letters",)),
        ("keys, locks", "keys locks", ("punctuation",)),
        ("“the  key.", "the key", ()),
        ("inter-\nnational", "international", ("dashes or hyphens",)),
    ],
)
def test_what_differs_in_print_is_named(first: str, second: str, named: tuple[str, ...]) -> None:
    assert differences(first, second) == named


PRINTED = "States should not open the keys’ inter-\nnational boxes 1.5 times a year; each State counts them²."


@pytest.mark.parametrize(
    ("quotation", "stands"),
    [
        ("States should not open the keys' international boxes", True),
        ("[s]tates should not ... boxes 1.5 times a year", True),
        ("states should not open [sic] the keys", True),
        ("States should [never] open the keys’ international boxes", True),
        ("each State counts them", True),
        ("States should open the keys’ international boxes", False),
        ("boxes 15 times a year; each State", False),
        ("tates should not open the keys", False),
        ("each State counts ... States should not open", False),
        ("States should not open the boxes’ international keys", False),
    ],
)
def test_word_for_word_is_word_for_word(quotation: str, stands: bool) -> None:
    assert (verbatim(readings(quotation), fold(PRINTED)) is not None) is stands


@given(
    st.lists(st.sampled_from("keys locks of the State not shall 1.5 are 24".split()), min_size=6, max_size=14),
    st.data(),
)
def test_a_word_left_out_is_never_verbatim(said: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(said) - 2))
    shorter = [*said[:place], *said[place + 1 :]]
    found = verbatim(readings(" ".join(shorter)), fold(" ".join(said)))
    assert found is None or " ".join(shorter) in " ".join(said)
    assert verbatim(readings(" ".join(said)), fold(f"And {' '.join(said)}, too.")) is not None


def test_the_redline_leads_from_the_document_to_the_draft() -> None:
    near = nearest(readings("States should open the keys’ national boxes")[0], fold(PRINTED))
    told = [(piece.kind, piece.text.strip()) for piece in near.pieces]
    assert ("removed", "not") in told
    assert ("removed", "inter-") in told
    assert 0.6 < near.likeness < 1


def broken() -> Arrival:
    """A text whose paragraph goes on behind a page break, with a footnote between."""
    passages = [
        Passage("Locks are oiled every month by the keeper of the", "7", page=1),
        Passage("See the annex.", "fn 1", page=1),
        Passage("archive and by nobody else.", page=2),
        Passage("Lamps are cleaned by the keeper.", "8", page=2),
    ]
    posting = sample_posting("https://example.org/lamps", symbol="A/199/50", title="Lamps", date="2030-05-01")
    return sample_arrival(posting, passages=passages, body=b"%PDF lamps")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("quoting") / "home")
    fill(home, more=(broken(),))
    return home


@pytest.fixture(scope="module")
def holdings(home: Home) -> Iterator[Holdings]:
    store = Store.open(home.database)
    with Shingles.open(home.shingles) as shingles:
        yield Holdings(store, shingles)
    store.close()


def check(holdings: Holdings, text: str) -> Checked:
    return checked_claim(claims([DraftParagraph(text)])[0], holdings)


def test_the_claimed_document_is_preferred_and_the_earliest_else(holdings: Holdings) -> None:
    claimed = check(holdings, "“States keep a directory of points of contact” (A/199/12/Rev.1)")
    free = check(holdings, "“States keep a directory of points of contact”")
    assert claimed.place
    assert free.place
    assert claimed.place.cite == "A/199/12/Rev.1, para. 24."
    assert (free.place.cite, free.also_total) == ("A/199/12, para. 24.", 1)


def test_a_quotation_over_a_page_break_is_verbatim_and_said_to_be_one(holdings: Holdings) -> None:
    found = check(holdings, "“oiled every month by the keeper of the archive and by nobody else” (A/199/50, para. 8)")
    assert (found.verdict, found.differs) == ("verbatim", ("paragraph break",))
    assert found.notes == ("Quoted from para. 8, stands in para. 7.",)
    assert (found.verdict, found.headline) == ("verbatim", "verbatim, but mind the source")
    fused = check(holdings, "“archive and by nobody else. Lamps are cleaned by the keeper” (A/199/50)")
    assert fused.verdict == "altered"


def test_a_gap_that_stands_for_a_negation_is_an_alteration() -> None:
    assert turns("not")
    assert turns("must not")
    assert turns("не")
    assert turns("不得")
    assert not turns("of the")
    assert not turns("which shall not be named and so on")


def test_words_of_another_document_are_said_to_be_its(holdings: Holdings) -> None:
    found = check(holdings, "“Lamps are cleaned by the keeper” (A/199/12)")
    assert found.verdict == "verbatim"
    assert found.notes == ("The words are not in A/199/12, which is cited; they stand in A/199/50.",)


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("“States keep kettles in every room of the house” (A/199/99)", "not covered", "its text is not held"),
        ("“States keep kettles in every room of the house” (A/201/7)", "not covered", "neither held nor known"),
        ("“States keep kettles in every room of the house” (A/199/12)", "not found", "Nothing near"),
        ("“the contact” (A/199/12)", "not covered", "Too short"),
        ("«Los Estados guardan las teteras en todas las habitaciones de la casa de la colina»", "not covered", "in es"),
        ("“Каждое государство хранит чайники во всех комнатах” (A/199/12)", "not covered", "held in en"),
    ],
)
def test_what_the_corpus_cannot_tell_is_not_called_wrong(
    holdings: Holdings, text: str, verdict: str, reason: str
) -> None:
    found = check(holdings, text)
    assert found.verdict == verdict
    assert reason in found.reason


def test_an_authors_own_sentence_is_no_alarm(holdings: Holdings) -> None:
    assert check(holdings, "We believe that kettles should be kept in every room of the house.").own_words
    assert check(holdings, "The directory is reviewed every year.").verdict == "verbatim"


@pytest.mark.slow
def test_the_command_prints_redlines_and_json_and_a_page(home: Home, tmp_path: Path) -> None:
    draft = docx.Document()
    draft.add_paragraph(
        "It says “The directory is reviewed every second year” (A/199/12, para. 25). We like that a lot."
    )
    draft.save(str(tmp_path / "draft.docx"))
    arguments = ["--home", str(home.path), "quotes", str(tmp_path / "draft.docx")]
    shown = CliRunner().invoke(main, arguments)
    assert shown.exit_code == 0, shown.output
    assert "{+second+} year" in shown.stdout
    assert "Altered from: A/199/12, para. 25." in shown.stdout
    page = tmp_path / "report.html"
    told = CliRunner().invoke(main, [*arguments, "--json", "--quotations-only", "--html", str(page)])
    report = json.loads(told.stdout)
    assert report["summary"]["quotations"]["altered"] == 1
    assert [one["verdict"] for one in report["checked"]] == ["altered"]
    assert "second</ins>" in page.read_text(encoding="utf-8").replace('<span class="away">]</span>', "")


def test_standard_input_is_read_as_text(home: Home) -> None:
    said = "“States keep a directory of points of contact” (A/199/12)"
    shown = CliRunner().invoke(main, ["--home", str(home.path), "quotes", "-"], input=said.encode())
    assert shown.stdout.startswith("VERBATIM")
    nothing = CliRunner().invoke(main, ["--home", str(home.path), "quotes", "-"], input=b" ")
    assert nothing.exit_code == 1
    assert "nothing to check" in nothing.stderr


def test_footnotes_name_the_source_of_a_quotation() -> None:
    def named(*paragraphs: DraftParagraph) -> list[Attribution | None]:
        return [one.attributed for one in claims(paragraphs) if one.quoted]

    keys, lamps = Attribution("A/199/12", "24"), Attribution("A/199/13")
    notes = DraftParagraph("A/199/12, para. 24.", note="1"), DraftParagraph("See A/199/13.", note="2")
    # A Word file: the notes follow, without marks; one for each quotation.
    assert named(DraftParagraph("He said “keys are kept” and “lamps are lit”."), *notes) == [keys, lamps]
    assert named(DraftParagraph("He said “keys are kept”."), *notes) == [None], "either may be its note"
    # With marks, wherever the notes stand.
    for first, second in (("¹", "²"), ("[1]", "[2]"), ("1", "2")):
        text = DraftParagraph(f"He said “keys are kept”{first} and “lamps are lit.”{second} They are.")
        assert named(text, DraftParagraph("More follows."), *notes) == [keys, lamps]
    assert named(*paragraphs_of("He said “keys are kept”.[1]\n\nMore.\n\n[1] A/199/12, para. 24.")) == [keys]
    assert named(DraftParagraph("He said “keys are kept” 24 times."), *notes) == [None]
    # What the sentence itself names is believed first; `ibid.` is what was named before.
    assert named(DraftParagraph("A/199/13 says “lamps are lit”."), notes[0]) == [lamps]
    ibid = DraftParagraph("Ibid., para. 25.", note="2")
    text = DraftParagraph("He said “keys are kept” and “lamps are lit”.")
    assert named(text, notes[0], ibid) == [keys, Attribution("A/199/12", "25")]


def listed_items() -> Arrival:
    """A paragraph with items, each a paragraph of its own here."""
    passages = [
        Passage("States are asked by the keeper of the lanterns to:", "24", page=3),
        Passage("Name one person who answers at night;", "24 (a)", page=3),
        Passage("Count the lanterns before every winter;", "24 (b)", page=3),
        Passage("Tell their neighbours what was counted.", "24 (c)", page=4),
        Passage("Bridges are another matter.", "25", page=4),
    ]
    posting = sample_posting("https://example.org/items", symbol="A/199/51", title="Lantern items", date="2030-06-01")
    return sample_arrival(posting, passages=passages, body=b"%PDF items")


@pytest.fixture(scope="module")
def with_items(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    home = Home(tmp_path_factory.mktemp("items") / "home")
    fill(home, more=(listed_items(),))
    store = Store.open(home.database)
    with Shingles.open(home.shingles) as shingles:
        yield Holdings(store, shingles)
    store.close()


@pytest.mark.parametrize(
    ("quotation", "cite"),
    [
        ("the keeper of the lanterns to: (a) Name one person who answers at night; (b) Count the lanterns before every",
         "A/199/51, para. 24 (a) and (b)."),
        ("to: name one person who answers at night; count the lanterns before every winter; tell their neighbours what",
         "A/199/51, para. 24 (a) to (c)."),
        ("Count the lanterns before every winter; (c) tell their neighbours", "A/199/51, para. 24 (b) and (c)."),
        ("by the keeper of the lanterns to: (a) Name one person", "A/199/51, para. 24 (a)."),
    ],
)  # fmt: skip
def test_a_quotation_over_items_is_verbatim_over_several_paragraphs(
    with_items: Holdings, quotation: str, cite: str
) -> None:
    found = check(with_items, f"“{quotation}” (A/199/51)")
    assert (found.verdict, found.place and found.place.cite) == ("verbatim", cite)
    assert found.place is not None
    assert found.place.url.startswith("/d/A/199/51#para-24")
    skipped = check(with_items, "“to: name one person who answers at night; tell their neighbours what was counted”")
    assert skipped.verdict == "altered", "an item was left out"


def test_a_page_header_that_was_copied_along_is_named(with_items: Holdings) -> None:
    text = "States are asked by the keeper {} of the lanterns to:"
    for header in ("A/199/51 3/15", "25-12345 (E) 3/15 Lantern items", "page 3 of 15"):
        found = check(with_items, f"“{text.format(header)}” (A/199/51)")
        assert found.verdict == "altered"
        assert found.reason == f"Every word is the same, but for a page header or footer copied along: “{header}”."
    for altered in ("15", "and not 3/15", "not A/199/51"):
        found = check(with_items, f"“{text.format(altered)}” (A/199/51)")
        assert (found.verdict, found.reason) == ("altered", "")
