"""PDF files in the shape of the Guide and of ETSI's editions, with invented wording, made by reportlab."""

from __future__ import annotations

import io
from collections.abc import Iterable

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle

STYLES = getSampleStyleSheet()
HEAD = ("Provision", "Related threats / risks", "Example Measures / Controls", "Reference / Resource")
OGL_NOTE = "© Crown copyright 2025. This is licensed under the Open Government Licence v3.0 except where stated."


def _pdf(story: list[object], **settings: object) -> bytes:
    target = io.BytesIO()
    SimpleDocTemplate(target, **settings).build(story)
    return target.getvalue()


def guide(numbers: Iterable[str], licence: str = OGL_NOTE) -> bytes:
    """Tables of ten provisions each; a row holds entries for three scenarios, one of them under another name."""
    normal = STYLES["BodyText"]
    story: list[object] = [Paragraph("Implementation Guide", STYLES["Title"]), Paragraph(licence, normal)]
    wanted = list(numbers)
    for start in range(0, len(wanted), 10):
        rows = [[Paragraph(cell, normal) for cell in HEAD]]
        for number in wanted[start : start + 10]:
            measures = (
                f"General: count the teapots of {number}.<br/>"
                f"<b>Chatbot App:</b> pour slowly for {number}.<br/>"
                f"ML Fraud Detection: weigh the leaves of {number}.<br/>"
                f"LLM Platform: label every spout of {number}."
            )
            cells = (f"{number} Teapots shall be kept warm.", f"Cold tea {number}", measures, f"POT 2023 [{number}]")
            rows.append([Paragraph(cell, normal) for cell in cells])
        grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        story += [
            Paragraph(f"Teapots, part {start // 10 + 1}", STYLES["Heading2"]),
            LongTable(rows, [150, 150, 250, 150]),
        ]
        story[-1].setStyle(grid)  # type: ignore[attr-defined]
        story.append(Spacer(1, 12))
    return _pdf(story, pagesize=landscape(A4))


def edition(numbers: Iterable[str]) -> bytes:
    """A standard: each provision on a line that begins with its number."""
    lines = [Paragraph(f"Provision {number}: A teapot shall be kept warm.", STYLES["BodyText"]) for number in numbers]
    return _pdf([Paragraph("Baseline requirements for teapots", STYLES["Title"]), *lines])


def policy() -> bytes:
    """A user's policy of three pages: headings by size, clauses, a table, a running head."""
    story: list[object] = [Paragraph("Teapot policy", STYLES["Title"])]
    for page, heading in enumerate(("1 Scope", "2 Brewing", "3 Disposal"), start=1):
        story += [Paragraph(heading, STYLES["Heading1"])]
        for clause in (1, 2):
            words = f"{page}.{clause} Every teapot of kind {page} shall be rinsed {clause} times before tea is made. "
            story.append(
                Paragraph(
                    words + "Leaves are then weighed, and the result is written down at once.", STYLES["BodyText"]
                )
            )
        if page == 2:
            table = LongTable([["Tea", "Minutes"], ["Green", "2"], ["Black", "4"]])
            table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
            story.append(table)
        story.append(PageBreak())
    target = io.BytesIO()

    def head(canvas: object, document: object) -> None:
        canvas.drawString(72, 800, f"Teapot Ltd, internal, page {canvas.getPageNumber()}")  # type: ignore[attr-defined]

    SimpleDocTemplate(target).build(story, onFirstPage=head, onLaterPages=head)
    return target.getvalue()
