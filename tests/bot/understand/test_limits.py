"""Whose list it is, and what it is limited to, where no single reader decides alone."""

from __future__ import annotations

from api.wiring import House
from bot.adviser import Adviser
from bot.understand.heads import Heads
from bot.understand.limits import Limits
from bot.understand.role_words import ROLES
from bot.understand.roles import RoleFinder
from bot.understand.weighing import Weights
from ontology.model import Modality, Relation


def test_of_those_who_have_no_duty_a_strength_is_one_of_what_is_done_for_them(adviser: Adviser) -> None:
    frame = adviser.understand("Which recommendations of the deployment phase are there for affected entities?")
    assert (frame.roles, frame.modality) == (("affected-entity",), Modality.SHOULD)
    assert frame.relations == (Relation.INVOLVES,)


def test_of_those_who_could_have_one_it_stays_empty(adviser: Adviser) -> None:
    frame = adviser.understand("Which recommendations of the deployment phase are there for end-users to follow?")
    assert frame.roles == ("end-user",)
    assert frame.relations != (Relation.INVOLVES,)


def test_whom_the_asker_heads_tell_the_role_where_nothing_else_does(real_house: House) -> None:
    story = (
        "An AI on the auction clock decides which lots go first; a consultancy designed it and the auction's own team"
        " installed and runs it in the auction's data centre."
    )
    asks = "What are our mandatory items in the maintenance and end-of-life phases?"
    catalogue = real_house.catalogue
    limits = Limits(catalogue, RoleFinder(catalogue), Heads.open(real_house.index.encoder), Weights.load())
    unsure = {"roles": dict.fromkeys(ROLES, 0.01)}
    assert limits.read(f"{story} I head that team. {asks}", unsure, ())[1] == ("system-operator",)
    assert limits.read(f"{story} I like that team. {asks}", unsure, ())[1] == ()
