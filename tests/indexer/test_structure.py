"""Neighbours, parents and families of passages, from documents and locators."""

from __future__ import annotations

import pytest

from corpus.passage import Passage
from indexer.structure import Structure, parts

DOCUMENTS = ["1", "1", "1", "1", "2", "2"]
LOCATORS = ["1.", "1.1", "1.1.1.(1)", "1.1.1.(2)", "1.1", None]


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("2.3.1.(2)", ("2", "3", "1", "(2)")),
        ("Part 4.Chapter 1.12.", ("Part", "4", "Chapter", "1", "12")),
        ("APP2.A2.5.Guidance.4", ("APP2", "A2", "5", "Guidance", "4")),
        ("", ()),
    ],
)
def test_a_locator_is_read_in_steps(locator: str, expected: tuple[str, ...]) -> None:
    assert parts(locator) == expected


def test_neighbours_stay_within_a_document() -> None:
    shape = Structure.of(DOCUMENTS, LOCATORS)
    assert shape.before.tolist() == [-1, 0, 1, 2, -1, 4]
    assert shape.after.tolist() == [1, 2, 3, -1, 5, -1]


def test_the_parent_is_the_nearest_locator_that_begins_ones_own() -> None:
    assert Structure.of(DOCUMENTS, LOCATORS).parent.tolist() == [-1, 0, 1, 1, -1, -1]


def test_clauses_under_one_parent_are_a_family_and_a_passage_without_one_is_alone() -> None:
    family = Structure.of(DOCUMENTS, LOCATORS).family
    assert family[2] == family[3]
    assert len(set(family.tolist())) == 5


def test_documents_that_take_turns_do_not_lose_their_neighbours_and_clauses() -> None:
    shape = Structure.of(["1", "2", "1", "2", "1"], ["1", "1", "1.1", "1.1", "1.2"])
    assert shape.before.tolist() == [-1, -1, 0, 1, 2]
    assert shape.after.tolist() == [2, 3, 4, -1, -1]
    assert shape.parent.tolist() == [-1, -1, 0, 1, 0]


def test_a_passage_that_names_no_document_has_no_neighbours() -> None:
    passages = [Passage(f"rules/{n}", "passage", n, None, "t", "x", "x", corpus="rules") for n in ("a", "b")]
    assert Structure.of_passages(passages).after.tolist() == [-1, -1]


def test_no_passages_are_no_structure() -> None:
    assert len(Structure.of([], []).family) == 0
