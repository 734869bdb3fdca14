"""Peers: the usual recipe, put to the same questions. BM25, dense and both fused, top 5, by LangChain's retrievers.

They search the passages about provisions, with the same encoder, and cite what they find; they never decline.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from corpus.passage import Passage
from evals import gold, outcome
from evals.errors import PeersMissing
from evals.outcome import Outcome
from evals.ranking import DEPTH
from evals.sets import Question

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever

    from indexer.retriever import Retriever
    from ontology.catalogue import Catalogue

TOP: Final = 5
Ranker = Callable[[str], list[str]]


def installed() -> bool:
    """Whether the comparison's packages, and that for ranking metrics, are there."""
    return all(find_spec(name) for name in ("langchain_classic", "langchain_community", "rank_bm25", "ir_measures"))


def retrievers(documents: Sequence[Document], embeddings: Embeddings) -> dict[str, BaseRetriever]:
    """LangChain's BM25, FAISS and ensemble retrievers over `documents`, as its documentation puts them together.

    Raises:
        PeersMissing: LangChain's community packages are not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the community package announces its own end on import
            from langchain_classic.retrievers import EnsembleRetriever
            from langchain_community.retrievers import BM25Retriever
            from langchain_community.vectorstores import FAISS
            from langchain_community.vectorstores.utils import DistanceStrategy

            bm25 = BM25Retriever.from_documents(list(documents), k=DEPTH)
    except ImportError as error:
        raise PeersMissing(
            "The comparison needs LangChain's retrievers. Install them with “pip install signpost-adviser[evals]”."
        ) from error
    store = FAISS.from_documents(list(documents), embeddings, distance_strategy=DistanceStrategy.MAX_INNER_PRODUCT)
    dense = store.as_retriever(search_kwargs={"k": DEPTH})
    return {
        "BM25": bm25,
        "dense": dense,
        "ensemble": EnsembleRetriever(retrievers=[bm25, dense], weights=[0.5, 0.5]),
    }


def documents(passages: Iterable[Passage]) -> list[Document]:
    """The passages about provisions as LangChain documents; ``node`` is the provision's number."""
    from langchain_core.documents import Document

    return [
        Document(page_content=f"{p.title}. {p.text}", metadata={"node": p.node})
        for p in passages
        if p.kind == "provision" and not p.verbatim
    ]


def rankers(passages: Iterable[Passage], embeddings: Embeddings) -> dict[str, Ranker]:
    """Peers by name: each ranks provision numbers for a question, best first, :data:`~evals.ranking.DEPTH` at most.

    Raises:
        PeersMissing: as :func:`retrievers`.
    """
    found = retrievers(documents(passages), embeddings)
    return {name: _ranker(retriever) for name, retriever in found.items()}


def _ranker(retriever: BaseRetriever) -> Ranker:
    def rank(question: str) -> list[str]:
        nodes = (str(document.metadata["node"]) for document in retriever.invoke(question))
        return list(dict.fromkeys(nodes))[:DEPTH]

    return rank


def own_retriever(retriever: Retriever) -> Ranker:
    """Signpost's hybrid search alone, for the table of rankings."""

    def rank(question: str) -> list[str]:
        hits = retriever.search(question, DEPTH, keep=lambda p: p.kind == "provision")
        return list(dict.fromkeys(hit.passage.node for hit in hits))

    return rank


def run(
    rank: Ranker, questions: Sequence[Question], catalogue: Catalogue, passages: Mapping[str, Passage]
) -> tuple[Outcome, ...]:
    """Outcomes of a peer that cites its top 5. Earlier turns are put before the question, since it keeps no state."""
    found = []
    for question in questions:
        ranking = rank(" ".join((*question.turns, question.question)))
        cited = tuple(ranking[:TOP])
        text = " ".join(passages[f"provision/{number}"].text for number in cited)
        found.append(outcome.score(question, gold.of(question, catalogue), cited, tuple(ranking), text))
    return tuple(found)
