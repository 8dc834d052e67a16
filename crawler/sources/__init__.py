"""The sources, one file each: a new file here is a new source. `un_oewg.py` is the source `un-oewg`."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from difflib import get_close_matches

from corpus.config import Config
from corpus.errors import SourceError
from crawler.site_source import site_source
from crawler.source import Expect, Source


def names(config: Config) -> list[str]:
    """All sources: the shipped ones, then the user's own sites."""
    shipped = [info.name.replace("_", "-") for info in pkgutil.iter_modules(__path__)]
    return [*sorted(shipped), *(site.name for site in config.sites)]


def load(name: str, config: Config) -> Source:
    """The source of that name, with what the configuration changes of it. Raises SourceError with near names."""
    for site in config.sites:
        if site.name == name:
            return site_source(site)
    if name not in names(config):
        near = get_close_matches(name, names(config), n=3, cutoff=0.4)
        raise SourceError(f"There is no source {name!r}. Did you mean {', '.join(near or names(config))}?")
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    source: Source = module.SOURCE
    return _changed(replace(source, name=name), config)


def _changed(source: Source, config: Config) -> Source:
    settings = config.source(source.name)
    unknown = sorted(set(settings.bases) - set(source.bases))
    if unknown:
        raise SourceError(f"Source {source.name} has no base {unknown[0]!r}; it has {', '.join(sorted(source.bases))}.")
    expect = Expect(
        source.expect.at_least if settings.at_least is None else settings.at_least,
        source.expect.at_most if settings.at_most is None else settings.at_most,
    )
    return replace(
        source,
        bases={**source.bases, **settings.bases},
        expect=expect,
        symbols=settings.symbols or source.symbols,
        languages=settings.languages or source.languages,
    )
