"""A trial of scripted models over the development set, with the real adviser."""

from __future__ import annotations

import pytest

from api.wiring import House
from bot.adviser import Adviser
from bot.conversation import InMemoryConversations
from bot.llm.caller import Caller
from bot.llm.interpreter import Interpreter
from bot.llm.provider import LlmConfig
from bot.llm.scripted import scripted
from bot.llm.writer import Writer
from bot.verify import Verifier
from evals import llm, sets
from evals.llm import LlmTrial
from evals.run import Ground

EVERY = 5


def trial(house: House, manner: str) -> LlmTrial:
    plain = Adviser.over(house.catalogue, house.index, InMemoryConversations())
    config = LlmConfig(f"scripted:{manner}", timeout=20.0)
    caller = Caller(scripted(manner), config)
    worded = Adviser.over(
        house.catalogue,
        house.index,
        InMemoryConversations(),
        writer=Writer(caller, Verifier(house.catalogue)),
        interpreter=Interpreter(caller, house.index.encoder),
    )
    ground = Ground.over(house.catalogue, house.index.retriever.passages)
    return llm.hold("dev", sets.load("dev")[::EVERY], config.model, plain, worded, ground)


@pytest.mark.parametrize("manner", ["lying", "lazy", "broken"])
def test_a_bad_model_lowers_no_citation_figure_and_says_nothing_unsupported(manner: str, real_house: House) -> None:
    held = trial(real_house, manner)
    assert held.worse == ()
    assert [found for run in held.runs for found in run.unsupported] == []
    assert [found for run in held.runs for found in run.moved] == []


def test_a_good_model_is_heard(real_house: House) -> None:
    (run,) = trial(real_house, "good").runs
    assert run.shown
    assert run.unsupported == ()
    assert run.figures["sentence_support"] == 1.0
