from __future__ import annotations

from pathlib import Path

from api.conformance.conformance import STATUSES, Conformance, Statement, conformance
from api.conformance.evidence import excerpt
from ontology.catalogue import Catalogue
from tests.shared import ROOT


def test_every_provision_has_exactly_one_statement_in_the_codes_order(catalogue: Catalogue) -> None:
    assert [s.id for s in conformance().statements] == list(catalogue.provisions)


def test_no_evidence_is_gone() -> None:
    assert conformance().missing(ROOT) == ()


def test_what_is_claimed_has_evidence_and_what_is_missing_is_said() -> None:
    for statement in conformance().statements:
        assert statement.status in STATUSES
        assert statement.how
        if statement.status in ("met", "partly"):
            assert statement.evidence, statement.id
        if statement.status in ("partly", "not-met"):
            assert statement.gap, statement.id
        if statement.status == "not-applicable":
            assert not statement.evidence
            assert not statement.gap


def test_evidence_that_is_gone_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("here it stands")
    evidence = ("a.md", "a.md::here", "a.md::there", "b.md", "../etc", "/etc/passwd")
    made = Conformance("2026-01-01", (Statement("1.1", "met", "h", "", evidence),))
    assert made.missing(tmp_path) == ("1.1: a.md::there", "1.1: b.md", "1.1: ../etc", "1.1: /etc/passwd")


def test_the_json_is_the_contract() -> None:
    body = conformance().to_json()
    assert len(body["provisions"]) == 72
    assert {"id", "status", "evidence"} <= body["provisions"][0].keys()
    assert sum(body["counts"].values()) == 72
    assert "not legal advice" in body["notice"]


def test_an_excerpt_shows_the_words_and_nothing_outside_the_repository(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\n".join(f"line {n}" for n in range(1, 101)))
    found = excerpt("a.md::line 60", tmp_path)
    assert found is not None
    assert (found.first, found.at, found.lines[found.at - found.first]) == (35, 60, "line 60")
    whole = excerpt("a.md", tmp_path)
    assert whole is not None
    assert (whole.first, whole.at) == (1, None)
    for gone in ("b.md", "../a.md", "/etc/passwd", "."):
        assert excerpt(gone, tmp_path) is None


def test_statements_that_were_untrue_stay_mended() -> None:
    """What is trained on other people's data is said to be."""
    by_id = {statement.id: statement for statement in conformance().statements}
    whole = " ".join(f"{s.how} {s.gap}" for s in by_id.values()) + (ROOT / "docs/threat-model.md").read_text()
    for claim in ("No training data is taken from public sources", "it was trained on is in the repository",
                  "Everything trained on is public in this repository"):  # fmt: skip
        assert claim not in whole
    assert "ObliQA" in by_id["8.2"].how
    assert "bot/llm/prompts/versions.json" in by_id["8.3"].evidence
    assert {"docs/commands.md", "docs/settings.md"} <= set(by_id["10.2"].evidence)
