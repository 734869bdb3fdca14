"""Windows (modals) over kept answers and over the catalogue: a list, quotes, why these, a role, a principle."""

from __future__ import annotations

from bot import wording
from bot.answer import Answer, Section
from bot.slack.blocks import Block, context, modal, section, sections
from bot.slack.message import apart, items, prose, reference
from bot.slack.mrkdwn import escaped, linked, mrkdwn, plain
from ontology.catalogue import Catalogue
from ontology.iri import served
from ontology.model import Modality, Relation

REMARK = "Restated in our own words, unless marked as official wording."


def listed(answer: Answer, number: int) -> Block:
    """All items of one part of an answer."""
    parts = apart(answer)
    if not 0 <= number < len(parts):
        return everything(answer)
    return modal(f"All {len(parts[number].claims)}", _part(parts[number], answer))


def everything(answer: Answer) -> Block:
    """The whole answer."""
    return modal("The whole answer", [block for part in apart(answer) for block in _part(part, answer)])


def quotes(answer: Answer) -> Block:
    """What the cited passages say, with their sources."""
    lines = []
    for citation in answer.citations:
        kind = "official wording" if citation.verbatim else "restated"
        strength = f", _{escaped(citation.modality)}_" if citation.modality else ""
        source = f" ({linked(citation.source_url, 'source')})" if citation.source_url else ""
        name = reference(citation, f"[{citation.marker}] {citation.label}")
        said = escaped(plain(citation.quote)).replace("\n", "\n>")
        lines.append(f"*{name}* ({kind}{strength}){source}\n>{said}")
    small = [context(escaped(answer.attribution or REMARK))]
    return modal("Quotes", [*sections(lines, "\n\n"), *small])


def why(answer: Answer) -> Block:
    """How the question was understood, and why each provision was chosen."""
    frame = answer.frame
    facts = [f"*Kind of question*: {escaped(str(frame.intent))}"]
    if frame.roles:
        facts.append(f"*Roles*: {escaped(wording.roles(frame.roles))}")
    if frame.modality:
        facts.append(f"*Strength*: _{frame.modality}_")
    if frame.relations:
        facts.append(f"*Relations*: {escaped(', '.join(frame.relations))}")
    if frame.principles:
        facts.append(f"*Principles*: {', '.join(map(str, frame.principles))}")
    if frame.phases:
        facts.append(f"*Phases*: {escaped(', '.join(frame.phases))}")
    reasons = [f"• *{escaped(field)}*: {escaped(plain(reason))}" for field, reason in frame.why]
    chosen = [f"• *{escaped(c.provision)}*: {escaped(plain(c.why))}" for c in frame.choices]
    blocks = sections(facts)
    blocks += [section("*What in the question says so*"), *sections(reasons)] if reasons else []
    blocks += [section("*Why these provisions*"), *sections(chosen)] if chosen else []
    if not chosen and answer.citations:
        blocks.append(section("The provisions come from the Code's own lists: none is missing and none is added."))
    return modal("Why these?", blocks)


def role(catalogue: Catalogue, identifier: str, base_url: str | None) -> Block:
    """Everything that concerns a role, the three relations apart and *shall* before *should*."""
    blocks: list[Block] = []
    for relation in Relation:
        heading = wording.HEADINGS[relation].format(roles=wording.roles([identifier]))
        for modality in (Modality.SHALL, Modality.SHOULD):
            found = catalogue.obligations([identifier], modality=modality, relations=[relation])
            if found:
                blocks.append(section(f"*{escaped(heading)}: {modality} ({len(found)})*"))
                blocks += sections(_line(catalogue, o.provision.id, base_url) for o in found)
    return modal(catalogue.roles[identifier].label, blocks or [section("The Code has no provision for this role.")])


def principle(catalogue: Catalogue, number: str, base_url: str | None) -> Block:
    """A principle's provisions."""
    found = catalogue.principles[number]
    blocks = [section(f"*{linked_or_plain(found.iri, found.label, base_url)}*")]
    for modality in (Modality.SHALL, Modality.SHOULD):
        ids = [p for p in found.provisions if catalogue.provisions[p].modality is modality]
        if ids:
            blocks.append(section(f"*{modality} ({len(ids)})*"))
            blocks += sections(_line(catalogue, p, base_url) for p in ids)
    return modal(f"Principle {number}", blocks)


def linked_or_plain(iri: str, label: str, base_url: str | None) -> str:
    """`label`, linked to where `iri` is served if it is served anywhere."""
    return linked(served(iri, base_url), label) if base_url else escaped(label)


def notice(title: str, sentence: str) -> Block:
    """A window with one sentence."""
    return modal(title, [section(escaped(sentence))])


def _line(catalogue: Catalogue, provision_id: str, base_url: str | None) -> str:
    provision = catalogue.provisions[provision_id]
    name = linked_or_plain(provision.iri, provision.id, base_url)
    return f"• *{name}* {mrkdwn(provision.says)}"


def _part(part: Section, answer: Answer) -> list[Block]:
    heading = [section(f"*{escaped(plain(part.heading))}*")] if part.heading else []
    return [*heading, *(items(part.claims, answer) if part.listed else sections([prose(part.claims, answer)]))]
