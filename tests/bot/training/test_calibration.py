"""What is fitted on held-out lines: how many to cite, which way to go, when to decline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.branches import LISTS, QUESTIONS
from bot.frame import Choice
from bot.topics.chooser import Evidence, best_set
from bot.topics.head import classes
from bot.topics.model import TopicReading
from bot.training.calibration import (
    DECLINE_LEAST,
    OVER_REFUSED,
    ROUTE,
    ROUTED_AWAY,
    Remembered,
    Trial,
    calibrate,
    f1,
    fit_chooser,
    fit_router,
)
from bot.training.lessons import ROLES, Lesson, labels
from bot.understand.router import COMPARE, FACT, LIST, NONE, ROUTES, TOPIC, Signs
from indexer.encoder import Vectors
from ontology.catalogue import Catalogue
from tests.bot.topics.small import WIDTH, WordEncoder

pytest.importorskip("sklearn")


def test_f1_counts_neighbours_as_precise_but_not_as_found() -> None:
    must, may = frozenset({1, 2}), {1, 2, 3}
    assert f1([1, 2], must, may) == 1
    assert f1([3], must, may) == 0
    assert f1([1, 3], must, may) == pytest.approx(2 * 1 * 0.5 / 1.5)
    assert f1([1, 4], must, may) == pytest.approx(0.5)


# how many to cite --------------------------------------------------------------------------------------------------


def trial(sure: float, source: str, right: int = 0) -> Trial:
    chances = np.full(10, (1 - sure) / 9, dtype=np.float32)
    chances[0] = sure
    count = 3 if source == "situation" else 1
    gold = frozenset({right})
    return Trial(Evidence(chances, chances, chances, chances, count, count), gold, gold, source)


def test_the_chooser_learns_that_sure_is_right_and_bounds_over_refusal() -> None:
    drawn = np.random.default_rng(0)
    held = [trial(0.9, "topic") for _ in range(300)]
    held += [trial(0.3, "topic", right=int(drawn.integers(1, 10))) for _ in range(50)]
    held += [trial(0.9, "situation") for _ in range(30)]
    refused = drawn.uniform(0, 0.3, 400).tolist()
    chooser = fit_chooser(held, refused)
    for source in ("topic", "situation"):
        must, may = chooser.chances(trial(0.9, source).evidence)
        assert must[0] > 0.9 > 0.1 > must[1]
        assert list(best_set(must, may)) == [0]
    sure, unsure = (chooser.chances(trial(chance, "topic").evidence)[0][0] for chance in (0.9, 0.3))
    assert unsure < sure - 0.3
    assert np.mean([x > chooser.decline for x in refused]) <= OVER_REFUSED + 1 / 400


# which way to go ---------------------------------------------------------------------------------------------------

INTENT = {LIST: "enumerate", TOPIC: "topic", FACT: "fact", COMPARE: "compare", NONE: "none"}


def signs(way: str, sure: float = 0.9) -> Signs:
    """What readers make of a plain question of one way."""
    heads = {"intent": {INTENT[way]: sure, "small-talk": 1 - sure}}
    choice = Choice("1.1", sure if way in (TOPIC, COMPARE) else 0.1, "")
    reading = TopicReading(
        (choice,), (), {"1.1": choice.score}, decline_score=sure if way == NONE else 0.05,
        about=sure if way == FACT else 0.05, listed=sure if way == LIST else 0.05,
    )  # fmt: skip
    return Signs("a question", heads, heads, reading, 1.5 if way == FACT else 0.3, 1 if way == LIST else 0)


def test_the_router_learns_every_way() -> None:
    ways = [way for way in ROUTES for _ in range(20)]
    router = fit_router([signs(way) for way in ways], ways)
    for way in ROUTES:
        assert router.best(router.chances(signs(way)), {}) == way


def test_few_that_have_an_answer_are_declined_however_alike_they_look() -> None:
    ways = [way for way in ROUTES for _ in range(100)]
    seen = [signs(way) for way in ways]
    doubtful = ways.index(TOPIC)
    seen[doubtful : doubtful + 40] = [signs(NONE)] * 40  # topics that look just like what has no answer
    router = fit_router(seen, ways)
    gone = [router.best(router.chances(s), {}) for s, way in zip(seen, ways, strict=True) if way != NONE]
    assert gone.count(NONE) <= ROUTED_AWAY * len(gone) + 1
    assert router.decline >= DECLINE_LEAST


def test_even_where_nothing_is_doubtful_declining_needs_some_certainty() -> None:
    ways = [way for way in ROUTES for _ in range(20)]
    assert fit_router([signs(way, 0.99) for way in ways], ways).decline == DECLINE_LEAST


# all of it ---------------------------------------------------------------------------------------------------------


@dataclass
class Knowing:
    """A learner without a network: words for vectors, and heads that know the lessons."""

    lessons: dict[str, Lesson]
    directions: Vectors
    bias: Any = field(init=False)

    def __post_init__(self) -> None:
        zeros = np.zeros(len(self.directions), dtype=np.float32)
        self.bias = SimpleNamespace(detach=lambda: SimpleNamespace(numpy=lambda: zeros))

    def encode(self, texts: Sequence[str]) -> Vectors:
        return WordEncoder().encode(texts)

    def prototypes(self) -> Vectors:
        return 20 * self.directions

    def readings(self, texts: Sequence[str]) -> list[dict[str, dict[str, float]]]:
        return [self._reading(self.lessons.get(text)) for text in texts]

    @staticmethod
    def _reading(lesson: Lesson | None) -> dict[str, dict[str, float]]:
        known = labels()
        wanted = dict.fromkeys(known, "")
        if lesson is not None:
            told = {"intent": lesson.intent, "node": lesson.node, "speaker": lesson.speaker}
            wanted |= told | dict(lesson.limits or {})
        found = {n: {x: 0.9 if x == wanted[n] else 0.02 for x in known[n]} for n in known if n != "roles"}
        return found | {"roles": {r: 0.9 if lesson and r in lesson.roles else 0.1 for r in ROLES}}


def some(taught: Sequence[Lesson], wanted: Sequence[str]) -> list[Lesson]:
    """Twelve lessons of each part, of different classes."""
    found = []
    for source in wanted:
        mine = [lesson for lesson in taught if lesson.source == source]
        found += mine[:: max(1, len(mine) // 12)][:12]
    return found


def test_everything_is_fitted_and_measured_on_what_was_held_out(whole_catalogue: Catalogue) -> None:
    from bot.training.course import material

    taught, _ = material(whole_catalogue)
    out = some(taught, ("topic", "none", "situation", "fact", "list", "compare", "sentence"))
    chosen = {lesson.text for lesson in out}
    vectors = WordEncoder().encode([lesson.text for lesson in taught])
    directions = np.zeros((len(classes(tuple(whole_catalogue.provisions))), WIDTH), dtype=np.float32)
    for vector, lesson in zip(vectors, taught, strict=True):
        for place, share in lesson.classes:
            directions[place] += vector * share
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    learner: Any = Knowing({lesson.text: lesson for lesson in taught}, directions)
    lister: Any = SimpleNamespace(readings=lambda texts: [{"roles": dict.fromkeys(ROLES, 0.5)} for _ in texts])
    held = [lesson.text in chosen for lesson in taught]
    found = calibrate({QUESTIONS: learner, LISTS: lister}, taught, held, whole_catalogue)
    alone = calibrate({QUESTIONS: learner}, taught, held, whole_catalogue)
    assert found.weights.roles.head > alone.weights.roles.head  # beside one that knows nothing, chances are nearer even
    assert found.weights.limits == alone.weights.limits
    assert {f"way {way} right" for way in ROUTES} <= found.figures.keys()
    assert all(0 <= figure <= 1 for figure in found.figures.values())
    assert found.figures["way list right"] == 1
    assert found.figures["list whole frame right"] == 1
    assert found.figures["over-refused"] <= 0.1
    assert found.figures["order found"] == 1
    assert found.figures["taken for one"] == found.figures["like one, taken for one"] == 0


def test_every_way_is_an_intent_and_what_is_decided_before_has_none() -> None:
    assert set(labels()["intent"]) - set(ROUTE) == {"change", "cited", "map", "small-talk"}
    assert set(ROUTE.values()) == set(ROUTES)


def test_what_was_encoded_beforehand_is_what_reading_asks_for(whole_catalogue: Catalogue) -> None:
    from bot.topics.model import TopicModel

    story = "We run a bot. It reads all our mail, and nobody knows who may see it. Nobody tested it."
    learner: Any = WordEncoder()
    remembered = Remembered.of(learner, [story, "Wer muss die Protokolle auswerten?"])
    for question in (story, "Wer muss die Protokolle auswerten?"):
        texts = TopicModel.texts(question)
        assert np.array_equal(remembered.encode(texts), WordEncoder().encode(texts))
