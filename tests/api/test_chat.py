"""OpenAI's shape, read by OpenAI's own package."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api import chat
from api.app import create_app
from api.chat_stream import Message
from bot.answer import Citation, Claim, Section, markdown
from bot.streaming import Event, Part, Sentence, parts
from tests.api.conftest import ScriptedAdviser
from tests.api.served import serving
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


@pytest.fixture
def held(house: Any) -> Held:
    """Makes the house's adviser hold its second sentence back."""
    house.adviser = Held(house.catalogue, house.conversations)
    return house.adviser  # type: ignore[no-any-return]


class Held(ScriptedAdviser):
    """Says the second sentence when it is let, and breaks off there for a question about breaking."""

    def __init__(self, catalogue: Any, conversations: Any) -> None:
        super().__init__(catalogue, conversations)
        self.let = threading.Event()

    def stream(self, question: str, conversation_id: str | None = None, stop: Any = None) -> Iterator[Event]:
        said = 0
        for event in super().stream(question, conversation_id, stop):
            if isinstance(event, Sentence):
                said += 1
            if said == 2:
                assert self.let.wait(60)
                if "break" in question:
                    raise RuntimeError("secret detail")
            yield event


def test_over_a_real_server_sentences_come_as_they_are_made(house: Any, held: Held) -> None:
    with serving(create_app(house)) as url:
        ai = openai.OpenAI(api_key="anything", base_url=f"{url}/v1", max_retries=0, timeout=60)
        stream = iter(ai.chat.completions.create(model="signpost", messages=QUESTION, stream=True))
        said = ""
        while "[[1]](http://signpost.test/id/provision/2.5)" not in said:
            said += next(stream).choices[0].delta.content or ""
        assert not held.let.is_set()  # the first sentence is here with its link, the second not yet made
        held.let.set()
        rest = list(stream)
        said += "".join(chunk.choices[0].delta.content or "" for chunk in rest)
        assert len({chunk.id for chunk in rest}) == 1
        whole = ai.chat.completions.create(model="signpost", messages=QUESTION).choices[0].message
        assert said == whole.content
        [notes] = [n for c in rest if (n := getattr(c.choices[0].delta, "annotations", None))]
        assert [n["url_citation"] for n in notes] == [n.url_citation.model_dump() for n in whole.annotations or ()]


def test_a_stream_that_breaks_off_is_an_error_to_the_client(house: Any, held: Held) -> None:
    held.let.set()
    asked: Any = [{"role": "user", "content": "Please break"}]
    with serving(create_app(house)) as url:
        ai = openai.OpenAI(api_key="anything", base_url=f"{url}/v1", max_retries=0, timeout=60)
        with pytest.raises(openai.APIError, match="went wrong") as caught:
            list(ai.chat.completions.create(model="signpost", messages=asked, stream=True))
        assert "secret" not in str(caught.value)
        with pytest.raises(openai.UnprocessableEntityError, match="empty"):
            ai.chat.completions.create(model="signpost", messages=[{"role": "user", "content": " "}], stream=True)


CLAIMS = st.builds(Claim, st.sampled_from(["One [2].", "Two.", "[9] odd"]), st.sampled_from([(), (1,), (1, 2)]))
SECTIONS = st.lists(
    st.builds(Section, st.lists(CLAIMS, max_size=3).map(tuple), st.sampled_from(["", "Heading"]), listed=st.booleans()),
    max_size=4,
).map(tuple)


@given(SECTIONS)
def test_what_is_streamed_adds_up_whatever_the_sections(sections: tuple[Section, ...]) -> None:
    cited = tuple(
        Citation(n, "provision", f"1.{n}", f"http://x/{n}", "label", "shall", "quote", False, None, None, None)
        for n in (1, 2)
    )
    message = Message(cited)
    for event in parts(sections):
        if isinstance(event, Part):
            message.part(event)
        elif isinstance(event, Sentence):
            message.sentence(event)
    text, annotations = chat.linked(markdown(sections), cited)
    assert (message.text, message.annotations) == (text, annotations)
