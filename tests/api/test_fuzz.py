"""schemathesis over the OpenAPI document: whatever is sent, no answer is a 5xx, and answers are as described."""

from __future__ import annotations

from typing import Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.conftest import BASE, ScriptedHouse
from tests.api.test_contract import problem

EXAMPLES = 6
LEFT_OUT = "^/(ontology|sparql|metrics|exports)|/import$|/exports|/conformance"


@pytest.fixture
def schema(house: ScriptedHouse) -> Any:
    house.settings = house.settings.model_copy(update={"rate_per_minute": 1_000_000})
    app = create_app(house)
    return schemathesis.openapi.from_asgi("/openapi.json", app).exclude(path_regex=LEFT_OUT)


@pytest.mark.filterwarnings("ignore")
def test_no_request_that_the_document_allows_breaks_the_server(schema: Any, house: Any) -> None:
    load_all_checks()
    app = create_app(house)
    seen = 0
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, client=("127.0.0.1", 1)) as client:

        def check(case: Any) -> None:
            nonlocal seen
            seen += 1
            response = case.call(session=client, base_url=BASE, headers={"host": "localhost"})
            case.validate_response(
                response, checks=[not_a_server_error, content_type_conformance, response_schema_conformance]
            )

        for operation in schema.get_all_operations():
            strategy = operation.ok().as_strategy()
            _drive(strategy, check)
    assert seen > 100


def _drive(strategy: Any, check: Any) -> None:
    from hypothesis import given

    limits = settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    run: Any = cast(Any, limits)(cast(Any, given)(strategy)(check))
    run()


@pytest.mark.parametrize(
    "path",
    ["/v1/provisions/%00", "/v1/provisions/%F0%9F%92%A9", "/id/provision/..%2F..%2Fetc", "/data/role/%FF.ttl",
     "/v1/roles/' OR 1=1 --", "/v1/answers/%0D%0AX: y", "/v1/obligations?role=%00&role=\ud7ff"],
)  # fmt: skip
def test_odd_addresses_are_problems(client: TestClient, path: str) -> None:
    response = client.get(path, follow_redirects=False)
    assert 400 <= response.status_code < 500
    problem(response, response.status_code, response.json()["code"])
