from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook

from api.export import workbook
from api.export.request import ExportRequest
from api.wiring import House
from bot.errors import ImportInvalid
from bot.practice.assessment import Assessment, Status
from bot.practice.sheet_rows import COLUMNS, read_rows
from tests.api.practice_house import HOSTILE


@pytest.fixture
def content(export_request: ExportRequest) -> bytes:
    return workbook.write(export_request)


def test_it_has_filters_a_frozen_header_drop_downs_and_a_sheet_a_role(content: bytes) -> None:
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["About", "Checklist", "Developers", "System Operators"]
    sheet = book["Checklist"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:R{sheet.max_row}"
    status, due = sheet.data_validations.dataValidation
    assert status.formula1 == '"not assessed,met,partly met,not met,not applicable"'
    assert str(status.sqref) == f"M2:M{sheet.max_row}"
    assert due.type == "date"


def test_text_is_never_a_formula_and_the_role_sheets_follow_the_first(content: bytes) -> None:
    book = load_workbook(io.BytesIO(content))
    formulas = [cell for row in book["Checklist"].iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    assert HOSTILE in [cell.value for row in book["Checklist"].iter_rows() for cell in row]
    view = book["Developers"]
    numbers = {row[0].value: row[0].row for row in book["Checklist"].iter_rows(min_row=2)}
    for row in view.iter_rows(min_row=2):
        assert row[4].value == f'=IF(Checklist!M{numbers[row[0].value]}="","",Checklist!M{numbers[row[0].value]})'


def test_what_is_exported_reads_back_without_a_change(
    content: bytes, assessed: Assessment, practice_house: House
) -> None:
    changes = read_rows(workbook.read(content), assessed)
    assert practice_house.assessments.apply(assessed.id, changes) == assessed.entries


def test_a_workbook_that_somebody_filled_in_is_taken(
    content: bytes, assessed: Assessment, practice_house: House
) -> None:
    book = load_workbook(io.BytesIO(content))
    sheet = book["Checklist"]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[0].value == "5.2")
    row[COLUMNS.index("Status")].value = "Partly met"
    row[COLUMNS.index("Evidence")].value = "one\ntwo"
    out = io.BytesIO()
    book.save(out)
    changes = read_rows(workbook.read(out.getvalue()), assessed)
    entry = practice_house.assessments.apply(assessed.id, changes)["5.2"]
    assert (entry.status, entry.evidence, entry.version) == (Status.PARTLY, ("one", "two"), 1)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("hostile", "says"),
    [
        (b"PK\x03\x04 but no more", "not an XLSX workbook"),
        (_packed({"a.txt": b"a"}), "not an XLSX workbook that can be read"),
        (_packed({"xl/workbook.xml": b"0" * 50_000_000}), "unpacks to more than 40 MB"),
        (_packed({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "declares a document type"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(hostile: bytes, says: str) -> None:
    with pytest.raises(ImportInvalid, match=says):
        workbook.read(hostile)


def test_a_workbook_without_our_sheet_is_refused(content: bytes) -> None:
    book = load_workbook(io.BytesIO(content))
    book["Checklist"].title = "Other"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(ImportInvalid, match="no sheet “Checklist”"):
        workbook.read(out.getvalue())
