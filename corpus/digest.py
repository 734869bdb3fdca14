"""The digest: a passage in our own words for every node of the ontology.

The graph holds the short restatement or definition of a node; the digest files explain it. A passage is both, and
its quote is the restatement, so that what is cited is what the fact sheet carries.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.digest_files import Entry, read
from corpus.errors import DigestInvalid
from corpus.passage import Passage
from ontology.catalogue import Catalogue
from ontology.iri import iri
from ontology.model import Node

CODE_URL = (
    "https://www.gov.uk/government/publications/ai-cyber-security-code-of-practice/"
    "code-of-practice-for-the-cyber-security-of-ai"
)
RELATION_WORDS = {
    "closeMatch": "is close to",
    "relatedMatch": "is related to",
    "broadMatch": "is narrower than",
    "narrowMatch": "is broader than",
    "exactMatch": "is the same as",
}


def _passage(node: Node, quote: str, entry: Entry | None, **extra: str | None) -> Passage:
    explained = f" {entry.text}" if entry and entry.text not in quote else ""
    return Passage(
        id=f"{node.kind}/{node.id}",
        kind=node.kind,
        node=node.id,
        iri=node.iri,
        title=node.label,
        text=quote + explained,
        quote=quote,
        source_url=extra.get("source_url", CODE_URL),
        confidence=extra.get("confidence") or "high",
        source=extra.get("source") or "",
    )


def _checked(entries: dict[str, Entry], known: object, what: str) -> dict[str, Entry]:
    """`entries`, after making sure that each describes a node that exists."""
    for entry in entries.values():
        if entry.id not in known:  # type: ignore[operator]
            raise DigestInvalid(f"{entry.place}: there is no {what} {entry.id}.")
    return entries


def _core(catalogue: Catalogue) -> Iterator[Passage]:
    explained = _checked(read("provisions.yaml"), catalogue.provisions, "provision")
    for provision in catalogue.provisions.values():
        yield _passage(provision, provision.says, explained.get(provision.id))
    explained = _checked(read("principles.yaml"), catalogue.principles, "principle")
    for principle in catalogue.principles.values():
        yield _passage(principle, f"Principle {principle.number}: {principle.label}.", explained.get(principle.id))
    explained = _checked(read("phases.yaml"), catalogue.phases, "phase")
    for phase in catalogue.phases.values():
        listed = ", ".join(phase.principles)
        many = "s" if len(phase.principles) > 1 else ""
        yield _passage(phase, f"{phase.label}: the phase that holds Principle{many} {listed}.", explained.get(phase.id))
    explained = _checked(read("roles.yaml"), catalogue.roles, "role")
    for role in catalogue.roles.values():
        yield _passage(
            role, f"{role.label}: {role.definition}.", explained.get(role.id), confidence=role.sourced.confidence
        )


def _around(catalogue: Catalogue) -> Iterator[Passage]:
    explained = _checked(read("terms.yaml"), catalogue.terms, "term")
    for term in catalogue.terms.values():
        entry = explained.get(term.id)
        seen = not term.definition.startswith("No definition")
        quote = f"{term.label}: {term.definition}." if seen or entry is None else f"{term.label}: {entry.text}"
        yield _passage(term, quote.replace("..", "."), entry if seen else None, confidence=term.sourced.confidence)
    explained = _checked(read("threats.yaml"), catalogue.threats, "threat")
    for threat in catalogue.threats.values():
        yield _passage(threat, f"{threat.label}: {threat.definition}", explained.get(threat.id), confidence="medium")
    explained = _checked(read("scenarios.yaml"), catalogue.scenarios, "scenario")
    for scenario in catalogue.scenarios.values():
        yield Passage(
            id=f"scenario/{scenario.id}", kind="passage", node=f"scenario/{scenario.id}", iri=scenario.iri,
            title=f"Guide scenario: {scenario.label}", text=f"{scenario.description} {explained[scenario.id].text}",
            quote=scenario.description, confidence=scenario.sourced.confidence,
        )  # fmt: skip
    for example in catalogue.examples.values():
        where = catalogue.scenarios[example.scenario].label
        quote = f"{example.action} Shown by: {example.evidence}"
        text = f"Illustration for {example.provision} ({where}): {example.label}. {quote}"
        yield Passage(
            id=f"example/{example.id}", kind="example", node=example.id, iri=example.iri, title=example.label,
            text=text, quote=quote, confidence="low", source="Illustrative; written for Signpost.",
        )  # fmt: skip
    explained = _checked(read("peers.yaml"), catalogue.documents, "document")
    for document in catalogue.documents.values():
        if document.id == "code":
            continue
        quote = f"{document.label}: {document.description}."
        url = document.url if document.url_verified else None
        yield _passage(
            document, quote, explained.get(document.id), source_url=url, confidence=document.sourced.confidence
        )


def _mappings(catalogue: Catalogue) -> Iterator[Passage]:
    for mapping in catalogue.mappings.values():
        source, target = catalogue.by_iri[mapping.source_iri], catalogue.by_iri[mapping.target_iri]
        framework = catalogue.frameworks[catalogue.targets[target.id].framework]
        code = catalogue.targets[target.id].code
        whose = "our own reading" if mapping.own_reading else "a published mapping"
        name = f" ({target.label})" if target.label != code else ""
        relation = RELATION_WORDS[mapping.relation]
        quote = f"{source.kind.capitalize()} {source.id} {relation} {framework.label} {code}{name}; {whose}."
        yield Passage(
            id=f"mapping/{mapping.id}", kind="mapping", node=mapping.id, iri=mapping.iri, title=mapping.label,
            text=f"{quote} {mapping.note}".strip(), quote=quote, confidence=mapping.sourced.confidence,
            source=mapping.basis,
        )  # fmt: skip


def _about() -> Iterator[Passage]:
    for entry in read("about.yaml").values():
        facts = entry.fields.get("facts", "")
        yield Passage(
            id=f"about/{entry.id}", kind="passage", node=f"about/{entry.id}", iri=iri("about", entry.id),
            title=entry.fields.get("title", entry.id), text=f"{entry.text} In short: {facts}." if facts else entry.text,
            quote=entry.text, source_url=CODE_URL,
            confidence=entry.fields.get("confidence", "medium"), source=entry.fields.get("source", ""),
        )  # fmt: skip


def passages(catalogue: Catalogue) -> tuple[Passage, ...]:
    """Every passage of the digest.

    Raises:
        DigestInvalid: a digest file has a mistake (file and line in the message).
    """
    return (*_core(catalogue), *_around(catalogue), *_mappings(catalogue), *_about())
