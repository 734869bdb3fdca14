"""The checklist as CSV (RFC 4180, UTF-8 with a mark that Excel understands), and filled CSV back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from api.export.request import ExportRequest
from bot.errors import ImportInvalid
from bot.practice.sheet_rows import COLUMNS, Row, header_of, row_of

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count in East Asia
NOTICE_START = "# "


def write(request: ExportRequest) -> bytes:
    """The checklist, filled in where there is an assessment; the notice follows as lines that begin with #."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    entries = request.assessment.entries if request.assessment else {}
    for item in request.checklist.items:
        writer.writerow([safe(cell) for cell in row_of(request.catalogue, item, entries.get(item.provision.id))])
    for line in request.notice.lines:
        writer.writerow([NOTICE_START + line])
    return out.getvalue().encode("utf-8-sig")


def read(content: bytes) -> list[Row]:
    """The rows of a filled file.

    Raises:
        ImportInvalid: not UTF-8, no header, or broken quoting; says the row.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ImportInvalid((f"Row {line}: the file is not UTF-8; save it as “CSV UTF-8”.",)) from error
    if "\x00" in text:
        raise ImportInvalid(("The file holds zero bytes; it is not CSV.",))
    first = text.split("\n", 1)[0]
    dialect = ";" if first.count(";") > first.count(",") else ","  # what Excel writes depends on the country
    try:
        return list(_rows(csv.reader(io.StringIO(text, newline=""), delimiter=dialect, strict=True)))
    except csv.Error as error:
        raise ImportInvalid((f"The file is not CSV: {error}.",)) from error


def _rows(reader: Iterator[list[str]]) -> Iterator[Row]:
    columns: dict[str, int] | None = None
    for number, cells in enumerate(reader, start=1):
        if columns is None:
            columns = header_of(cells)
        elif cells and not cells[0].startswith(NOTICE_START.strip()):
            found = {name: _plain(cells[at]) for name, at in columns.items() if at < len(cells)}
            yield Row(number, found)
    if columns is None:
        raise ImportInvalid(("The file is empty.",))


def safe(cell: object) -> str:
    """Text that no spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection).

    An apostrophe goes before it; also before one that stands there already, so that reading back is without loss.
    """
    text = cell.isoformat() if isinstance(cell, date) else str(cell if cell is not None else "")
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell
