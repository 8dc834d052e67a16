"""The addresses that other programs ask: feeds, files, records, and where all of these are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, Response, abort, request

from corpus.home import Home
from search.library import Library
from search.web import discovery
from search.web.addresses import form_address
from search.web.export import export
from search.web.feeds import process_feed, search_feed, source_feed
from search.web.past import of_its_day
from search.web.shelf import Shelf
from search.web.unapi import unapi
from search.web.xml_answers import xml_answer


def add_addresses_for_programs(app: Flask, shelf: Shelf, home: Home, now: Callable[[], datetime]) -> None:
    """Answer them from the shelf's library."""

    def add(path: str, name: str, view: Any) -> None:
        app.add_url_rule(path, name, view)

    add("/export", "export", lambda: of_its_day(shelf, home, now, export))
    add("/feed", "feed", lambda: search_feed(shelf.library()))
    add("/feed/source/<name>", "source-feed", lambda name: source_feed(shelf.library(), name))
    add("/feed/process/<name>", "process-feed", lambda name: process_feed(shelf.library(), name))
    add("/unapi", "unapi", lambda: unapi(shelf.library()))
    add("/sitemap.xml", "sitemap", lambda: sitemap(shelf.library()))
    add("/sitemap-<int:number>.xml", "sitemap-part", lambda number: sitemap_part(shelf.library(), number))
    add("/opensearch.xml", "opensearch", opensearch)
    add("/robots.txt", "robots", robots)


def sitemap(library: Library) -> Response:
    """The documents whose texts are held, for search engines."""
    pages = [page for page in library.store.listed() if page.held]
    return xml_answer(discovery.sitemap(form_address(), pages), "application/xml")


def sitemap_part(library: Library, number: int) -> Response:
    """One part of the site map, where it has parts."""
    pages = [page for page in library.store.listed() if page.held]
    part = discovery.sitemap_part(form_address(), pages, number)
    if part is None:
        abort(404, "The site map has no such part; /sitemap.xml lists those there are.")
    return xml_answer(part, "application/xml")


def opensearch() -> Response:
    """How to search from a browser's address bar."""
    return xml_answer(discovery.opensearch(form_address()), discovery.OPENSEARCH)


def robots() -> Response:
    """What robots are asked to leave in peace."""
    return Response(discovery.robots(form_address(), request.script_root), mimetype="text/plain")
