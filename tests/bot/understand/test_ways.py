"""Which way a question goes in the end."""

from __future__ import annotations

import pytest

from bot.understand.asking import Asking
from bot.understand.router import FACT, NONE, TOPIC
from bot.understand.ways import lists

ROLE = ("developer",)


@pytest.mark.parametrize("route", [NONE, FACT, TOPIC])
def test_whoever_asks_which_items_are_of_a_strength_for_them_asks_for_a_list(route: str) -> None:
    asked = "At the yard others train it. Which items are mandatory for my role?"
    assert lists(route, asked, Asking(), ROLE, numbered=False)
    assert not lists(route, asked, Asking(), (), numbered=False)
    assert not lists(route, "Is that item mandatory for my role?", Asking(), ROLE, numbered=False)
