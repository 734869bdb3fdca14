"""One framework's crosswalk as CSV: an element and a link a row, with whose reading it is and how it stands."""

from __future__ import annotations

import csv
import io

from api.export.request import ExportRequest
from api.export.tabular import NOTICE_START, safe
from bot.errors import PracticeError
from bot.practice.assessment import STATUS_WORDS
from bot.practice.projection import RELATION_WORDS, RESERVATION, project

COLUMNS = ("Framework", "Code", "Title", "Linked", "Id", "What it is", "Relation", "Whose reading", "Confidence", "Via",
           "Status of ours", "Basis", "Note")  # fmt: skip


def write(request: ExportRequest) -> bytes:
    """The crosswalk to the request's framework.

    Raises:
        PracticeError: no framework was named, or there is no such framework.
    """
    if not request.framework:
        known = ", ".join(request.catalogue.frameworks)
        raise PracticeError(f"This format is about one framework; name one with --framework. Known: {known}.")
    projection = project(request.catalogue, request.framework, request.assessment)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in projection.rows:
        for link in row.links:
            cells = (
                projection.framework.label, row.target.code, row.target.label, link.kind, link.id, link.label,
                RELATION_WORDS[link.relation], "our own" if link.own_reading else "published", link.confidence,
                link.via, STATUS_WORDS[link.status] if link.status else "", link.basis, link.note,
            )  # fmt: skip
            writer.writerow([safe(cell) for cell in cells])
    for line in (RESERVATION, *request.notice.lines):
        writer.writerow([NOTICE_START + line])
    return out.getvalue().encode("utf-8-sig")
