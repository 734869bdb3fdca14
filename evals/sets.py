"""Question sets: YAML lists of questions with what a right answer has to do. The format is in ``docs/evals.md``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from evals.errors import SetInvalid, SetUnknown
from ontology.model import Modality, Relation

Category = Literal[
    "role-list", "topic", "scenario", "fact", "comparison", "follow-up", "out-of-scope", "adversarial", "noisy"
]
CATEGORIES: Final[tuple[str, ...]] = Category.__args__  # type: ignore[attr-defined]
SHIPPED: Final = ("dev", "test")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Number = Annotated[str, Field(pattern=r"^(P\d{1,2}|\d{1,2}\.\d{1,2}(\.\d{1,2})?)$")]


def _several(given: object) -> object:
    return () if given is None else given if isinstance(given, list | tuple) else (given,)


class Select(BaseModel):
    """A list that the graph answers exactly; gold is derived from it (see :mod:`evals.gold`).

    `phase` and `principle` may each be one, several, or null.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    roles: tuple[str, ...] = ()
    modality: Modality | None = None
    phases: Annotated[tuple[str, ...], BeforeValidator(_several)] = Field((), alias="phase")
    principles: Annotated[tuple[int, ...], BeforeValidator(_several)] = Field((), alias="principle")
    relations: tuple[Relation, ...] = tuple(Relation)


class Question(BaseModel):
    """One question.

    Attributes:
        must: provisions (or principles as ``P7``) that a right answer cites.
        may: those that it may cite without harm.
        select: for lists: what to derive `must` from.
        refuse: whether declining is right.
        facts: each inner tuple holds alternatives, one of which the answer has to contain.
        turns: what the same person asked before, oldest first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=3)
    category: Category
    question: str = Field(min_length=1)
    turns: tuple[str, ...] = ()
    must: tuple[Number, ...] = ()
    may: tuple[Number, ...] = ()
    select: Select | None = None
    refuse: bool = False
    facts: tuple[tuple[str, ...], ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Question:
        if self.select and self.must:
            raise ValueError("“must” is derived where “select” is given; leave it out")
        if self.refuse and (self.must or self.select):
            raise ValueError("a question that should be declined cannot have provisions to cite")
        if not (self.refuse or self.must or self.select or self.facts):
            raise ValueError("nothing says what a right answer is: give “must”, “select”, “facts” or “refuse: true”")
        if set(self.must) & set(self.may):
            raise ValueError("a provision stands in “must” and in “may”")
        return self


def read(path: Path) -> tuple[Question, ...]:
    """The questions of one YAML file.

    Raises:
        SetInvalid: it cannot be read, or a question is not as the format says.
    """
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  (a safe loader, in C)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SetInvalid(f"The question set {path.name} cannot be read: {error}") from error
    if not isinstance(entries, list):
        raise SetInvalid(f"The question set {path.name} is not a list of questions.")
    found = []
    for number, entry in enumerate(entries, 1):
        try:
            found.append(Question.model_validate(entry))
        except ValidationError as error:
            name = entry.get("id", number) if isinstance(entry, dict) else number
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise SetInvalid(f"{path.name}, question {name}: {where or 'question'}: {first['msg']}.") from error
    return tuple(found)


def load(name: str) -> tuple[Question, ...]:
    """The questions of a shipped set (``dev``, ``test``), of a YAML file, or of all YAML files in a folder.

    Raises:
        SetUnknown: neither a shipped set nor a path.
        SetInvalid: a question is wrong, or an identifier is used twice.
    """
    folder = Path(str(resources.files("evals.questions"))) / name if name in SHIPPED else Path(name)
    if folder.is_dir():
        files = sorted(folder.glob("*.yaml"))
    elif folder.is_file():
        files = [folder]
    else:
        raise SetUnknown(f"There is no question set “{name}”. Known: {', '.join(SHIPPED)}, or the path of a YAML file.")
    questions = [question for file in files for question in read(file)]
    if not questions:
        raise SetInvalid(f"The question set “{name}” holds no questions.")
    return _distinct(questions)


def _distinct(questions: Iterable[Question]) -> tuple[Question, ...]:
    by_id: dict[str, Question] = {}
    for question in questions:
        if question.id in by_id:
            raise SetInvalid(f"Two questions are called {question.id}.")
        by_id[question.id] = question
    ordered = sorted(by_id.values(), key=lambda q: (CATEGORIES.index(q.category), q.id))
    return tuple(ordered)
