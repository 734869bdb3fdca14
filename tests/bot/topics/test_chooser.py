"""How many provisions are cited follows from how sure each is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.errors import BankInvalid
from bot.topics.chooser import Chooser, Evidence, best_set, evidence_of
from bot.topics.clauses import Parts


def array(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


def test_one_sure_provision_is_cited_alone() -> None:
    assert best_set(array(0.1, 0.95, 0.05), array(0.1, 0.95, 0.05)) == [1]


def test_two_sure_provisions_are_cited_together() -> None:
    assert best_set(array(0.9, 0.1, 0.92), array(0.9, 0.1, 0.92)) == [2, 0]


def test_a_neighbour_that_does_no_harm_joins_when_it_may_be_the_one() -> None:
    must = array(0.5, 0.35, 0.0)
    assert best_set(must, array(0.9, 0.9, 0.0)) == [0, 1]
    assert best_set(must, array(0.5, 0.35, 0.0))[0] == 0


def test_something_is_always_cited() -> None:
    assert len(best_set(array(0.01, 0.02), array(0.01, 0.02))) >= 1


def test_a_situation_sees_its_clauses() -> None:
    parts = Parts(("one clause", "another one"), ("one sentence", "another one"), 3)
    chances = np.array([[0.2, 0.2], [0.9, 0.0], [0.0, 0.5], [0.6, 0.0], [0.0, 0.3]], dtype=np.float32)
    found = evidence_of(parts, chances, array(0.5, 0.5))
    assert found.clause.tolist() == pytest.approx([0.9, 0.5])
    assert found.sentence.tolist() == pytest.approx([0.6, 0.3])
    assert found.features().shape == (2, 8)


def test_a_question_has_its_own_rule() -> None:
    chooser = Chooser.load()
    same = array(0.7, 0.2, 0.1)
    question = Evidence(same, same, same, same, 1, 1)
    situation = Evidence(same, same, same, same, 3, 3)
    assert not np.allclose(chooser.chances(question)[0], chooser.chances(situation)[0])


def test_what_may_be_cited_is_never_less_likely_than_what_must() -> None:
    same = array(0.97, 0.02, 0.01)
    must, may = Chooser.load().chances(Evidence(same, same, same, same, 1, 1))
    assert (may >= must).all()
    assert must[0] > 0.8 > 0.2 > must[2]


def test_damaged_rules_are_reported(tmp_path: Path) -> None:
    (tmp_path / "chooser.json").write_text('{"question": {}}')
    with pytest.raises(BankInvalid, match="cannot be read"):
        Chooser.load(tmp_path / "chooser.json")
