"""schemathesis over the OpenAPI document: whatever is sent, no answer is a 5xx, and answers are as described.

Requests are made as the document allows and, in the negative mode, as it doesn't. Every other one has names in its
path that exist. FUZZ_EXAMPLES says how many an operation gets; ``pytest -s`` prints how many were sent.
"""

from __future__ import annotations

import os
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from starlette.testclient import TestClient

from api.app import create_app
from api.shape_report import ShapeReport
from tests.api.conftest import BASE, ScriptedHouse
from tests.api.test_contract import problem

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
KNOWN = {"name": "csv", "provision": "5.4.1", "framework": "nist-ai-rmf", "kind": "provision", "id": "5.4.1", "n": "5"}
CONFORMS = """print('{"conforms": true, "violations": []}')"""  # the real report takes seconds


@pytest.fixture
def schema(house: ScriptedHouse) -> Any:
    house.settings = house.settings.model_copy(update={"rate_per_minute": 1_000_000})
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(house))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
def test_no_request_breaks_the_server(schema: Any, house: Any, mode: GenerationMode) -> None:
    load_all_checks()
    app = create_app(house)
    app.state.shape_report = ShapeReport(CONFORMS)
    sent: dict[str, int] = {}
    untouched: list[str] = []
    broken: dict[str, str] = {}
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, client=("127.0.0.1", 1)) as client:
        for found in schema.get_all_operations():
            operation = found.ok()
            name = f"{operation.method.upper()} {operation.path}"
            try:
                if not drive(operation, mode, checking(client, name, sent)):
                    untouched.append(name)
            except (Exception, BaseExceptionGroup) as failure:
                broken[name] = str(failure)[:2000]
    print(f"{mode.value}: {sum(sent.values())} requests to {len(sent)} operations; none to {', '.join(untouched)}")
    assert not broken, "\n".join(f"{name}: {why}" for name, why in broken.items())
    assert {"POST /sparql", "GET /v1/exports/{name}"} <= set(sent)
    assert "POST /v1/assessments/{assessment_id}/import" in set(sent) | set(untouched)
    if mode is GenerationMode.POSITIVE:
        assert not untouched
        assert {"GET /sparql", "GET /metrics", "GET /ontology", "GET /ontology/report", "GET /v1/conformance"} <= set(
            sent
        )


def checking(client: TestClient, name: str, sent: dict[str, int]) -> Any:
    """What sends a case of the operation `name` and looks at the answer; counts in `sent`."""
    known = KNOWN | {"assessment_id": assessment(client)}

    def check(case: Any) -> None:
        sent[name] = sent.get(name, 0) + 1
        if sent[name] % 2 and case.path_parameters:
            case.path_parameters.update({k: v for k, v in known.items() if k in case.path_parameters})
        response = case.call(session=client, base_url=BASE, headers={"host": "localhost"})
        checks = [not_a_server_error, content_type_conformance]
        if "text/event-stream" not in str(response.headers.get("content-type")):
            checks.append(response_schema_conformance)
        case.validate_response(response, checks=checks)

    return check


def assessment(client: TestClient) -> str:
    """One to fill in, import into and delete."""
    made = client.post("/v1/assessments", json={"name": "a", "roles": ["end-user"]}, headers={"host": "localhost"})
    return str(made.json()["id"])


def drive(operation: Any, mode: GenerationMode, check: Any) -> bool:
    """Send what the mode makes of the operation; False where it can make nothing, such as a wrong request without
    parameters."""
    limits = settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    run: Any = cast(Any, limits)(cast(Any, given)(operation.as_strategy(mode))(check))
    try:
        run()
    except Unsatisfiable:
        return False
    return True


@pytest.mark.parametrize(
    "path",
    ["/v1/provisions/%00", "/v1/provisions/%F0%9F%92%A9", "/id/provision/..%2F..%2Fetc", "/data/role/%FF.ttl",
     "/v1/roles/' OR 1=1 --", "/v1/answers/%0D%0AX: y", "/v1/obligations?role=%00&role=\ud7ff"],
)  # fmt: skip
def test_odd_addresses_are_problems(client: TestClient, path: str) -> None:
    response = client.get(path, follow_redirects=False)
    assert 400 <= response.status_code < 500
    problem(response, response.status_code, response.json()["code"])
