"""EU, NATO and national strategies from URL to paragraph: the shapes of sources.md served on loopback for a night."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from corpus.config import Config, SourceSettings
from corpus.store import Store
from corpus.workers import Workers
from crawler.sample.collection import documents
from crawler.sample.files import render_file
from crawler.source import Reading
from crawler.sources import load
from tests.loopback import Loopback, answer, loopback
from tests.nights import Nights
from tests.test_page_model import MODEL

ACT = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Sample act</title></head><body>
<div class="eli-main-title"><p class="oj-doc-ti">REGULATION (EU) 2099/1 on sample points of contact</p></div>
<p>Article 1</p><p>1. Each sample State names a point of contact.</p><p>2. The points of contact meet every year.</p>
</body></html>"""
XHTML = {"Content-Type": "application/xhtml+xml"}
JSON = {"Content-Type": "application/json"}
SAMPLE = next(document for document in documents() if document.symbol == "A/RES/178/916")


def table(base: str) -> dict[str, object]:
    row = {
        "celex": "32099R0001", "date": "2099-05-17", "title": "Regulation (EU) 2099/1 on sample points of contact",
        "language": "http://publications.europa.eu/resource/authority/language/ENG", "type": "xhtml",
        "item": f"{base}/resource/cellar/sample.0006.03/DOC_1",
    }  # fmt: skip
    return {"results": {"bindings": [{name: {"value": value} for name, value in row.items()}]}}


def rows() -> dict[str, object]:
    entry = {
        "title": "Strategy of Exampleland (sample)", "metadata": {"country": [{"value": "x", "label": "Exampleland"}]},
        "documents": [{"filename": "strategy.pdf", "language": "eng"}],
    }  # fmt: skip
    return {"rows": [entry], "totalRows": 1}


class Site:
    """Answers as the three sites do; `base` is known once the server runs."""

    def __init__(self) -> None:
        self.base = ""

    def __call__(self, request: str) -> Iterator[bytes]:
        path = urlsplit(request.split(" ")[1]).path
        text = f"{self.base}/en/about/official-texts/2099/06/25"
        texts = (f"<url><loc>{text}/{name}</loc></url>" for name in ("summit-declaration", "cyber-pledge"))
        pages = {
            "/webapi/rdf/sparql": answer(json.dumps(table(self.base)).encode(), headers=JSON),
            "/resource/cellar/sample.0006.03/DOC_1": answer(
                ACT.encode(), headers={"Content-Type": "application/xhtml+xml"}
            ),
            "/sitemap.xml": answer(f"<urlset>{''.join(texts)}</urlset>".encode()),
            "/content/nato/en/about/official-texts/2099/06/25/summit-declaration.model.json": answer(
                json.dumps(MODEL).encode(), headers=JSON
            ),
            "/en/about/official-texts/2099/06/25/cyber-pledge": answer(
                b"<html><main><h1>Sample pledge</h1><p>1. We pledge to keep our networks.</p></main></html>",
                headers={"Content-Type": "text/html"},
            ),
            "/api/search": answer(json.dumps(rows()).encode(), headers=JSON),
            "/api/files/strategy.pdf": answer(render_file(SAMPLE), headers={"Content-Type": "application/pdf"}),
        }
        yield pages.get(path, answer(b"not here", "404 Not Found"))


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as pool:
        yield pool


def settings(server: Loopback) -> Config:
    at = {
        "eu": SourceSettings({"cellar": server.base}, symbols=("32099R0001",), at_least=1),
        "nato": SourceSettings({"nato": server.base}, at_least=1),
        "national-strategies": SourceSettings({"unidir": server.base, "itu": server.base}, at_least=1),
    }
    return Config(sources=at)


@pytest.mark.slow
def test_each_source_from_its_first_question_to_its_paragraphs(tmp_path: Path, workers: Workers) -> None:
    site = Site()
    with loopback(site) as server:
        site.base = server.base
        config = settings(server)
        nato, states = load("nato", config), load("national-strategies", config)
        # Without what the catalogue knows: those addresses are elsewhere.
        nato = replace(nato, begin=lambda itself, today: Reading(follow=(f"{server.base}/sitemap.xml",)))
        states = replace(states, begin=lambda itself, today: Reading(follow=(f"{server.base}/api/search?from=0",)))
        reports = Nights(tmp_path, workers).spend(server, load("eu", config), nato, states)
        host = server.base
    assert [(report.state, report.found) for report in reports] == [("ok", 1), ("ok", 2), ("ok", 1)], [
        report.reasons() for report in reports
    ]
    store = Store.open(tmp_path / "corpus.db")
    act = store.document("32099R0001")
    assert act.url.startswith("https://eur-lex.europa.eu/")
    assert any("names a point of contact" in passage.text for passage in store.current_passages(act.id))
    held = {document.title: document for document in store.documents(store.document_ids()).values()}
    summit, pledge = held["Sample Summit Declaration"], held["Sample pledge"]
    assert summit.url == f"{host}/en/about/official-texts/2099/06/25/summit-declaration"
    assert (summit.source, summit.date, pledge.date) == ("nato", "2099-06-25", "2099-06-25")
    assert [item.number for item in store.current_passages(summit.id) if item.number] == ["1", "2", "3"]
    strategy = next(document for document in held.values() if document.source == "national")
    assert strategy.submitters == ("Exampleland",)
    store.close()
