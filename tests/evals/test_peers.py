from __future__ import annotations

import builtins
import sys
from typing import Any

import pytest

from evals import gold, peers
from evals.errors import PeersMissing
from evals.run import Ground
from evals.sets import Question
from evals.trial import hold
from indexer.langchain_encoder import SignpostEmbeddings
from indexer.retriever import Retriever
from tests.evals.conftest import Say, ScriptedAdviser

QUESTION = Question(id="X-1", category="topic", question="cryptographic hashes of model components", must=("8.1.2",))


def test_peers_cite_their_top_five_and_never_decline(ground: Ground, retriever: Retriever) -> None:
    outside = Question(id="X-2", category="out-of-scope", question="Weather?", refuse=True)
    ranked = peers.rankers(ground.passages.values(), SignpostEmbeddings(retriever.encoder))
    assert set(ranked) == {"BM25", "dense", "ensemble"}
    for rank in ranked.values():
        hit, missed = peers.run(rank, [QUESTION, outside], ground.catalogue, ground.passages)
        assert len(hit.cited) == peers.TOP
        assert "8.1.2" in hit.cited
        assert not missed.refused
        assert not missed.right


def test_only_provisions_are_searched(ground: Ground) -> None:
    assert {d.metadata["node"] for d in peers.documents(ground.passages.values())} == set(ground.catalogue.provisions)


def test_earlier_turns_are_put_before_the_question(ground: Ground) -> None:
    heard = []

    def rank(question: str) -> list[str]:
        heard.append(question)
        return ["5.4"]

    following = QUESTION.model_copy(update={"turns": ("First?",), "question": "Then?"})
    peers.run(rank, [following], ground.catalogue, ground.passages)
    assert heard == ["First? Then?"]


def test_without_the_packages_the_sentence_says_what_to_install(
    ground: Ground, retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith(("langchain_community", "langchain_classic")):
            raise ImportError(name)
        return original(name, *rest, **more)

    for module in [m for m in sys.modules if m.startswith(("langchain_community", "langchain_classic"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PeersMissing, match=r"signpost-adviser\[evals\]"):
        peers.rankers(ground.passages.values(), SignpostEmbeddings(retriever.encoder))


def test_a_trial_holds_ours_and_the_peers_and_is_the_same_twice(ground: Ground, retriever: Retriever, say: Say) -> None:
    adviser = ScriptedAdviser({QUESTION.question: say("8.1.2", "8.1")}, say())
    first, second = (hold("x", [QUESTION], adviser, ground, retriever) for _ in range(2))
    assert first.record.to_json() | {"latency": 0} == second.record.to_json() | {"latency": 0}
    assert set(first.record.systems) == {"Signpost", "BM25 top 5", "dense top 5", "ensemble top 5"}
    assert first.record.systems["Signpost"]["all"]["precision"] == 0.5
    assert first.record.rankings["Signpost: cited, then related"]["mrr"] == 1.0
    assert gold.of(QUESTION, ground.catalogue).must == {"8.1.2"}


def test_a_trial_without_peers_has_ours_alone(ground: Ground, retriever: Retriever, say: Say) -> None:
    held = hold("x", [QUESTION], ScriptedAdviser({}, say()), ground, retriever, with_peers=False)
    assert list(held.record.systems) == ["Signpost"]
    assert held.record.encoder == "letters"
