"""A trial: one set put to the adviser and its peers, with everything that a report or a gate needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals import figures, gold, peers, ranking, record, run
from evals.outcome import Outcome
from evals.record import OURS, Record
from evals.run import Asked, Ground, Told
from evals.sets import Question
from indexer.langchain_encoder import SignpostEmbeddings

if TYPE_CHECKING:
    from indexer.retriever import Retriever


@dataclass(frozen=True)
class Trial:
    """A run with its outcomes in full, and its record."""

    outcomes: tuple[Outcome, ...]
    record: Record


def hold(
    name: str,
    questions: Sequence[Question],
    adviser: Asked,
    ground: Ground,
    retriever: Retriever,
    with_peers: bool = True,
    told: Told | None = None,
) -> Trial:
    """Put `questions` to `adviser` and, `with_peers`, to the usual recipe over the passages of `retriever`.

    Raises:
        SetInvalid: a question names what the Code doesn't have.
        PeersMissing: the peers' packages are not installed.
    """
    outcomes = run.run(adviser, ground, questions, told)
    systems = {OURS: figures.summary(outcomes)}
    rankings: dict[str, figures.Figures] = {}
    if with_peers:
        golds = {question.id: gold.of(question, ground.catalogue) for question in questions}
        asked = ranking.ranked(questions, golds)
        ours = {o.id: o.ranked for o in outcomes}
        rankings[f"{OURS}: cited, then related"] = ranking.measure({q.id: ours[q.id] for q in asked}, golds)
        own = peers.own_retriever(retriever)
        rankings[f"{OURS}: search alone"] = ranking.measure({q.id: own(q.question) for q in asked}, golds)
        for peer, rank in peers.rankers(ground.passages.values(), SignpostEmbeddings(retriever.encoder)).items():
            found = peers.run(rank, questions, ground.catalogue, ground.passages)
            ranks = {o.id: o.ranked for o in found}
            systems[f"{peer} top {peers.TOP}"] = figures.summary(found)
            rankings[peer] = ranking.measure({q.id: ranks[q.id] for q in asked}, golds)
    return Trial(
        outcomes,
        Record(
            set=name,
            questions=record.hash_of(questions),
            encoder=retriever.encoder.weights_sha256,
            systems=systems,
            rankings=rankings,
            results={o.id: record.result(o) for o in outcomes},
            latency={"in process": figures.latency(outcomes)},
        ),
    )
