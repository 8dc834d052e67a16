"""The configuration: defaults, names checked, cures named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import (
    Config,
    ExtractSettings,
    OpenSearchSettings,
    SiteSettings,
    SourceSettings,
    parse_config,
    read_config,
)
from corpus.errors import ConfigError

WHOLE = """
contact = "archive@example.org"
delay = 2
allow_private_hosts = ["127.0.0.1:8000"]

[sources.un-gge]
symbols = ["A/75/816"]
at_least = 1
bases = {ods = "http://127.0.0.1:8000/"}

[[sites]]
name = "example-ministry"
seeds = ["https://example.org/cyber"]
documents = '[.]pdf$'
follow = '/cyber/'
process = "national"
language = "en"
"""


def test_a_whole_file() -> None:
    config = parse_config(WHOLE)
    assert config.delay == 2.0
    assert config.source("un-gge") == SourceSettings({"ods": "http://127.0.0.1:8000"}, ("A/75/816",), (), 1, None)
    assert config.source("osce") == SourceSettings()
    assert config.sites == (
        SiteSettings("example-ministry", ("https://example.org/cyber",), "[.]pdf$", "/cyber/", "national", "en"),
    )


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert read_config(tmp_path / "verbale.toml") == Config()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("delai = 2", "Did you mean 'delay'"),
        ("delay = 'two'", "delay must be float"),
        ("delay = true", "delay must be float"),
        ("contact = [", "not valid TOML"),
        ("allow_private_hosts = 'x'", "list of strings"),
        ("[sources.osce]\nsymbol = []", "Did you mean 'symbols'"),
        ("[sources.osce]\nat_least = -1", "whole numbers"),
        ("[[sites]]\nname = 'x'", "needs 'seeds'"),
        ("sources = 3", "table"),
        ("sites = 3", "list of tables"),
    ],
)
def test_mistakes_are_named_with_their_cure(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        parse_config(text)


@given(st.text())
def test_any_text_gives_a_config_or_a_config_error(text: str) -> None:
    try:
        outcome: Config | str = parse_config(text)
    except ConfigError as error:
        outcome = str(error)
    assert isinstance(outcome, Config) or "verbale.toml" in outcome


def test_an_unreadable_file_says_which(tmp_path: Path) -> None:
    path = tmp_path / "verbale.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"verbale\.toml"):
        read_config(path)


def test_the_limits_of_reading_a_file() -> None:
    config = parse_config("[extract]\nseconds = 5\npages = 100\nocr = 'never'\n")
    assert config.extract == ExtractSettings(seconds=5.0, pages=100, ocr="never")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[extract]\nocr = 'always'", '"auto" or "never"'),
        ("[extract]\npages = 0", "above 0"),
        ("[extract]\npage = 5", "Did you mean 'pages'"),
        ("extract = 5", "must be a table"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        parse_config(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("opensearch = 5", r"\[opensearch\] must be a table"),
        ("[opensearch]\nurls = 'x'", "has no setting 'urls'. Did you mean 'url'"),
        ("[opensearch]\nurl = 'search.example.org:9200'", "url must be an address such as"),
        ("[opensearch]\nurl = 'https://reader:secret@search.example.org'", "without a login"),
        ("[opensearch]\nurl = 'https://one.example.org, two.example.org'", "url must be an address such as"),
        ("[opensearch]\nurl = 9200", "url must be str, not int"),
        ("[opensearch]\nname = 'Verbale'", "name must be small letters"),
        ("[opensearch]\nname = ''", "name must be small letters"),
        ("[opensearch]\nname = '-verbale'", "name must be small letters"),
        ("[opensearch]\nshards = 0", "shards and seconds must be above 0"),
        ("[opensearch]\nshards = '2'", "shards must be int, not str"),
        ("[opensearch]\nreplicas = -1", "replicas not below it"),
        ("[opensearch]\nreplicas = true", "replicas must be int, not bool"),
        ("[opensearch]\nseconds = 0", "shards and seconds must be above 0"),
        ("[opensearch]\nuser = ['reader']", "user must be str, not list"),
        ("[opensearch]\nuser = 'reader'", "user needs password_file"),
        ("[opensearch]\npassword_file = 'secret'", "password_file needs user"),
        ("[opensearch]\napi_key_env = 'A'\napi_key_file = 'b'", "one login: .*leave out all but one"),
        ("[opensearch]\nuser = 'a'\npassword_file = 'b'\napi_key_env = 'C'", "one login: .*leave out all but one"),
    ],
)
def test_a_cluster_that_makes_no_sense_is_told_with_the_cure(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        parse_config(text)


def test_a_whole_cluster() -> None:
    urls = "https://a.example.org:9200, https://b.example.org"
    text = f"[opensearch]\nurl = '{urls}'\nseconds = 5\napi_key_env = 'KEY'\n"
    assert parse_config(text).opensearch == OpenSearchSettings(url=urls, seconds=5.0, api_key_env="KEY")
