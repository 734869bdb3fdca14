"""What the benchmarks ask, and a house of their own to ask it in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.wiring import House

QUESTION = "What must I do as a data custodian?"
QUESTIONS = 50
ENCODER_FOLDER = "encoder"


def questions() -> list[str]:
    """Questions of all kinds from the development set, evenly taken, without earlier turns."""
    from evals import sets

    alone = [question.question for question in sets.load("dev") if not question.turns]
    return [QUESTION, *alone[:: max(1, len(alone) // QUESTIONS)]]


def copied(house: House, home: Path) -> House:
    """A house over copies of encoder and index, so that what is asked here stays out of the operator's database."""
    from api.wiring import House

    folder = house.index.folder
    shutil.copytree(house.settings.home / ENCODER_FOLDER, home / ENCODER_FOLDER)
    shutil.copytree(folder, home / folder.relative_to(house.settings.home))
    return House(house.settings.model_copy(update={"home": home, "database_url": None}))
