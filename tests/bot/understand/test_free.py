"""Frames of free wording: by the way a question goes, and of what is declined."""

from __future__ import annotations

from typing import Any

import pytest

from bot.frame import Choice, Decline, Frame, Intent
from bot.phrases.bank import NonTopic
from bot.topics.model import TopicReading
from bot.understand import compared, router
from bot.understand.facts import FactHit
from bot.understand.free import CORRECTED_LEAST, FACT_TOLD, PROVISION_SURE, Free
from bot.understand.numbers import Numbers
from bot.understand.references import References
from bot.understand.roles import RoleFinder
from ontology.catalogue import Catalogue

NUMBERED = "Under which number does ETSI have the one on disclosure?"


LIKE = NonTopic("How soon must a breach be told?", "other-law", "breach notices", "eu-cra")


class Topics:
    """Knows the subject of whatever it is asked about."""

    def subject(self, question: str, reading: TopicReading) -> NonTopic:
        return reading.alike[0]


class Facts:
    """Whatever is nearest answers."""

    def nodes(self, question: str, hits: tuple[FactHit, ...], compared: bool = False) -> tuple[str, ...]:
        return tuple(hit.node for hit in hits)


@pytest.fixture(scope="module")
def free(whole_catalogue: Catalogue) -> Free:
    facts: Any = Facts()
    topics: Any = Topics()
    return Free(whole_catalogue, References(whole_catalogue), topics, facts, RoleFinder(whole_catalogue))


def reading(chance: float = 0.9, **more: Any) -> TopicReading:
    return TopicReading((Choice("6.4", chance, "x"),), ("6.4", "6.3"), {"6.4": chance, "6.3": 0.1}, **more)


def framed(
    free: Free, route: str, question: str = "And what of it?", numbers: Numbers | None = None, chance: float = 0.9,
    node: str = "about/licence",
) -> Frame:  # fmt: skip
    return free.frame(
        question, route, ("developer",), numbers or Numbers(), reading(chance), (FactHit(node, 0.8, 0.8),)
    )


def test_each_way_has_its_frame(free: Free) -> None:
    topic = framed(free, router.TOPIC)
    assert (topic.intent, topic.roles, topic.choices[0].provision) == (Intent.TOPIC, ("developer",), "6.4")
    assert framed(free, router.FACT).nodes == ("about/licence",)
    assert framed(free, router.FACT).intent is Intent.FACT
    assert framed(free, router.FACT, node="role/developer").intent is Intent.DEFINE
    assert framed(free, router.FACT, "How do they differ?").intent is Intent.COMPARE
    assert framed(free, router.NONE).intent is Intent.OUTSIDE


def test_roles_that_are_named_are_compared(free: Free) -> None:
    frame = framed(free, router.COMPARE, "Developers versus system operators?")
    assert (frame.intent, set(frame.nodes)) == (Intent.COMPARE, {"role/developer", "role/system-operator"})


def test_a_comparison_that_no_provision_answers_is_about_the_code_itself(free: Free) -> None:
    assert framed(free, router.COMPARE, "How do they differ?", chance=0.2).nodes == ("about/licence",)


def test_documents_that_are_named_together_each_have_their_say(free: Free) -> None:
    both = framed(free, router.FACT, "TS 104 223 or EN 304 223: which is newer?", node="about/en-304-223")
    assert both.nodes == ("about/en-304-223", "document/etsi-ts-104-223")
    one = framed(free, router.FACT, "How new is TS 104 223?", node="about/en-304-223")
    assert one.nodes == ("about/en-304-223",)


def test_a_comparison_whose_sides_are_sure_is_one_of_provisions(free: Free, monkeypatch: pytest.MonkeyPatch) -> None:
    sides = TopicReading((Choice("7.4", 0.7, "x"), Choice("10.2.2", 0.7, "x")), (), {})
    monkeypatch.setattr(compared, "read", lambda *_: sides)
    frame = framed(free, router.COMPARE, "How do they differ?", chance=0.2)
    assert [choice.provision for choice in frame.choices] == ["7.4", "10.2.2"]


def test_only_a_provision_that_is_likely_sets_right_what_is_taken_for_granted(free: Free) -> None:
    claim = "Since 6.4 is optional, do we need it?"
    assert framed(free, router.TOPIC, claim, chance=CORRECTED_LEAST).notes
    assert not framed(free, router.TOPIC, claim, chance=CORRECTED_LEAST - 0.01).notes


def test_a_provision_whose_number_is_asked_for_is_looked_up(free: Free) -> None:
    assert framed(free, router.TOPIC, NUMBERED).ids == ("6.4",)
    assert framed(free, router.FACT, NUMBERED, chance=0.6).ids == ()
    assert framed(free, router.TOPIC, NUMBERED, chance=0.6).ids == ("6.4",)


def test_a_principle_by_number_is_looked_up_unless_a_provision_answers(free: Free) -> None:
    third = Numbers(principles=(3,))
    assert framed(free, router.TOPIC, numbers=third, chance=0.2).ids == ("P3",)
    assert framed(free, router.TOPIC, numbers=third).choices


def test_a_fact_asked_of_a_law_comes_with_what_the_code_is(free: Free) -> None:
    question = "On which day did the Code become law?"
    assert framed(free, router.FACT, question).nodes == ("about/licence", "about/legal-force")
    assert framed(free, router.FACT, question, node="about/legal-force").nodes == ("about/legal-force",)
    for plain in ("On which day was it published?", "May we do the fine-tuning, and is it fine to?"):
        assert framed(free, router.FACT, plain).nodes == ("about/licence",)


def test_what_is_asked_of_no_code_has_the_provision_beside_the_entry(free: Free) -> None:
    assert framed(free, router.FACT, "Is a mailbox for bugs required?").singled == ("6.4",)
    assert framed(free, router.FACT, "Is a mailbox for bugs required?", chance=PROVISION_SURE - 0.01).singled == ()
    for plain in ("Does the Code require mailboxes?", "What is a mailbox for bugs?"):
        assert framed(free, router.FACT, plain).singled == ()


def test_a_role_that_is_set_against_another_is_defined_with_it(free: Free) -> None:
    both = framed(free, router.FACT, "What makes us a developer rather than an operator?", node="role/developer")
    assert set(both.nodes) == {"role/developer", "role/system-operator"}
    for one in (
        "What is a developer to an operator?",
        "What makes us a developer rather than a nobody?",
        "What is a developer? We got it from an operator or a shop.",
    ):
        assert framed(free, router.FACT, one, node="role/developer").nodes == ("role/developer",)


def test_what_is_known_about_the_code_is_told_beside_declining_where_it_is_near(free: Free) -> None:
    near, far = FactHit("about/licence", 0.5, FACT_TOLD - 0.5), FactHit("about/licence", 0.5, FACT_TOLD - 0.51)

    def granted(*hits: FactHit) -> tuple[str, ...]:
        return free.frame("A badge?", router.NONE, (), Numbers(), reading(), hits).granted

    assert granted(near) == ("about/licence",)
    assert granted(far) == granted(FactHit("role/developer", 0.9, 0.9), near) == granted() == ()


def test_what_is_declined_says_what_may_answer_it(free: Free) -> None:
    question = "How soon under the UK GDPR?"
    law = reading(likely_decline=Decline.OTHER_LAW, alike=(LIKE,))
    frame = free.declined(question, Decline.OTHER_LAW, law, "x")
    assert (frame.decline, frame.decline_about, frame.near) == (Decline.OTHER_LAW, "breach notices", ("6.4", "6.3"))
    assert frame.nodes == ("document/uk-gdpr-ico-ai", "document/eu-cra")
    taken_for_law = free.declined(
        "Which fine does the Code add to that under the UK GDPR?", Decline.OTHER_LAW, law, "x"
    )
    assert taken_for_law.granted == ("about/legal-force",)
    assert free.declined("Is there a fine for litter?", Decline.OUTSIDE, law, "x").granted == ()
    outside = free.declined("Will it rain?", Decline.OUTSIDE, law, "x")
    assert (outside.near, outside.decline_about, outside.nodes) == ((), "", ("document/eu-cra",))
