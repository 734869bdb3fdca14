"""Nodes for questions of fact, found by phrases, by passages and by the head's chances."""

from __future__ import annotations

import numpy as np
import pytest

from api.wiring import House
from bot.phrases import bank
from bot.understand.facts import FactFinder, FactHit
from bot.understand.families import family
from indexer.encoder import Vectors


@pytest.fixture(scope="module")
def finder(real_house: House) -> FactFinder:
    index = real_house.index
    return FactFinder(index.retriever, bank.fact_nodes(), index.text_vectors[bank.FACTS])


def vector(house: House, text: str) -> Vectors:
    return house.index.encoder.encode([text])[0]


def test_the_nearest_phrase_names_the_node(finder: FactFinder, real_house: House) -> None:
    best = finder.find(vector(real_house, "under what licence is the Code published"))[0]
    assert best.node == "about/licence"
    assert best.near == pytest.approx(1, abs=1e-3)
    assert best.chance == 0


def test_the_heads_chance_lifts_every_node_of_its_family(finder: FactFinder, real_house: House) -> None:
    asked = vector(real_house, "What is it called and how long is it?")
    hits = finder.find(asked, {"about/en-304-223": 1.0}, k=3)
    assert {hit.node for hit in hits if hit.chance == 1.0} == {"about/en-304-223", "document/etsi-en-304-223"}


def test_a_score_is_both_witnesses_together() -> None:
    assert FactHit("about/licence", 0.5, 0.25).score == 0.75


def test_phrases_of_an_edition_without_a_passage_serve_the_head_only(real_house: House) -> None:
    retriever = real_house.index.retriever
    one = np.ones((1, retriever.vectors.shape[1]), np.float32)
    alone = {node for node in bank.fact_nodes() if not FactFinder(retriever, [node], one)._known(node)}
    assert all(node.startswith("edition/") and family(node) in retriever.by_id for node in alone)
