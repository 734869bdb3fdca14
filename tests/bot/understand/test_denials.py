"""What the asker says not to do makes no role of theirs."""

from __future__ import annotations

import pytest

from bot.understand.denials import denied, elsewhere


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("It scored me. I never touched it. What applies?", ("end-user",)),
        ("It scored me. I never so much as saw the thing. What applies?", ("end-user",)),
        ("I only use it and never touch the model. What applies?", ()),
        ("I chat with it, I never saw its training data. What applies?", ()),
        ("We use it and don't touch what's inside the model. What applies?", ()),
        ("My unit builds nothing and hosts nothing. We say who reads the files.", ("developer", "system-operator")),
        ("I decide who may read it. I don't build or run models.", ("developer", "system-operator")),
        ("I never logged into it, I only got the letter.", ("end-user",)),
        ("We neither host nor train it.", ("developer", "system-operator")),
        ("We no longer host it.", ("system-operator",)),
        ("We trained it and host it for nobody.", ("system-operator",)),
        ("My tenants get letters. None of us has ever used it.", ("end-user",)),
        ("We will not host it.", ("system-operator",)),
        ("We don't set anything up.", ("system-operator",)),
        ("We haven't a developer in the building.", ("developer",)),
        ("The debtor isn't a user.", ("end-user",)),
        ("We serve walkers who never see it.", ()),
        ("We are a firm with no developers; our intern trained a model.", ()),
        ("We are not developers who publish, but developers who sell.", ()),
        ("We host it and train it.", ()),
        ("We used nothing like it before? No: we build models.", ("end-user",)),
    ],
)
def test_what_is_disclaimed_is_found(question: str, roles: tuple[str, ...]) -> None:
    assert denied(question) == roles


@pytest.mark.parametrize(
    "question",
    [
        "The vendor never trained it. We did. What applies?",
        "Who has duties? They host nothing, and we run it for them.",
        "We must never change who runs the place.",
    ],
)
def test_what_somebody_else_does_not_do_tells_nothing(question: str) -> None:
    assert denied(question) == ()


@pytest.mark.parametrize(
    ("story", "roles"),
    [
        ("The scans come from an archive, which alone decides who may see them.", ("data-custodian",)),
        ("Who may open the files is settled by the society that owns them.", ("data-custodian",)),
        ("The samples are in the keeping of a foundation.", ("data-custodian",)),
        ("Who may open the files is settled by us.", ()),
        ("We decide who may see the scans.", ()),
    ],
)
def test_what_is_somebody_elses_alone_is_not_the_askers(story: str, roles: tuple[str, ...]) -> None:
    assert elsewhere(f"{story} We train a model.") == roles
