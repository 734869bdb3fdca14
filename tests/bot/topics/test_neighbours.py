"""The nearest phrases of each class, with a small bank and vectors that are shared words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.phrases.bank import FACTS, NONE, TOPICS, Bank
from bot.phrases.vectors import PhraseVectors
from bot.topics.head import NULL
from bot.topics.neighbours import TOP, Neighbours
from indexer.encoder import Vectors
from tests.bot.topics.small import WordEncoder
from tests.bot.training.small import bank_of

PROVISIONS = ("1.1", "2.1", "3.1")
ENCODER = WordEncoder()


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return bank_of(
        tmp_path,
        topics=[
            {"text": "who reads logs", "provisions": ["1.1"]},
            {"text": "train staff", "provisions": ["1.1", "2.1"]},
            *({"text": f"wipe data {word}", "provisions": ["2.1"]} for word in ("now", "later", "never", "twice")),
        ],
        none=[
            {"text": "bake bread", "kind": "outside"},
            {"text": "how many years", "kind": "unsettled", "topic": "periods"},
            {"text": "how many fines", "kind": "unsettled", "topic": "fines", "peer": "uk-gdpr-ico-ai"},
        ],
    )


def vectors(bank: Bank, projection: Vectors | None = None) -> PhraseVectors:
    plain = {name: ENCODER.encode([line.text for line in lines]) for name, lines in lists(bank).items()}
    made = PhraseVectors(plain, projection)
    return PhraseVectors({name: made.project(rows) for name, rows in plain.items()}, projection)


def lists(bank: Bank) -> dict[str, tuple[object, ...]]:
    return {TOPICS: bank.topics, NONE: bank.none, FACTS: ()}


@pytest.fixture
def near(bank: Bank) -> Neighbours:
    return Neighbours(PROVISIONS, bank, vectors(bank))


def asked(text: str) -> Vectors:
    return ENCODER.encode([text])


def test_a_score_is_the_mean_cosine_of_the_nearest_phrases(near: Neighbours) -> None:
    (scores,) = near.scores(asked("wipe data now"))
    cosines = sorted([1.0, *[2 / 3] * 3, 0.0], reverse=True)
    assert scores[1] == pytest.approx(np.mean(cosines[:TOP]), abs=1e-5)
    assert scores[0] == pytest.approx(0, abs=1e-5)  # fewer phrases than that: the mean of all
    assert near.scores(asked("who reads logs"))[0][0] == pytest.approx(0.5, abs=1e-5)


def test_a_class_without_phrases_is_far_away(near: Neighbours) -> None:
    scores = near.scores(np.concatenate([asked("train staff"), asked("bake bread")]))
    assert scores.shape == (2, len(PROVISIONS) + len(NULL))
    assert (scores[:, 2] == -1).all()
    assert scores[1].argmax() == len(PROVISIONS) + NULL.index("outside")


def test_the_nearest_phrase_of_a_provision_is_told(near: Neighbours) -> None:
    assert near.phrase(asked("wipe it never")[0], "2.1") == "wipe data never"
    assert near.phrase(asked("train them")[0], "2.1") == "train staff"


def test_the_nearest_refusals_say_what_it_is_about_and_who_may_know(near: Neighbours) -> None:
    periods, fines = (near.refused(asked(word)[0], "unsettled")[0] for word in ("years", "fines"))
    assert (periods.topic, periods.peer) == ("periods", None)
    assert (fines.topic, fines.peer) == ("fines", "uk-gdpr-ico-ai")
    assert len(near.refused(asked("fines")[0], "unsettled")) == 2


def test_phrases_that_are_left_out_count_for_nothing(bank: Bank) -> None:
    kept = [line.text != "who reads logs" for line in (*bank.topics, *bank.none)]
    near = Neighbours(PROVISIONS, bank, vectors(bank), kept)
    assert near.scores(asked("who reads logs"))[0][0] == pytest.approx(0, abs=1e-5)
    assert near.phrase(asked("who reads logs")[0], "1.1") == "train staff"


def test_questions_are_compared_in_the_phrases_own_space(bank: Bank) -> None:
    rows = np.concatenate([vectors(bank).lists[name] for name in (TOPICS, NONE)])
    projection = np.linalg.svd(rows, full_matrices=False)[2].T
    near, plain = (Neighbours(PROVISIONS, bank, vectors(bank, p)) for p in (projection, None))
    questions = np.concatenate([asked("wipe data never"), asked("who reads logs"), asked("how many fines")])
    assert near.scores(questions) == pytest.approx(plain.scores(questions), abs=1e-4)
    assert near.phrase(questions[0], "2.1") == "wipe data never"
    assert near.refused(questions[2], "unsettled")[0].topic == "fines"
