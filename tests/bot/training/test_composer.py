"""What the heads are taught: labels from the bank, and composed lists whose labels fit their words."""

from __future__ import annotations

import pytest

from bot.understand.lessons import LABELS, Composer, lessons

PARTS = {
    "developer.self": ["We train it"],
    "developer.noun": ["devs"],
    "system-operator.self": ["We host it"],
    "system-operator.noun": ["hosts"],
    "data-custodian.self": ["We guard the data"],
    "data-custodian.noun": ["keepers"],
    "end-user.self": ["We go on typing"],
    "end-user.noun": ["typists"],
    "affected-entity.self": ["It judged me"],
    "affected-entity.noun": ["bystanders"],
    "both.developer+system-operator.self": ["We train and host it"],
    "both.developer+system-operator.noun": ["devs and hosts"],
    **{f"modality.{m}.{kind}": [f"{m}-{kind}"] for m in ("shall", "should") for kind in ("adj", "noun", "clause")},
    "modality.may": ["may"],
    "modality.shall.negated": ["shall-negated"],
    "modality.should.negated": ["should-negated"],
    "phase.secure-design": ["on the drawing board"],
    "principle.7": ["on suppliers"],
    "relation.obliges": ["by name"],
    "relation.organisation": ["as an organisation"],
    "relation.involves.owed": ["What is owed to {X}?"],
    "skeleton": ["What must {X} do?"],
    "skeleton.self": ["What applies?"],
    "skeleton.mod": ["{M} duties of {X}"],
    "skeleton.mod.self": ["our {M} duties"],
    "skeleton.theme": ["the {T} duties of {X}"],
    **{f"theme.{n}": ["on suppliers" if n == 7 else f"theme-{n}"] for n in range(1, 14)},
    "terse.role.developer": ["devs"],
    "terse.role.system-operator": ["hosts"],
    "terse.role.data-custodian": ["keepers"],
    "terse.role.end-user": ["typists"],
    "terse.role.affected-entity": ["bystanders"],
    "terse.modality.shall": ["shall-"],
    "terse.modality.should": ["should-"],
    "terse.phase.secure-design": ["on the drawing board"],
    "terse.principle.7": ["on suppliers"],
    "change": ["and {C}?"],
    "wrap": ["Hello. {Q}"],
}
WORDS = {
    ("modality", "shall"): "shall-",
    ("modality", "should"): "should-",
    ("phase", "secure-design"): "on the drawing board",
    ("principle", "7"): "on suppliers",
    ("relation", "obliges"): "by name",
    ("relation", "organisation"): "as an organisation",
    ("relation", "involves"): "owed",
}
ROLE_WORDS = {
    "developer": ("train", "devs"), "system-operator": ("host", "hosts"), "data-custodian": ("guard", "keepers"),
    "end-user": ("typing", "typists"), "affected-entity": ("judged", "bystanders"),
}  # fmt: skip


def test_composed_lists_say_what_their_labels_say() -> None:
    for lesson in Composer(7, PARTS).compose(600):
        text = lesson.text.lower()
        for (field, value), words in WORDS.items():
            assert (words in text) == (getattr(lesson, field) == value), lesson
        for role, words in ROLE_WORDS.items():
            assert any(w in text for w in words) == (role in (lesson.roles or ())), lesson
        assert "{" not in lesson.text


def test_the_same_seed_composes_the_same() -> None:
    assert Composer(1).compose(40) == Composer(1).compose(40)
    assert Composer(1).compose(40) != Composer(2).compose(40)


def test_every_label_is_taught_by_the_bank_or_composed() -> None:
    taught = lessons() + Composer(1).compose(4000)
    lists = [lesson for lesson in taught if lesson.roles is not None]
    assert {lesson.intent for lesson in taught} == set(LABELS["intent"])
    assert {role for lesson in lists for role in lesson.roles or ()} == set(LABELS["roles"])
    for field in ("modality", "phase", "principle", "relation"):
        assert {getattr(lesson, field) for lesson in lists} == set(LABELS[field]), field


@pytest.mark.parametrize("field", ["roles", "modality", "phase", "principle", "relation"])
def test_a_line_that_is_no_list_teaches_its_intent_only(field: str) -> None:
    plain = [lesson for lesson in lessons() if lesson.intent == "topic"]
    assert plain
    assert {getattr(lesson, field) for lesson in plain} in ({None}, {"none"}, {"open"})
