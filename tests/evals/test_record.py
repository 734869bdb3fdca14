from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals import gate, record, sets
from evals.errors import RunInvalid
from evals.record import Record


def made(f1: float = 0.9, **results: dict[str, Any]) -> Record:
    kept = results or {"a": {"right": True, "cited": ["5.4"], "f1": 1.0}, "b": {"right": False, "cited": [], "f1": 0.0}}
    rows = {"all": {"f1": f1, "over_refusal": 0.01, "facts": None}, "topic": {"f1": f1}}
    return Record("test", "q", "e", {"Signpost": rows}, {"BM25": {"mrr": 0.25}}, kept, {"in process": {"p50_ms": 3.21}})


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "run.json"
    made().save(file)
    assert record.load(file).to_json() == made().to_json()
    assert '"a": {"right": true' in file.read_text()


@pytest.mark.parametrize("content", ["", "[]", '{"set": "x"}', '{"colour": 1}'])
def test_what_is_no_run_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "run.json"
    file.write_text(content)
    with pytest.raises(RunInvalid, match="not a stored run"):
        record.load(file)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunInvalid, match="cannot be written"):
        made().save(tmp_path / "file" / "run.json")


def test_changes_show_at_three_decimals_and_latency_never_does() -> None:
    before = made(0.9)
    assert record.changed(before, made(0.9004)) == []
    assert any("Signpost all f1: 0.9 before, 0.902 now" in c for c in record.changed(before, made(0.902)))
    before.latency["in process"]["p50_ms"] = 99.0
    assert record.changed(before, made()) == []


def test_a_system_that_one_run_left_out_is_no_change() -> None:
    alone = made()
    alone.systems["BM25 top 5"] = {"all": {"f1": 0.2}}
    assert record.changed(alone, made()) == record.changed(made(), alone) == []


def test_questions_that_turned_are_named_both_ways() -> None:
    before = made()
    after = made(a={"right": False, "cited": []}, b={"right": True, "cited": []}, c={"right": True, "cited": []})
    assert record.turned(before, after) == (("b",), ("a",))
    assert record.compared(before, after)["right"].questions == 2


def test_the_hash_follows_the_gold_and_not_the_notes() -> None:
    question = sets.load("dev")[0]
    noted = question.model_copy(update={"note": "another"})
    other = question.model_copy(update={"may": ("1.1",)})
    assert record.hash_of([question]) == record.hash_of([noted]) != record.hash_of([other])


BOUNDS = {"test": {"at_least": {"all": {"f1": 0.9}}, "at_most": {"all": {"over_refusal": 0.02}}}}


def test_the_gate_lets_a_good_run_through_and_names_what_fell() -> None:
    assert gate.shortfalls(made(0.9), BOUNDS) == []
    assert gate.shortfalls(made(0.8996), BOUNDS) == []
    (short,) = gate.shortfalls(made(0.89), BOUNDS)
    assert "f1 is 0.890, below the floor of 0.900" in short


def test_the_gate_minds_ceilings_and_figures_that_are_missing() -> None:
    high = {"test": {"at_most": {"all": {"over_refusal": 0.005}}}}
    assert "above the ceiling" in gate.shortfalls(made(), high)[0]
    assert "was not measured" in gate.shortfalls(made(), {"test": {"at_least": {"all": {"facts": 0.9}}}})[0]


@pytest.mark.parametrize("bounds", [{}, {"test": {"roughly": {"all": {"f1": 1}}}}])
def test_floors_that_do_not_fit_are_an_error(bounds: dict[str, Any]) -> None:
    with pytest.raises(RunInvalid, match=r"floors\.yaml"):
        gate.shortfalls(made(), bounds)


def test_the_shipped_floors_bound_figures_that_exist() -> None:
    from evals import figures

    known = set(figures.of([]))
    for bounds in gate.floors().values():
        for rows in bounds.values():
            for row, named in rows.items():
                assert row in (figures.ALL, *sets.CATEGORIES)
                assert set(named) <= known


@pytest.mark.parametrize("content", ["[", "- a"])
def test_floors_that_cannot_be_read_are_an_error(tmp_path: Path, content: str) -> None:
    file = tmp_path / "floors.yaml"
    file.write_text(content)
    with pytest.raises(RunInvalid):
        gate.floors(file)
