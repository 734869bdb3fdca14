from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BudgetSpent
from bot.llm.budget import DailyBudget
from bot.state.engine import open_engine
from bot.state.migrate import upgrade
from tests.bot.llm.conftest import Make


def test_a_days_tokens_are_kept_over_processes_and_end(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    upgrade(engine)
    first, second = DailyBudget(engine, 1000), DailyBudget(engine, 1000)
    first.reserve(600)
    with pytest.raises(BudgetSpent):
        second.reserve(600)
    assert second.used() == 600
    first.settle(600, 100)
    second.reserve(600)
    assert second.used() == 700
    engine.dispose()


def test_an_answer_is_counted(tmp_path: Path, make: Make) -> None:
    engine = open_engine(tmp_path)
    upgrade(engine)
    budget = DailyBudget(engine)
    answer = make("topic", "good", budget=budget).ask("What then?")
    assert answer.making is not None
    assert budget.used() == answer.making.tokens_in + answer.making.tokens_out > 0
    engine.dispose()
