"""The API against its own description: schemathesis asks all that it allows, and what it forbids."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from corpus.config import Config
from corpus.home import Home
from search.web.app import create_app
from search.web.shelf import Shelf
from tests.web_home import fill

TAKING = (
    "search", "document", "paragraph", "complete", "compare", "chain", "coverage", "crosswalk", "states", "state",
    "silence", "watches", "concordance", "trace", "quotes", "pack",
)  # fmt: skip
OPERATIONS = (*TAKING, "status", "openapi", "chains")
ASKED = [
    *((operation, GenerationMode.POSITIVE) for operation in OPERATIONS),
    *((operation, GenerationMode.NEGATIVE) for operation in TAKING),
]

# For each operation and mode; each is a request, checked from all sides.
EXAMPLES = int(os.environ.get("VERBALE_EXAMPLES", "50"))

# What is asked in words of any kind, which no schema can tell from those that cannot be searched for.
FREE = ("search", "concordance", "trace", "state", "silence", "pack")

pytestmark = pytest.mark.slow

load_all_checks()
# A query is text, and which texts are queries no schema can say: `"open` is refused, with its position. Nor can one say
# that one of three parameters is needed.
LEFT_OUT = [check for check in CHECKS.get_all() if check.__name__ == "positive_data_acceptance"]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = Home(tmp_path_factory.mktemp("described") / "home")
    fill(home)
    shelf = Shelf(home, Config())
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", create_app(shelf, home))
    # Too large a text is refused before anyone looks at what else is wrong with it.
    refusing = found.config.checks.negative_data_rejection
    refusing.expected_statuses = [*refusing.expected_statuses, "413"]
    yield found
    shelf.close()


def test_the_description_is_an_openapi_description(described: Any) -> None:
    assert described.validate() is None
    # schemathesis leaves out the description itself.
    told = {found.ok().definition.raw["operationId"] for found in described.get_all_operations()}
    assert told == {*OPERATIONS} - {"openapi"}


@pytest.mark.parametrize(("operation", "mode"), ASKED)
def test_every_answer_is_as_described(described: Any, operation: str, mode: GenerationMode) -> None:
    found = described.find_operation_by_id(operation)

    @settings(
        max_examples=5 if operation == "pack" else EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(found.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        case.call_and_validate(excluded_checks=LEFT_OUT if operation in FREE else [])

    asked()
