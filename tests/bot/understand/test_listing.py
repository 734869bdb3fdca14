from __future__ import annotations

import pytest

from bot.understand import listing
from bot.understand.asking import Asking
from ontology.model import Modality

DEVELOPER = ("developer",)
NONE: dict[str, float] = {}


def wanted(question: str, roles: tuple[str, ...] = DEVELOPER, best: float = 0.2, **intent: float) -> bool:
    return listing.wanted(question, Asking(), roles, intent, NONE, best)


def test_a_list_needs_a_role_a_phase_or_a_principle() -> None:
    assert wanted("What applies to developers?", enumerate=0.9)
    assert not wanted("What applies?", roles=(), enumerate=0.9)


def test_permissions_of_the_code_are_listed_without_a_role() -> None:
    asked = Asking(modality=Modality.MAY)
    assert listing.wanted("Which provisions of the Code say may?", asked, (), {"enumerate": 0.9}, NONE, 0.1)


def test_a_provision_that_fits_very_well_speaks_against_a_list() -> None:
    assert wanted("What applies to us?", enumerate=0.7)
    assert not wanted("What applies to us?", enumerate=0.7, best=0.9)


@pytest.mark.parametrize("other", [{"topic": 0.8}, {"fact": 0.7}])
def test_what_is_surely_something_else_is_no_list(other: dict[str, float]) -> None:
    assert not wanted("Everything for developers", enumerate=0.6, **other)


def test_the_last_sentence_counts_when_a_story_stands_before_it() -> None:
    story = "We build models for banks. What applies to us?"
    assert not listing.wanted(story, Asking(), DEVELOPER, {"enumerate": 0.4}, NONE, 0.1)
    assert listing.wanted(story, Asking(), DEVELOPER, {"enumerate": 0.4}, {"enumerate": 0.95}, 0.1)


def test_without_heads_words_decide() -> None:
    assert wanted("List the duties of developers")
    assert not wanted("Developers met yesterday")
