"""Nodes for questions of fact, found by phrases and by the head's chances."""

from __future__ import annotations

import numpy as np
import pytest

from api.wiring import House
from bot.branches import QUESTIONS
from bot.phrases import bank
from bot.phrases.bank import FACTS
from bot.phrases.vectors import PhraseVectors, phrase_vectors
from bot.understand.facts import BARE, TOLD, FactFinder, FactHit, affirming, told
from bot.understand.families import family
from indexer.encoder import Vectors
from tests.bot.topics.small import WordEncoder

ENCODER = WordEncoder()
PHRASES = {
    "which licence": "about/licence",
    "may I reprint it": "about/licence",
    "who published it": "about/publisher",
    "what is the EN": "edition/en-304-223",
    "who is a developer": "role/developer",
    "what is lost": "edition/draft",
}
PASSAGES = ("about/licence", "about/publisher", "document/etsi-en-304-223", "role/developer", "provision/1.1")


def small(**given: object) -> FactFinder:
    vectors = PhraseVectors({FACTS: ENCODER.encode(list(PHRASES))})
    return FactFinder(PASSAGES, list(PHRASES.values()), vectors, **given)  # type: ignore[arg-type]


def asked(text: str) -> Vectors:
    return ENCODER.encode([text])[0]


def test_the_nearest_of_a_nodes_phrases_counts() -> None:
    first, second, *_ = small().find(asked("may I reprint it"))
    assert (first.node, first.near) == ("about/licence", pytest.approx(1, abs=1e-5))
    assert second.near < 0.6


def test_every_node_that_can_be_cited_is_weighed_once() -> None:
    hits = small().find(asked("who published it"), k=10)
    assert hits[0].node == "about/publisher"
    assert sorted(hit.node for hit in hits) == [
        "about/licence", "about/publisher", "document/etsi-en-304-223", "role/developer",
    ]  # fmt: skip
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_an_edition_is_answered_by_its_document() -> None:
    assert small().find(asked("what is the EN"), k=1)[0].node == "document/etsi-en-304-223"


def test_the_head_lifts_every_node_of_its_family() -> None:
    hits = small().find(asked("what is it"), {"about/en-304-223": 1.0})
    assert (hits[0].node, hits[0].chance) == ("document/etsi-en-304-223", 1.0)
    assert {hit.chance for hit in hits[1:]} == {0.0}


def test_a_score_is_both_witnesses_together() -> None:
    assert FactHit("about/licence", 0.5, 0.25).score == 0.75


def test_phrases_that_are_left_out_count_for_nothing() -> None:
    kept = [phrase != "may I reprint it" for phrase in PHRASES]
    hits = {hit.node: hit.near for hit in small(kept=kept).find(asked("may I reprint it"), k=10)}
    assert hits["about/licence"] == pytest.approx(0, abs=1e-5)


def test_questions_are_compared_in_the_phrases_own_space() -> None:
    rows = ENCODER.encode(list(PHRASES))
    projection = np.linalg.svd(rows, full_matrices=False)[2].T
    vectors = PhraseVectors({FACTS: PhraseVectors({}, projection).project(rows)}, projection)
    finder = FactFinder(PASSAGES, list(PHRASES.values()), vectors)
    assert finder.find(asked("who published it"), k=1)[0].near == pytest.approx(1, abs=1e-4)


# what ships ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def finder(real_house: House) -> FactFinder:
    index = real_house.index
    return FactFinder(index.retriever.by_id, bank.fact_nodes(), phrase_vectors(index))


def test_a_phrase_of_the_bank_names_its_node(finder: FactFinder, real_house: House) -> None:
    branch = real_house.index.encoder.branch(QUESTIONS)
    assert branch is not None
    line = next(line for line in bank.shipped().terms if line.node == "about/licence")
    best = finder.find(branch.encode([line.text])[0])[0]
    assert best.node == "about/licence"
    assert best.near == pytest.approx(1, abs=0.03)
    assert best.chance == 0


def test_every_family_of_the_bank_can_be_cited(real_house: House) -> None:
    assert {family(node) for node in bank.fact_nodes()} <= real_house.index.retriever.by_id.keys()


def test_what_only_says_what_is_left_out_does_not_affirm() -> None:
    texts = {
        "about/licence": "The OGL.",
        "about/fines": "There isn't one.",
        "document/x": "An Act.",
        "term/y": "No end.",
    }
    assert affirming(texts) == {"about/licence"}


def test_what_is_known_is_told_beside_a_number_where_more_is_asked_than_the_number() -> None:
    sure, far = FactHit("about/phases", TOLD - 0.8, 0.8), FactHit("about/phases", TOLD - 0.9, 0.8)
    long = "Into how many phases is it cut, and which of them holds Principle 12?"
    assert told(long, (sure,)) == ("about/phases",)
    assert told(" ".join(long.split()[:BARE]), (sure,)) == told(long, (far,)) == told(long, ()) == ()
    assert told(long, (FactHit("role/developer", 1.0, 1.0), sure)) == ()
