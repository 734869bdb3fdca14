from __future__ import annotations

from pathlib import Path

import pytest

from bot.answer import Path as Route
from bot.errors import BudgetSpent
from bot.llm.budget import DailyBudget
from bot.llm.scripted import scripted
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


def test_a_days_money_is_kept_beside_its_tokens_and_ends(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    upgrade(engine)
    budget = DailyBudget(engine, daily_cost=0.10)
    budget.reserve(1000, 0.06)
    with pytest.raises(BudgetSpent, match="money"):
        budget.reserve(1000, 0.06)
    budget.settle(1000, 200, 0.06, 0.01)
    budget.reserve(1000, 0.06)
    assert budget.cost() == pytest.approx(0.07)
    engine.dispose()


def test_an_answer_may_not_cost_more_than_its_limit(make: Make) -> None:
    model = scripted("good")
    answer = make("topic", model, prices={"price_in": 1000.0, "price_out": 1000.0, "answer_cost": 0.01}).ask("What?")
    assert answer.path is Route.FALLBACK
    assert "cost more" in answer.notice
    assert model.calls == []


def test_a_repair_is_left_out_where_it_would_cost_too_much(make: Make) -> None:
    model = scripted("lying")
    prices = {"price_in": 0.0, "price_out": 1_000_000.0, "answer_cost": 1500.0}
    make("topic", model, prices=prices).ask("What?")
    assert len(model.calls) == 1


def test_an_answer_may_not_take_more_tokens_than_its_limit(make: Make) -> None:
    model = scripted("good")
    answer = make("topic", model, prices={"answer_tokens": 1200}).ask("What?")  # a reply of 1,000 and what is read
    assert answer.path is Route.FALLBACK
    assert "more tokens than it may" in answer.notice
    assert model.calls == []


def test_all_calls_of_an_answer_share_its_tokens(make: Make) -> None:
    made = make("topic", "lying").ask("What?").making
    assert made is not None
    model = scripted("lying")
    first = make("topic", model, prices={"answer_tokens": 3500}).ask("What?").making
    assert len(model.calls) == 1  # there would have been a repair
    assert first is not None
    assert first.tokens_in + first.tokens_out <= 3500 < made.tokens_in + made.tokens_out + 1000


def test_what_an_answer_cost_is_told(make: Make) -> None:
    made = make("topic", "good", prices={"price_in": 2.0, "price_out": 10.0}).ask("What?").making
    assert made is not None
    assert made.cost == pytest.approx((2 * made.tokens_in + 10 * made.tokens_out) / 1_000_000)
