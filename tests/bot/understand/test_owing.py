from __future__ import annotations

import pytest

from bot.understand import acting, denials, owing
from bot.understand.roles import RoleFinder
from ontology.catalogue import Catalogue


@pytest.fixture(scope="module")
def finder(whole_catalogue: Catalogue) -> RoleFinder:
    return RoleFinder(whole_catalogue)


@pytest.mark.parametrize(
    ("question", "owed", "barred"),
    [
        ("What is the operator owed by the developer?", ("system-operator",), ("developer",)),
        (
            "The makers sit in Boston. We host it. What do others owe us?",
            ("system-operator",),
            ("developer", "data-custodian", "end-user", "affected-entity"),
        ),
        ("Our host asks: what are we owed by the spin-out?", (), ("developer",)),
        ("Which points have that maker give us something as operators?", ("system-operator",), ("developer",)),
        ("What are operators owed?", ("system-operator",), ()),
        ("What are developers and operators owed?", ("developer", "system-operator"), ()),
        ("What do the maker and our host owe us?", (), ("developer",)),
        ("What do operators have to tell end-users?", ("end-user",), ("system-operator",)),
        ("How are operators to treat affected people?", ("affected-entity",), ("system-operator",)),
        ("Where do developers get help from somebody else?", ("developer",), ()),
        ("What is due to us from the developer?", (), ("developer",)),
        ("What may we count on from the developers and the operator?", (), ("developer", "system-operator")),
        ("What would its operator be well advised to do for users?", ("end-user",), ("system-operator",)),
        ("What is the builder obliged to give my members?", (), ("developer",)),
        ("I just ask it, and the makers are in Busan. What am I owed?", (), ("developer",)),
        (
            "I host it for end-users. What are the makers to tell me?",
            ("system-operator",),
            ("developer", "data-custodian", "end-user", "affected-entity"),
        ),
        ("What should data custodians expect developers to give them?", ("data-custodian",), ("developer",)),
        ("What is owed to data custodians that developers have to give?", ("data-custodian",), ("developer",)),
        ("Apart from end-users, who has to be informed?", ("end-user",), ()),
        ("From the end-user's chair, what may I expect?", ("end-user",), ()),
        ("Which tasks of developers serve operators?", ("system-operator",), ("developer",)),
        ("Which duties of developers serve end-users?", ("end-user",), ("developer",)),
        (
            "We host it and build nothing. What are we owed?",
            ("system-operator",),
            ("developer", "data-custodian", "end-user", "affected-entity"),
        ),
        (
            "I'm a system operator. What am I owed by the people who made the model?",
            ("system-operator",),
            ("developer", "data-custodian", "end-user", "affected-entity"),
        ),
    ],
)
def test_who_gives_is_not_who_is_owed(
    question: str, owed: tuple[str, ...], barred: tuple[str, ...], finder: RoleFinder
) -> None:
    named = [evidence.role for evidence in finder.named(question)]
    assert owing.settled(question, named, acting.told(question), denials.denied(question)) == (owed, barred)
    assert finder.settled(question, finder.named(question), acting.told(question), owed=True) == (owed, barred)
