"""Ranking metrics, by ``ir-measures``: how high the right provisions stand in a ranking, before anything is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.errors import PeersMissing
from evals.figures import Figures
from evals.gold import Gold
from evals.sets import Question

DEPTH = 10
Rankings = Mapping[str, Sequence[str]]


def ranked(questions: Sequence[Question], golds: Mapping[str, Gold]) -> tuple[Question, ...]:
    """The questions on which rankings are measured: they name provisions, are no lists, and stand alone."""
    return tuple(q for q in questions if golds[q.id].must and not golds[q.id].exact and not q.turns)


def measure(rankings: Rankings, golds: Mapping[str, Gold]) -> Figures:
    """Recall@5, recall@10, nDCG@10 and reciprocal rank of `rankings` (provisions by question, best first), in [0, 1].

    Relevant is what stands in `must`. Sources: recall@k, Manning, Raghavan and Schütze 2008, chapter 8; nDCG, Järvelin
    and Kekäläinen, TOIS 2002; MRR, Voorhees, TREC-8 1999; computed by ir-measures (MacAvaney et al., ECIR 2022).

    Raises:
        PeersMissing: ir-measures is not installed.
    """
    try:
        import ir_measures
        from ir_measures import RR, R, nDCG
    except ImportError as error:
        raise PeersMissing(
            "Ranking metrics need ir-measures. Install it with “pip install signpost-adviser[evals]”."
        ) from error
    if not rankings:
        return {}
    wanted = {"recall@5": R @ 5, "recall@10": R @ DEPTH, "ndcg@10": nDCG @ DEPTH, "mrr": RR @ DEPTH}
    qrels = [ir_measures.Qrel(q, provision, 1) for q in rankings for provision in sorted(golds[q].must)]
    run = [
        ir_measures.ScoredDoc(q, provision, float(DEPTH - place))
        for q, ranking in rankings.items()
        for place, provision in enumerate(list(ranking)[:DEPTH])
    ]
    found = ir_measures.calc_aggregate(list(wanted.values()), qrels, run)
    return {name: float(found[measure]) for name, measure in wanted.items()}
