"""A report that a board can read, as DOCX: the summary first, the next three things, pictures, gaps, then the rest."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.shared import Cm, Pt

from api.export import pictures
from api.export.request import ExportRequest
from bot.practice import gaps
from bot.practice.assessment import STATUS_WORDS, Status
from bot.practice.gaps import GapReport, Tally
from ontology.model import Modality

TITLE = "Cyber security of AI: where we stand against the Code of Practice"
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(request: ExportRequest) -> bytes:
    """The report on the request's assessment; without one, a report of what is asked of the roles."""
    document = Document()
    document.core_properties.title, document.core_properties.author = TITLE, "Signpost"
    document.core_properties.created = document.core_properties.modified = request.made.replace(tzinfo=None)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2)
        section.footer.paragraphs[0].text = "A self-assessment made with Signpost. Not legal advice; certifies nothing."
    document.add_heading(TITLE, 0)
    roles = ", ".join(request.catalogue.roles[role].label for role in request.checklist.roles) or "all roles"
    if request.assessment:
        found = gaps.report(request.assessment, request.catalogue, request.made.date())
        _say(document, f"{request.assessment.name}. Roles: {roles}. As of {request.made.date().isoformat()}.")
        if request.assessment.description:
            _say(document, request.assessment.description)
        _standing(document, found)
    else:
        _say(document, f"What the Code asks of: {roles}. Nothing has been assessed yet.")
        shall = sum(item.provision.modality is Modality.SHALL for item in request.checklist.items)
        rest = len(request.checklist.items) - shall
        _say(document, f"{shall} requirements (shall) and {rest} recommendations (should) apply.")
    document.add_heading("Every provision in scope", 1)
    entries = request.assessment.entries if request.assessment else {}
    rows = []
    for item in request.checklist.items:
        entry = entries.get(item.provision.id)
        status = STATUS_WORDS[entry.status] if entry else ""
        rows.append((item.provision.id, item.provision.modality.value, item.provision.says, status))
    _table(document, ("Provision", "Strength", "What it asks (restated)", "Status"), rows, (1.8, 1.8, 10.6, 2.8))
    document.add_heading("About this report", 1)
    for line in request.notice.lines:
        _say(document, line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _standing(document: Any, found: GapReport) -> None:
    overall = found.overall
    open_shall = [gap for gap in found.gaps if gap.provision.modality is Modality.SHALL]
    document.add_heading("In short", 1)
    _say(
        document,
        f"{overall.of(Status.MET)} of the {overall.applicable} provisions that apply are met "
        f"({overall.share_met:.0%}), {overall.of(Status.PARTLY)} partly, {overall.of(Status.NOT_MET)} are not, "
        f"{overall.of(Status.OPEN)} have not been assessed. {len(open_shall)} of the gaps are requirements (shall).",
    )
    document.add_heading("The next three things to do", 1)
    for gap in found.next_things:
        paragraph = document.add_paragraph(style="List Number")
        paragraph.add_run(_clean(f"{gap.provision.id} {gap.provision.label}. ")).bold = True
        owner = f" Owner: {gap.entry.owner}." if gap.entry.owner else " No owner is named yet."
        paragraph.add_run(_clean(gap.why + owner))
    if not found.gaps:
        _say(document, "Nothing is left open.")
    document.add_heading("Progress by principle", 1)
    _picture(document, found.by_principle)
    document.add_heading("Progress by role and strength", 1)
    _picture(document, (*found.by_role, *found.by_modality))
    _tallies(document, (*found.by_principle, *found.by_role, *found.by_modality))
    document.add_heading("Gaps, the most pressing first", 1)
    rows = [
        (
            gap.provision.id,
            gap.provision.modality.value,
            STATUS_WORDS[gap.entry.status],
            str(len(gap.threats)),
            gap.entry.owner,
            (gap.entry.due.isoformat() if gap.entry.due else "") + (" (overdue)" if gap.overdue else ""),
        )
        for gap in found.gaps
    ]
    _table(document, ("Provision", "Strength", "Status", "Threats", "Owner", "Due"), rows, (2, 2, 3, 2, 4, 4))


def _say(document: Any, text: str) -> None:
    document.add_paragraph(_clean(text))


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _picture(document: Any, tallies: Sequence[Tally]) -> None:
    shape = document.add_picture(io.BytesIO(pictures.png(tallies)), width=Cm(17))
    shape._inline.docPr.set("descr", pictures.described(tallies))


def _tallies(document: Any, tallies: Iterable[Tally]) -> None:
    heads = ("", *(STATUS_WORDS[status] for status in Status))
    rows = [(tally.label, *(str(tally.of(status)) for status in Status)) for tally in tallies]
    _table(document, heads, rows, (7, 2, 2, 2, 2, 2))


def _table(document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    table = document.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    marker = table.rows[0]._tr.get_or_add_trPr()
    marker.append(marker.makeelement(f"{{{marker.nsmap['w']}}}tblHeader", {}))
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(value)
    for column, width in zip(table.columns, widths, strict=True):
        for cell in column.cells:
            cell.width = Cm(width)
