"""A house with the real catalogue, a scripted adviser and a small scripted index: no encoder, no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import House
from bot.answer import Answer, Citation, Claim, Section, Status, markdown
from bot.frame import Frame, Intent
from bot.state.engine import open_engine
from bot.state.tables import METADATA
from bot.streaming import Event, events
from bot.text import clean
from corpus import digest
from indexer.retriever import Hit
from ontology.catalogue import Catalogue

BASE = "http://signpost.test"


@dataclass
class ScriptedAdviser:
    """Answers everything with the duties of data custodians; refuses what mentions cake; breaks on “crash”."""

    catalogue: Catalogue
    conversations: Any
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        question = clean(question)
        self.asked.append((question, conversation_id))
        if "crash" in question:
            raise RuntimeError("secret detail at /home/nobody")
        frame = Frame(question, Intent.ENUMERATE, roles=("data-custodian",))
        identifier = conversation_id or "4f9d6c2e-0000-4000-8000-000000000001"
        if "cake" in question:
            answer = Answer(Status.REFUSED, "That is outside the Code.", (), (), identifier, frame)
        else:
            found = self.catalogue.obligations(["data-custodian"])
            citations = tuple(
                Citation(n, "provision", o.provision.id, f"{BASE}/id/provision/{o.provision.id}", o.provision.label,
                         o.provision.modality.value, o.provision.says, False, None, None, o.relation.value)
                for n, o in enumerate(found, 1)
            )  # fmt: skip
            claims = tuple(Claim(c.quote, (c.marker,)) for c in citations)
            sections = (Section(claims, "Data custodians", listed=True),)
            answer = Answer(Status.ANSWERED, markdown(sections), citations, (), identifier, frame, sections)
        self.conversations.remember(answer)
        return answer

    def stream(self, question: str, conversation_id: str | None = None, stop: Any = None) -> Iterator[Event]:
        return events(self.ask(question, conversation_id))


class ScriptedRetriever:
    """Passages that share a word with the query, in order."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.passages = digest.passages(catalogue)
        self.by_id = {passage.id: passage for passage in self.passages}

    def search(self, query: str, k: int = 10, corpus: str | None = None, **_: Any) -> list[Hit]:
        words = set(query.lower().split())
        found = [Hit(p, 0.5) for p in self.passages if words & set(p.text.lower().split())]
        return [hit for hit in found if not corpus or hit.passage.corpus == corpus][:k]

    def check(self) -> None:
        """It always answers."""


class ScriptedHouse(House):
    """A house whose adviser and index are scripted and whose database is in memory."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        super().__init__(settings)
        self._catalogue = catalogue

    @cached_property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    @cached_property
    def state(self) -> Engine:
        engine = open_engine(self.settings.home, "sqlite://")
        METADATA.create_all(engine)
        return engine

    @cached_property
    def adviser(self) -> Any:
        return ScriptedAdviser(self.catalogue, self.conversations)

    @cached_property
    def index(self) -> Any:
        return SimpleNamespace(
            retriever=ScriptedRetriever(self.catalogue), manifest={"fingerprint": "scripted", "passages": 1}
        )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture
def house(catalogue: Catalogue, tmp_path: Path) -> ScriptedHouse:
    return ScriptedHouse(Settings(home=tmp_path, base_url=BASE), catalogue)


@pytest.fixture
def client(house: Any) -> Iterator[TestClient]:
    with TestClient(create_app(house), base_url=BASE, raise_server_exceptions=False, client=("127.0.0.1", 5000)) as c:
        yield c


from tests.api.practice_house import assessed, export_request, practice_house  # noqa: E402, F401
