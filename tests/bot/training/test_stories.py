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


def test_every_sentence_ends_as_one() -> None:
    for lesson in stories(50):
        assert lesson.text[-1] in ".?!"
        assert ".." not in lesson.text
