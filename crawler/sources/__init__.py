"""The sources, one file each: a new file here is a new source. `un_oewg.py` is the source `un-oewg`."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from corpus.config import Config
from corpus.errors import SourceError
from crawler.links import absolute
from crawler.site_source import site_source
from crawler.source import Expect, Source

# Whether a source reads lists does not depend on the day.
_ANY_DAY = date(2026, 1, 1)


def names(config: Config) -> list[str]:
    """All sources: the shipped ones, then the user's own sites. Raises SourceError where two have one name."""
    shipped = sorted(info.name.replace("_", "-") for info in pkgutil.iter_modules(__path__))
    own = [site.name for site in config.sites]
    twice = next((name for name in own if name in shipped or own.count(name) > 1), "")
    if twice:
        raise SourceError(f"There are two sources {twice!r}. Give the one in [[sites]] another name.")
    return [*shipped, *own]


def load(name: str, config: Config) -> Source:
    """The source of that name, with what the configuration changes of it. Raises SourceError with near names."""
    known = names(config)
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        raise SourceError(f"There is no source {name!r}. Did you mean {', '.join(near or known)}?")
    for site in config.sites:
        if site.name == name:
            return site_source(site)
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    source: Source = module.SOURCE
    return _changed(replace(source, name=name), config)


def _changed(source: Source, config: Config) -> Source:
    settings = config.source(source.name)
    unknown = sorted(set(settings.bases) - set(source.bases))
    if unknown:
        raise SourceError(f"Source {source.name} has no base {unknown[0]!r}; it has {', '.join(sorted(source.bases))}.")
    for base, address in settings.bases.items():
        if not absolute("", address):
            raise SourceError(f"Source {source.name}: the base {base} = {address!r} is no http or https address.")
    changed = replace(
        source,
        bases={**source.bases, **settings.bases},
        symbols=settings.symbols or source.symbols,
        languages=settings.languages or source.languages,
    )
    expect = _expected(source, changed)
    at_least = expect.at_least if settings.at_least is None else settings.at_least
    at_most = expect.at_most if settings.at_most is None else settings.at_most
    return replace(changed, expect=Expect(at_least, at_most))


def _expected(shipped: Source, changed: Source) -> Expect:
    """What a source that asks by symbol alone gives, if it asks for others, or in more languages, than as shipped."""
    if changed.symbols != shipped.symbols and not shipped.begin(shipped, _ANY_DAY).follow:
        return Expect(1, len(changed.symbols) * max(1, len(changed.languages)))
    more = max(1, len(changed.languages)) / max(1, len(shipped.languages))
    return Expect(shipped.expect.at_least, int(shipped.expect.at_most * more))
