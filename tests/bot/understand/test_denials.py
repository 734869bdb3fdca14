"""What the asker says not to do makes no role of theirs."""

from __future__ import annotations

import pytest

from bot.understand.denials import denied


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
