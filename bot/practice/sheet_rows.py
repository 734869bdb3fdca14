"""The rows of a checklist that a person fills in: one table for CSV and XLSX, and the way back into an assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import EntryInvalid, ImportInvalid
from bot.practice.assessment import STATUS_WORDS, Assessment, Entry, read_due, read_evidence, read_status
from bot.practice.checklist import Item
from ontology.catalogue import Catalogue

COLUMNS = (
    "Provision", "ETSI EN 304 223", "Principle", "Phase", "Strength", "Second clause", "What it asks (restated)",
    "Roles", "Why it applies", "What would show it (illustrative)", "Example (illustrative)", "Threats", "Status",
    "Reason", "Owner", "Due", "Evidence", "Version",
)  # fmt: skip
FILLED_IN = ("Status", "Reason", "Owner", "Due", "Evidence")
NEEDED = ("Provision", "Status")
MOST_PROBLEMS = 200
Read = Mapping[str, tuple[dict[str, Any], int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it came out of a file: its number there (the header is row 1) and its cells by column."""

    number: int
    cells: Mapping[str, object]


def row_of(catalogue: Catalogue, item: Item, entry: Entry | None) -> tuple[Any, ...]:
    """The cells for one provision, in the order of :data:`COLUMNS`; text, except `Due`, a date, and `Version`."""
    p = item.provision
    filled = entry or Entry(p.id)
    return (
        p.id, p.etsi, f"{p.principle} {catalogue.principles[str(p.principle)].label}", catalogue.phases[p.phase].label,
        p.modality.value, p.also.value if p.also else "", p.says,
        ", ".join(catalogue.roles[role].label for role in item.roles), item.why,
        item.example.evidence if item.example else "", item.example.action if item.example else "",
        ", ".join(catalogue.threats[threat].label for threat in item.threats), STATUS_WORDS[filled.status],
        filled.reason, filled.owner, filled.due, "\n".join(filled.evidence), filled.version,
    )  # fmt: skip


def header_of(cells: Sequence[object]) -> dict[str, int]:
    """Where each known column is, by its heading in any order and capitals.

    Raises:
        ImportInvalid: Provision or Status is missing, or a heading stands there twice.
    """
    known = {name.lower(): name for name in COLUMNS}
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = known.get(str(cell or "").strip().lower())
        if name and name in found:
            raise ImportInvalid((f"Row 1: the column “{name}” stands there twice.",))
        if name:
            found[name] = index
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise ImportInvalid((f"Row 1: the column “{missing[0]}” is missing; keep the headings of the exported file.",))
    return found


def read_rows(rows: Iterable[Row], assessment: Assessment) -> Read:
    """What to change in `assessment`, by provision, with the version that the file was filled in from.

    Raises:
        ImportInvalid: with every problem, each naming row and column; nothing should be changed then.
    """
    problems: list[str] = []
    changes: dict[str, tuple[dict[str, Any], int]] = {}
    seen: dict[str, int] = {}
    for row in rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        provision = str(row.cells.get("Provision") or "").strip()
        if not provision:
            if any(str(row.cells.get(name) or "").strip() for name in FILLED_IN):
                problems.append(f"Row {row.number}, column Provision: it is empty, but the row is filled in.")
            continue
        if provision not in assessment.entries:
            problems.append(
                f"Row {row.number}, column Provision: “{provision[:20]}” is not among this assessment's provisions."
            )
            continue
        if provision in seen:
            problems.append(f"Row {row.number}, column Provision: {provision} already stands in row {seen[provision]}.")
            continue
        seen[provision] = row.number
        content, wrong = _content(row)
        entry = assessment.entries[provision]
        version = _version(row, entry.version)
        if version is None:
            wrong.append(f"Row {row.number}, column Version: it is not a whole number; leave it as it was exported.")
        if not wrong:
            wrong = _together(row, entry, content, version or 0)
        problems += wrong
        if not wrong:
            changes[provision] = (content, version or 0)
    if problems:
        raise ImportInvalid(tuple(problems))
    return changes


def _content(row: Row) -> tuple[dict[str, Any], list[str]]:
    readers = {"Status": read_status, "Due": read_due, "Evidence": read_evidence, "Reason": _text, "Owner": _text}
    content: dict[str, Any] = {}
    wrong: list[str] = []
    for column, reader in readers.items():
        if column not in row.cells:
            continue
        try:
            value: Any = reader(row.cells[column])
        except EntryInvalid as error:
            wrong.append(f"Row {row.number}, column {column}: {error}")
            continue
        content[column.lower()] = list(value) if column == "Evidence" else value
    return content, wrong


def _together(row: Row, entry: Entry, content: Mapping[str, Any], version: int) -> list[str]:
    try:
        changed = entry.with_content(content)
    except EntryInvalid as error:
        return [f"Row {row.number}, column Reason: {error}"]
    if changed.content() != entry.content() and version != entry.version:
        who = f" by {entry.changed_by}" if entry.changed_by else ""
        return [
            f"Row {row.number}, column Version: {entry.provision} has been changed{who} since the file was exported "
            f"(version {entry.version}, the file has {version}); export again and repeat your change."
        ]
    return []


def _version(row: Row, now: int) -> int | None:
    """The version in the file; without that column, whatever is there now is taken as seen."""
    value = row.cells.get("Version")
    if value is None or str(value).strip() == "":
        return now
    try:
        return int(float(str(value)))
    except (ValueError, OverflowError):
        return None


def _text(value: object) -> str:
    return str(value or "").strip()
