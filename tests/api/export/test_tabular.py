from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from api.cli.obligations import as_csv
from api.export import tabular
from api.export.request import ExportRequest
from api.wiring import House
from bot.errors import ImportInvalid
from bot.practice.assessment import Assessment
from bot.practice.sheet_rows import read_rows
from tests.api.practice_house import HOSTILE


def test_what_is_exported_reads_back_without_a_change(
    export_request: ExportRequest, assessed: Assessment, practice_house: House
) -> None:
    changes = read_rows(tabular.read(tabular.write(export_request)), assessed)
    assert changes.keys() == assessed.entries.keys()
    after = practice_house.assessments.apply(assessed.id, changes)
    assert after == assessed.entries


def test_no_cell_can_be_taken_for_a_formula(export_request: ExportRequest) -> None:
    text = tabular.write(export_request).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{HOSTILE}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''=1", "'quoted'", "1-1", "Kim's", ""],
)
def test_what_could_be_a_formula_is_quoted_and_comes_back_as_it_was(assessed: Assessment, text: str) -> None:
    written = tabular.safe(text)
    assert not written.startswith(tabular.FORMULA_STARTS)
    assert tabular._plain(written) == text
    assert (written != text) is (text.lstrip("'")[:1] in tuple("=+-@\t\r\n＝") and text != "")


def test_the_list_of_obligations_is_quoted_too() -> None:
    (_, row) = list(csv.reader(io.StringIO(as_csv([{"id": "1", "modality": "shall", "also": None, "relation": "obliges",
                                                     "says": "=cmd|' /c calc'!A1", "uri": "u"}]))))  # fmt: skip
    assert row == ["1", "shall", "", "obliges", "'=cmd|' /c calc'!A1", "u"]


def test_semicolons_and_any_order_of_columns_are_read(assessed: Assessment) -> None:
    (row,) = tabular.read("Status;Provision;Owner\r\nmet;5.2;Kim\r\n".encode("utf-16").decode("utf-16").encode())
    assert read_rows([row], assessed) == {"5.2": ({"status": "met", "owner": "Kim"}, 0)}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty."),
        (b"Provision,Owner\n5.2,Kim\n", "Row 1: the column “Status” is missing"),
        (b"Provision,Status,status\n", "Row 1: the column “Status” stands there twice"),
        (b"Provision,Status\n5.2,met\n\xff\xfe,met\n", "Row 3: the file is not UTF-8"),
        (b'Provision,Status\n5.2,"met', "The file is not CSV"),
        (b"Provision,Status\n5.2,m\x00et", "zero bytes"),
        (b"Provision,Status\n9.9,met\n", "Row 2, column Provision: “9.9” is not among"),
        (b"Provision,Status\n5.2,met\n5.2,met\n", "Row 3, column Provision: 5.2 already stands in row 2"),
        (b"Provision,Status\n5.2,done\n", "Row 2, column Status: “done” is no status"),
        (b"Provision,Status,Due\n5.2,met,soon\n", "Row 2, column Due: “soon” is no date"),
        (b"Provision,Status\n5.2,n/a\n", "Row 2, column Reason: 5.2 is marked as not applicable"),
        (b"Provision,Status\n,met\n", "Row 2, column Provision: it is empty"),
        (b"Provision,Status,Version\n5.2,met,x\n", "Row 2, column Version: it is not a whole number"),
        (b"Provision,Status,Version\n5.4.1,partly,0\n", "Row 2, column Version: 5.4.1 has been changed by kim"),
    ],
)
def test_every_problem_names_its_row_and_column(assessed: Assessment, content: bytes, problem: str) -> None:
    with pytest.raises(ImportInvalid) as caught:
        read_rows(tabular.read(content), assessed)
    assert caught.value.problems[0].startswith(problem) or problem in caught.value.problems[0]
    assert str(caught.value).startswith("Nothing was imported.")


def test_all_problems_are_named_at_once(assessed: Assessment) -> None:
    with pytest.raises(ImportInvalid) as caught:
        read_rows(tabular.read(b"Provision,Status,Due\n5.2,done,soon\n6.1,met,\n9.9,met,\n"), assessed)
    assert [p.split(":")[0] for p in caught.value.problems] == [
        "Row 2, column Status", "Row 2, column Due", "Row 4, column Provision",
    ]  # fmt: skip


def test_without_an_assessment_it_is_open(export_request: ExportRequest) -> None:
    rows = tabular.read(tabular.write(replace(export_request, assessment=None)))
    assert len(rows) == 72
    assert {row.cells["Status"] for row in rows} == {"not assessed"}
