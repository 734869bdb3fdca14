"""Single questions put to the real adviser, for whoever works on one:

``SIGNPOST_HOME=… pytest tests/evals --eval-question W-topic-012`` (``failing`` for all that the stored runs say fail).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals import figures, record, run, sets
from evals.run import Ground

RESULTS = Path(str(sets.__file__)).parent / "results"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "identifier" in metafunc.fixturenames:
        wanted = dict.fromkeys(metafunc.config.getoption("--eval-question", default=[]))
        if "failing" in wanted:
            del wanted["failing"]
            runs = [record.load(file) for file in sorted(RESULTS.glob("*.json"))]
            wanted |= dict.fromkeys(i for r in runs for i, result in r.results.items() if not result["right"])
        metafunc.parametrize("identifier", list(wanted))


@pytest.fixture(scope="module")
def house() -> Any:
    from api.settings import load
    from api.wiring import House
    from bot.conversation import InMemoryConversations

    made = House(load())
    made.conversations = InMemoryConversations()
    return made


def test_question(identifier: str, house: Any) -> None:
    known = {question.id: question for name in sets.SHIPPED for question in sets.load(name)}
    assert identifier in known, f"no question of the shipped sets is called {identifier}"
    ground = Ground.over(house.catalogue, house.index.retriever.passages)
    found = run.run(house.adviser, ground, [known[identifier]])
    assert found[0].right, "\n" + figures.failures(found, explain=True)
    assert not found[0].faults, "\n" + figures.failures(found, explain=True)
