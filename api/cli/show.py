"""``signpost show``: everything that is known of one provision, principle or role."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.passage import Passage
    from ontology.catalogue import Catalogue
    from ontology.model import Provision

EXAMPLES = """
[bold]Examples[/bold]

signpost show 5.4.1

signpost show 5.2.1-4.1

signpost show "principle 7" --json
"""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(epilog=EXAMPLES)(show)


def show(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="A provision by the Code's number or ETSI's, “principle 7”, or a role.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show a provision: restatement, roles, strength, numbers, the Guide's measures, examples, threats, crosswalks."""

    def run() -> None:
        from bot import guidance

        house = terminal.house()
        catalogue = house.catalogue
        wanted = identifier.strip().lower().removeprefix("provision ").strip()
        if wanted in catalogue.roles:
            facts = role(catalogue, wanted)
        elif (number := wanted.removeprefix("principle").removeprefix("p").strip()) in catalogue.principles:
            facts = principle(catalogue, number)
        else:
            provision = catalogue.provision(wanted)
            facts = describe(catalogue, provision, guidance.about(provision.id, house.library.passages()))
            if "implementation_guide" in facts:
                facts["attribution"] = house.library.attribution()
        if as_json:
            print(json.dumps(facts, ensure_ascii=False, indent=2))
        else:
            _print(facts)

    terminal.guarded(run)


def describe(catalogue: Catalogue, provision: Provision, guide: Sequence[Passage] = ()) -> dict[str, Any]:
    """A provision with everything linked to it; what the Guide itself says stands before our own examples."""
    mappings = []
    for mapping in catalogue.mappings_of.get(provision.iri, ()):
        target = catalogue.targets[catalogue.by_iri[mapping.target_iri].id]
        mappings.append(
            {
                "framework": catalogue.frameworks[target.framework].label,
                "target": target.code,
                "name": target.label,
                "relation": mapping.relation,
                "own_reading": mapping.own_reading,
                "confidence": mapping.sourced.confidence,
            }
        )
    return {
        "id": provision.id,
        "label": provision.label,
        "says": provision.says,
        "modality": str(provision.modality),
        "also": str(provision.also) if provision.also else None,
        "obliges": list(provision.obliges),
        "duty_basis": str(provision.duty_basis),
        "involves": list(provision.involves),
        "principle": f"{provision.principle} {catalogue.principles[str(provision.principle)].label}",
        "phase": provision.phase,
        "numbers": {"code": provision.id, **dict(provision.numbers)},
        "uri": provision.iri,
        **({"implementation_guide": [_cell(passage) for passage in guide]} if guide else {}),
        "examples": [
            {"scenario": e.scenario, "actor": e.actor, "title": e.label, "does": e.action, "shows": e.evidence}
            for e in catalogue.examples_of.get(provision.id, ())
        ],
        "threats": [
            {"id": t.id, "label": t.label, "named_by_code": provision.id in t.named_in_provisions}
            for t in catalogue.threats_of.get(provision.id, ())
        ],
        "crosswalks": mappings,
    }


def _cell(passage: Passage) -> dict[str, Any]:
    from bot.guidance import part

    return {"part": part(passage), "says": passage.quote, "where": passage.locator}


def principle(catalogue: Catalogue, number: str) -> dict[str, Any]:
    """A principle with its provisions."""
    found = catalogue.principles[number]
    return {
        "id": found.id,
        "label": found.label,
        "phase": found.phase,
        "primarily applies to": list(found.audience) or "not stated",
        "numbers": {"code": found.id, **dict(found.numbers)},
        "uri": found.iri,
        "provisions": [
            {"id": p, "modality": str(catalogue.provisions[p].modality), "says": catalogue.provisions[p].says}
            for p in found.provisions
        ],
    }


def role(catalogue: Catalogue, identifier: str) -> dict[str, Any]:
    """A role, and how many provisions concern it."""
    from ontology.model import Relation

    found = catalogue.roles[identifier]
    return {
        "id": found.id,
        "label": found.label,
        "definition": found.definition,
        "confidence": found.sourced.confidence,
        "uri": found.iri,
        **{
            str(relation): [o.provision.id for o in catalogue.obligations([identifier], relations=[relation])]
            for relation in Relation
        },
    }


def _print(facts: dict[str, Any]) -> None:
    from rich.markup import escape

    console = terminal.console()
    for key, value in facts.items():
        name = key.replace("_", " ")
        if isinstance(value, list) and value and isinstance(value[0], dict):
            console.print(f"[bold]{name}[/bold]")
            for entry in value:
                console.print(escape("  - " + "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in entry.items())))
        elif isinstance(value, dict):
            console.print(f"[bold]{name}[/bold]: " + escape(", ".join(f"{k} {v}" for k, v in value.items())))
        elif isinstance(value, list):
            console.print(f"[bold]{name}[/bold]: " + escape(", ".join(map(str, value)) or "nobody"))
        elif value is not None:
            console.print(f"[bold]{name}[/bold]: " + escape(str(value)))
