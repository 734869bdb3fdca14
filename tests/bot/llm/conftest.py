"""An adviser over the real graph with scripted understanding, so that no encoder, index or network is needed."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from bot.adviser import Adviser
from bot.compose import Composer
from bot.evidence import Evidence, Gatherer, Group, Item
from bot.frame import Choice, Frame, Intent
from bot.llm.caller import Caller
from bot.llm.provider import LlmConfig
from bot.llm.scripted import ScriptedModel, scripted
from bot.llm.writer import Writer
from bot.verify import Verifier
from corpus import digest
from corpus.passage import Passage
from ontology.catalogue import Catalogue
from ontology.model import Modality

OWN = "policies"


class FixedReader:
    """Reads every question as the frame it was given, with the question's own words."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def read(self, question: str, turns: Any = ()) -> Frame:
        return self.frame.having(question=question)


class Beside(Gatherer):
    """The real evidence, with passages of the user's own documents beside it."""

    own: tuple[Passage, ...] = ()

    def gather(self, frame: Frame) -> Evidence:
        found = super().gather(frame)
        if not self.own or frame.decline is not None:
            return found
        group = Group("own-documents", tuple(Item(passage) for passage in self.own))
        return Evidence(found.frame, (*found.groups, group), found.related)


def document(text: str, number: int = 1) -> Passage:
    """A passage of a document of the user's."""
    name = f"{OWN}/doc#{number}"
    return Passage(name, "passage", name, None, "Our policy", text, text, corpus=OWN)


TOPIC = Frame("", Intent.TOPIC, topic="x", choices=tuple(Choice(i, 0.9, "") for i in ("5.4.1", "9.2.1", "6.3")))
FRAMES = {
    "list": Frame("", Intent.ENUMERATE, roles=("data-custodian",)),
    "should-list": Frame("", Intent.ENUMERATE, roles=("developer",), modality=Modality.SHOULD),
    "topic": TOPIC,
    "second-clause": Frame("", Intent.TOPIC, choices=(Choice("2.3", 0.9, ""), Choice("9.1", 0.9, ""))),
    "number": Frame("", Intent.LOOK_UP, ids=("5.4.1",)),
    "principle": Frame("", Intent.LOOK_UP, ids=("P7",)),
    "definition": Frame("", Intent.DEFINE, nodes=("role/data-custodian",)),
    "fact": Frame("", Intent.FACT, nodes=("about/licence",)),
    "corrected": TOPIC.having(notes=("The Code is not law.",)),
}


@pytest.fixture(scope="session")
def catalogue(whole_catalogue: Catalogue) -> Catalogue:
    return whole_catalogue


@pytest.fixture(scope="session")
def retriever(catalogue: Catalogue) -> Any:
    passages = tuple(digest.passages(catalogue))
    return SimpleNamespace(by_id={p.id: p for p in passages}, passages=passages, positions=lambda keep: ())


Make = Callable[..., Adviser]


@pytest.fixture(scope="session")
def make(catalogue: Catalogue, retriever: Any) -> Make:
    def made(
        frame: Frame | str, model: ScriptedModel | str | None = None, own: tuple[Passage, ...] = (),
        timeout: float = 20.0, budget: Any = None, prices: Any = None, **more: Any,
    ) -> Adviser:  # fmt: skip
        gatherer = Beside(catalogue, retriever)
        gatherer.own = own
        verifier = Verifier(catalogue)
        opened = scripted(model) if isinstance(model, str) else model
        config = LlmConfig(f"scripted:{opened.manner}" if opened else "", timeout=timeout, **(prices or {}))
        writer = Writer(Caller(opened, config, budget), verifier) if opened else None
        reader: Any = FixedReader(FRAMES[frame] if isinstance(frame, str) else frame)
        return Adviser(reader, gatherer, Composer(catalogue), verifier, writer=writer, **more)

    return made
