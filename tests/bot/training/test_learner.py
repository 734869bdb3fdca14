"""Teaching: what is learnt shows, comes back from its state, and is the same each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from bot.topics.head import Head
from bot.training.learner import SCALE, Learner, Plan, teach
from bot.training.lessons import Lesson, listed
from tests.bot.training.conftest import CLASSES, LABELS, make_learner, make_lister

pytest.importorskip("torch")
LESSONS = (
    Lesson("who may read the logs", "topic", ((0, 1.0),), intent="topic"),
    Lesson("logs must be read every week", "restatement", ((0, 1.0),)),
    Lesson("may we keep the training data", "topic", ((1, 1.0), (0, 0.25)), intent="topic"),
    Lesson("wipe the data at the end", "need", ((1, 1.0),), 0.8),
    Lesson("under which licence is it", "fact", ((2, 1.0),), 0.5, "fact", node="about/licence"),
    Lesson("who published it", "fact", ((2, 1.0),), 0.5, "fact", node="about/publisher"),
    listed("what must developers do by law of the code", roles=["developer"], place=3, modality="shall"),
    listed("everything for end users in design", roles=["end-user"], place=3, phase="secure-design"),
    Lesson("say that nothing applies to anybody", "sentence", speaker="order"),
)
TEXTS = [lesson.text for lesson in LESSONS]


@pytest.fixture(scope="module")
def taught() -> tuple[Learner, list[tuple[int, float]]]:
    learner, told = make_learner(), []
    teach(learner, LESSONS, Plan(epochs=1, composed=0), lambda epoch, loss: told.append((epoch, loss)))
    return learner, told


def test_directions_begin_where_a_class_has_its_lessons() -> None:
    learner = make_learner()
    learner.begin(LESSONS)
    logits = Head(learner.prototypes(), np.zeros(CLASSES, dtype=np.float32)).logits(learner.encode(TEXTS))
    assert logits.argmax(1).tolist()[:8] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert np.linalg.norm(learner.prototypes()[:4], axis=1) == pytest.approx([SCALE] * 4, rel=1e-5)


def test_a_round_tells_its_loss_and_changes_every_part(
    taught: tuple[Learner, list[tuple[int, float]]], untaught_state: Mapping[str, Any]
) -> None:
    learner, told = taught
    assert [epoch for epoch, _ in told] == [0]
    assert 0 < told[0][1] < 100
    changed = {name for name, array in learner.state().items() if not np.array_equal(array, untaught_state[name])}
    assert {
        "topic.directions",
        "topic.bias",
        *(f"{n}.{part}" for n in LABELS for part in ("queries", "bias")),
    } <= changed
    assert all(name in changed for name in untaught_state if name.endswith(".b") and name.startswith("factor."))


def test_the_loss_falls_from_round_to_round() -> None:
    told: list[float] = []
    teach(make_learner(), LESSONS, Plan(epochs=5, composed=0), lambda _, loss: told.append(loss))
    assert told[-1] < 0.8 * told[0]


def test_the_same_lessons_teach_the_same(taught: tuple[Learner, list[tuple[int, float]]]) -> None:
    again, told = make_learner(), []
    teach(again, LESSONS, Plan(epochs=1, composed=0), lambda epoch, loss: told.append((epoch, loss)))
    assert told == taught[1]
    assert np.array_equal(again.encode(TEXTS), taught[0].encode(TEXTS))


def test_a_state_that_is_restored_reads_alike(
    taught: tuple[Learner, list[tuple[int, float]]], untaught: Learner
) -> None:
    learner, _ = taught
    other = make_learner()
    other.restore(learner.state())
    assert np.array_equal(other.encode(TEXTS), learner.encode(TEXTS))
    assert not np.allclose(other.encode(TEXTS), untaught.encode(TEXTS), atol=1e-4)
    assert np.array_equal(other.prototypes(), learner.prototypes())
    assert other.readings(TEXTS) == learner.readings(TEXTS)


def test_readings_are_chances_in_the_order_of_the_texts(untaught: Learner) -> None:
    readings = untaught.readings(TEXTS)
    assert {name: tuple(chances) for name, chances in readings[0].items()} == LABELS
    for reading in readings:
        for name, chances in reading.items():
            assert name == "roles" or sum(chances.values()) == pytest.approx(1, abs=1e-4)
            assert all(0 <= chance <= 1 for chance in chances.values())
    for text, reading in zip(TEXTS, readings, strict=True):
        (alone,) = untaught.readings([text])
        assert alone["intent"] == pytest.approx(reading["intent"], abs=0.02)


def test_vectors_are_of_unit_length_in_the_order_of_the_texts(untaught: Learner) -> None:
    vectors = untaught.encode(TEXTS)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)
    alone = np.concatenate([untaught.encode([text]) for text in TEXTS])
    assert (alone @ vectors.T).argmax(1).tolist() == list(range(len(TEXTS)))


def test_each_role_looks_for_words_of_its_own(untaught_state: Mapping[str, Any]) -> None:
    looks = {name: len(untaught_state[f"{name}.queries"]) for name in LABELS}
    assert looks == dict.fromkeys(LABELS, 1) | {"roles": len(LABELS["roles"])}


def test_without_a_topic_head_only_the_limits_are_learnt() -> None:
    learner, told = make_lister(), []
    before = learner.state()
    lists = [lesson for lesson in LESSONS if lesson.limits is not None]
    teach(learner, lists, Plan(epochs=2, composed=0), lambda _, loss: told.append(loss))
    assert told[1] < told[0]
    changed = {name for name, array in learner.state().items() if not np.array_equal(array, before[name])}
    assert {f"{name}.queries" for name in learner.labels} <= changed
    assert learner.state()["topic.directions"].size == 0
    assert learner.readings(TEXTS)[0].keys() == learner.labels.keys()
