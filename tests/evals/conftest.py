"""The real catalogue and digest, a scripted adviser and an encoder of letters: no model, no network.

``--eval-question`` puts single questions of the shipped sets to the real adviser (see test_questions.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from bot.answer import Answer, Citation, Claim, Section, Status, markdown
from bot.frame import Frame, Intent
from corpus import digest
from evals.run import Ground
from indexer.lexical import LexicalIndex
from indexer.retriever import Retriever
from ontology.catalogue import Catalogue


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--eval-question",
        action="append",
        default=[],
        metavar="ID",
        help="put this question of the shipped sets to the adviser under SIGNPOST_HOME; “failing” for all that the "
        "stored runs in evals/results say fail; may be given again",
    )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def ground(catalogue: Catalogue) -> Ground:
    return Ground.over(catalogue, digest.passages(catalogue))


Say = Callable[..., Answer]


@pytest.fixture(scope="session")
def say(ground: Ground) -> Say:
    """Makes answers: ``say("5.4", "P7")`` cites them with the graph's strengths, ``say()`` declines."""

    def make(
        *ids: str, text: str = "", refused: bool | None = None, related: Sequence[str] = (), **change: Any
    ) -> Answer:
        citations = tuple(_cite(ground, identifier, n, **change) for n, identifier in enumerate(ids, 1))
        pointers = tuple(_cite(ground, identifier, n) for n, identifier in enumerate(related, len(ids) + 1))
        claims = tuple(
            Claim(f"**{c.id}** (*{c.modality}*): {c.quote}" if c.modality else c.quote, (c.marker,)) for c in citations
        )
        sections = (Section(((Claim(text),) if text else ()) + claims),)
        decline = not ids and not text if refused is None else refused
        status = Status.REFUSED if decline else Status.ANSWERED
        frame = Frame("?", Intent.TOPIC)
        return Answer(status, markdown(sections), citations, pointers, "c", frame, sections)

    return make


def _cite(ground: Ground, identifier: str, marker: int, **change: Any) -> Citation:
    kind, number = ("principle", identifier[1:]) if identifier.startswith("P") else ("provision", identifier)
    provision = ground.catalogue.provisions.get(number) if kind == "provision" else None
    passage = ground.passages.get(f"{kind}/{number}")
    fields: dict[str, Any] = {
        "marker": marker,
        "kind": kind,
        "id": number,
        "uri": f"urn:{number}",
        "label": number,
        "modality": str(provision.modality) if provision else None,
        "quote": passage.quote if passage else "?",
        "verbatim": False,
        "source_url": None,
        "also": str(provision.also) if provision and provision.also else None,
    }
    return Citation(**(fields | change))


@dataclass
class ScriptedAdviser:
    """Gives the answers of a script, by question; declines what is not in it. ``asked`` holds what it heard."""

    script: dict[str, Answer]
    otherwise: Answer
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        self.asked.append((question, conversation_id))
        return self.script.get(question, self.otherwise)


class LetterEncoder:
    """Vectors of letter pairs: near for texts that share them. Stands in for the encoder."""

    weights_sha256 = "letters"

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        vectors = np.zeros((len(texts), 676), dtype=np.float32)
        for row, text in enumerate(texts):
            letters = [ord(c) - 97 for c in text.casefold() if "a" <= c <= "z"]
            for first, second in pairwise(letters):
                vectors[row, first * 26 + second] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norms, 1e-9)


@pytest.fixture(scope="session")
def retriever(ground: Ground) -> Retriever:
    provisions = [p for p in ground.passages.values() if p.kind in ("provision", "principle")]
    encoder: Any = LetterEncoder()
    texts = [f"{p.title}. {p.text}" for p in provisions]
    return Retriever(provisions, encoder.encode(texts), LexicalIndex.build(texts), encoder)
