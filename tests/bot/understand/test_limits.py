"""Whose list it is, and what it is limited to, where no single reader decides alone."""

from __future__ import annotations

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


def test_whom_the_asker_heads_tell_the_role(adviser: Adviser) -> None:
    story = (
        "An AI on the auction clock decides which lots go first; a consultancy designed it and the auction's own team"
        " installed and runs it in the auction's data centre."
    )
    asks = "What are our mandatory items in the maintenance and end-of-life phases?"
    assert adviser.understand(f"{story} I head that team. {asks}").roles == ("system-operator",)
    assert adviser.understand(f"{story} I like that team. {asks}").roles != ("system-operator",)
