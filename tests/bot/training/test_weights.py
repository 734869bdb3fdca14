"""Weights between heads and words follow whichever of the two was right on held-out lists."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.training.lessons import ROLES, Lesson, labels, listed
from bot.training.weights import fit_weights
from bot.understand.heads import HeadReading
from bot.understand.roles import RoleFinder
from ontology.catalogue import Catalogue

pytest.importorskip("sklearn")
NAMES = {
    "developer": "developers", "system-operator": "system operators", "data-custodian": "data custodians",
    "end-user": "end users", "affected-entity": "affected entities",
}  # fmt: skip
STRENGTHS = {"none": "", "shall": "mandatory ", "should": "recommended "}
HEADS = ("modality", "phase", "principle", "relation")


@pytest.fixture(scope="module")
def finder(whole_catalogue: Catalogue) -> RoleFinder:
    return RoleFinder(whole_catalogue)


def asked() -> list[Lesson]:
    """Sixty lists whose words say what is wanted."""
    order = random.Random(0)
    found = []
    for number in range(60):
        strength, role = order.choice(list(STRENGTHS)), ROLES[number % 5]
        text = f"Show the {STRENGTHS[strength]}duties of {NAMES[role]}"
        found.append(listed(text, roles=(role,), modality=strength))
    return found


def reading(lesson: Lesson, sure: float, modality: str = "", role: str = "") -> HeadReading:
    """Heads that believe what the lesson wants, or another strength or role, with that chance."""
    wanted = dict(lesson.limits or {}) | ({"modality": modality} if modality else {})
    known = labels()
    found = {}
    for name in HEADS:
        rest = (1 - sure) / (len(known[name]) - 1)
        found[name] = {label: sure if label == wanted[name] else rest for label in known[name]}
    held = {role} if role else set(lesson.roles)
    return {**found, "roles": {r: sure if r in held else 1 - sure for r in ROLES}}


def test_words_that_are_right_where_the_head_guesses_come_to_weigh(finder: RoleFinder) -> None:
    lists, order = asked(), random.Random(1)
    guessed = [reading(x, 0.6, order.choice(list(STRENGTHS)), order.choice(ROLES)) for x in lists]
    weights, figures = fit_weights(lists, guessed, finder)
    assert weights.limits["modality"].words > 1
    assert weights.roles.told[0] > 1
    assert figures["list modality right"] == figures["list roles right"] == 1


def test_words_that_mislead_a_head_that_knows_come_to_nothing(finder: RoleFinder) -> None:
    lists, order = asked(), random.Random(1)
    taught = [listed(x.text, roles=(order.choice(ROLES),), modality=order.choice(list(STRENGTHS))) for x in lists]
    weights, figures = fit_weights(taught, [reading(x, 0.9) for x in taught], finder)
    assert weights.limits["modality"].head > weights.limits["modality"].words >= 0
    assert figures["list whole frame right"] == 1


def test_words_that_are_always_wrong_count_for_nothing_and_not_against_themselves(finder: RoleFinder) -> None:
    other = {"none": "shall", "shall": "should", "should": "none"}
    taught = [listed(x.text, roles=x.roles, modality=other[(x.limits or {})["modality"]]) for x in asked()]
    weights, _ = fit_weights(taught, [reading(x, 0.4) for x in taught], finder)
    assert weights.limits["modality"].words == 0


def test_the_whole_frame_is_right_only_where_every_field_is(finder: RoleFinder) -> None:
    lists = asked()
    changes = [listed("And the optional ones?", "change", modality="should")]
    readings = [reading(lesson, 0.9) for lesson in (*lists, *changes)]
    wrong = [listed(x.text, roles=x.roles, phase="secure-design", modality=(x.limits or {})["modality"]) for x in lists]
    _, figures = fit_weights([*wrong[:6], *lists[6:], *changes], readings, finder)
    assert figures["list whole frame right"] == pytest.approx(54 / 60)
    assert figures["list phase right"] == pytest.approx(55 / 61, abs=1e-4)
    assert figures["list modality right"] == 1


def test_a_role_that_is_named_but_never_meant_is_not_counted_against_itself(finder: RoleFinder) -> None:
    lists, order = asked(), random.Random(2)
    lists = [replace(x, roles=(ROLES[(ROLES.index(x.roles[0]) + 1) % 5],)) for x in lists]
    guessed = [reading(x, 0.6, role=order.choice((*x.roles, order.choice(ROLES)))) for x in lists]
    weights, _ = fit_weights(lists, guessed, finder)
    assert min(weights.roles.head, *weights.roles.told) >= 0
