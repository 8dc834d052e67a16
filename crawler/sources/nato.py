"""NATO's official texts: its site map leads to them, each is had as the model of its page (sources.md section 7).

Hub pages are filled by scripts, so the site map is the list. Of its hundreds of texts those are taken whose address
speaks of cyber matters, or of summits: their declarations hold the paragraphs on cyber defence.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from corpus.catalogue import entries
from corpus.document import Posting
from crawler.links import absolute, same_site
from crawler.marc import xml_tree
from crawler.source import Expect, Page, Reading, Source

_TEXT = re.compile(
    r"/en/(?:[a-z-]+/)*official-texts/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<slug>[\w%.-]+?)(?:\.html)?/?"
)
_TOPIC = re.compile(
    r"cyber|digital|hybrid|emerging|artificial-intelligence|quantum|data|technolog|resilien|strateg|summit|declaration"
    r"|communique|pledge|north-atlantic-council|heads-of-state"
)
_MAP = re.compile(r"\.xml(?:\.gz)?$")


def begin(source: Source, today: date) -> Reading:
    """The site map, and the texts of the catalogue that lie elsewhere."""
    base = source.bases["nato"]
    known = [entry.posting for entry in entries() if entry.posting.source == "nato" and entry.posting.url]
    older = [posting for posting in known if not _TEXT.fullmatch(urlsplit(posting.url).path)]
    postings = tuple(
        Posting(posting.url, "nato", title=posting.title, date=posting.date, symbol=posting.symbol, language="en")
        for posting in older
    )
    return Reading(postings, (f"{base}/sitemap.xml",))


def read(page: Page) -> Reading:
    """The official texts on our subjects that a site map lists, and the further maps."""
    try:
        tree = xml_tree(page.body)
    except ValueError as error:
        return Reading(understood=False, reason=f"the site map cannot be read: {error}")
    found = [absolute(page.url, (node.text or "").strip()) for node in tree.iter("{*}loc")]
    addresses = [url for url in dict.fromkeys(found) if url and same_site(url, page.bases["nato"])]
    maps = tuple(url for url in addresses if _MAP.search(urlsplit(url).path))
    texts = [url for url in addresses if _TEXT.fullmatch(urlsplit(url).path)]
    postings = tuple(_posting(url) for url in texts if _TOPIC.search(urlsplit(url).path))
    understood = bool(maps or texts)
    return Reading(postings, maps, understood, "" if understood else "the site map lists no official text")


def _posting(url: str) -> Posting:
    parts = urlsplit(url)
    found = _TEXT.fullmatch(parts.path)
    path = parts.path.removesuffix("/").removesuffix(".html")
    model = parts._replace(path=f"/content/nato{path}.model.json").geturl()
    day = f"{found['year']}-{found['month']}-{found['day']}" if found else ""
    return Posting(model, "nato", date=day, language="en", type_label="Official text", otherwise=(url,))


SOURCE = Source(
    title="NATO: official texts on cyber defence, and summit declarations",
    bases={"nato": "https://www.nato.int"},
    expect=Expect(at_least=20, at_most=1_500),
    begin=begin,
    read=read,
)
