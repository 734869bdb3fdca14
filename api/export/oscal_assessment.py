"""A self-assessment as OSCAL assessment results: a finding and an observation for each provision that was looked at.

OSCAL knows *satisfied* and *not-satisfied* only; which of ours it was, and that it is a self-assessment, stands beside.
"""

from __future__ import annotations

from typing import Any

from api.export import oscal, oscal_profile
from api.export.request import ExportRequest, stable_uuid
from bot.errors import PracticeError
from bot.practice.assessment import STATUS_WORDS, Assessment, Entry, Status
from ontology.model import Provision

NAME = "oscal-assessment"


def write(request: ExportRequest) -> bytes:
    """The results of the request's assessment.

    Raises:
        PracticeError: no assessment was named.
    """
    assessment = request.assessment
    if assessment is None:
        raise PracticeError("This format shows an assessment; name one with --assessment ID.")
    looked_at = [(request.catalogue.provisions[key], e) for key, e in assessment.entries.items() if _looked_at(e)]
    iri = oscal.address(f"assessment/{assessment.id}")
    profile = oscal.resource(request, oscal_profile.name_of(request), "Profile of the roles", "signpost-profile.json")
    result: dict[str, Any] = {
        "uuid": str(stable_uuid(f"{iri}#result")),
        "title": f"Self-assessment: {_line(assessment.name)}",
        "description": assessment.description or "A self-assessment; nobody else has checked it.",
        "start": assessment.created.isoformat(timespec="seconds"),
        "end": assessment.changed.isoformat(timespec="seconds"),
        "props": [oscal.prop("assessed-by", "self")],
        "reviewed-controls": {
            "control-selections": [
                {"include-controls": [{"control-id": oscal.control_id(p)} for p, _ in looked_at]}
                if looked_at
                else {"include-all": {}}
            ]
        },
    }
    if looked_at:
        result["observations"] = [_observation(assessment, p, e) for p, e in looked_at]
        result["findings"] = [_finding(assessment, p, e) for p, e in looked_at]
    content = {
        "uuid": str(stable_uuid(f"{iri}@{assessment.changed.isoformat()}")),
        "metadata": oscal.metadata(request, f"Self-assessment against the Code: {_line(assessment.name)}"),
        "import-ap": {
            "href": f"#{profile['uuid']}",
            "remarks": "A self-assessment without a separate plan; the profile says what was in scope.",
        },
        "results": [result],
        "back-matter": {"resources": [profile]},
    }
    return oscal.document("assessment-results", content)


def _looked_at(entry: Entry) -> bool:
    return entry.status is not Status.OPEN


def _line(text: str) -> str:
    return " ".join(text.split())


def _iri(assessment: Assessment, provision: Provision, what: str) -> str:
    return f"{oscal.address(f'assessment/{assessment.id}')}#{what}-{provision.id}"


def _observation(assessment: Assessment, provision: Provision, entry: Entry) -> dict[str, Any]:
    when = entry.changed or assessment.created
    made: dict[str, Any] = {
        "uuid": str(stable_uuid(_iri(assessment, provision, "observation"))),
        "title": f"{provision.id} {_line(provision.label)}",
        "description": entry.reason or f"Stated as {STATUS_WORDS[entry.status]}.",
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "collected": when.isoformat(timespec="seconds"),
    }
    links = [e for e in entry.evidence if e.startswith(("https://", "http://")) and " " not in e]
    notes = [e for e in entry.evidence if e not in links]
    evidence = [{"href": href, "description": "Evidence"} for href in links]
    evidence += [{"description": note} for note in notes]
    if evidence:
        made["relevant-evidence"] = evidence
    return made


def _finding(assessment: Assessment, provision: Provision, entry: Entry) -> dict[str, Any]:
    satisfied = entry.status in (Status.MET, Status.NOT_APPLICABLE)
    props = [oscal.prop("status", entry.status.value)]
    props += [oscal.prop("owner", entry.owner)] if entry.owner else []
    props += [oscal.prop("due", entry.due.isoformat())] if entry.due else []
    return {
        "uuid": str(stable_uuid(_iri(assessment, provision, "finding"))),
        "title": f"{provision.id} is {STATUS_WORDS[entry.status]}",
        "description": entry.reason or provision.says,
        "props": props,
        "target": {
            "type": "objective-id",
            "target-id": oscal.control_id(provision),
            "status": {
                "state": "satisfied" if satisfied else "not-satisfied",
                "reason": "other" if entry.status is Status.NOT_APPLICABLE else ("pass" if satisfied else "fail"),
            },
        },
        "related-observations": [{"observation-uuid": str(stable_uuid(_iri(assessment, provision, "observation")))}],
    }
