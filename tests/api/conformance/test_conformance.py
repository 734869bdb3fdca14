from __future__ import annotations

from pathlib import Path

from api.conformance.conformance import STATUSES, Conformance, Statement, conformance
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
