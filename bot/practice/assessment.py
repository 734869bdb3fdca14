"""A self-assessment: how an organisation stands on each provision that concerns it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.errors import EntryInvalid

LONGEST = 4000
MOST_EVIDENCE = 50


class Status(StrEnum):
    """How far a provision is met. ``open`` means that nobody has looked yet."""

    OPEN = "open"
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


STATUS_WORDS = {
    Status.OPEN: "not assessed",
    Status.MET: "met",
    Status.PARTLY: "partly met",
    Status.NOT_MET: "not met",
    Status.NOT_APPLICABLE: "not applicable",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one provision stands.

    Attributes:
        reason: why; required for ``not-applicable``.
        evidence: links or notes, one each.
        version: counts changes; 0 for an entry that nobody has touched. Whoever changes it names the version seen.
    """

    provision: str
    status: Status = Status.OPEN
    reason: str = ""
    owner: str = ""
    due: date | None = None
    evidence: tuple[str, ...] = ()
    version: int = 0
    changed: datetime | None = None
    changed_by: str = ""

    def content(self) -> dict[str, Any]:
        """What a person fills in, as JSON values."""
        return {
            "status": self.status.value,
            "reason": self.reason,
            "owner": self.owner,
            "due": self.due.isoformat() if self.due else None,
            "evidence": list(self.evidence),
        }

    def to_json(self) -> dict[str, Any]:
        changed = self.changed.isoformat() if self.changed else None
        return {
            "provision": self.provision, **self.content(), "version": self.version, "changed": changed,
            "changed_by": self.changed_by,
        }  # fmt: skip

    def with_content(self, content: Mapping[str, Any]) -> Entry:
        """A copy with some of ``status``, ``reason``, ``owner``, ``due`` and ``evidence`` replaced, checked.

        Raises:
            EntryInvalid: says which field is wrong, and how.
        """
        return checked(replace(self, **_read(content)))


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment with an entry for each provision in its scope, in the Code's order."""

    id: str
    name: str
    description: str
    roles: tuple[str, ...]
    phases: tuple[str, ...]
    scenario: str | None
    created: datetime
    created_by: str
    entries: Mapping[str, Entry]

    @property
    def changed(self) -> datetime:
        """When anything in it last changed."""
        return max((e.changed for e in self.entries.values() if e.changed), default=self.created)

    def summary(self) -> dict[str, Any]:
        done = sum(1 for entry in self.entries.values() if entry.status is not Status.OPEN)
        return {
            "id": self.id, "name": self.name, "description": self.description, "roles": list(self.roles),
            "phases": list(self.phases), "scenario": self.scenario, "created": self.created.isoformat(),
            "created_by": self.created_by, "changed": self.changed.isoformat(), "provisions": len(self.entries),
            "assessed": done,
        }  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        return self.summary() | {"entries": [entry.to_json() for entry in self.entries.values()]}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one entry: what was filled in before and after."""

    provision: str
    at: datetime
    by: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {
            "provision": self.provision, "at": self.at.isoformat(), "by": self.by, "before": dict(self.before),
            "after": dict(self.after),
        }  # fmt: skip


def read_status(value: object) -> Status:
    """A status from its value or words, in any capitals (``Partly met``, ``n/a``); empty means ``open``.

    Raises:
        EntryInvalid: it is none.
    """
    said = " ".join(str(value or "open").strip().lower().replace("_", " ").split())
    by_words = {words: status for status, words in STATUS_WORDS.items()} | {"n/a": Status.NOT_APPLICABLE}
    found = by_words.get(said) or next((s for s in Status if s.value == said.replace(" ", "-")), None)
    if found is None:
        raise EntryInvalid(f"“{str(value)[:60]}” is no status; use one of: {', '.join(STATUS_WORDS.values())}.")
    return found


def read_due(value: object) -> date | None:
    """A date from a date, a moment or ``2026-05-31``; None when empty.

    Raises:
        EntryInvalid: it is none.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError as error:
        raise EntryInvalid(f"“{str(value)[:60]}” is no date; write it like 2026-05-31.") from error


def read_evidence(value: object) -> tuple[str, ...]:
    """Evidence from a list of texts, or one text with a line for each."""
    given: Iterable[object] = ()
    if isinstance(value, str):
        given = value.splitlines()
    elif isinstance(value, list | tuple):
        given = value
    return tuple(text for item in given if (text := str(item).strip()))


def _read(content: Mapping[str, Any]) -> dict[str, Any]:
    readers = {"status": read_status, "due": read_due, "evidence": read_evidence, "reason": _text, "owner": _text}
    unknown = [name for name in content if name not in readers]
    if unknown:
        raise EntryInvalid(f"An entry has no field “{unknown[0][:60]}”; it has {', '.join(readers)}.")
    return {name: readers[name](value) for name, value in content.items()}


def _text(value: object) -> str:
    return str(value or "").strip()


def checked(entry: Entry) -> Entry:
    """`entry`, when its parts go together.

    Raises:
        EntryInvalid: not applicable without a reason, or a text that is too long.
    """
    if entry.status is Status.NOT_APPLICABLE and not entry.reason:
        raise EntryInvalid(f"{entry.provision} is marked as not applicable; say why under reason.")
    for name, text in (("reason", entry.reason), ("owner", entry.owner), *(("evidence", e) for e in entry.evidence)):
        if len(text) > LONGEST:
            raise EntryInvalid(f"The {name} for {entry.provision} has more than {LONGEST:,} characters; shorten it.")
    if len(entry.evidence) > MOST_EVIDENCE:
        raise EntryInvalid(f"{entry.provision} has more than {MOST_EVIDENCE} pieces of evidence; link to a folder.")
    return entry
