"""The checklist as Markdown, to read, print or paste into a ticket."""

from __future__ import annotations

from api.export.request import ExportRequest
from bot.practice.assessment import STATUS_WORDS
from bot.practice.checklist import Item


def write(request: ExportRequest) -> bytes:
    """The checklist by principle, then what others owe the roles, then the notice."""
    catalogue, made = request.catalogue, request.checklist
    roles = ", ".join(catalogue.roles[role].label for role in made.roles) or "everybody"
    lines = [f"# What the Code asks of {roles}", ""]
    if request.assessment:
        lines += [f"Assessment: {_inline(request.assessment.name)}", ""]
    for principle in catalogue.principles.values():
        items = [item for item in made.items if str(item.provision.principle) == principle.id]
        if items:
            lines += [f"## {principle.id} {principle.label}", ""]
            for item in items:
                lines += _item(request, item)
            lines.append("")
    if made.involved and made.roles:
        lines += ["## Where others must include, inform, protect or serve you", ""]
        provisions = [item.provision for item in made.involved]
        lines += [f"- {p.id} (*{p.modality.value}*) {p.says}" for p in provisions]
        lines.append("")
    lines += ["---", "", *(f"{line}  " for line in request.notice.lines)]
    return ("\n".join(lines) + "\n").encode()


def _item(request: ExportRequest, item: Item) -> list[str]:
    provision = item.provision
    entry = request.assessment.entries.get(provision.id) if request.assessment else None
    box = "x" if entry and entry.status.value in ("met", "not-applicable") else " "
    status = f" — {STATUS_WORDS[entry.status]}" if entry else ""
    also = f", with a weaker clause (*{provision.also.value}*)" if provision.also else ""
    lines = [f"- [{box}] **{provision.id}** (*{provision.modality.value}*{also}) {provision.says}{status}"]
    lines.append(f"  - Why: {item.why}")
    if item.example:
        lines.append(f"  - Illustration: {item.example.action} Shown by: {item.example.evidence}")
    return lines


def _inline(text: str) -> str:
    """A user's text on one line, with nothing in it that Markdown or HTML would take as its own."""
    escaped = "".join(f"\\{c}" if c in "\\`*_{}[]()#+-!|~" else c for c in " ".join(text.split()))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
