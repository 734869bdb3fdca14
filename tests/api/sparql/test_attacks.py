"""Hostile queries are refused or cut off, the worker is replaced, and the endpoint goes on answering."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from api.errors import QueryInvalid, QueryRefused, QueryStopped
from api.sparql.pool import Limits, Pool, Query
from api.sparql.scan import scan
from ontology.iri import GRAPHS, VOCABULARY
from ontology.store import data_files

COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?p a <{VOCABULARY}Provision> }}"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    data = {GRAPHS + name: file.read_bytes() for name, file in data_files().items()}
    made = Pool(data, Limits(seconds=0.7, memory=400 << 20, largest=1_000_000, workers=1))
    yield made
    made.close()


def assert_answers(pool: Pool) -> None:
    assert b'"72"' in pool.run(Query(COUNT))[1]


def test_a_plain_query_is_answered(pool: Pool) -> None:
    assert_answers(pool)


BOMBS = {
    "cartesian product": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "product that finds nothing": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . "
    "FILTER(STR(?a) = STR(?f) && STR(?d) = STR(?i)) }",
    "sort of a product": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "property path": "SELECT (COUNT(*) AS ?n) WHERE { ?a (<x:>|!<x:>)* ?b . ?b (<x:>|!<x:>|^<x:>)* ?c }",
    "negated path": "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<x:>|^!<x:>)+ ?b . ?c (!<x:>|^!<x:>)+ ?d }",
    "regular expression": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    'FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "^(([a-z])+.)+[A-Z]([a-z])+$")) }',
    "huge literal": "SELECT (STRLEN(?s) AS ?n) WHERE { VALUES ?x { '"
    + "a" * 5000
    + "' } "
    + "".join(f"BIND(CONCAT({', '.join([('?x' if n == 0 else f'?x{n}')] * 20)}) AS ?x{n + 1}) " for n in range(6))
    + "BIND(?x6 AS ?s) }",
    "huge result": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }",
    "huge construct": "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "many groups": "SELECT ?c ?f (GROUP_CONCAT(?a) AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f } GROUP BY ?c ?f",
    "deep nesting": "SELECT * WHERE " + "{" * 6000 + "}" * 6000,
    "deep expression": "SELECT * WHERE { BIND(" + "(" * 6000 + "1" + ")" * 6000 + " AS ?x) }",
    "many unions": "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(["{ ?a ?b ?c } UNION { ?d ?e ?f }"] * 60) + " }",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_cut_off_and_the_next_query_is_answered(pool: Pool, name: str) -> None:
    with pytest.raises(QueryRefused):
        pool.run(Query(BOMBS[name]))
    assert_answers(pool)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:> <b:> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP GRAPH <x:>",
        "CREATE GRAPH <x:>",
        "LOAD <http://127.0.0.1/>",
        "SELECT * WHERE { ?s ?p ?o } ; INSERT DATA { <a:> <b:> 1 }",
    ],
)
def test_an_update_is_refused_by_the_worker_too(pool: Pool, query: str) -> None:
    with pytest.raises(QueryInvalid):
        pool.run(Query(query))
    assert_answers(pool)


def test_service_opens_no_connection_even_where_the_scan_is_fooled(pool: Pool) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.5)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    plain = f"SELECT * WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
    hidden = f'SELECT * {{ FILTER(1<2#> """\n) SERVICE <{address}> {{?s ?p ?o}} #"""\n}}'
    with pytest.raises(QueryInvalid, match="SERVICE"):
        scan(plain, pool.graphs)
    scan(hidden, pool.graphs)  # tokens and grammar part ways here, so it is the worker that has to hold
    for query in (plain, hidden, plain.replace("SERVICE", "SERVICE SILENT")):
        with suppress(QueryRefused):
            pool.run(Query(query))
    with pytest.raises(TimeoutError):
        listener.accept()
    listener.close()
    assert_answers(pool)


def test_a_worker_cannot_read_files(pool: Pool) -> None:
    with pytest.raises(QueryRefused):
        pool.run(Query("SELECT * FROM <file:///etc/passwd> WHERE { SERVICE <file:///etc/passwd> { ?s ?p ?o } }"))


def test_a_killed_worker_is_replaced(pool: Pool) -> None:
    assert_answers(pool)
    [before] = pool._all
    os.kill(before.pid, 9)
    with pytest.raises(QueryStopped):
        pool.run(Query(COUNT))
    assert_answers(pool)


def test_others_wait_their_turn_and_too_many_are_sent_away(pool: Pool) -> None:
    small = Pool({GRAPHS + "x": b"<a:> <b:> <c:> ."}, Limits(seconds=2, workers=1, waiting=0))
    try:
        slow = threading.Thread(target=stopped, args=[small])
        slow.start()
        while not small._all:
            pass
        with pytest.raises(QueryStopped, match="Too many"):
            small.run(Query("ASK {}"))
        slow.join()
        assert b"true" in small.run(Query("ASK {}"))[1]
    finally:
        small.close()


def stopped(pool: Pool) -> None:
    with pytest.raises(QueryStopped):
        pool.run(Query(SLOW))


SLOW = (
    "SELECT (COUNT(*) AS ?n) WHERE { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(6))
    + " }"
)


def test_the_worker_gets_none_of_our_environment(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_SECRET_FOR_TEST", "hush")
    assert_answers(pool)
    small = Pool({GRAPHS + "x": b"<a:> <b:> <c:> ."}, Limits(workers=1))
    try:
        small.run(Query("ASK {}"))
        [one] = small._all
        with open(f"/proc/{one.pid}/environ", "rb") as file:
            assert b"hush" not in file.read()
    finally:
        small.close()
