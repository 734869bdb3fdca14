"""The index with nothing on top."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.bodies import SearchBody, problems
from api.context import ReadyHouse, uri
from api.errors import FilterUnknown
from api.wiring import House
from bot.text import clean

router = APIRouter(prefix="/v1", tags=["search"])


@router.get("/search", response_model=SearchBody, responses=problems(413, 422, 503), summary="Search passages")
def search(
    house: ReadyHouse,
    q: Annotated[str, Query(description="Words or a question, at most 4,000 characters.", examples=["injection"])],
    k: Annotated[int, Query(ge=1, le=100, description="At most so many results.")] = 10,
    corpus: Annotated[str | None, Query(max_length=200, description="Only this corpus, such as `digest`.")] = None,
) -> Any:
    """Lexical and dense retrieval, fused; best first."""
    return found(house, q, k, corpus)


def found(house: House, query: str, k: int, corpus: str | None) -> dict[str, Any]:
    """The contract's results for `query`.

    Raises:
        QuestionInvalid: nothing is left of the query, or it is too long.
        FilterUnknown: there is no such corpus.
    """
    retriever = house.index.retriever
    if corpus is not None:
        known = tuple(sorted({passage.corpus for passage in retriever.passages}))
        if corpus not in known:
            raise FilterUnknown("corpus", "".join(c for c in corpus if c.isprintable())[:60], known)
    hits = retriever.search(clean(query), k, corpus)
    return {
        "results": [
            {
                "id": hit.passage.node,
                "kind": hit.passage.kind,
                "score": min(1.0, max(0.0, hit.score)),
                "text": hit.passage.text,
                "uri": uri(house, hit.passage.iri),
                "corpus": hit.passage.corpus,
            }
            for hit in hits
        ]
    }
