"""The catalogue against the fact sheets that it was made from, fact by fact; skipped where they are absent."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from ontology.catalogue import Catalogue
from ontology.iri import iri, parts
from ontology.model import Modality, Relation

Sheet = Callable[[str], Any]
ROLES = {
    "Developer": "developer",
    "SystemOperator": "system-operator",
    "DataCustodian": "data-custodian",
    "EndUser": "end-user",
    "AffectedEntity": "affected-entity",
    "Organisation": "organisation",
}
PHASES = ("secure-design", "secure-development", "secure-deployment", "secure-maintenance", "secure-end-of-life")
ASKED = ((Relation.OBLIGES, Relation.ORGANISATION), *((relation,) for relation in Relation), tuple(Relation))


def level(confidence: object) -> str:
    """The word at the head of a confidence such as ``high for the label, low for the placement``."""
    found = re.match(r"high|medium|low", str(confidence))
    return found.group() if found else ""


def rows(sheet: Sheet) -> list[dict[str, Any]]:
    """The provisions of the sheet, flat, with principle, phase and audience, in the Code's order."""
    facts = sheet("provisions")
    phase_of = {number: phase for phase, numbers in facts["phases"].items() for number in numbers}
    return [
        {
            "id": entry["id"],
            "principle": principle["number"],
            "phase": phase_of[principle["number"]],
            "audience": {ROLES[role] for role in principle["audience"]},
            "modality": entry["modality"],
            "also": entry.get("also"),
            "obliges": {ROLES[role] for role in entry["duty"]},
            "involves": {ROLES[role] for role in entry.get("involves", ())},
            "basis": entry.get("duty_basis", "stated").replace(" ", "-"),
            "etsi": entry["etsi"],
            "says": entry["says"],
        }
        for principle in facts["principles"]
        for entry in principle["provisions"]
    ]


def holds(row: dict[str, Any], role: str, relation: Relation) -> bool:
    if relation is Relation.ORGANISATION:
        return "organisation" in row["obliges"] and role in row["audience"]
    return role in row["obliges" if relation is Relation.OBLIGES else "involves"]


@pytest.mark.parametrize("role", [None, *(role for role in ROLES.values() if role != "organisation")])
@pytest.mark.parametrize("modality", [None, *Modality])
def test_every_query_for_obligations_equals_the_sheet(
    catalogue: Catalogue, sheet: Sheet, role: str | None, modality: Modality | None
) -> None:
    table = rows(sheet)
    anybody = [role] if role else [name for name in ROLES.values() if name != "organisation"]
    for phase, principle, relations in product((None, *PHASES), (None, *range(1, 14)), ASKED):
        expected = [
            (row["id"], relation, tuple(sorted(who)))
            for relation in sorted(relations, key=list(Relation).index)
            for row in table
            if (phase is None or row["phase"] == phase)
            and (principle is None or row["principle"] == principle)
            and (modality is None or row["also" if modality is Modality.MAY else "modality"] == modality)
            and (who := [name for name in anybody if holds(row, name, relation)])
        ]
        found = catalogue.obligations(
            [role] if role else [],
            modality=modality,
            phases=[phase] if phase else [],
            principles=[principle] if principle else [],
            relations=relations,
        )
        assert [(o.provision.id, o.relation, tuple(sorted(o.roles))) for o in found] == expected


def test_provisions_equal_the_sheet(catalogue: Catalogue, sheet: Sheet) -> None:
    table = rows(sheet)
    assert list(catalogue.provisions) == [row["id"] for row in table]
    for row in table:
        found = catalogue.provisions[row["id"]]
        assert (found.principle, found.phase) == (row["principle"], row["phase"])
        assert (found.modality, found.also) == (row["modality"], row["also"])
        assert (set(found.obliges), set(found.involves)) == (row["obliges"], row["involves"])
        assert (found.duty_basis, found.says) == (row["basis"], row["says"])
        assert dict(found.numbers) == {"ts-104-223": row["etsi"], "en-304-223": row["etsi"]}


def test_provisions_equal_the_second_sheet(catalogue: Catalogue, sheet: Sheet) -> None:
    for entry in sheet("code")["provisions"]:
        found = catalogue.provisions[str(entry["code"])]
        assert found.modality == entry["modality"]
        assert ([found.also] if found.also else []) == entry["also_contains"]
        assert set(found.obliges) == set(entry["duty_bearers"])
        assert found.etsi == entry["en_304_223"]
        assert found.guide_clause == entry["tr_104_128_clause_inferred"]
        assert found.label.lower() == entry["label"].lower()


def test_principles_equal_both_sheets(catalogue: Catalogue, sheet: Sheet) -> None:
    second = {entry["number"]: entry for entry in sheet("code")["principles"]}
    for entry in sheet("provisions")["principles"]:
        found, more = catalogue.principles[str(entry["number"])], second[entry["number"]]
        assert (found.label, found.later_title, found.phase) == (entry["title"], more["en_title"], more["phase"])
        assert set(found.audience) == {ROLES[role] for role in entry["audience"]}
        assert found.provisions == tuple(provision["id"] for provision in entry["provisions"])
        assert dict(found.numbers)["en-304-223"] == entry["etsi"] == more["en_clause"]
        assert set(found.reference_keys) == set(more["reference_keys_cited"])


def test_roles_terms_and_phases_equal_the_sheet(catalogue: Catalogue, sheet: Sheet) -> None:
    code = sheet("code")
    for entry in code["stakeholders"]:
        if entry["id"] != "organisation":
            found = catalogue.roles[entry["id"]]
            assert (found.label, found.definition) == (entry["name"], entry["definition_own_words"])
            assert found.sourced.confidence == entry["confidence"]
    for entry in code["modality_definitions"]:
        term = catalogue.terms[entry["verb"].split()[0]]
        assert (term.definition, term.sourced.confidence) == (entry["meaning"], entry["confidence"])
    for entry in code["glossary"]["terms_verified_in_uk_code"]:
        term = catalogue.terms[entry["term"].lower().replace(" ", "-")]
        unseen = "not seen" in entry["own_words"]
        assert term.sourced.confidence == ("low" if unseen else "medium")
        assert unseen or term.definition == entry["own_words"]
    for entry in code["lifecycle_phases"]:
        phase = catalogue.phases[entry["id"]]
        assert (phase.label, phase.iso_stage) == (entry["name"], entry["iso_22989_stage"])
        assert phase.principles == tuple(map(str, entry["principles"]))


# Notes of the sheet that point at the sheet itself, or are no sentence, as readers see them.
RESTATED = {
    "provision ids: Code p.n[.m] becomes EN 5.x.y-n[.m] (see provisions list)": (
        "Provisions are numbered anew. What is 2.1.1 in the Code is 5.1.2-1.1 in EN 304 223: the clause of its "
        "principle, a hyphen, and its place within that principle."
    ),
}


def test_every_fact_of_the_code_is_carried_with_its_confidence(catalogue: Catalogue, sheet: Sheet) -> None:
    code, guide = sheet("code"), sheet("guide")
    carried = {fact.description: fact.sourced for fact in catalogue.facts.values()}
    facts = [
        *code["context_facts"],
        *code["legal_force_facts"],
        *guide["structure"],
        *guide["audience"],
        *guide["tr_vs_guide_facts"],
        *({"fact": entry["rule"], **entry} for entry in code["stakeholder_rules"]),
        *({"fact": entry["difference"], **entry} for entry in code["code_vs_en_differences"]),
    ]
    for entry in facts:
        said = RESTATED.get(entry["fact"], entry["fact"])
        assert carried[said].confidence == level(entry["confidence"]), entry


def test_scenarios_equal_the_guide_sheet(catalogue: Catalogue, sheet: Sheet) -> None:
    for entry in sheet("guide")["scenarios"]:
        found = catalogue.scenarios[entry["id"]]
        assert found.label == entry["name"]
        assert entry["system"] in found.description
        assert found.sourced.confidence == entry["confidence"]["description"]
        held = {
            party.replace("_", " "): {role.split()[0] for role in roles}
            for party, roles in entry["roles_own_analysis"].items()
        }
        assert {party: set(roles) for party, roles in found.parties} == held


def test_threats_equal_the_sheet(catalogue: Catalogue, sheet: Sheet) -> None:
    threats = sheet("threats")["threats"]
    assert set(catalogue.threats) == {entry["id"] for entry in threats}
    for entry in threats:
        found = catalogue.threats[entry["id"]]
        assert (found.label, found.definition) == (entry["name"], entry["definition"])
        assert set(found.aliases) == set(entry["aliases"])
        assert set(found.provisions) == set(map(str, entry["provisions"]))
        named = [name for name in entry["named_in"] if name.startswith("UK Code text")]
        assert found.named_by_code == bool(named)
        numbers = set(re.findall(r"\b\d+(?:\.\d+)+\b", " ".join(named)))
        assert set(found.named_in_provisions) == numbers
        codes = {catalogue.targets[parts(target)[1]].code for target in found.targets}
        listed = {*(a["id"] for a in entry["atlas"]), *entry["owasp_llm_2025"], *entry["owasp_llm_2026"]}
        assert codes == listed
        assert found.sourced.confidence == entry["mapping_confidence"]


def test_mappings_equal_the_sheet(catalogue: Catalogue, sheet: Sheet) -> None:
    crosswalk = sheet("crosswalk")
    listed = [mapping for mapping in catalogue.mappings.values() if mapping.id.startswith("m")]
    assert len(listed) == len(crosswalk["mappings"]) == 397
    assert sum(not mapping.own_reading for mapping in listed) == 48
    for found, entry in zip(sorted(listed, key=lambda m: m.id), crosswalk["mappings"], strict=True):
        start = str(entry["from"])
        assert found.source_iri == (iri("principle", start[1:]) if start.startswith("P") else iri("provision", start))
        target = catalogue.targets[parts(found.target_iri)[1]]
        assert entry["to"].replace("OWASP-LLM", "LLM").endswith(target.code)
        assert "skos:" + found.relation == entry["relation"]
        assert found.sourced.confidence == entry["confidence"]
        assert found.own_reading == (not str(entry["basis"]).startswith(("published", "OWASP AI Exchange")))
        assert found.note == entry.get("note", "")


def test_role_mappings_and_renumbering_equal_the_sheet(catalogue: Catalogue, sheet: Sheet) -> None:
    crosswalk = sheet("crosswalk")
    for n, entry in enumerate(crosswalk["role_mappings"], 1):
        found = catalogue.mappings[f"r{n:02d}"]
        assert found.source_iri == iri("role", entry["from"])
        assert "skos:" + found.relation == entry["relation"]
        assert found.sourced.confidence == entry["confidence"]
    for n, entry in enumerate(crosswalk["owasp_llm_renumbering"], 1):
        found = catalogue.mappings[f"o{n:02d}"]
        ends = [catalogue.targets[parts(end)[1]].code for end in (found.source_iri, found.target_iri)]
        assert ends == [entry["from"], entry["to"]]
        assert "skos:" + found.relation == entry["relation"]
        assert found.own_reading


def test_documents_equal_the_sheet(catalogue: Catalogue, sheet: Sheet) -> None:
    peers = sheet("peers")["peers"]
    assert set(catalogue.documents) == {"code", *(entry["id"] for entry in peers)}
    for entry in peers:
        found, relation = catalogue.documents[entry["id"]], entry["relation_to_code"]
        assert (found.label, found.publisher, found.date) == (entry["title"], entry["publisher"], str(entry["date"]))
        assert (found.description, found.status) == (entry["scope"], entry["status"])
        assert (found.url, found.url_verified) == (entry["url"], entry["url_verified"])
        assert (found.relation, found.relation_note) == (relation["type"], relation["text"])
        assert found.own_reading == ("own analysis" in relation["basis"])
        assert found.sourced.confidence == entry["confidence"]
