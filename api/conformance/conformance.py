"""Our own example: for each of the 72 provisions whether and how this project meets it, with evidence that exists.

The data file is ours and is read as it is; a test checks that it covers every provision and that each piece of evidence
is there. Evidence is a path in the repository, with ``::`` and some words that have to stand in that file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from bot.practice.notice import ADVICE

STATUSES = ("met", "partly", "not-met", "not-applicable")


@dataclass(frozen=True, slots=True)
class Statement:
    """How one provision is met: a status, how, what is missing, and evidence (none unless met or partly met)."""

    id: str
    status: str
    how: str
    gap: str
    evidence: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "status": self.status, "how": self.how, "gap": self.gap or None,
            "evidence": list(self.evidence),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conformance:
    """All statements, in the Code's order, as of a date; written by ourselves and checked by nobody else."""

    as_of: str
    statements: tuple[Statement, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many provisions have each status."""
        counted = Counter(statement.status for statement in self.statements)
        return {status: counted[status] for status in STATUSES}

    def to_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of,
            "notice": f"Our own reading of how Signpost stands; nobody else has assessed it. {ADVICE}",
            "counts": self.counts,
            "provisions": [statement.to_json() for statement in self.statements],
        }

    def missing(self, root: Path) -> tuple[str, ...]:
        """Evidence that is not there under `root`, the repository: a file that is gone, or words gone from it."""
        return tuple(
            f"{statement.id}: {evidence}"
            for statement in self.statements
            for evidence in statement.evidence
            if not _is_there(root, evidence)
        )


def _is_there(root: Path, evidence: str) -> bool:
    path, _, words = evidence.partition("::")
    place = root / path
    if not place.resolve().is_relative_to(root.resolve()) or not place.exists():
        return False
    return not words or (place.is_file() and words in place.read_text(encoding="utf-8"))


@cache
def conformance() -> Conformance:
    """The statements that this version ships with."""
    data = yaml.safe_load((resources.files("api.conformance") / "conformance.yaml").read_text(encoding="utf-8"))
    return Conformance(
        str(data["as_of"]),
        tuple(
            Statement(
                str(entry["id"]), entry["status"], " ".join(entry["how"].split()),
                " ".join(entry.get("gap", "").split()), tuple(entry.get("evidence", ())),
            )
            for entry in data["provisions"]
        ),
    )  # fmt: skip
