"""The model of a page (`.model.json`) is read as the page would be; other JSON stays unread."""

from __future__ import annotations

import json

import pytest

from corpus.errors import EmptyDocument, ExtractError, Unsupported
from corpus.extract import extract, sniff
from corpus.official import reading_url

MODEL = {
    "title": "Sample Summit Declaration",
    "dataLayer": {"page-1": {"repo:modifyDate": "2099-06-26T08:00:00Z", "xdm:tags": ["sample:cyber"]}},
    ":type": "sample/components/page",
    ":itemsOrder": ["root"],
    ":items": {
        "root": {
            ":itemsOrder": ["header", "first", "columns"],
            ":items": {
                "columns": {":items": {"text": {"text": "<p>3. We will review it every year.</p>", "richText": True}}},
                "first": {
                    "text": "<p>1. We, the sample Heads of State, met today.</p><p>2. We keep a <b>directory</b>.</p>",
                    "richText": True,
                },
                "header": {":type": "sample/components/header", "text": "Menu"},
            },
        },
        "foot": {"text": "Words without < markup & all"},
    },
}


def body(model: object) -> bytes:
    return json.dumps(model).encode()


def test_paragraphs_come_in_the_order_of_the_page() -> None:
    read = extract(body(MODEL), name="sample.model.json")
    assert read.front.title == "Sample Summit Declaration"
    numbered = {passage.number: passage.text for passage in read.passages if passage.number}
    assert list(numbered) == ["1", "2", "3"]
    assert numbered["2"].endswith("We keep a directory.")
    texts = [passage.text for passage in read.passages]
    assert "Words without < markup & all" in texts
    assert not any("Menu" in text for text in texts)


@pytest.mark.parametrize("other", [{"a": 1}, [{"text": "x"}], {"items": {"text": "no model"}}])
def test_other_json_is_not_read(other: object) -> None:
    assert sniff(body(other)) == "application/json"
    with pytest.raises(Unsupported, match="JSON"):
        extract(body(other))


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (b'{":items": {"a": {"text": "cut', ExtractError),
        (b'{":items": {}}', EmptyDocument),
        (b'{":items": {"a": {"text": "<p> </p>"}}}', EmptyDocument),
        (b'{":items": [1, 2], "text": 5}', EmptyDocument),
        (b'{":items":' * 5_000 + b"{}" + b"}" * 5_000, ExtractError),
    ],
)
def test_bad_models_have_a_reason(bad: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        extract(bad, name="a.model.json")


def test_readers_are_sent_to_pages() -> None:
    page = "https://www.nato.int/en/official-texts/2099/06/25/sample"
    assert reading_url("https://www.nato.int/content/nato/en/official-texts/2099/06/25/sample.model.json", "") == page
    assert reading_url(page, "") == page
    item = "https://publications.europa.eu/resource/cellar/sample.0006.03/DOC_1"
    assert reading_url(item, "32019R0796").startswith("https://eur-lex.europa.eu/")
    assert reading_url(item, "") == item
    assert reading_url("https://documents.un.org/api/symbol/access?s=A", "A/70/174") == "https://undocs.org/en/A/70/174"
