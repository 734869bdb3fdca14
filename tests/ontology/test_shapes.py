"""Every shape is broken once, on a node of its own; all breakages are checked in one run, since a run takes seconds."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SH

from ontology.errors import DataInvalid
from ontology.iri import INSTANCES as ID
from ontology.iri import VOCABULARY
from ontology.shapes import Report, Violation, validate
from ontology.store import data_files, open_dataset

PREFIXES = f"""
@prefix sp: <{VOCABULARY}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@dataclass(frozen=True)
class Breakage:
    """What is taken from `node` (or added to it), and what the report has to say about it."""

    shape: str
    node: str
    says: str
    drop: str = ""
    add: str = ""

    @property
    def iri(self) -> str:
        return self.node if self.node.startswith("https:") else ID + self.node


def own(name: str) -> str:
    return VOCABULARY + name


def role(name: str) -> str:
    return f"<{ID}role/{name}>"


def provision(name: str) -> str:
    return f"<{ID}provision/{name}>"


BREAKAGES = [
    Breakage("DocumentShape", "document/mitre-atlas", "own or published", "sp:basis", 'sp:basis "hearsay"'),
    Breakage("DocumentShape", "document/iso-42001", "publisher", "dcterms:publisher"),
    Breakage("DocumentRelationShape", "document/csr-bill", "where its relation to the", "sp:urlVerified"),
    Breakage("DocumentShape", "document/eu-cra", "https address", "rdfs:seeAlso", "rdfs:seeAlso <javascript:alert>"),
    Breakage("EditionShape", "edition/ts-104-223", "three editions", "sp:order", "sp:order 4"),
    Breakage("PhaseShape", "phase/secure-design", "five phases", "sp:order", "sp:order 6"),
    Breakage("PrincipleAudienceShape", "principle/4", "has an audience, except", "sp:primarilyAppliesTo"),
    Breakage("PrincipleShape", "principle/5", "audience are roles",
             "", f"sp:primarilyAppliesTo <{ID}party/organisation>"),
    Breakage("PrincipleShape", "principle/7", "reference key", "", f"sp:citesKey <{ID}reference/unheard>"),
    Breakage("PrincipleShape", "principle/6", "TS 104 223", "sp:numbering"),
    Breakage("ProvisionShape", "provision/1.1", "exactly one modality", "", "sp:modality sp:Should"),
    Breakage("ProvisionShape", "provision/1.2", "exactly one modality", "sp:modality", "sp:modality sp:May"),
    Breakage("ProvisionShape", "provision/2.1", "obliges somebody", "sp:obliges"),
    Breakage("ProvisionShape", "provision/2.2", "nobody whom it only involves", "", f"sp:involves {role('developer')}"),
    Breakage("ProvisionShape", "provision/2.3", "exactly one principle", "sp:inPrinciple"),
    Breakage("ProvisionShape", "provision/2.4", "EN 304 223", "sp:numbering"),
    Breakage("ProvisionClausesShape", "provision/4.1", "its second clause is weaker", "", "sp:alsoModality sp:Should"),
    Breakage("ProvisionShape", "provision/2.6", "stated or implied", "sp:dutyBasis", 'sp:dutyBasis "guessed"'),
    Breakage("ProvisionShape", "provision/6.1", "restated once", "sp:says"),
    Breakage("ProvisionShape", "provision/6.2", "involves roles only", "", f"sp:involves <{ID}party/organisation>"),
    Breakage("ProvisionShape", "provision/6.3", "Node", "", 'sp:mandatory "yes"'),
    Breakage("ProvisionShape", "provision/6.4", "two examples", "^sp:illustrates"),
    Breakage("NumberingShape", "provision/7.1#en-304-223", "clause 5", "sp:number", 'sp:number "7.1"'),
    Breakage("NumberingShape", "provision/7.2#en-304-223", "later editions",
             "sp:edition", f"sp:edition <{ID}edition/code>"),
    Breakage("GuideClauseShape", "provision/7.3#tr-104-128", "never of high confidence",
             "sp:confidence", 'sp:confidence "high"'),
    Breakage("ReferenceKeyShape", "reference/nist-2023", "how sure", "sp:confidence"),
    Breakage("ModalityShape", own("May"), "exactly one definition", "skos:definition"),
    Breakage("RoleShape", "role/end-user", "none of them ambiguous", "", 'skos:hiddenLabel "staff"@en'),
    Breakage("RoleShape", "role/regulator", "Value", "", "a sp:Role"),
    Breakage("PartyShape", "party/organisation", "exactly one definition", "skos:definition"),
    Breakage("TermShape", "term/guardrails", "whose term", "sp:origin", 'sp:origin "press"'),
    Breakage("TermUnseenShape", "term/ml-model", "a definition that was not", "sp:confidence", 'sp:confidence "high"'),
    Breakage("ThreatShape", "threat/data-drift", "at least one provision", "sp:relevantTo"),
    Breakage("ThreatNamedShape", "threat/evasion", "a threat that provisions name",
             "sp:namedByCode", "sp:namedByCode false"),
    Breakage("ScenarioShape", "scenario/open-access-llm", "two parties", "sp:hasParty"),
    Breakage("ScenarioPartyShape", "scenario/chatbot-app#party-1", "low confidence",
             "sp:confidence", 'sp:confidence "high"'),
    Breakage("ExampleActorShape", "example/8.1-a", "its actor is somebody whom",
             "sp:actor", f"sp:actor {role('end-user')}"),
    Breakage("ExampleShape", "example/8.2-a", "would show", "sp:evidence"),
    Breakage("ExampleShape", "example/8.3-a", "marked as illustrative", "sp:illustrative"),
    Breakage("ThemeShape", "theme/fairness", "never published", "sp:basis", 'sp:basis "published"'),
    Breakage("ThemeShape", "theme/privacy", "browsing only", "skos:note"),
    Breakage("FactShape", "fact/context-1", "where it was read", "dcterms:source"),
    Breakage("FactShape", "fact/principle-10", "principles or provisions", "", f"sp:about {role('developer')}"),
    Breakage("FrameworkShape", "framework/mitre-atlas", "one document", "sp:document"),
    Breakage("TargetShape", "target/mitre-atlas/AML.T0020", "exactly one framework", "sp:inFramework"),
    Breakage("MappingShape", "mapping/m001", "SKOS match", "sp:relation", "sp:relation owl:sameAs"),
    Breakage("MappingShape", "mapping/m002", "own or published", "sp:basis", 'sp:basis "official"'),
    Breakage("MappingShape", "mapping/m003", "high, medium or low", "sp:confidence", 'sp:confidence "certain"'),
    Breakage("MappingShape", "mapping/m004", "exactly one target", "sp:mapsTo"),
    Breakage("VocabularyShape", own("obliges"), "plain words", "rdfs:comment"),
]  # fmt: skip
# What the breakages above and these lines do to the whole: the Code's totals no longer hold.
TOTALS = {
    "has 72 provisions, not 73": f"+ {provision('1.9')} a sp:Provision",
    "has 49 provisions that say shall, not 48": "",
    "has 23 provisions that say should, not 24": "",
    "has 5 roles, not 6": "",
    "has 5 phases, not 4": f"- {ID}phase/secure-maintenance {RDF.type}",
    "has 13 principles": f"- {ID}principle/13 {DCTERMS.isPartOf}",
    "29 threats are described beside it, not 28": f"- {ID}threat/unpatched-ai {RDF.type}",
    f"not that of {ID}term/rag": f'+ <{ID}term/rag> dcterms:identifier "other"',
    f"not that of {ID}provision/9.4.1": f"+ {provision('9.4.1')} sp:parent {provision('9.2')}",
}
# What only points at a broken node may be reported too, by these shapes; nothing else may be reported at all.
FELT = {
    "CodeShape",
    "ExampleShape",
    "ExampleActorShape",
    "PrincipleShape",
    "ProvisionShape",
    "ScenarioPartyShape",
    "TermShape",
}


@pytest.fixture(scope="module")
def broken() -> Report:
    data = open_dataset()
    names = Graph().parse(data=PREFIXES, format="turtle").namespace_manager
    for case in BREAKAGES:
        node, prop = URIRef(case.iri), names.expand_curie(case.drop.lstrip("^")) if case.drop else None
        if prop:
            data.remove((None, prop, node, None) if case.drop.startswith("^") else (node, prop, None, None))
        if case.add:
            add(data, f"<{case.iri}> {case.add}")
    for change in filter(None, TOTALS.values()):
        sign, rest = change.split(" ", 1)
        if sign == "+":
            add(data, rest)
        else:
            node, prop = map(URIRef, rest.split())
            data.remove((node, prop, None, None))
    return validate(data)


def add(data: Dataset, triples: str) -> None:
    data.graph(URIRef("urn:x:test")).parse(data=f"{PREFIXES} {triples} .", format="turtle")


def of(report: Report, iri: str) -> list[Violation]:
    return [violation for violation in report.violations if violation.node == iri]


def test_the_shipped_ontology_conforms() -> None:
    report = validate()
    assert report == Report(conforms=True)
    report.require()


@pytest.mark.parametrize("case", BREAKAGES, ids=lambda c: f"{c.shape}-{c.node.rsplit('/', 1)[-1]}-{c.says}")
def test_a_broken_shape_is_noticed(broken: Report, case: Breakage) -> None:
    found = of(broken, case.iri)
    assert {violation.shape for violation in found} == {case.shape}
    assert any(case.says in violation.message for violation in found), found


@pytest.mark.parametrize("message", TOTALS)
def test_a_total_or_a_rule_of_the_whole_is_noticed(broken: Report, message: str) -> None:
    code = of(broken, ID + "document/code")
    assert {violation.shape for violation in code} == {"CodeShape"}
    assert any(message in violation.message for violation in code), code


def test_little_else_is_reported(broken: Report) -> None:
    expected = {case.iri for case in BREAKAGES}
    assert {violation.shape for violation in broken.violations if violation.node not in expected} <= FELT
    assert len({violation.node for violation in broken.violations} - expected) < 25
    with pytest.raises(DataInvalid, match="break"):
        broken.require()


def test_every_shape_has_a_breakage() -> None:
    shapes = Graph().parse(data=data_files()["shapes"].read_text("utf-8"), format="turtle")
    named = {str(shape).removeprefix(VOCABULARY) for shape in shapes.subjects(RDF.type, SH.NodeShape)}
    assert {case.shape for case in BREAKAGES} | {"CodeShape"} == named


def test_every_class_in_use_is_defined_and_has_a_shape(dataset: Dataset) -> None:
    used = {
        str(kind) for _, _, kind, _ in dataset.quads((None, RDF.type, None, None)) if str(kind).startswith(VOCABULARY)
    }
    defined = {str(cls) for cls, _, _, _ in dataset.quads((None, RDF.type, OWL.Class, None))}
    shaped = {str(cls) for _, _, cls, _ in dataset.quads((None, SH.targetClass, None, None))}
    assert used <= defined
    assert used <= shaped


def test_every_property_in_use_is_defined(dataset: Dataset) -> None:
    used = {str(p) for _, p, _, _ in dataset.quads((None, None, None, None)) if str(p).startswith(VOCABULARY)}
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    defined = {str(p) for kind in kinds for p, _, _, _ in dataset.quads((None, RDF.type, kind, None))}
    assert used <= defined


def test_a_store_without_shapes_is_refused() -> None:
    with pytest.raises(DataInvalid, match="holds no shapes"):
        validate(Dataset())
