"""A slice of ObliQA, where it is at hand: three short rule books, and the development questions that they answer.

Its text is not ours and no part of the repository. The floors are well below what was measured (docs/retrieval.md has
the whole collection), so that they tell a path that broke from one that got a little better or worse.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from api.wiring import House
from evals import retrieval_files
from evals.retrieval_bench import OURS, Bench, Run
from indexer.structure import Structure
from tests.shared import OBLIQA

PASSAGES, QUESTIONS = OBLIQA / "passages.jsonl.gz", OBLIQA / "dev.jsonl"
BOOKS = frozenset({"26", "34", "36"})

pytestmark = pytest.mark.skipif(not PASSAGES.is_file(), reason="ObliQA is not at hand")


@pytest.fixture(scope="module")
def runs(real_house: House) -> Mapping[str, Run]:
    every = retrieval_files.passages(PASSAGES)
    kept = tuple(p for p in every if p.document.rpartition("/")[2] in BOOKS)
    here = {p.node for p in kept}
    asked = [q for q in retrieval_files.questions(QUESTIONS, every) if q.relevant <= here]
    return {run.name: run for run in Bench(kept, real_house.index.encoder).runs(asked)}


def test_every_passage_is_read_and_neighbours_stay_in_their_rule_book() -> None:
    every = retrieval_files.passages(PASSAGES)
    assert len(every) == 13_012
    shape = Structure.of_passages(every)
    assert len(set(shape.document.tolist())) == 40
    behind = [(n, int(after)) for n, after in enumerate(shape.after) if after >= 0]
    assert len(behind) == 13_012 - 40
    assert all(every[n].document == every[after].document for n, after in behind)


def test_ours_finds_more_than_words_meaning_or_their_plain_fusion(runs: Mapping[str, Run]) -> None:
    found = {name: run.quality["recall@10"] for name, run in runs.items()}
    assert found[OURS] > max(found["bm25"], found["dense"], found["rrf"])
    assert found[OURS] >= 0.7


def test_questions_that_were_learned_from_are_judged_out_of_fold(runs: Mapping[str, Run]) -> None:
    assert runs[OURS].learned_from == 37
    assert runs["bm25"].learned_from == 0
