"""A source made of configuration alone: seeds, a pattern of pages to follow, a pattern of documents to keep."""

from __future__ import annotations

import re
from datetime import date

from corpus.config import SiteSettings
from corpus.document import Posting
from corpus.errors import ConfigError
from crawler.links import Link, absolute
from crawler.markup import links, says_nothing, soup
from crawler.source import Expect, Page, Reading, Source


def site_source(site: SiteSettings) -> Source:
    """The source that `[[sites]]` describes. Raises ConfigError for a pattern or a seed that is none."""
    keep, follow = _pattern(site, "documents", site.documents), _pattern(site, "follow", site.follow or r"(?!)")
    for seed in site.seeds:
        if not absolute("", seed):
            raise ConfigError(f"[[sites]] {site.name}: the seed {seed!r} is no http or https address.")

    def begin(source: Source, today: date) -> Reading:
        return Reading(follow=site.seeds)

    def read(page: Page) -> Reading:
        tree = soup(page.body, page.media_type)
        found = links(tree, page.url)
        postings = tuple(_posting(site, link) for link in found if keep.search(link.url))
        further = tuple(link.url for link in found if follow.search(link.url) and not keep.search(link.url))
        understood = bool(postings or further or says_nothing(tree))
        return Reading(postings, further, understood, "" if understood else "no link fits `documents` or `follow`")

    return Source(site.name, {}, Expect(site.at_least, site.at_most), begin, read, name=site.name)


def _pattern(site: SiteSettings, name: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ConfigError(f"[[sites]] {site.name}: {name} is no regular expression: {error}.") from error


def _posting(site: SiteSettings, link: Link) -> Posting:
    source = "national" if site.process.startswith("national") else site.name
    return Posting(link.url, source, process=site.process, title=link.text, language=site.language)
