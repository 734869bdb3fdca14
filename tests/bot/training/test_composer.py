"""Composed lists, whose labels fit their words."""

from __future__ import annotations

from bot.phrases import bank as banks
from bot.training.composer import Composer
from bot.training.lessons import ROLES, labels, lessons
from ontology.catalogue import Catalogue

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
    "relation.own": ["themselves only"],
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
    "developer.mine": ["We train it"],
    "system-operator.mine": ["We host it"],
    "data-custodian.mine": ["We guard the data"],
    "end-user.mine": ["We go on typing"],
    "affected-entity.mine": ["It judged me"],
    **{f"{role}.{part}": ["Others do this and that"] for role in ROLES for part in ("theirs", "denied")},
    "scene": ["It is raining"],
    "ask.open": ["What applies?"],
    "ask.own": ["What have they to do themselves only?"],
    "ask.owed": ["What is owed?"],
    "ask.strong": ["What is {M}?"],
    "ask.owed-strong": ["What is owed and {M}?"],
}
WORDS = {
    ("modality", "shall"): "shall-",
    ("modality", "should"): "should-",
    ("phase", "secure-design"): "on the drawing board",
    ("principle", "7"): "on suppliers",
    ("relation", "obliges"): "by name",
    ("relation", "organisation"): "as an organisation",
    ("relation", "own"): "themselves only",
    ("relation", "involves"): "owed",
}
ROLE_WORDS = {
    "developer": ("train", "devs"), "system-operator": ("host", "hosts"), "data-custodian": ("guard", "keepers"),
    "end-user": ("typing", "typists"), "affected-entity": ("judged", "bystanders"),
}  # fmt: skip


def test_composed_lists_say_what_their_labels_say() -> None:
    for lesson in Composer(7, parts=PARTS).compose(600):
        text, limits = lesson.text.lower(), lesson.limits or {}
        for (field, value), words in WORDS.items():
            assert (words in text) == (limits[field] == value), lesson
        for role, words in ROLE_WORDS.items():
            assert any(w in text for w in words) == (role in lesson.roles), lesson
        assert "{" not in lesson.text


def test_lists_teach_the_topic_head_their_class_and_changes_teach_it_nothing() -> None:
    made = Composer(7, 78, PARTS).compose(200)
    assert {(lesson.intent, lesson.classes) for lesson in made} == {("enumerate", ((78, 1.0),)), ("change", ())}


def test_the_same_seed_composes_the_same() -> None:
    assert Composer(1).compose(40) == Composer(1).compose(40)
    assert Composer(1).compose(40) != Composer(2).compose(40)


def test_every_label_is_taught_by_the_bank_or_composed(whole_catalogue: Catalogue) -> None:
    taught, known = [*lessons(banks.shipped(), whole_catalogue), *Composer(1).compose(4000)], labels()
    lists = [lesson for lesson in taught if lesson.limits is not None]
    assert {lesson.intent for lesson in taught if lesson.intent} == set(known["intent"])
    assert {role for lesson in lists for role in lesson.roles} == set(known["roles"])
    for field in ("modality", "phase", "principle", "relation"):
        assert {(lesson.limits or {})[field] for lesson in lists} == set(known[field]), field
