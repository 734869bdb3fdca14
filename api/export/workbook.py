"""The checklist as an XLSX workbook to fill in, and the filled workbook back.

Sheets: the notice; ``Checklist``, which is the one that is read back; and one view a role, whose status follows the
first by formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from api.export.request import ExportRequest
from bot.errors import ImportInvalid
from bot.practice.assessment import STATUS_WORDS, Status
from bot.practice.sheet_rows import COLUMNS, FILLED_IN, Row, header_of, row_of

SHEET = "Checklist"
MAX_UNPACKED = 40_000_000
MAX_ROWS = 2000
_WIDTHS = {
    "Provision": 10, "ETSI EN 304 223": 12, "Principle": 28, "Phase": 18, "Strength": 10, "Second clause": 9,
    "Version": 8, "Status": 15, "Owner": 18, "Due": 12, "Roles": 24, "Reason": 30, "Evidence": 34, "Threats": 30,
}  # fmt: skip
_VIEW = ("Provision", "Strength", "What it asks (restated)", "Why it applies", "Status", "Owner", "Due")
_FILLS = {Status.MET: "C6E0B4", Status.PARTLY: "FFE699", Status.NOT_MET: "F4B6B0", Status.NOT_APPLICABLE: "D9D9D9"}
_HEADER = PatternFill("solid", start_color="1F3864")
_TO_FILL = PatternFill("solid", start_color="7F6000")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write(request: ExportRequest) -> bytes:
    """The workbook, filled in where there is an assessment."""
    book = Workbook()
    made = request.made.replace(tzinfo=None)
    book.properties.created = book.properties.modified = made
    book.properties.creator, book.properties.title = "Signpost", "Code of Practice for the Cyber Security of AI"
    book.remove(book.worksheets[0])
    _about(book.create_sheet("About"), request)
    sheet = book.create_sheet(SHEET)
    entries = request.assessment.entries if request.assessment else {}
    rows = [row_of(request.catalogue, item, entries.get(item.provision.id)) for item in request.checklist.items]
    _table(sheet, COLUMNS, rows)
    _drop_downs(sheet, len(rows))
    for role in request.checklist.roles or tuple(request.catalogue.roles):
        held = [number for number, item in enumerate(request.checklist.items, start=2) if role in item.roles]
        if held:
            _view(book.create_sheet(request.catalogue.roles[role].label[:31]), rows, held)
    book.active = book.index(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> list[Row]:
    """The rows of a filled workbook's sheet ``Checklist``.

    Raises:
        ImportInvalid: not a workbook, too large, or without that sheet or its headings.
    """
    _guard(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError, TypeError) as error:
        raise ImportInvalid(("The file is not an XLSX workbook that can be read.",)) from error
    if SHEET not in book.sheetnames:
        raise ImportInvalid((f"The workbook has no sheet “{SHEET}”; keep the sheets of the exported file.",))
    try:
        lines = [tuple(cells) for cells in book[SHEET].iter_rows(values_only=True, max_row=MAX_ROWS)]
    except (KeyError, ValueError, SyntaxError, TypeError) as error:
        raise ImportInvalid((f"The sheet “{SHEET}” cannot be read.",)) from error
    finally:
        book.close()
    columns = header_of(lines[0] if lines else ())
    return [
        Row(number, {name: line[at] for name, at in columns.items() if at < len(line)})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell is not None for cell in line)
    ]


def _guard(content: bytes) -> None:
    """Refuse what unpacks to too much or declares entities, before any XML is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise ImportInvalid(("The workbook unpacks to more than 40 MB; that is no filled checklist.",))
            for part in packed.infolist():
                with packed.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(MAX_UNPACKED):
                        raise ImportInvalid(("The workbook declares a document type; that is no filled checklist.",))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise ImportInvalid(("The file is not an XLSX workbook.",)) from error


def _about(sheet: Worksheet, request: ExportRequest) -> None:
    named = [f"Assessment: {request.assessment.name}"] if request.assessment else []
    roles = ", ".join(request.catalogue.roles[role].label for role in request.checklist.roles) or "all roles"
    lines = (
        "Checklist for the Code of Practice for the Cyber Security of AI", *named, f"For: {roles}.",
        f"Fill in the columns {', '.join(FILLED_IN)} of the sheet “{SHEET}”; leave Provision and Version as they are. "
        "The sheets by role follow it.",
        "shall = a requirement for whoever chooses to follow the Code; should = a recommendation.",
        *request.notice.lines,
    )  # fmt: skip
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1)
        _put(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)


def _put(cell: Any, value: object) -> None:
    """Write a value as what it is: text stays text, even where it begins like a formula."""
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("", value)[:32_000]
        cell.data_type = "s"
        if value[:1] in "=+-@" and value:
            cell.quotePrefix = True
    else:
        cell.value = value


def _table(sheet: Worksheet, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    for at, name in enumerate(columns, start=1):
        cell: Any = sheet.cell(1, at, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _TO_FILL if name in FILLED_IN else _HEADER
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 48)
    for number, row in enumerate(rows, start=2):
        for at, value in enumerate(row, start=1):
            cell = sheet.cell(number, at)
            _put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=columns[at - 1] not in FILLED_IN)
            if isinstance(value, date) or columns[at - 1] == "Due":
                cell.number_format = "yyyy-mm-dd"
    last = f"{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.auto_filter.ref = f"A1:{last}"
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.print_title_rows = "1:1"


def _letter(columns: Sequence[str], name: str) -> str:
    return get_column_letter(columns.index(name) + 1)


def _drop_downs(sheet: Worksheet, rows: int) -> None:
    status = f"{_letter(COLUMNS, 'Status')}2:{_letter(COLUMNS, 'Status')}{max(rows, 1) + 1}"
    choices = DataValidation("list", formula1=f'"{",".join(STATUS_WORDS.values())}"', allow_blank=True)
    choices.error, choices.errorTitle, choices.showErrorMessage = "Choose a status from the list.", "Status", True
    due = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True)
    due.error, due.errorTitle, due.showErrorMessage = "Enter a date.", "Due", True
    sheet.add_data_validation(choices)
    sheet.add_data_validation(due)
    choices.add(status)
    due.add(f"{_letter(COLUMNS, 'Due')}2:{_letter(COLUMNS, 'Due')}{max(rows, 1) + 1}")
    _colour(sheet, status)


def _colour(sheet: Worksheet, where: str) -> None:
    for status, colour in _FILLS.items():
        fill = PatternFill("solid", start_color=colour, end_color=colour)
        words = f'"{STATUS_WORDS[status]}"'
        rule = Rule(type="cellIs", operator="equal", formula=[words], dxf=DifferentialStyle(fill=fill))
        sheet.conditional_formatting.add(where, rule)


def _view(sheet: Worksheet, rows: Sequence[Sequence[object]], numbers: Sequence[int]) -> None:
    """One role's provisions; what is filled in comes from the first sheet."""
    _table(sheet, _VIEW, [[rows[n - 2][COLUMNS.index(name)] for name in _VIEW] for n in numbers])
    for line, number in enumerate(numbers, start=2):
        for name in ("Status", "Owner", "Due"):
            there = f"{SHEET}!{_letter(COLUMNS, name)}{number}"
            cell: Any = sheet.cell(line, _VIEW.index(name) + 1)
            cell.value, cell.data_type = f'=IF({there}="","",{there})', "f"
    _colour(sheet, f"{_letter(_VIEW, 'Status')}2:{_letter(_VIEW, 'Status')}{len(numbers) + 1}")
