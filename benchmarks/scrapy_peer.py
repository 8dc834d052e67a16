"""The same site crawled by scrapy, at the same pace, one request at a time a host, bodies written to files.

`python -m benchmarks.scrapy_peer FOLDER DELAY BASES` prints a line of JSON; it runs in a process of its own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


class Peer(scrapy.Spider):
    """Follows the documents tabs and their pages, and keeps every file."""

    name = "peer"

    def __init__(self, folder: str, bases: dict[str, str], **named: Any) -> None:
        super().__init__(**named)
        self.folder, self.bases, self.files = Path(folder), bases, 0
        self.begun = self.ended = 0.0
        self.start_urls = [
            f"{bases['meetings']}/meeting/57871/documents",
            f"{bases['meetings']}/meeting/76825/documents",
            f"{bases['archive']}/disarmament/open-ended-working-group/",
        ]

    def parse(self, response: Any, **named: Any) -> Iterator[Any]:
        """A list: its files, and its further pages."""
        self.begun = self.begun or time.perf_counter()
        for href in response.css("main a::attr(href)").getall():
            url = response.urljoin(href)
            if url.startswith(self.bases["files"]) or url.endswith((".pdf", ".docx", ".html")):
                yield scrapy.Request(url, callback=self.keep)
            elif "page=" in url or url.endswith("/documents"):
                yield scrapy.Request(url, callback=self.parse)

    def keep(self, response: Any) -> None:
        """A file."""
        (self.folder / sha256(response.url.encode()).hexdigest()).write_bytes(response.body)
        self.files += 1
        self.ended = time.perf_counter()


def main() -> None:
    """Crawl, and print how long it took from the first answer to the last file."""
    folder, delay, bases = sys.argv[1], float(sys.argv[2]), json.loads(sys.argv[3])
    process = CrawlerProcess({
        "LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": delay, "RANDOMIZE_DOWNLOAD_DELAY": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "USER_AGENT": "verbale-bench (sample site)",
        "TELNETCONSOLE_ENABLED": False,
    })  # fmt: skip
    crawler = process.create_crawler(Peer)
    process.crawl(crawler, folder=folder, bases=bases)
    process.start()
    spider: Any = crawler.spider
    print(json.dumps({"files": spider.files, "seconds": spider.ended - spider.begun}))


if __name__ == "__main__":
    main()
