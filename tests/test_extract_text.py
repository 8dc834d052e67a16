"""Plain text, Markdown and XML in any encoding. All text here is ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ExtractError, Unsupported
from corpus.extract import extract
from corpus.extract.decoding import decode, is_text
from corpus.extract.plain_text import text_blocks

RUSSIAN = "Государства-участники подтверждают, что нормы международного права применимы к действиям в сети. " * 3


def said(body: bytes, name: str = "a.txt") -> list[tuple[str, str]]:
    return [(passage.number, passage.text) for passage in extract(body, name=name).passages]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "windows-1251", "koi8-r"]
)
def test_the_encoding_is_told_from_the_bytes(encoding: str) -> None:
    words = "Plain words first. " * 5 + RUSSIAN if encoding in ("utf-16-le", "utf-16-be") else RUSSIAN
    assert decode(words.encode(encoding)) == words


def test_a_declared_encoding_counts_unless_the_bytes_say_otherwise() -> None:
    declared = '<?xml version="1.0" encoding="{}"?><a>Größe</a>'
    assert "Größe" in decode(declared.format("iso-8859-1").encode("latin-1"), declared=True)
    assert "Größe" in decode(declared.format("iso-8859-1").encode("utf-8"), declared=True)
    assert "Größe" in decode(declared.format("no-such-thing").encode("utf-8"), declared=True)


@pytest.mark.parametrize("words", ["the State’s duty – “to answer” …", "Brasília, § 1", "‘défense’"])
def test_a_latin_text_from_a_chinese_computer_has_its_quotation_marks(words: str) -> None:
    assert decode(f"States recall {words}".encode("gbk")) == f"States recall {words}"


def test_one_wrong_byte_does_not_make_another_encoding() -> None:
    assert decode(RUSSIAN.encode() + b"\xff" + RUSSIAN.encode()) == f"{RUSSIAN}\ufffd{RUSSIAN}"


@settings(deadline=None)  # the first example loads the tables of encodings
@given(st.binary(max_size=200))
def test_decoding_is_total(body: bytes) -> None:
    assert isinstance(decode(body), str)
    assert is_text(body) in (True, False)


def test_empty_lines_part_paragraphs_and_broken_lines_are_joined() -> None:
    text = (
        "1. States keep a directory of points\nof contact.\n\n2. They test it twice a year, and\nthey write it down.\n"
    )
    assert said(text.encode()) == [
        ("1", "States keep a directory of points of contact."),
        ("2", "They test it twice a year, and they write it down."),
    ]


def test_long_lines_are_paragraphs() -> None:
    lines = [f"{number}. " + "States keep a directory of points of contact. " * 5 for number in (1, 2, 3)]
    assert [number for number, _ in said("\n".join(lines).encode())] == ["1", "2", "3"]


def test_form_feeds_part_pages_and_what_comes_back_on_them_goes() -> None:
    states = ["Exampleland", "Sampleria", "Testovia", "Specimen", "Facsimilia"]
    pages = [
        "A national strategy\n\n" + "".join(f"{state} has {thing}.\n\n" for thing in "abcdefgh") + f"{number}\n"
        for number, state in enumerate(states, 1)
    ]
    made = extract("\f".join(pages).encode(), name="strategy.txt")
    assert made.pages == 5
    assert [(passage.page, passage.text) for passage in made.passages if passage.text.endswith(" a.")] == [
        (number, f"{state} has a.") for number, state in enumerate(states, 1)
    ]
    told = " ".join(passage.text for passage in made.passages)
    assert "national strategy" not in told
    assert not any(char.isdigit() for char in told)


def test_markdown_marks_are_structure() -> None:
    text = """---
title: "A cyber law"
date: 2031-03-04
---
# Part I
Some **bold** words and a [link](https://example.org).

1. First duty
2. Second duty

| State | Role |
|-------|------|
| Testovia | Chair |

[^1]: See A/199/12.
"""
    made = extract(text.encode(), name="law.md")
    assert (made.front.title, made.front.date_on_text) == ("A cyber law", "2031-03-04")
    assert [(passage.number, passage.heading, passage.text) for passage in made.passages] == [
        ("", ("Part I",), "Some bold words and a link."),
        ("1", ("Part I",), "First duty"),
        ("2", ("Part I",), "Second duty"),
        ("", ("Part I",), "State | Role"),
        ("", ("Part I",), "Testovia | Chair"),
        ("fn 1", ("Part I",), "See A/199/12."),
    ]


def test_markdown_as_it_is_written() -> None:
    text = """<meta charset='utf-8' />
##Treaty

###Article 5

#cyber is what *Testovia*
speaks of in [44 U.S.C. (a)](https://example.org/code?(title)=44 "the code") and <https://example.org>.
{: .note}

(i)on land;

(ii)at sea.

- **Testovia** - [its answer](https://example.org/1)
\t*in two lines*
- Exampleland
"""
    made = extract(text.encode(), name="treaty.md")
    assert [(passage.number, passage.heading[-1:], passage.text) for passage in made.passages] == [
        ("", ("Article 5",), "#cyber is what Testovia speaks of in 44 U.S.C. (a) and https://example.org."),
        ("(i)", ("Article 5",), "on land;"), ("(ii)", ("Article 5",), "at sea."),
        ("", ("Article 5",), "Testovia - its answer in two lines"), ("", ("Article 5",), "Exampleland"),
    ]  # fmt: skip


def test_xml_is_read_by_its_elements() -> None:
    text = """<?xml version="1.0"?><act xml:lang="en"><meta><who>nobody</who></meta><title>Duties of States</title>
<paragraph><num>(1)</num><content>States <b>keep</b> a directory.</content></paragraph></act>"""
    made = extract(text.encode())
    assert (made.media_type, made.front.title) == ("application/xml", "Duties of States")
    assert [(passage.number, passage.text) for passage in made.passages] == [("(1)", "States keep a directory.")]


def test_formex_has_its_quotation_marks_notes_and_headings() -> None:
    text = """<?xml version="1.0"?><ACT><BIB.INSTANCE><DATE>20310304</DATE></BIB.INSTANCE>
<TITLE><TI><P>Directive</P></TI></TITLE><CONSID><NP><NO.P>(7)</NO.P><TXT>Names of the Council<NOTE NOTE.ID="E1">
<P>OJ C 1.</P></NOTE>, matter.</TXT></NP></CONSID><DIVISION><TITLE><TI><P>CHAPTER I</P></TI><STI><P><HT>Scope</HT></P>
</STI></TITLE><ARTICLE><TI.ART>Article 1</TI.ART><STI.ART>Names</STI.ART><PARAG><NO.PARAG>1.</NO.PARAG><ALINEA>
<QUOT.START CODE="2018"/>name<QUOT.END CODE="2019"/> means a word of<DATE>4 March</DATE>, or:</ALINEA>
<LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>a sign.</TXT></NP></ITEM></LIST></PARAG>
<TBL><ROW><CELL>State</CELL><CELL>Sign</CELL></ROW></TBL></ARTICLE></DIVISION></ACT>"""
    path = ("CHAPTER I Scope", "Article 1 Names")
    made = extract(text.encode(), name="a.fmx")
    assert [(passage.number, passage.heading[-2:], passage.text) for passage in made.passages] == [
        ("(7)", (), "Names of the Council, matter."), ("fn 1", (), "OJ C 1."),
        ("1", path, "‘name’ means a word of 4 March, or:"), ("1 (a)", path, "a sign."), ("", path, "State | Sign"),
    ]  # fmt: skip


def test_akoma_ntoso_numbers_are_read_as_printed() -> None:
    text = """<?xml version="1.0"?><a:akomaNtoso xmlns:a="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><a:act>
<a:preface><a:docTitle>Act on the names of things</a:docTitle></a:preface><a:toc><a:tocItem>Names</a:tocItem></a:toc>
<a:body><a:article><a:num>1</a:num><a:heading>Names</a:heading><a:paragraph><a:num>2</a:num>
<a:content><a:p>States name:</a:p></a:content><a:point><a:num><a:i>a)</a:i></a:num>
<a:p>things <a:authorialNote marker="*"><a:p>Most.</a:p></a:authorialNote>;</a:p></a:point></a:paragraph></a:article>
<a:article><a:num>Art. 2.</a:num><a:paragraph><a:num>1.</a:num><a:p>It ends.</a:p></a:paragraph></a:article>
</a:body></a:act></a:akomaNtoso>"""
    made = extract(text.encode(), name="a.akn")
    assert [(passage.number, passage.heading, passage.text) for passage in made.passages] == [
        ("2", ("Article 1 Names",), "States name:"), ("2 (a)", ("Article 1 Names",), "things;"),
        ("fn *", ("Article 1 Names",), "Most."), ("1", ("Art. 2.",), "It ends."),
    ]  # fmt: skip


def test_a_notice_about_documents_is_no_document() -> None:
    with pytest.raises(Unsupported, match="notice of CELLAR"):
        extract(b'<?xml version="1.0"?><NOTICE type="tree"><WORK><URI>http://example.org/1</URI></WORK></NOTICE>')


def test_entities_of_xml_are_not_opened() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom"}">' for n in range(9))
    text = f'<?xml version="1.0"?><!DOCTYPE a [{bomb}<!ENTITY out SYSTEM "file:///etc/passwd">]><a>safe &out;</a>'
    told = " ".join(words for _, words in said(text.encode(), "a.xml"))
    assert told.startswith("safe")
    assert "root:" not in told


def test_xml_nested_without_end_says_so() -> None:
    with pytest.raises(ExtractError, match="nested too deeply"):
        extract(b'<?xml version="1.0"?>' + b"<a>" * 5_000 + b"deep" + b"</a>" * 5_000)


LINES = (
    "States have answered the questions that the chair had put to",
    "them before the session began, and they thank the chair.",
)


def paragraphs(text: str) -> list[str]:
    return [block.text for block in text_blocks(text)]


def test_an_empty_line_behind_every_line_parts_nothing() -> None:
    goes_on = LINES[0].lower()
    lines = [LINES[0], goes_on, goes_on, "in writing.", LINES[0], *[goes_on] * 4, "in words.", "It ends here.", *LINES]
    assert paragraphs("\n\n".join(lines)) == [
        " ".join(lines[:4]), " ".join(lines[4:10]), "It ends here.", " ".join(LINES),
    ]  # fmt: skip


def test_a_line_that_ends_with_a_sentence_and_room_for_a_word_ends_its_paragraph() -> None:
    last = "work:\ndamage to people;\nattacks on things."
    text = f"{LINES[0]}\nthem, and they thank the chair for it all.\n{LINES[0]}\n{last}\n"
    assert paragraphs(text) == [
        f"{LINES[0]} them, and they thank the chair for it all.", f"{LINES[0]} work:", "damage to people;",
        "attacks on things.",
    ]  # fmt: skip


def test_an_indent_begins_a_paragraph() -> None:
    text = f" {LINES[0]}\n{LINES[1]}\n {LINES[0]}\n{LINES[1]}\n"
    assert paragraphs(text) == [" ".join(LINES)] * 2


@pytest.mark.parametrize("number", ["{}", "- {} -", "Page {} of 9", "06-53005 {}", "{} 06-53005"])
def test_page_numbers_without_form_feeds_go_and_sentences_go_on(number: str) -> None:
    states = ["Testovia", "Exampleland", "Oldland", "Newland"]
    body = "{0} has answered the questions that the chair had put\nbefore {0} had the floor in the session.\n\n"
    ends = "The chair thanks {0}\n\n{1}\n\nand {0} thanks all.\n\n"
    pages = (body.format(state) * 6 + ends.format(state, number.format(count)) for count, state in enumerate(states, 4))
    told = paragraphs("".join(pages))
    assert told[6::7] == [f"The chair thanks {state} and {state} thanks all." for state in states]
    assert len(told) == 28


def test_numbers_that_count_nothing_stay() -> None:
    text = "\n\n".join(["Votes of the States that took part in the session", "12", "7", "3", "All others were away."])
    assert paragraphs(text)[1:4] == ["12", "7", "3"]


def test_a_page_that_is_a_table_of_contents_goes() -> None:
    text = f"Strategy of Testovia\fContents\n\nIntroduction\n\nThreats\n\n2\n\n3\n\f{LINES[0]}\n{LINES[1]}\n"
    told = paragraphs(text)
    assert told[-1] == " ".join(LINES)
    assert not {"Contents", "Introduction", "Threats", "2", "3"} & set(told)


def test_a_line_alone_above_running_text_is_its_heading() -> None:
    running = f"{LINES[0]}\n{LINES[0].lower()}\n{LINES[1]}\n\n"
    headed = f"Threats to States\n\n{running}II. Rules of the road\n{running}Mr. President,\n\n{running}"
    text = f"Testovia\n\n{running}{headed}"
    made = extract(text.encode(), name="a.txt")
    headings = [passage.heading for passage in made.passages if passage.text.startswith("States")]
    assert headings == [(), ("Threats to States",), ("II. Rules of the road",), ("II. Rules of the road",)]


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [("with the support of the", "Republic of Testovia.", True), ("which we ask,", "as all do.", True),
     ("It ended.", "it began anew.", False), ("Threats to States", "States are many.", False)],
)  # fmt: skip
def test_a_sentence_goes_on_over_a_page_if_it_is_not_finished(last: str, first: str, joined: bool) -> None:
    assert paragraphs(f"{LINES[0]} me.\n\n{last}\n\n\f\n{first}\n\n{LINES[1]}\n").count(f"{last} {first}") == joined


@pytest.mark.parametrize(
    ("last", "joined"), [("of threats and of the", True), ("of threats;", False), ("Threats", False)]
)
def test_an_empty_line_in_the_middle_of_a_sentence_parts_nothing(last: str, joined: bool) -> None:
    first = "weaknesses that are known" if last != "Threats" else "Weaknesses that are known"
    assert (f"{last} {first}" in paragraphs(f"{LINES[0]} me.\n\n{last}\n\n{first}\n")) == joined


def test_footnotes_of_a_paged_text_are_notes_and_their_marks_leave_the_words() -> None:
    body = ["Each State has a national CERT1 that answers.", *["It works by day and by night."] * 6]
    notes_below = ["1 A team that answers", "incidents.", "2", "The Council", "of the", "sample."]
    page = "\n".join([*body, "It reports to the Council.2", "", *notes_below])
    made = extract(f"{page}\f{'Other words of the second page. ' * 4}".encode(), name="a.txt")
    notes = [(item.number, item.text) for item in made.passages if item.number.startswith("fn ")]
    assert notes == [("fn 1", "A team that answers incidents."), ("fn 2", "The Council of the sample.")]
    text = " ".join(item.text for item in made.passages)
    assert "national CERT that" in text
    assert "the Council." in text


def test_a_list_at_the_foot_of_a_page_is_no_note() -> None:
    page = "\n".join([*["The directory is kept by the Secretariat."] * 8, "1 First point", "2 Second point"])
    made = extract(f"{page}\f{'Other words of the second page. ' * 4}".encode(), name="a.txt")
    assert not [item for item in made.passages if item.number.startswith("fn ")]
