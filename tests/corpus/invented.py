"""A page in the shape of GOV.UK's, with the real numbers and headings' places and wording that is invented here."""

from __future__ import annotations

from ontology.catalogue import ORGANISATION, Catalogue
from ontology.model import Provision

ROLE_NAMES = {
    "developer": "Developers",
    "system-operator": "System Operators",
    "data-custodian": "Data Custodians",
    "end-user": "End-users",
    "affected-entity": "Affected Entities",
    ORGANISATION: "Organisations",
}


def sentence(provision: Provision) -> str:
    """Invented wording with the strength and the roles that the ontology knows of."""
    who = " and ".join(ROLE_NAMES[role] for role in provision.obliges) or "Teams"
    whom = "".join(f" It concerns {ROLE_NAMES[role]}." for role in provision.involves)
    also = f" Some {provision.also.value} polish it." if provision.also else ""
    return f"{who} {provision.modality.value} keep the organisation’s teapot number {provision.order} warm.{whom}{also}"


def audience(catalogue: Catalogue, number: str) -> str:
    roles = catalogue.principles[number].audience
    return "Primarily applies to: " + " and ".join(ROLE_NAMES[role] for role in roles) if roles else ""


def provision_html(provision: Provision, position: int) -> str:
    """Uneven on purpose: full stops, colons, non-breaking spaces, footnotes, a list, a table's row."""
    text = sentence(provision)
    mark = '<sup id="fnref:5"><a href="#fn:5" class="govuk-link" rel="footnote">[footnote 5]</a></sup>'
    forms = (
        f"<p>{provision.id}.&nbsp;&nbsp; {text}</p>",
        f"<p>{provision.id} {text}{mark}</p>",
        f"<p><strong>{provision.id}:</strong> {text}</p>",
        f'<p id="provision-{provision.id.replace(".", "-")}">{provision.id}.{text}</p>',
        f"<p>{provision.id} {text[:-1]}:</p><ul><li>a kettle.</li><li>a cosy.</li></ul>",
        f"<ol class='legislative-list'><li>{provision.id}&#8203; {text}</li></ol>",
    )
    return forms[position % len(forms)]


def page(catalogue: Catalogue, without: tuple[str, ...] = (), extra: str = "", govspeak: str = "govspeak") -> str:
    """The whole page; provisions in `without` are left out, `extra` goes before the end of the last principle."""
    parts = [
        "<h2 id='introduction'>Introduction</h2><p>Teapots matter. 1.1 is not a provision here.</p>",
        "<h2 id='audience'>Audience</h2><table><thead><tr><th>Stakeholder</th><th>Definition</th></tr></thead><tbody>"
        "<tr><td>Developers</td><td>Those who make teapots.</td></tr></tbody></table>",
        "<h2 id='contents-of-principles'>Overview</h2><ul>"
        + "".join(f"<li>Principle {p.number}: {p.label}</li>" for p in catalogue.principles.values())
        + "</ul><h2 id='code-of-practice-principles'>Code of Practice Principles</h2>",
    ]
    for principle in catalogue.principles.values():
        phase = catalogue.phases[principle.phase]
        if phase.principles[0] == principle.id:
            parts.append(f"<h3 id='{phase.id}'>{phase.label}</h3>")
        parts.append(f"<h4 id='principle-{principle.id}'>Principle {principle.id}:&nbsp;{principle.label}</h4>")
        lead = audience(catalogue, principle.id)
        lead = f"{lead}</p><p>[POT 2023, KETTLE 2024]" if lead else "One should also rinse teapots."
        parts.append(f"<p>{lead}</p>")
        for position, number in enumerate(principle.provisions):
            if number not in without:
                parts.append(provision_html(catalogue.provisions[number], position + principle.number))
    parts.append(extra)
    parts.append("<h2 id='annex'>Annex A</h2><p>13.1 of the teapot standard is another matter.</p>")
    notes = "<div class='footnotes'><ol><li id='fn:5'><p>A footnote about tea.</p></li></ol></div>"
    return (
        "<!DOCTYPE html><html><head><title>Code</title><script>var x = '9.9 no';</script></head><body>"
        "<header><p>GOV.UK</p></header><nav><a href='#x'>Principle 1: Raise</a></nav><main>"
        f"<div class='{govspeak}'>{''.join(parts)}{notes}</div></main><footer><p>Crown</p></footer></body></html>"
    )


def plain_text(catalogue: Catalogue) -> str:
    """The same as a capture: footnote digits stuck to full stops, curly quotes, uneven numbers."""
    lines = ["Code of Practice Principles   ", ""]
    for principle in catalogue.principles.values():
        phase = catalogue.phases[principle.phase]
        if phase.principles[0] == principle.id:
            lines += [f"{phase.label}  ", ""]
        lines.append(f"Principle {principle.id}: {principle.label}  ")
        lines += [audience(catalogue, principle.id) or "One should also rinse teapots.  ", "", "[POT 2023]", ""]
        for position, number in enumerate(principle.provisions):
            text = sentence(catalogue.provisions[number])
            end = (". ", " ", ": ", "\u00a0", ".   ")[position % 5]
            lines += [f"{number}{end}{text}{'7' if position == 0 else ''}  ", ""]
    return "\n".join(lines)
