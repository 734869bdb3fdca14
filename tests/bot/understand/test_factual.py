from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.adviser import Adviser
from bot.frame import Intent
from bot.phrases.bank import FACTS
from bot.phrases.vectors import PhraseVectors
from bot.understand.facts import FactFinder, FactHit
from bot.understand.factual import APART, MOST, FactReader
from bot.understand.heads import Heads
from tests.bot.topics.small import WordEncoder

ABOUT = (Intent.FACT, Intent.DEFINE)
PHRASES = {
    "who published the thing": "about/publisher",
    "which licence has it": "about/licence",
    "how long is the text": "about/size",
}


class Sure:
    """Heads that are sure of the node of each phrase that they know, and silent on the rest."""

    def read(self, texts: Sequence[str], *, whole: bool = True) -> list[dict[str, dict[str, float]]]:
        return [{"node": {PHRASES[text]: 1.0}} if text in PHRASES else {} for text in texts]


class Unbranched(WordEncoder):
    """An encoder without a trained branch."""

    def branch(self, name: str) -> None:
        return None


def reader(heads: Any) -> FactReader:
    encoder: Any = Unbranched()
    vectors = PhraseVectors({FACTS: encoder.encode(list(PHRASES))})
    return FactReader(FactFinder(tuple(PHRASES.values()), tuple(PHRASES.values()), vectors), encoder, heads)


def test_without_a_branch_the_plain_encoder_reads() -> None:
    best = reader(Heads()).best("which licence has it", {})[0]
    assert (best.node, best.near) == ("about/licence", pytest.approx(1, abs=1e-5))


def test_the_head_of_the_whole_question_counts() -> None:
    hits = reader(Sure()).best("which licence has it", {"node": {"about/size": 1.0}})
    assert {hit.node: hit.chance for hit in hits}["about/size"] == 1.0


def test_a_half_that_is_sure_is_answered_however_far_behind_the_other() -> None:
    far = FactHit("about/publisher", 1.0, 1.0)

    class Wavering(Sure):
        def read(self, texts: Sequence[str], *, whole: bool = True) -> list[dict[str, dict[str, float]]]:
            return [{"node": {PHRASES[text]: 1.0 if "who" in text else 0.2}} for text in texts]

    assert far.score - (1.0 + 0.2) > APART
    question = "who published the thing, and which licence has it"
    assert reader(Wavering()).nodes(question, (far,)) == ("about/publisher", "about/licence")


def test_the_sides_of_a_comparison_are_read_apart() -> None:
    whole = (FactHit("about/size", 0.9, 1.0),)
    question = "who published the thing against which licence has it"
    assert set(reader(Sure()).nodes(question, whole, compared=True)) >= {"about/publisher", "about/licence"}
    assert reader(Sure()).nodes(question, whole) == ("about/size",)


def test_each_half_that_is_sure_of_a_node_adds_it() -> None:
    question = "who published the thing, and which licence has it"
    whole = (FactHit("about/size", 0.9, 1.0),)
    assert reader(Sure()).nodes(question, whole) == ("about/publisher", "about/licence", "about/size")


def test_a_half_that_is_not_sure_adds_nothing() -> None:
    whole = (FactHit("about/size", 0.9, 1.0),)
    assert reader(Heads()).nodes("who published the thing, and which licence has it", whole) == ("about/size",)


def test_nodes_that_fall_far_behind_the_best_are_left_out() -> None:
    hits = tuple(FactHit(f"about/{n}", 0.9 - n * 0.1) for n in range(5))
    assert reader(Sure()).nodes("which licence has it", hits) == ("about/0", "about/1", "about/2")
    close = (FactHit("about/0", 0.9), FactHit("about/1", 0.9 - APART - 0.01))
    assert reader(Sure()).nodes("which licence has it", close) == ("about/0",)
    assert MOST == 3


@pytest.mark.parametrize(
    ("question", "node"),
    [
        ("Which ministry is behind it?", "about/publisher"),
        ("May I reprint parts of it in a leaflet?", "about/licence"),
        ("Can one firm be developer and custodian together?", "about/several-roles"),
        ("Who wrote the companion guide?", "about/implementation-guide"),
        ("How many provisions are there, and how many of them are recommendations?", "about/size"),
        ("What are the thirteen principles called?", "about/principles"),
    ],
)
def test_a_question_about_the_code_itself_finds_its_node(question: str, node: str, adviser: Adviser) -> None:
    frame = adviser.understand(question)
    assert frame.intent in ABOUT
    assert node in frame.nodes


@pytest.mark.parametrize(
    "question",
    [
        "What must I do as a data custodian?",
        "Do we have to limit how often our API can be called?",
        "What do we do with a model that is no longer used?",
        "Is it a copyright infringement to train on novels?",
    ],
)
def test_a_question_on_a_duty_or_another_law_is_none_about_the_code(question: str, adviser: Adviser) -> None:
    assert adviser.understand(question).intent not in ABOUT


def test_two_facts_in_one_question_are_both_found(adviser: Adviser) -> None:
    frame = adviser.understand("Who published the Code, and under which licence is it?")
    assert {"about/publisher", "about/licence"} <= set(frame.nodes)
