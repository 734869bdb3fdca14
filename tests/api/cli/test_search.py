from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from api.cli import app, terminal
from corpus.passage import Passage
from indexer.retriever import Hit

HITS = [
    Hit(
        Passage(
            "provision/5.4.1",
            "provision",
            "5.4.1",
            "https://signpost.example/id/provision/5.4.1",
            "T",
            "Text.",
            "Text.",
        ),
        0.9,
    ),
    Hit(Passage("tea/a", "passage", "a", None, "Tea", "Rinse.", "Rinse.", corpus="tea", locator="page 2"), 1.2),
]


class Shelves:
    passages = tuple(hit.passage for hit in HITS)

    def search(self, query: str, k: int, corpus: str | None) -> list[Hit]:
        assert query == "rinse teapots"
        return [hit for hit in HITS if corpus in (None, hit.passage.corpus)][:k]


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> None:
    house = SimpleNamespace(
        index=SimpleNamespace(retriever=Shelves()), settings=SimpleNamespace(base_url="https://here.example")
    )
    monkeypatch.setattr(terminal, "house", lambda: house)


def search(*words: str) -> Result:
    return CliRunner().invoke(app, ["search", "rinse  teapots", *words])


def test_json_has_the_shape_of_the_http_route() -> None:
    results = json.loads(search("--json").stdout)["results"]
    assert results[0] == {
        "id": "5.4.1", "kind": "provision", "score": 0.9, "text": "Text.",
        "uri": "https://here.example/id/provision/5.4.1", "corpus": "digest",
    }  # fmt: skip
    assert (results[1]["id"], results[1]["uri"], results[1]["score"]) == ("a", None, 1.0)


def test_one_corpus_can_be_searched_apart_and_an_unknown_one_is_named() -> None:
    found = json.loads(search("--corpus", "tea", "-k", "1", "--json").stdout)["results"]
    assert [result["corpus"] for result in found] == ["tea"]
    wrong = search("--corpus", "milk")
    assert wrong.exit_code == 2
    assert "digest, tea" in wrong.stderr


def test_readers_see_collection_title_and_place() -> None:
    assert "tea passage a: Tea, page 2" in search().stdout
