"""Sources are named so that a reader can find them: no working paper of ours, no short name without an explanation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ontology.catalogue import Catalogue
from tests.shared import ROOT

OURS = re.compile(r"\b(?:our|my) (?:fact sheets?|notes|version history)\b|\b[a-z]+\.yaml\b")
RAW = re.compile(r"\bI (?:could|have|was|did|am)\b|\(see \w+ list\)|\bDIGEST gives\b|\bRows below\b|[\"]version: \w")
SHORT = re.compile(r"\b(?:[A-Z]{4,}(?:-[A-Z]+)?|EN-[A-Z]+|SRC49|[A-Z]+-N)\b")
NOT_SHORT = {"NIST", "OWASP", "MITRE", "CISA", "NCSC", "DSIT", "ETSI", "README", "ATLAS", "SAIF"}
TTL = sorted((ROOT / "ontology/data").glob("*.ttl"))
DIGEST = sorted((ROOT / "corpus/digest").glob("*.yaml"))


def sources() -> set[str]:
    found = {s for f in TTL for s in re.findall(r'dcterms:source "((?:[^"\\]|\\.)*)"', f.read_text("utf-8"))}
    for file in DIGEST:
        found |= {str(entry["source"]) for entry in yaml.safe_load(file.read_text("utf-8")) if entry.get("source")}
    return found


def test_no_source_is_a_working_paper_that_is_not_shipped() -> None:
    # CISO Assistant's own files are public and end in .yaml
    assert sorted(s for s in sources() if OURS.search(s) and "ciso-assistant" not in s) == []


def test_every_short_name_is_explained() -> None:
    explained = (ROOT / "docs/sources.md").read_text("utf-8")
    used = {name for source in sources() for name in SHORT.findall(source)} - NOT_SHORT
    assert {"GOVUK", "AGORA", "EN-TAB"} <= used
    assert sorted(name for name in used if name not in explained) == []


@pytest.mark.parametrize("file", [*TTL, *DIGEST], ids=lambda file: file.name)
def test_no_raw_note_is_shown_to_readers(file: Path) -> None:
    assert RAW.findall(file.read_text("utf-8")) == []


def test_what_is_outside_the_code_is_said_with_one_confidence_and_a_reason(catalogue: Catalogue) -> None:
    fact = catalogue.facts["not-covered-1"]
    digest = yaml.safe_load((ROOT / "corpus/digest/about.yaml").read_text("utf-8"))
    entry = next(entry for entry in digest if entry["id"] == "deepfakes")
    assert "Deepfakes" in fact.description
    assert fact.sourced.confidence == entry["confidence"] == "medium"
    assert "own reading" in fact.sourced.source
    assert "our own reading" in entry["text"]
