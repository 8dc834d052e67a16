"""Web pages: the main content by structure. The pages are ours, their shape is that of real ones."""

from __future__ import annotations

import pytest

from corpus.errors import EmptyDocument, ExtractError
from corpus.extract import extract

AROUND = """<nav><ul><li><a href="/">Home of the site</a></li></ul></nav>
<header class="site-header">The name of the site</header>{}
<aside>Other news</aside><div class="cookie-banner">We use cookies</div>
<footer>All rights reserved</footer><script>var words = "no words";</script>"""


def page(inner: str, head: str = "", language: str = "") -> bytes:
    attribute = f" lang={language}" if language else ""
    return (
        f"<!doctype html><html{attribute}><head><meta charset=utf-8>{head}</head><body>{inner}</body></html>".encode()
    )


def said(body: bytes) -> list[tuple[str, str]]:
    return [(passage.number, passage.text) for passage in extract(body).passages]


@pytest.mark.parametrize(
    "frame",
    [
        "<main>{}</main>",
        "<article>{}</article>",
        "<div role=main>{}</div>",
        "<div id=content>{}</div>",
        "<div>{}</div>",
    ],
)
def test_only_the_document_is_read(frame: str) -> None:
    text = "".join(f"<p>{number}. States answer question {number} of the chair.</p>" for number in range(1, 9))
    assert said(page(AROUND.format(frame.format(text)))) == [
        (str(number), f"States answer question {number} of the chair.") for number in range(1, 9)
    ]


def test_headings_lists_and_tables() -> None:
    body = page("""<h1>A decision</h1><h2>I. Tasks</h2><p>24. States decide:</p>
<ol type=a><li>to meet;</li><li>to <b>answer</b>.</li></ol><h2>II. Names</h2>
<table><tr><th>State</th><th>Role</th></tr><tr><td>Testovia</td><td>Chair</td></tr></table>
<table><tr><td>(1)</td><td><p>States recall this.</p></td></tr></table>""")
    made = extract(body)
    assert made.front.title == "A decision"
    assert [(passage.number, passage.heading, passage.text) for passage in made.passages] == [
        ("24", ("I. Tasks",), "States decide:"),
        ("24 (a)", ("I. Tasks",), "to meet;"),
        ("24 (b)", ("I. Tasks",), "to answer."),
        ("", ("II. Names",), "State | Role"),
        ("", ("II. Names",), "Testovia | Chair"),
        ("(1)", ("II. Names",), "States recall this."),
    ]


def test_note_marks_go_and_powers_stay() -> None:
    body = page(
        "<p>In development<sup>1</sup> over 10<sup>3</sup> cases<sup><a href='#n'>[2]</a></sup>, all known.</p>"
    )
    assert said(body) == [("", "In development over 10³ cases, all known.")]


def test_lines_parted_by_breaks_are_paragraphs() -> None:
    body = page(
        "<div>First paragraph,<br>of two lines.<br><br>Second paragraph.</div><pre>1. Kept\n   so.\n\n2. Too.</pre>"
    )
    assert said(body)[:2] == [("", "First paragraph, of two lines."), ("", "Second paragraph.")]
    assert said(body)[2:] == [("1", "Kept so."), ("2", "Too.")]


def test_the_head_tells_title_date_and_language() -> None:
    body = page(
        "<p>Une phrase.</p>",
        '<title>Une page | Le site</title><meta property="article:published_time" content="2031-03-04T10:00:00Z">',
        "fr",
    )
    made = extract(body)
    assert (made.front.title, made.front.date_on_text, made.language) == ("Une page", "2031-03-04", "fr")


def test_an_act_of_the_european_union() -> None:
    body = page("""<div class="eli-container"><div class="eli-main-title"><p class="oj-doc-ti">COUNCIL REGULATION (EU)
2031/796</p><p class="oj-doc-ti">of 17 May 2031</p><p class="oj-doc-ti">concerning cyber-attacks</p></div>
<p class="oj-normal">THE COUNCIL OF THE EUROPEAN UNION,</p>
<div><p class="oj-ti-art">Article 1</p><p class="oj-sti-art">Scope</p>
<p class="oj-normal">1. This Regulation applies to attacks<a href="#n1"><sup>(1)</sup></a> from outside.</p></div>
<p class="oj-note"><a id="n1">(1)</a> OJ L 1, 3.3.2031, p. 1.</p></div>""")
    made = extract(body)
    assert (made.front.symbol, made.front.date_adopted) == ("32031R0796", "2031-05-17")
    assert made.front.title == "COUNCIL REGULATION (EU) 2031/796 of 17 May 2031 concerning cyber-attacks"
    article = next(passage for passage in made.passages if passage.number == "1")
    assert article.heading[-1] == "Article 1 Scope"
    assert article.text == "This Regulation applies to attacks from outside."
    assert ("fn 1", "OJ L 1, 3.3.2031, p. 1.") in said(body)


@pytest.mark.parametrize("depth", [300, 3_000, 30_000])
def test_text_in_the_depth_is_not_lost(depth: int) -> None:
    assert said(page("<div>" * depth + "<p>The deepest words.</p>" + "</div>" * depth + "<p>Words behind.</p>")) == [
        ("", "The deepest words."), ("", "Words behind."),
    ]  # fmt: skip


def test_utf_7_is_refused() -> None:
    body = b"<html><head><meta charset='utf-7'></head><body>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</body></html>"
    with pytest.raises(ExtractError, match="UTF-7"):
        extract(body)


@pytest.mark.parametrize("body", [page(""), page("<nav>Only links</nav>"), b"<html>"])
def test_a_page_without_words_says_so(body: bytes) -> None:
    with pytest.raises(EmptyDocument, match="page"):
        extract(body)


PROSE = "<p>" + "States answer the questions that the chair has put to them in writing. " * 5 + "</p>"


def test_a_text_is_not_taken_for_hidden_because_its_label_is() -> None:
    body = page(f"""<main><h1>Statement</h1><div class="field field--name-body field--label-hidden field__item">{PROSE}
</div><div class="hidden">Not for readers.</div></main>""")
    assert [words.startswith("States answer") for _, words in said(body)] == [True]


def test_links_around_a_text_do_not_make_it_less_of_the_page() -> None:
    links = "".join(
        f"<li><a href=/{place}>A page on the matter number {place} of the site</a></li>" for place in range(99)
    )
    assert len(said(page(f"<div><ul>{links}</ul></div><main>{PROSE}</main>"))) == 1


def test_what_readers_wrote_below_is_no_text_however_long() -> None:
    body = page(f"<main>{PROSE}<section id=comments><h2>Two answers</h2>{PROSE * 20}</section></main>")
    assert len(said(body)) == 1


@pytest.mark.parametrize(
    "name", ["related-posts", "block block--share", "menu--main", "site-footer", "noprint", "tags"]
)
def test_what_stands_beside_a_text_goes_by_its_name(name: str) -> None:
    assert len(said(page(f'<article>{PROSE}<div class="{name}"><p>Other things.</p></div></article>'))) == 1


@pytest.mark.parametrize("name", ["shared-values", "printed-matter", "research", "tags-hidden-label", "commentary"])
def test_a_name_that_only_resembles_one_of_noise_is_none(name: str) -> None:
    assert len(said(page(f'<article>{PROSE}<div class="{name}"><p>Another matter.</p></div></article>'))) == 2


def test_an_act_with_a_recital_a_point_and_a_note() -> None:
    body = page("""<div class=eli-container><p class=oj-doc-ti>DIRECTIVE (EU) 2031/12 OF THE COUNCIL</p>
<p class=oj-doc-ti>of 4 March 2031</p><p class=oj-doc-ti>on the names of things</p>
<p class=oj-doc-ti>(Text with EEA relevance)</p>
<p class=oj-normal>Having regard to the opinion of the Committee&nbsp;<a id=ntc1-A href="#ntr1-A">(<span
class="oj-super oj-note-tag">1</span>)</a>,</p><p class=oj-normal>Whereas:</p>
<table><tr><td><p class=oj-normal>(7)</p></td><td><p class=oj-normal>Things have names.</p></td></tr></table>
<p class=oj-ti-art>Article 1</p><p class=oj-sti-art>Names</p><p class=oj-normal>1.&nbsp; States name things.</p>
<p class=oj-normal>2.&nbsp; They may:</p>
<table><tr><td><p class=oj-normal>(a)</p></td><td><p class=oj-normal>ask others.</p></td></tr></table>
<p class=oj-note><a id=ntr1-A href="#ntc1-A">(<span class=oj-super>1</span>)</a>&nbsp; OJ C 1, p. 4.</p></div>""")
    read = extract(body).passages
    assert [(passage.number, passage.text) for passage in read][1:] == [
        ("", "Having regard to the opinion of the Committee,"), ("", "Whereas:"), ("(7)", "Things have names."),
        ("1", "States name things."), ("2", "They may:"), ("2 (a)", "ask others."),
        ("fn 1", "OJ C 1, p. 4."),
    ]  # fmt: skip
    assert read[0].text == "(Text with EEA relevance)"
    assert {passage.heading for passage in read} == {(), ("Article 1 Names",)}


def test_a_consolidated_text_has_its_words_and_not_the_signs_of_changes() -> None:
    body = page("""<p class=title-doc-first>DIRECTIVE 2031/12/EU</p><p class=title-toc>CONTENT</p>
<table><tr><td><p class=toc-item>Article 1</p></td><td><p class=toc-item>Names</p></td></tr></table>
<p class=arrow><a href="/x">▼M2</a></p><p class=title-article-norm>Article 1</p><p class=stitle-article-norm>Names</p>
<p class=norm>States ►M1 may (<a href="#E0001" id=src.E0001><span class=superscript>1</span></a>) ◄ name
things <a href="#a2">3</a> times.</p><hr>
<p class=footnote>(<a href="#src.E0001" id=E0001><span class=superscript>1</span></a>)&nbsp;OJ C 1.</p>""")
    read = extract(body).passages
    assert [(passage.heading[-1], passage.number, passage.text) for passage in read] == [
        ("Article 1 Names", "", "States may name things 3 times."), ("Article 1 Names", "fn 1", "OJ C 1."),
    ]  # fmt: skip


def test_paragraphs_within_a_cell_are_not_run_together() -> None:
    body = page("<table><tr><td>4 May</td><td><p>S/RES/9</p><p>11-0-4</p>in<br>all</td></tr></table>")
    assert said(body) == [("", "4 May | S/RES/9 11-0-4 in all")]


def test_subjects_by_which_a_site_sorts_its_pages_are_no_words_of_them() -> None:
    field = '<div class="field field--type-entity-reference field--label-hidden">{}</div>'
    body = page(
        f"<main>{field.format('<a href=/1>Press release</a>')}{PROSE}{field.format('A reference in words.')}</main>"
    )
    assert [words[:11] for _, words in said(body)] == ["States answ", "A reference"]


@pytest.mark.parametrize(
    "head",
    ['<meta property="article:published_time" content="04-03-2031">', '<meta name=date content="4 March 2031">',
     '<meta name=date content="soon"><meta name=pubdate content="2031-03-04T12:00:00Z">'],
)  # fmt: skip
def test_the_date_of_a_page_is_declared_in_many_ways(head: str) -> None:
    assert extract(page(f"<main><h1>A statement</h1>{PROSE}</main>", head)).front.date_on_text == "2031-03-04"


def test_the_date_of_a_page_can_be_marked_up() -> None:
    body = page(f'<main><time datetime="2031-03-04T12:53:00" itemprop=datePublished>yesterday</time>{PROSE}</main>')
    assert extract(body).front.date_on_text == "2031-03-04"


def test_the_title_is_the_heading_that_readers_see() -> None:
    body = page(f"<h1 class=aural>The name of the site</h1><main><h1>A statement</h1>{PROSE}</main>")
    assert extract(body).front.title == "A statement"


def test_a_number_in_a_cell_beside_paragraphs_is_that_of_the_first() -> None:
    points = "<table><tr><td>(a)</td><td>a sign;</td></tr></table>"
    body = page(f"""<p>In this act:</p><table><tr><td>(1)</td><td><p>a name means:</p>{points}</td></tr>
<tr><td>(2)</td><td>{points}</td></tr></table>""")
    assert said(body) == [
        ("", "In this act:"), ("(1)", "a name means:"), ("(1) (a)", "a sign;"), ("(2) (a)", "a sign;"),
    ]  # fmt: skip
