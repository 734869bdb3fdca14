"""Whose list it is, and what it is limited to, where no single reader decides alone."""

from __future__ import annotations

import pytest

from bot.adviser import Adviser
from ontology.model import Modality, Relation


def test_of_those_who_have_no_duty_a_strength_is_one_of_what_is_done_for_them(adviser: Adviser) -> None:
    frame = adviser.understand("Which recommendations of the deployment phase are there for affected entities?")
    assert (frame.roles, frame.modality) == (("affected-entity",), Modality.SHOULD)
    assert frame.relations == (Relation.INVOLVES,)


def test_of_those_who_could_have_one_it_stays_empty(adviser: Adviser) -> None:
    frame = adviser.understand("Which recommendations of the deployment phase are there for end-users to follow?")
    assert frame.roles == ("end-user",)
    assert frame.relations != (Relation.INVOLVES,)


@pytest.mark.parametrize("who", ["I head that team.", "I belong to that team."])
def test_whom_the_asker_heads_tell_the_role(who: str, adviser: Adviser) -> None:
    story = (
        "A consultancy designed the auction AI, and the auction's own team installed and runs it in its data centre."
    )
    frame = adviser.understand(f"{story} {who} What are our mandatory items in the maintenance phase?")
    assert frame.roles == ("system-operator",)
