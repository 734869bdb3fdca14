"""What the port promises, of every engine, against real ones."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from indexer.engines import hybrid
from indexer.engines.opening import open_store
from indexer.errors import EngineUnavailable
from indexer.ports import VectorStore
from tests.indexer.engines.conftest import DIMENSION, TOPICS, passages, unit

QUESTIONS = [" ".join(pair) for pair in pairwise(TOPICS)]


def test_a_new_store_is_empty_and_finds_nothing(store: VectorStore) -> None:
    assert store.count() == 0
    assert store.near(unit(1, 1)[0], 3) == []
    assert store.matching("custody", 3) == []


def test_the_same_questions_find_the_same_ten_as_exact_search_does(store: VectorStore) -> None:
    ids, texts, vectors = passages(300)
    store.add(ids, texts, vectors)
    reference = open_store("faiss:", DIMENSION)
    reference.add(ids, texts, vectors)
    for question, vector in zip(QUESTIONS, unit(len(QUESTIONS), 11), strict=True):
        exact = np.argsort(-(vectors @ vector), kind="stable")[:10]
        near = store.near(vector, 10)
        assert [found.id for found in near] == [ids[row] for row in exact]
        cosines = [float(vectors[row] @ vector) for row in exact]
        assert [found.score for found in near] == pytest.approx(cosines, abs=1e-4)
        ours = {found.id for found in hybrid.search(store, question, vector, 10)}
        theirs = {found.id for found in hybrid.search(reference, question, vector, 10)}
        assert len(ours & theirs) >= 8  # BM25 ties, and its variants, differ a little


def test_words_are_matched_stemmed_and_the_rarer_counts_more(store: VectorStore) -> None:
    texts = ["broker audits", "broker fee", "broker", "captive insurers"]
    store.add(["a", "b", "c", "d"], texts, unit(4, 2))
    found = store.matching("The audit of brokers", 10)
    assert found[0].id == "a"
    assert {one.id for one in found} == {"a", "b", "c"}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert [one.id for one in store.matching("insurer", 10)] == ["d"]
    assert store.matching("of the", 10) == []


def test_adding_an_id_again_replaces_it_and_removing_forgets(store: VectorStore) -> None:
    vectors = unit(3, 4)
    store.add(["a", "b"], ["custody", "fees"], vectors[:2])
    store.add(["a"], ["prospectus"], vectors[2:])
    assert store.count() == 2
    assert store.matching("custody", 5) == []
    assert store.near(vectors[2], 1)[0].id == "a"
    store.remove(["a", "never there"])
    assert store.count() == 1
    assert [found.id for found in store.near(vectors[2], 5)] == ["b"]


def test_what_was_added_is_there_when_the_store_is_opened_again(opened: Callable[[], VectorStore]) -> None:
    first = opened()
    first.add(["a"], ["custody"], unit(1, 4))
    second = opened()
    assert second.count() == 1
    assert second.matching("custody", 1)[0].id == "a"


@pytest.mark.parametrize(
    "text", ["", "'; DROP TABLE x; --", "a\\'b & | ! :*", "x" * 70_000, "漢字 ünï \x00 é", "word " * 30_000]
)
def test_hostile_texts_and_questions_are_only_text(store: VectorStore, text: str) -> None:
    store.add(["a", "b"], [text, "custody"], unit(2, 4))
    store.matching(text[:5_000], 3)
    assert store.count() == 2
    assert [found.id for found in store.matching("custody", 3)] == ["b"]


def test_nothing_is_asked_for_and_nothing_comes(store: VectorStore) -> None:
    store.add(["a"], ["custody"], unit(1, 4))
    assert store.near(unit(1, 4)[0], 0) == []
    assert store.matching("custody", 0) == []
    assert store.count() == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("redis://localhost", "none that is known"),
        ("faiss", "none that is known"),
        ("http://x/y.db", "none that is known"),
        ("postgresql://user:secret@127.0.0.1:1/db", "127.0.0.1/db does not answer"),
        ("milvus://user:secret@127.0.0.1:1", "127.0.0.1:1 does not answer"),
    ],
)
def test_an_address_where_nothing_is_gives_a_sentence_without_the_password(url: str, said: str) -> None:
    if url.startswith("milvus"):
        pytest.importorskip("pymilvus")
    with pytest.raises(EngineUnavailable, match=said) as caught:
        open_store(url, DIMENSION)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "A", "a-b", 'a"; DROP', "x" * 60])
def test_a_collection_has_a_plain_name(name: str) -> None:
    with pytest.raises(EngineUnavailable, match="name"):
        open_store("faiss:", DIMENSION, name)


def test_a_small_corpus_in_a_large_store_gives_as_many_as_are_asked_for(store: VectorStore) -> None:
    ids, texts, vectors = passages(400)
    few = set(range(0, 400, 40))
    store.add(ids, texts, vectors, ['a "small" one' if row in few else "large" for row in range(400)])
    store.settle()
    asked = unit(1, 11)[0]
    exact = sorted(few, key=lambda row: -float(vectors[row] @ asked))
    assert [found.id for found in store.near(asked, 10, 'a "small" one')] == [ids[row] for row in exact]
    words = {found.id for found in store.matching(" ".join(TOPICS), 10, 'a "small" one')}
    assert words == {ids[row] for row in few}
    assert len(hybrid.search(store, TOPICS[0], asked, 10, 'a "small" one')) == 10
    assert store.near(asked, 3, "never there") == store.matching("custody", 3, "never there") == []


def test_ids_are_those_that_were_added(store: VectorStore) -> None:
    ids, texts, vectors = passages(30)
    store.add(ids, texts, vectors)
    store.remove(ids[:2])
    assert store.ids() == set(ids[2:])


def test_settling_changes_nothing_that_is_found(store: VectorStore) -> None:
    ids, texts, vectors = passages(50)
    store.add(ids, texts, vectors)
    asked = unit(1, 11)[0]
    before = store.near(asked, 5)
    store.settle()
    store.settle()
    assert store.near(asked, 5) == before


@pytest.mark.parametrize("kind", ["faiss", "postgres", "milvus"])
def test_others_of_the_family_go_and_what_is_not_of_it_stays(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = {"faiss": f"faiss:{tmp_path}", "milvus": str(tmp_path / "m.db")}.get(kind) or str(
        request.getfixturevalue("postgres_uri")
    )
    for name in ("kin_former", "kin_now", "stranger"):
        opened = open_store(url, DIMENSION, name)
        opened.add(["a"], ["custody"], unit(1, 1))
        opened.close()
    now = open_store(url, DIMENSION, "kin_now")
    now.drop_others("kin_")
    now.close()
    counts = {}
    for name in ("kin_former", "kin_now", "stranger"):
        opened = open_store(url, DIMENSION, name)
        counts[name] = opened.count()
        opened.drop()
    assert counts == {"kin_former": 0, "kin_now": 1, "stranger": 1}
    again = open_store(url, DIMENSION, "kin_now")
    assert again.count() == 0
    again.drop()
