"""Where an assessment stands, what is missing, what to do next and why, and what changed between two dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.practice.assessment import STATUS_WORDS, Assessment, Entry, Status
from ontology.catalogue import Catalogue
from ontology.model import Modality, Provision

GAPS = (Status.NOT_MET, Status.PARTLY, Status.OPEN)
_FIRMNESS = {Modality.SHALL: 0, Modality.SHOULD: 1, Modality.MAY: 2}
_RANK = {Status.MET: 3, Status.NOT_APPLICABLE: 3, Status.PARTLY: 2, Status.NOT_MET: 1, Status.OPEN: 0}
NEXT = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """How many provisions of a group (a principle, a role, a strength) have each status."""

    id: str
    label: str
    counts: tuple[tuple[Status, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.counts)

    def of(self, status: Status) -> int:
        return dict(self.counts).get(status, 0)

    @property
    def applicable(self) -> int:
        """Provisions that are not marked as not applicable."""
        return self.total - self.of(Status.NOT_APPLICABLE)

    @property
    def share_met(self) -> float:
        """Met provisions as a share (0 to 1) of those that apply; 1 when none applies."""
        return self.of(Status.MET) / self.applicable if self.applicable else 1.0

    def to_json(self) -> dict[str, Any]:
        counts = {status.value: number for status, number in self.counts}
        share = round(self.share_met, 4)
        return {"id": self.id, "label": self.label, "total": self.total, "share_met": share, **counts}


@dataclass(frozen=True, slots=True)
class Gap:
    """A provision that is not met, partly met or not assessed, and the threats that this leaves open."""

    provision: Provision
    entry: Entry
    threats: tuple[str, ...]
    overdue: bool
    why: str

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.provision.id, "label": self.provision.label, "modality": self.provision.modality.value,
            "status": self.entry.status.value, "owner": self.entry.owner,
            "due": self.entry.due.isoformat() if self.entry.due else None, "overdue": self.overdue,
            "threats": list(self.threats), "why": self.why, "uri": self.provision.iri,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class GapReport:
    """The whole report. ``gaps`` are ranked; ``next_things`` are the first three of them."""

    assessment: Assessment
    overall: Tally
    by_principle: tuple[Tally, ...]
    by_role: tuple[Tally, ...]
    by_modality: tuple[Tally, ...]
    gaps: tuple[Gap, ...]

    @property
    def next_things(self) -> tuple[Gap, ...]:
        return self.gaps[:NEXT]

    def to_json(self) -> dict[str, Any]:
        return {
            "assessment": self.assessment.summary(),
            "overall": self.overall.to_json(),
            "by_principle": [tally.to_json() for tally in self.by_principle],
            "by_role": [tally.to_json() for tally in self.by_role],
            "by_modality": [tally.to_json() for tally in self.by_modality],
            "next": [gap.to_json() for gap in self.next_things],
            "gaps": [gap.to_json() for gap in self.gaps],
        }


def report(assessment: Assessment, catalogue: Catalogue, today: date) -> GapReport:
    """Progress and gaps of `assessment`.

    Gaps are ranked by strength (*shall* before *should*), then by how many threats the provision bears on (most
    first), then not met before partly met before not assessed, then in the Code's order.
    """
    entries = assessment.entries
    provisions = [catalogue.provisions[identifier] for identifier in entries]
    roles = assessment.roles or tuple(catalogue.roles)
    gaps = [_gap(catalogue, p, entries[p.id], today) for p in provisions if entries[p.id].status in GAPS]
    gaps.sort(key=_rank)
    return GapReport(
        assessment=assessment,
        overall=_tally("all", "All provisions", entries.values()),
        by_principle=tuple(
            _tally(principle.id, f"{principle.id} {principle.label}", found)
            for principle in catalogue.principles.values()
            if (found := [entries[p.id] for p in provisions if str(p.principle) == principle.id])
        ),
        by_role=tuple(
            _tally(role, catalogue.roles[role].label, found)
            for role in roles
            if (found := [entries[p.id] for p in provisions if _owes(catalogue, p, role)])
        ),
        by_modality=tuple(
            _tally(modality.value, modality.value, found)
            for modality in Modality
            if (found := [entries[p.id] for p in provisions if p.modality is modality])
        ),
        gaps=tuple(gaps),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """How one provision moved between two dates."""

    provision: str
    before: Status
    after: Status

    def to_json(self) -> dict[str, str]:
        return {"id": self.provision, "before": self.before.value, "after": self.after.value}


@dataclass(frozen=True, slots=True)
class Comparison:
    """An assessment at two moments: totals, and the provisions that got better, got worse or changed otherwise."""

    before: Tally
    after: Tally
    better: tuple[Step, ...]
    worse: tuple[Step, ...]
    otherwise: tuple[Step, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "before": self.before.to_json(), "after": self.after.to_json(),
            "better": [s.to_json() for s in self.better], "worse": [s.to_json() for s in self.worse],
            "otherwise": [s.to_json() for s in self.otherwise],
        }  # fmt: skip


def compare(before: Assessment, after: Assessment) -> Comparison:
    """What changed from `before` to `after`, two states of one assessment."""
    steps = [
        Step(identifier, before.entries[identifier].status, entry.status)
        for identifier, entry in after.entries.items()
        if identifier in before.entries and before.entries[identifier].status is not entry.status
    ]
    moved = {step: _RANK[step.after] - _RANK[step.before] for step in steps}
    return Comparison(
        _tally("before", "Before", before.entries.values()),
        _tally("after", "After", after.entries.values()),
        tuple(s for s in steps if moved[s] > 0 and s.after is not Status.NOT_MET),
        tuple(s for s in steps if moved[s] < 0),
        tuple(s for s in steps if moved[s] == 0 or (moved[s] > 0 and s.after is Status.NOT_MET)),
    )


def _tally(identifier: str, label: str, entries: Iterable[Entry]) -> Tally:
    counted = Counter(entry.status for entry in entries)
    return Tally(identifier, label, tuple((status, counted[status]) for status in Status))


def _owes(catalogue: Catalogue, provision: Provision, role: str) -> bool:
    return any(relation.value != "involves" for relation in catalogue.relations(provision, role))


def _gap(catalogue: Catalogue, provision: Provision, entry: Entry, today: date) -> Gap:
    threats = tuple(threat.id for threat in catalogue.threats_of.get(provision.id, ()))
    names = [catalogue.threats[threat].label for threat in threats]
    what = "a requirement" if provision.modality is Modality.SHALL else "a recommendation"
    said = f"It is {what} ({provision.modality.value}) and is {STATUS_WORDS[entry.status]}"
    if names:
        listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        said += f"; it bears on {len(names)} threat{'s' if len(names) > 1 else ''}: {listed}"
    overdue = entry.due is not None and entry.due < today
    return Gap(provision, entry, threats, overdue, said + ("; it is overdue." if overdue else "."))


def _rank(gap: Gap) -> tuple[int, int, int, int]:
    return (
        _FIRMNESS[gap.provision.modality],
        -len(gap.threats),
        GAPS.index(gap.entry.status),
        gap.provision.order,
    )
