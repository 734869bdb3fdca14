"""A principle that is taken for meant for others than it is, is set right and makes nobody's list."""

from __future__ import annotations

import pytest

from bot.adviser import Adviser
from bot.frame import Frame, Intent
from bot.understand import addressed
from ontology.catalogue import Catalogue

NO_LINE = "Principle 10 has no line that says to whom it primarily applies; each provision names who has to act."
OTHERS = (
    "The line that says to whom Principle 9 primarily applies names developers and system operators,"
    " not data custodians."
)


@pytest.mark.parametrize(
    ("question", "principles", "notes"),
    [
        ("Principle 10 states that it is aimed primarily at custodians. Agreed?", (10,), (NO_LINE,)),
        ("Because the audience of principle 9 is data custodians, are we out?", (9,), (OTHERS,)),
        ("Since principle 9 is mainly for developers, are we out?", (9,), ()),
        ("Is principle 10 aimed primarily at custodians?", (10,), ()),
        ("Since principles 9 and 10 are aimed at custodians, are we out?", (9, 10), ()),
        ("Since we embed it, which requirements in principle 8 are addressed to operators?", (8,), ()),
        ("Because principle 9 is not aimed at end-users, are we out?", (9,), ()),
        ("Since principle 4 is mostly about keeping end-users informed, are we out?", (4,), ()),
        ("As a developer, is principle 9 mainly for custodians?", (9,), ()),
        ("The Code says that principle 10 applies. Are custodians in it?", (10,), ()),
    ],
)
def test_only_a_claim_that_the_line_does_not_carry_is_set_right(
    question: str, principles: tuple[int, ...], notes: tuple[str, ...], whole_catalogue: Catalogue
) -> None:
    frame = addressed.read(Frame(question, Intent.TOPIC), question, principles, whole_catalogue)
    assert frame.notes == notes


def test_who_is_wrongly_taken_for_addressed_gets_no_list(adviser: Adviser) -> None:
    answer = adviser.ask(
        "Because principle 10 says in its “applies to” line that it is meant for data custodians, my data office must"
        " write the guidance, mustn't it? Which parties do the provisions on guidance name?"
    )
    assert answer.frame.roles == ()
    assert answer.text.startswith(NO_LINE)
    assert "**10.2** (*shall*, on developers and system operators" in answer.text
