"""OpenAI's shape, read by OpenAI's own package."""

from __future__ import annotations

from typing import Any

import httpx2 as httpx
import openai
import pytest
from starlette.testclient import TestClient

from tests.api.test_contract import problem

QUESTION: Any = [{"role": "user", "content": "What must I do as a data custodian?"}]


@pytest.fixture
def ai(client: TestClient) -> openai.OpenAI:
    def passed_on(request: httpx.Request) -> httpx.Response:
        response = client.request(
            request.method, request.url.path, content=request.content, headers=dict(request.headers)
        )
        kept = {k: v for k, v in response.headers.items() if k not in ("content-encoding", "content-length")}
        return httpx.Response(response.status_code, headers=kept, stream=httpx.ByteStream(response.content))

    http = httpx.Client(transport=httpx.MockTransport(passed_on))
    return openai.OpenAI(api_key="anything", base_url="http://signpost.test/v1", http_client=http, max_retries=0)


def test_citations_are_links_in_the_text_and_annotations(ai: openai.OpenAI) -> None:
    done = ai.chat.completions.create(model="signpost", messages=QUESTION)
    message = done.choices[0].message
    assert done.choices[0].finish_reason == "stop"
    assert message.content
    assert "[[1]](http://signpost.test/id/provision/2.5)" in message.content
    assert message.annotations
    assert len(message.annotations) == 10
    for note in message.annotations:
        cited = note.url_citation
        assert message.content[cited.start_index : cited.end_index].endswith(f"({cited.url})")


def test_a_stream_adds_up_to_the_whole(ai: openai.OpenAI) -> None:
    whole = ai.chat.completions.create(model="signpost", messages=QUESTION).choices[0].message.content
    stream = list(
        ai.chat.completions.create(
            model="signpost", messages=QUESTION, stream=True, stream_options={"include_usage": True}
        )
    )
    said = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    assert said == whole
    assert [c.choices[0].finish_reason for c in stream if c.choices][-1] == "stop"
    assert stream[-1].usage
    assert stream[-1].usage.total_tokens > 0
    assert any(getattr(c.choices[0].delta, "annotations", None) for c in stream if c.choices)


def test_earlier_questions_are_the_conversation(ai: openai.OpenAI, house: Any) -> None:
    messages: Any = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What must developers do?"},
        {"role": "assistant", "content": "..."},
        {"role": "user", "content": [{"type": "text", "text": "Only the firm ones"}]},
    ]
    ai.chat.completions.create(model="signpost", messages=messages, temperature=0.2)
    (first, one), (last, other) = house.adviser.asked
    assert (first, last) == ("What must developers do?", "Only the firm ones")
    assert one == other is not None


def test_models_and_errors_are_as_the_package_expects(ai: openai.OpenAI, client: TestClient) -> None:
    assert [model.id for model in ai.models.list()] == ["signpost"]
    assert ai.models.retrieve("signpost").id == "signpost"
    with pytest.raises(openai.NotFoundError):
        ai.chat.completions.create(model="gpt-9", messages=QUESTION)
    with pytest.raises(openai.UnprocessableEntityError, match="empty"):
        ai.chat.completions.create(model="signpost", messages=[{"role": "user", "content": " "}])
    problem(client.post("/v1/chat/completions", json={"model": "signpost", "messages": []}), 422, "question-empty")
