"""A house with the real catalogue and a real database in a folder of its own: no encoder, no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.export.request import ExportRequest
from api.settings import Settings
from api.wiring import House
from bot.practice.assessment import Assessment
from ontology.catalogue import Catalogue


@pytest.fixture
def practice_house(catalogue: Catalogue, tmp_path: Path) -> Iterator[House]:
    made = House(Settings(home=tmp_path))
    made.__dict__["catalogue"] = catalogue
    yield made
    made.state.dispose()


HOSTILE = '=cmd|"/c calc"!A1'


@pytest.fixture
def assessed(practice_house: House) -> Assessment:
    """An assessment with one entry of each status, and hostile text in it."""
    stored = practice_house.assessments
    made = stored.create("Ward bot <b>&", ["developer", "system-operator"], scenario="chatbot-app", description="d\n=1")
    stored.apply(
        made.id,
        {
            "5.4.1": ({"status": "met", "evidence": ["https://e.example/1", "a note", HOSTILE], "owner": "Kim"}, 0),
            "8.2": ({"status": "not met", "due": "2025-01-01", "reason": "-1+1"}, 0),
            "2.1": ({"status": "n/a", "reason": HOSTILE}, 0),
            "6.4": ({"status": "partly", "owner": "@Lee\nMay"}, 0),
        },
        by="kim",
    )
    return stored.get(made.id)


@pytest.fixture
def export_request(catalogue: Catalogue, assessed: Assessment) -> ExportRequest:
    from datetime import UTC, datetime

    return ExportRequest(catalogue, datetime(2026, 6, 1, 12, tzinfo=UTC), assessment=assessed)
