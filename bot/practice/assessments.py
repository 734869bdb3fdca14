"""Assessments in the database: several of them, several editors, nothing overwritten unseen, and a history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, delete, select, update

from bot.errors import AssessmentStale, AssessmentUnknown, EntryInvalid
from bot.practice import checklist
from bot.practice.assessment import Assessment, Change, Entry, Status
from bot.state.engine import insert, reading, writing
from bot.state.tables import ASSESSMENT, CHANGE, ENTRY
from bot.state.words import storable, storable_json
from ontology.catalogue import Catalogue

LONGEST_NAME = 200


class Assessments:
    """The port to stored assessments. Every method raises StateUnavailable when the database does not answer."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine = engine
        self._catalogue = catalogue

    def create(
        self,
        name: str,
        roles: Iterable[str] = (),
        *,
        phases: Iterable[str] = (),
        scenario: str | None = None,
        description: str = "",
        by: str = "",
    ) -> Assessment:
        """Start an assessment of the provisions that oblige `roles` (all 72 when none is given).

        Raises:
            PracticeError: no such role, phase or scenario.
            EntryInvalid: no name, or one of more than 200 characters.
        """
        called = storable(name).strip()
        if not called or len(called) > LONGEST_NAME:
            raise EntryInvalid(f"Give the assessment a name of 1 to {LONGEST_NAME} characters.")
        scope = checklist.make(self._catalogue, roles, phases=phases, scenario=scenario)
        row = {
            "id": str(uuid4()),
            "name": called,
            "description": storable(description),
            "roles": list(scope.roles),
            "phases": list(scope.phases),
            "scenario": scenario or "",
            "created": datetime.now(UTC),
            "created_by": storable(by),
        }
        with writing(self._engine) as connection:
            connection.execute(ASSESSMENT.insert().values(row))
        return self.get(str(row["id"]))

    def list(self) -> tuple[Assessment, ...]:
        """All assessments, the newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(ASSESSMENT).order_by(ASSESSMENT.c.created.desc(), ASSESSMENT.c.id)).all()
            entries = connection.execute(select(ENTRY)).all()
        by_assessment: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            by_assessment.setdefault(entry.assessment_id, {})[entry.provision] = _entry(entry)
        return tuple(self._assessment(row, by_assessment.get(row.id, {})) for row in rows)

    def get(self, assessment_id: str) -> Assessment:
        """An assessment as it is now.

        Raises:
            AssessmentUnknown: there is none.
        """
        with reading(self._engine) as connection:
            return self._get(connection, assessment_id)

    def at(self, assessment_id: str, moment: datetime) -> Assessment:
        """An assessment as it was at `moment` (aware), replayed from its history; empty before it began.

        Raises:
            AssessmentUnknown: there is none.
        """
        now = self.get(assessment_id)
        entries = {provision: Entry(provision) for provision in now.entries}
        for change in self.history(assessment_id):
            if change.at <= moment and change.provision in entries:
                entry = entries[change.provision].with_content(change.after)
                entries[change.provision] = replace(
                    entry, version=entry.version + 1, changed=change.at, changed_by=change.by
                )
        return replace(now, entries=entries)

    def history(self, assessment_id: str, provision: str | None = None) -> tuple[Change, ...]:
        """What was changed, oldest first.

        Raises:
            AssessmentUnknown: there is none.
        """
        query = select(CHANGE).where(CHANGE.c.assessment_id == storable(assessment_id)).order_by(CHANGE.c.id)
        if provision is not None:
            query = query.where(CHANGE.c.provision == storable(provision))
        with reading(self._engine) as connection:
            self._get(connection, assessment_id)
            rows = connection.execute(query).all()
        return tuple(Change(r.provision, r.at, r.by, r.before, r.after) for r in rows)

    def set(
        self, assessment_id: str, provision: str, content: Mapping[str, Any], *, version: int, by: str = ""
    ) -> Entry:
        """Change one entry; `version` is the one that the editor saw.

        Raises:
            AssessmentUnknown: there is no such assessment.
            AssessmentStale: somebody has changed the entry since; says who and when.
            EntryInvalid: the provision is not in its scope, or a field cannot be taken.
        """
        return self.apply(assessment_id, {provision: (content, version)}, by=by)[provision]

    def apply(
        self, assessment_id: str, changes: Mapping[str, tuple[Mapping[str, Any], int]], *, by: str = ""
    ) -> Mapping[str, Entry]:
        """Change several entries, by provision, each with the version that was seen; all of them or none.

        Entries whose content stays the same are left alone. Raises what :meth:`set` raises.
        """
        with writing(self._engine) as connection:
            before = self._get(connection, assessment_id)
            for provision, (content, version) in changes.items():
                seen = before.entries.get(provision)
                if seen is None:
                    raise EntryInvalid(f"{provision[:20]} is not among the provisions of this assessment.")
                entry = seen.with_content(storable_json(dict(content)))
                if entry.content() == seen.content():
                    continue
                if seen.version != version:
                    raise _stale(seen)
                self._write(connection, before.id, seen, entry, by)
            return self._get(connection, assessment_id).entries

    def delete(self, assessment_id: str) -> None:
        """Delete an assessment with its history.

        Raises:
            AssessmentUnknown: there is none.
        """
        with writing(self._engine) as connection:
            gone = connection.execute(delete(ASSESSMENT).where(ASSESSMENT.c.id == storable(assessment_id)))
        if not gone.rowcount:
            raise _unknown(assessment_id)

    def _write(self, connection: Connection, assessment: str, seen: Entry, entry: Entry, by: str) -> None:
        now, who = datetime.now(UTC), storable(by)
        row = {**entry.content(), "due": entry.due, "version": seen.version + 1, "changed": now, "changed_by": who}
        if seen.version == 0:
            put = insert(self._engine, ENTRY).values(assessment_id=assessment, provision=seen.provision, **row)
            done = connection.execute(put.on_conflict_do_nothing().returning(ENTRY.c.version)).one_or_none()
        else:
            same = (ENTRY.c.assessment_id == assessment, ENTRY.c.provision == seen.provision)
            put = update(ENTRY).where(*same, ENTRY.c.version == seen.version).values(row)
            done = connection.execute(put.returning(ENTRY.c.version)).one_or_none()
        if done is None:  # somebody was faster between our reading and our writing
            raise _stale(seen)
        connection.execute(
            CHANGE.insert().values(
                assessment_id=assessment,
                provision=seen.provision,
                at=now,
                by=who,
                before=seen.content(),
                after=entry.content(),
            )
        )

    def _get(self, connection: Connection, assessment_id: str) -> Assessment:
        key = storable(assessment_id)
        row = connection.execute(select(ASSESSMENT).where(ASSESSMENT.c.id == key)).one_or_none()
        if row is None:
            raise _unknown(assessment_id)
        entries = connection.execute(select(ENTRY).where(ENTRY.c.assessment_id == key)).all()
        return self._assessment(row, {entry.provision: _entry(entry) for entry in entries})

    def _assessment(self, row: Any, filled: Mapping[str, Entry]) -> Assessment:
        roles, phases = tuple(row.roles), tuple(row.phases)
        scope = provisions_in_scope(self._catalogue, roles, phases)
        entries = {provision: filled.get(provision, Entry(provision)) for provision in scope}
        return Assessment(
            row.id, row.name, row.description, roles, phases, row.scenario or None, row.created, row.created_by, entries
        )


def provisions_in_scope(catalogue: Catalogue, roles: tuple[str, ...], phases: tuple[str, ...]) -> tuple[str, ...]:
    """What an assessment of `roles` and `phases` covers: what obliges them; all provisions when no role is given."""
    if roles:
        return tuple(item.provision.id for item in checklist.make(catalogue, roles, phases=phases).items)
    return tuple(p.id for p in catalogue.provisions.values() if not phases or p.phase in phases)


def _entry(row: Any) -> Entry:
    due: date | None = row.due
    return Entry(
        row.provision, Status(row.status), row.reason, row.owner, due, tuple(row.evidence), row.version, row.changed,
        row.changed_by,
    )  # fmt: skip


def _unknown(assessment_id: str) -> AssessmentUnknown:
    return AssessmentUnknown(
        f"There is no assessment {assessment_id[:80]}; “signpost assess list” shows those there are."
    )


def _stale(seen: Entry) -> AssessmentStale:
    when = f" on {seen.changed:%Y-%m-%d %H:%M} UTC" if seen.changed else ""
    who = f" by {seen.changed_by}" if seen.changed_by else ""
    return AssessmentStale(
        f"{seen.provision} has been changed{who}{when} since you read it (it is at version {seen.version}); "
        "read it again and repeat your change."
    )
