"""The shapes of requests and answers, as the OpenAPI document describes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

# Names with a colon are other surfaces' own (``slack:…`` for a thread in Slack) and can be guessed: no door but theirs
# takes them.
CONVERSATION: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
ConversationId = Annotated[
    str,
    Field(
        pattern=CONVERSATION,
        description="A UUID, minted by the client or by an earlier answer; an unknown one starts a conversation.",
        examples=["7b0f8a52-6c0e-4a0c-9a60-0d6f9a5a9c11"],
    ),
]


class AskRequest(BaseModel):
    """A question, and the conversation that it continues."""

    model_config = ConfigDict(strict=True)

    question: str = Field(
        description="At most 4,000 characters. Control, bidirectional and zero-width characters are removed.",
        examples=["What must I do as a data custodian?"],
    )
    conversation_id: ConversationId | None = None


class CitationBody(BaseModel):
    """A source that the answer rests on; ``quote`` is a substring of the cited passage."""

    marker: int
    kind: Literal[
        "provision", "principle", "role", "phase", "term", "threat", "example", "mapping", "document", "passage"
    ]
    id: str = Field(examples=["5.4.1"])
    uri: str
    label: str
    modality: Literal["shall", "should", "may"] | None
    quote: str
    verbatim: bool
    source_url: str | None
    also: Literal["shall", "should", "may"] | None
    relation: Literal["obliges", "organisation", "involves"] | None


class AnswerBody(BaseModel):
    """A checked answer. ``refused`` has no citations, but may have ``related``."""

    model_config = ConfigDict(extra="allow")

    status: Literal["answered", "refused"]
    answer: str = Field(description="Markdown with [1] markers.")
    citations: list[CitationBody]
    related: list[CitationBody]
    conversation_id: str


class SearchHit(BaseModel):
    """A passage that is near the query; ``score`` is between 0 and 1."""

    id: str
    kind: str
    score: float
    text: str
    uri: str | None
    corpus: str


class SearchBody(BaseModel):
    """Passages, best first."""

    results: list[SearchHit]


class ObligationBody(BaseModel):
    """A provision as it concerns the roles asked about."""

    id: str
    modality: Literal["shall", "should", "may"]
    also: Literal["shall", "should", "may"] | None
    relation: Literal["obliges", "organisation", "involves"]
    says: str
    uri: str


class ObligationsBody(BaseModel):
    """Provisions by relation, then in the Code's order."""

    obligations: list[ObligationBody]


class NodeBody(BaseModel):
    """A node of the ontology: what all have; the rest depends on its kind."""

    model_config = ConfigDict(extra="allow")

    id: str
    kind: str
    label: str
    uri: str
    iri: str


class ProblemBody(BaseModel):
    """An RFC 9457 problem document."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["/problems/unknown-node"])
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(examples=["unknown-node"])


class FeedbackRequest(BaseModel):
    """What a reader thought of an answer."""

    model_config = ConfigDict(strict=True)

    answer_id: str = Field(max_length=64, examples=["0d0f5f7e-6a55-4df5-8a4e-2b7c1a2f1e43"])
    verdict: Literal["up", "down"]
    comment: str = Field(default="", max_length=2000)


class TurnBody(BaseModel):
    """One question of a conversation."""

    question: str
    status: str
    cited: list[str]
    answer_id: str
    asked: datetime


class ConversationBody(BaseModel):
    """A conversation's turns, oldest first."""

    id: str
    turns: list[TurnBody]


def problems(*statuses: int | str) -> dict[int | str, dict[str, Any]]:
    """``responses`` of a route that answers with problem documents."""
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    return {
        status: {"description": "Problem", "content": {"application/problem+json": {"schema": schema}}}
        for status in statuses
    }
