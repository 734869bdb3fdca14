"""What the asker says to do makes a role of theirs; what anybody else does, and what is denied, does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adviser import Adviser
from bot.understand import acting

DEVELOPER, OPERATOR, CUSTODIAN = "developer", "system-operator", "data-custodian"


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("A contractor built the guide that we installed and run on our own kit.", (OPERATOR,)),
        ("We both build and host the booking assistant.", (DEVELOPER, OPERATOR)),
        ("I have since retrained the fault detector on my own photographs.", (DEVELOPER,)),
        ("Our own physicists trained a triage model.", (DEVELOPER,)),
        ("The sorter was written by our own people.", (DEVELOPER,)),
        ("It was trained in-house.", (DEVELOPER,)),
        ("The planner runs on our own servers.", (OPERATOR,)),
        ("We settle who may open the files.", (CUSTODIAN,)),
        ("I hand out and withdraw access to the scans.", (CUSTODIAN,)),
        ("My unit decides who may open the archive.", (CUSTODIAN,)),
        ("Our team tunes it and hosts the result in our own infrastructure.", (OPERATOR,)),
        ("We, a chain of four bakeries, installed it ourselves.", (OPERATOR,)),
        ("There are two of us: Ansel, who trained it, and us, the bakery that runs it.", (OPERATOR,)),
        ("They trained it. We then built it into our own till system.", (OPERATOR,)),
        ("Our bakery took an open model, and now hosts it on machines in Leeds.", (OPERATOR,)),
        ("Two winters ago our data scientists trained a model.", (DEVELOPER,)),
        ("They built our model and keep developing it.", ()),
        ("It runs unaltered, with no changes made by us.", ()),
        ("Down the hall our own engineers train the egg counter.", (DEVELOPER,)),
        ("Our own programmers train it. My unit decides who may reach the archive. What are we owed?", (CUSTODIAN,)),
        ("The records are ours, and we lay down the rules for them.", (CUSTODIAN,)),
    ],
)
def test_plain_sentences_tell_what_the_asker_does(question: str, roles: tuple[str, ...]) -> None:
    assert acting.told(question) == roles


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        (
            "Our club took an open language model and fine-tuned it. The very same club runs it at home.",
            (DEVELOPER, OPERATOR),
        ),
        ("We trained the forecaster, and the same four of us keep it going.", (DEVELOPER, OPERATOR)),
        ("We trained the model. So we are both its maker and the ones who host and operate it.", (DEVELOPER, OPERATOR)),
        ("A firm trained the model, and the same firm runs it.", ()),
        ("The bot was bought in, none of it made or changed by us.", ()),
        ("We pay the agency, which hosts it on its own systems.", ()),
    ],
)
def test_who_builds_and_the_same_who_runs_has_both_roles(question: str, roles: tuple[str, ...]) -> None:
    assert acting.told(question) == roles


@pytest.mark.parametrize(
    "question",
    [
        "A studio trained the model and a trust runs it.",
        "Our supplier trained the model.",
        "We host it for nobody.",
        "We run nothing for them.",
        "We write the policy on what it may be used for.",
        "There was nothing built or altered by us.",
        "We write emails with a bot.",
        "We write reports using an AI tool.",
        "We made a mistake with the system.",
        "We design offices and use an AI assistant.",
        "We run courses on AI tools.",
        "We run a bakery with an AI tool.",
        "We decide who gets a loan with an AI tool.",
        "We set the rules in our school, and pupils use a chatbot.",
        "We grant people access to our building with face recognition.",
        "We are greengrocers, run by my brother; in our own shops the vendor made the model work.",
    ],
)
def test_what_others_do_and_what_is_denied_tells_nothing(question: str) -> None:
    assert acting.told(question) in ((), (CUSTODIAN,)) if "policy on" in question else acting.told(question) == ()


def test_whoever_builds_or_runs_is_no_mere_user_unless_they_say_that_they_are_two_things() -> None:
    assert acting.excluded("We run it; clerks use it.", (OPERATOR,)) == ("end-user", "affected-entity")
    assert acting.excluded("We run it and use it, so we are both.", (OPERATOR,)) == ()
    assert acting.excluded("Clerks use it.", ()) == ()


def test_whoever_builds_and_runs_is_no_user_in_either_capacity() -> None:
    both = (DEVELOPER, OPERATOR)
    assert acting.excluded("Wearing both hats, what applies to us?", both) == acting.ONLY_FEELS
    assert acting.excluded("Wearing both hats, what applies to us?", (OPERATOR,)) == ()


def test_what_our_people_do_makes_no_role_of_one_who_asks_for_themselves_alone() -> None:
    story = "A firm in Hull programmed it, our IT people host it, and clerks look at it."
    assert acting.told(f"{story} What applies to us?") == (OPERATOR,)
    assert acting.told(f"{story} What applies to me?") == ()
    assert acting.told(f"{story} I only look at it. What applies to us clerks?") == ()
    assert acting.told(f"{story} Show me what applies to us.") == (OPERATOR,)


def test_the_role_holds_in_a_story_that_tells_more_of_others(adviser: Adviser) -> None:
    question = (
        "I head IT at a canal trust. Our lock-keepers put questions to a water-level model that a firm in Hull made and"
        " that we installed and run on the trust's machines. Which requirements of principle 9 are there for us?"
    )
    assert adviser.understand(question).roles == (OPERATOR,)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert set(acting.told(f"We {text}")) <= {DEVELOPER, OPERATOR, CUSTODIAN}
