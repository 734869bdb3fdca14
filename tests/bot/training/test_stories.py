"""Composed stories: whose list is meant is whoever tells it, and only what is asked limits it."""

from __future__ import annotations

import random

from bot.training.lessons import ROLES, Lesson
from bot.training.stories import Stories

MINE = {role: f"mine-{role}" for role in ROLES}
PARTS = {
    **{f"{role}.mine": [MINE[role]] for role in ROLES},
    **{f"{role}.theirs": [f"theirs-{role}"] for role in ROLES},
    **{f"{role}.denied": [f"denied-{role}"] for role in ROLES},
    "scene": ["It is raining"],
    **{f"ask.{kind}": [f"What about {kind} things?"] for kind in ("open", "own", "owed")},
    "ask.strong": ["What is {M} here?"],
    "ask.owed-strong": ["What about owed things, {M} ones?"],
    **{f"modality.{m}.adj": [f"{m}-worded"] for m in ("shall", "should")},
    "phase.secure-design": ["on the drawing board"],
    "principle.7": ["on suppliers"],
}
RELATIONS = {"open": "open", "own": "own", "owed": "involves"}


def stories(count: int) -> list[Lesson]:
    composed = Stories(PARTS, random.Random(5))
    return [composed.compose(78) for _ in range(count)]


def test_the_roles_are_those_of_whoever_asks_and_never_of_others_or_of_what_is_denied() -> None:
    seen = set()
    for lesson in stories(400):
        assert {role for role in ROLES if MINE[role] in lesson.text} == set(lesson.roles), lesson
        for role in lesson.roles:
            assert f"theirs-{role}" not in lesson.text
            assert f"denied-{role}" not in lesson.text
        seen.add(lesson.roles)
    assert len(seen) == len(ROLES) + 4  # each alone, and four pairs


def test_labels_follow_what_is_asked() -> None:
    for lesson in stories(400):
        text, limits = lesson.text.lower(), lesson.limits or {}
        assert lesson.classes == ((78, 1.0),)
        assert ("shall-worded" in text, "should-worded" in text) == (
            limits["modality"] == "shall",
            limits["modality"] == "should",
        )
        assert ("on the drawing board" in text) == (limits["phase"] == "secure-design")
        assert ("on suppliers" in text) == (limits["principle"] == "7")
        for kind, relation in RELATIONS.items():
            if f"about {kind}" in text:
                assert limits["relation"] == relation


def test_a_limit_may_stand_before_what_is_asked_as_a_sentence_of_its_own() -> None:
    limited = [lesson for lesson in stories(600) if (lesson.limits or {})["principle"] == "7"]
    assert any("On suppliers. " in lesson.text for lesson in limited)
    assert any("on suppliers?" in lesson.text for lesson in limited)
    assert any("On suppliers, " in lesson.text for lesson in limited)


def test_what_is_owed_may_be_of_a_strength() -> None:
    strong = [lesson for lesson in stories(600) if "owed things, " in lesson.text.lower()]
    assert {(lesson.limits or {})["modality"] for lesson in strong} == {"shall", "should"}
    assert {(lesson.limits or {})["relation"] for lesson in strong} == {"involves"}


def test_every_sentence_ends_as_one() -> None:
    for lesson in stories(50):
        assert lesson.text[-1] in ".?!"
        assert ".." not in lesson.text
