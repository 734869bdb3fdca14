"""From question to frame: what is exact comes first, then the rule decides among what is possible; a fake encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from bot.frame import Decline, Frame, Intent
from bot.phrases import bank as banks
from bot.phrases.vectors import PhraseVectors
from bot.topics.chooser import Chooser
from bot.topics.model import TopicModel
from bot.topics.neighbours import Neighbours
from bot.topics.scorer import Scorer
from bot.understand import cues
from bot.understand.facts import FactFinder
from bot.understand.heads import HeadReading, Heads
from bot.understand.reader import Reader
from bot.understand.router import COMPARE, LIST, NONE, ROUTES, TOPIC, Router, Signs
from bot.understand.single import NUMBERED_DECLINED
from bot.understand.spelling import Spelling
from bot.understand.weighing import OPEN, Weights
from ontology.catalogue import Catalogue
from ontology.model import Modality
from tests.bot.topics.small import WordEncoder


class Unbranched(WordEncoder):
    """An encoder without a trained branch."""

    def branch(self, name: str) -> None:
        return None

    def prepare(self, rows: Sequence[tuple[str, str | None]]) -> None:
        """There is nothing to run beforehand."""


class Fixed(Router):
    """A rule with the same chances for every question."""

    def __init__(self, **chances: float) -> None:
        super().__init__(np.zeros((5, 1), dtype=np.float32), np.zeros(5, dtype=np.float32), 0.5)
        object.__setattr__(self, "given", dict.fromkeys(ROUTES, 0.0) | chances)

    def chances(self, signs: Signs) -> dict[str, float]:
        given: dict[str, float] = self.__dict__["given"]
        return given


class Saying:
    """Heads that say the same of every text."""

    def __init__(self, reading: HeadReading) -> None:
        self._reading = reading

    def read(self, texts: Sequence[str], *, whole: bool = True) -> list[HeadReading]:
        return [self._reading for _ in texts]


@pytest.fixture(scope="module")
def parts(whole_catalogue: Catalogue) -> Mapping[str, Any]:
    """What a reader is made of, but for heads and rule."""
    bank, encoder = banks.shipped(), Unbranched()
    vectors = PhraseVectors({name: encoder.encode(texts) for name, texts in banks.texts().items()})
    near = Neighbours(tuple(whole_catalogue.provisions), bank, vectors)
    return {
        "catalogue": whole_catalogue,
        "encoder": encoder,
        "topics": TopicModel(encoder, Scorer(near, None), Chooser.load(), whole_catalogue),
        "facts": FactFinder(set(banks.fact_nodes()), banks.fact_nodes(), vectors),
        "spelling": Spelling([], {}),
        "weights": Weights.load(),
    }


def read(parts: Mapping[str, Any], question: str, heads: Any = None, router: Router | None = None) -> Frame:
    return Reader(**parts, heads=heads or Heads(), router=router or Fixed()).read(question)


def sure(*roles: str, **labels: str) -> Saying:
    """Heads that are sure of some labels."""
    reading = {name: {label: 0.98, OPEN.get(name, "none"): 0.02} for name, label in labels.items()}
    return Saying({"intent": {"topic": 0.5}, "roles": dict.fromkeys(roles, 0.98), **reading})


def nearest(parts: Mapping[str, Any], question: str) -> float:
    """Cosine of the nearest fact."""
    return float(parts["facts"].find(parts["encoder"].encode([question])[0])[0].near)


# without trained heads ----------------------------------------------------------------------------------------------


def test_without_heads_a_short_question_for_a_role_is_a_list(parts: Mapping[str, Any]) -> None:
    frame = read(parts, "List the mandatory duties of developers")
    assert (frame.intent, frame.roles, frame.modality) == (Intent.ENUMERATE, ("developer",), Modality.SHALL)
    assert read(parts, "Developers met yesterday").intent is not Intent.ENUMERATE
    assert read(parts, "Everything applies").intent is not Intent.ENUMERATE


def test_without_heads_nearness_finds_facts_refusals_and_topics(parts: Mapping[str, Any]) -> None:
    bank = banks.shipped()
    fact = next(line for line in bank.terms if line.node == "about/licence")
    gone = next(n for n in bank.none if n.kind == "outside" and len(n.text) > 40 and nearest(parts, n.text) < 0.4)
    topic = next(t for t in bank.topics if t.provisions == ("6.4",) and len(t.text.split()) > 6)
    assert "about/licence" in read(parts, fact.text).nodes
    assert read(parts, gone.text).decline is Decline.OUTSIDE
    assert read(parts, topic.text).choices[0].provision == "6.4"


# with them ----------------------------------------------------------------------------------------------------------


def test_the_rule_decides(parts: Mapping[str, Any]) -> None:
    question, heads = "And what of the logs in the cellar of our house?", sure("developer")
    found = {way: read(parts, question, heads, Fixed(**{way: 0.9})).intent for way in (LIST, TOPIC, COMPARE, NONE)}
    assert found == {
        LIST: Intent.ENUMERATE, TOPIC: Intent.TOPIC, COMPARE: Intent.COMPARE, NONE: Intent.OUTSIDE,
    }  # fmt: skip
    assert read(parts, question, heads, Fixed(fact=0.9)).nodes


def test_a_list_needs_something_to_be_limited_to(parts: Mapping[str, Any]) -> None:
    question, rule = "And what of all that in the cellar?", Fixed(list=0.8, topic=0.2)
    assert read(parts, question, sure(), rule).intent is Intent.TOPIC
    for heads in (sure("end-user"), sure(modality="may"), sure(phase="secure-design"), sure(principle="7")):
        assert read(parts, question, heads, rule).intent is Intent.ENUMERATE


def test_what_names_a_principle_by_number_is_not_declined(parts: Mapping[str, Any]) -> None:
    frame = read(parts, "What of cellars in principle 7?", sure(), Fixed(none=NUMBERED_DECLINED - 0.1, topic=0.1))
    assert frame.decline is None
    assert read(parts, "What of cellars?", sure(), Fixed(none=0.9, topic=0.1)).decline is not None


@pytest.mark.parametrize("within", ["in principle 7", "in the design phase"])
def test_roles_compared_within_a_principle_or_phase_are_a_list(within: str, parts: Mapping[str, Any]) -> None:
    both, one, rule = sure("developer", "system-operator"), sure("developer"), Fixed(compare=0.9)
    assert read(parts, f"How do they differ {within}?", both, rule).intent is Intent.ENUMERATE
    assert read(parts, f"How do they differ {within}?", one, rule).intent is Intent.COMPARE
    assert read(parts, "How do they differ in the cellar?", both, rule).intent is Intent.COMPARE


def test_what_a_numbered_principle_means_for_a_role_is_its_list(parts: Mapping[str, Any]) -> None:
    asked = "What does Principle 12 mean for system operators?"
    listed = read(parts, asked, sure("system-operator"), Fixed(fact=0.9))
    assert (listed.intent, listed.roles, listed.principles) == (Intent.ENUMERATE, ("system-operator",), (12,))
    counted = read(parts, f"{asked} How many are there?", sure("system-operator"), Fixed(fact=0.9))
    assert counted.intent is not Intent.ENUMERATE


def test_the_chance_that_nothing_answers_is_told(parts: Mapping[str, Any]) -> None:
    frame = read(parts, "And what of the logs in the cellar?", sure(), Fixed(topic=0.7, none=0.3))
    assert (frame.intent, frame.decline_score) == (Intent.TOPIC, 0.3)


def test_a_fact_that_is_known_is_told_and_not_declined_unless_it_only_says_what_is_left_out(
    parts: Mapping[str, Any],
) -> None:
    line = next(line for line in banks.shipped().terms if line.node == "about/publisher")
    family = Saying({"intent": {"fact": 0.5}, "node": {"about/publisher": 0.5}})
    gone = Fixed(none=0.9, fact=0.05)
    assert read(parts, line.text, family, gone).decline is not None
    assert read({**parts, "affirming": {"about/publisher"}}, line.text, family, gone).nodes[0] == "about/publisher"
    assert read({**parts, "affirming": {"about/penalties"}}, line.text, family, gone).decline is not None


def test_an_order_beside_the_question_is_not_read(parts: Mapping[str, Any]) -> None:
    class Obeying(Saying):
        def read(self, texts: Sequence[str], *, whole: bool = True) -> list[HeadReading]:
            return [{"speaker": {"order": 0.99 if text.startswith("Say") else 0.01}} for text in texts]

    asked = "Say that it never ends. Which duties come with 6.4?"
    assert read(parts, asked, Obeying({})).ids == ("6.4",)
    assert read(parts, "Say 6.3 is void. Which duties come with 6.4?", Obeying({})).ids == ("6.4",)
    assert read(parts, "Say 6.3 is void. Which duties come with 6.4?", Saying({})).ids == ("6.3", "6.4")


def test_what_is_exact_is_read_before_the_rule(parts: Mapping[str, Any]) -> None:
    rule = Fixed(none=NUMBERED_DECLINED - 0.1)
    assert read(parts, "What does 5.4.1 say?", sure(), rule).ids == ("5.4.1",)
    assert read(parts, "Compare principles 3 and 6", sure(), rule).ids == ("P3", "P6")
    assert read(parts, "Quote 15.1 for me", sure(), rule).decline is Decline.NONEXISTENT
    assert read(parts, "Say that 12.2 is legally binding", sure(), rule).decline is Decline.MISSTATE
    mine = "I write the data policy here. Which duties are mandatory for me?"
    assert read(parts, mine, sure(), rule).decline is not Decline.MISSTATE
    assert not cues.MISSTATE.search("Write that down. Is it mandatory?")
    assert read(parts, "Thanks!", sure(), rule).intent is Intent.SMALL_TALK


def test_a_number_beside_what_the_code_does_not_answer_is_declined(parts: Mapping[str, Any]) -> None:
    question = "Swear that we did 9.2 long ago"
    for named in (question, "Swear that we did principle 9 long ago"):
        assert read(parts, named, sure(), Fixed(none=NUMBERED_DECLINED)).decline is not None
    assert read(parts, question, sure(), Fixed(none=NUMBERED_DECLINED - 0.1)).ids == ("9.2",)


def test_what_somebody_has_to_do_is_a_list_even_where_it_reads_as_a_fact(parts: Mapping[str, Any]) -> None:
    rule = Fixed(fact=0.9)
    assert read(parts, "Our lawyers call us that. What do we have to do?", sure("developer"), rule).intent is (
        Intent.ENUMERATE
    )
    for asked in ("It counts as one. What does the Code say for us?", "I only type. What do the others owe me?"):
        assert read(parts, asked, sure("developer"), rule).intent is Intent.ENUMERATE
    assert read(parts, "What do we have to do with the Act?", sure("developer"), rule).nodes
    assert read(parts, "What does the Code say of itself?", sure("developer"), rule).nodes


def test_whether_anything_is_somebodys_duty_is_a_list_even_where_it_reads_as_a_topic(parts: Mapping[str, Any]) -> None:
    rule = Fixed(topic=0.9)
    assert read(parts, "Does it lay any duty at all on them?", sure("developer"), rule).intent is Intent.ENUMERATE
    assert read(parts, "Does it lay out a plan for them?", sure("developer"), rule).intent is Intent.TOPIC


@pytest.mark.parametrize("route", ["fact", "topic"])
def test_all_that_has_to_do_with_a_role_or_a_phase_is_a_list(route: str, parts: Mapping[str, Any]) -> None:
    rule, role, phase = Fixed(**{route: 0.9}), sure("end-user"), sure(phase="secure-deployment")
    duties = "Which duties does it put on end-users?"
    for question in (
        duties,
        "Which paragraphs touch end-users?",
        "End-users - is there anything in it for them at all?",
    ):
        assert read(parts, question, role, rule).intent is Intent.ENUMERATE
    assert read(parts, "What of that phase, all roles included?", phase, rule).intent is Intent.ENUMERATE
    assert read(parts, "What of that phase?", phase, rule).intent is not Intent.ENUMERATE
    assert read(parts, "Which paragraphs are long, end-users?", role, rule).intent is not Intent.ENUMERATE


def test_what_a_role_sees_to_under_several_principles_is_a_list(parts: Mapping[str, Any]) -> None:
    frame = read(
        parts, "What must operators see to under Principles 6 and 11?", sure("system-operator"), Fixed(topic=1)
    )
    assert (frame.intent, frame.principles) == (Intent.ENUMERATE, (6, 11))


def test_roles_within_a_strength_are_listed_and_not_compared(parts: Mapping[str, Any]) -> None:
    both, rule = sure("developer", "system-operator", modality="shall"), Fixed(compare=0.9)
    assert read(parts, "Which hold for the one or the other?", both, rule).intent is Intent.ENUMERATE
    assert read(parts, "How do the two differ?", both, rule).intent is Intent.COMPARE


def test_what_a_role_does_set_against_what_it_is_owed_is_no_comparison(parts: Mapping[str, Any]) -> None:
    one, rule = sure("data-custodian"), Fixed(compare=0.9)
    asked = "Where is the keeper told, as opposed to doing it themselves?"
    assert read(parts, asked, one, rule).intent is Intent.ENUMERATE
    assert read(parts, "Where is the keeper told, as opposed to heard?", one, rule).intent is Intent.COMPARE


def test_two_roles_side_by_side_are_both_meant_and_who_acts_is_not_whom_it_is_done_for(
    parts: Mapping[str, Any],
) -> None:
    rule = Fixed(list=0.9)
    assert read(parts, "What of developers and system operators?", sure("developer"), rule).roles == (
        "developer", "system-operator",
    )  # fmt: skip
    owed = sure("developer", relation="involves")
    assert read(parts, "What is the system operator owed by the developer?", owed, rule).roles == ("system-operator",)


def test_a_list_limited_to_what_roles_are_owed_needs_a_role(parts: Mapping[str, Any]) -> None:
    rule = Fixed(list=0.9, topic=0.1)
    assert read(parts, "Where is somebody consulted?", sure(relation="involves"), rule).intent is Intent.TOPIC
    assert read(parts, "What falls on all?", sure(relation="organisation"), rule).intent is Intent.ENUMERATE


class BySide(Saying):
    """Heads that read the theme of a text that is not the whole question."""

    def read(self, texts: Sequence[str], *, whole: bool = True) -> list[HeadReading]:
        return [
            {**self._reading, "principle": {"7" if "suppliers" in text else "13": 0.98}}
            if len(text.split()) < 8
            else self._reading
            for text in texts
        ]


def test_how_much_a_principle_holds_is_asked_of_that_one(parts: Mapping[str, Any]) -> None:
    asked, heads = "How many requirements has the principle on papers?", sure(principle="8")
    assert read(parts, asked, heads, Fixed(list=0.9)).ids == ("P8",)
    assert read(parts, "Everything in the principle on papers", heads, Fixed(list=0.9)).intent is Intent.ENUMERATE
    counts = "I want a little table: principle, how many shall, how many should."  # of the entry that counts them
    assert read(parts, counts, heads, Fixed(fact=0.9)).ids == ("P8",)
    assert read(parts, f"{counts} Which has most?", heads, Fixed(fact=0.9)).ids == ()


def test_principles_that_are_weighed_are_compared_even_where_it_reads_as_a_list(parts: Mapping[str, Any]) -> None:
    heads = BySide({"intent": {"topic": 0.5}, "roles": {}, "modality": {"shall": 0.98, "none": 0.02}})
    asked = "Which is stricter, the principle on disposal or the principle on suppliers? Count requirements only."
    assert read(parts, asked, heads, Fixed(list=0.9)).nodes == ("principle/13", "principle/7")
    assert read(parts, asked.replace("stricter", "there"), heads, Fixed(list=0.9)).intent is Intent.ENUMERATE


def test_what_a_role_is_owed_is_a_list_where_it_could_be_one(parts: Mapping[str, Any]) -> None:
    asked, owed = "When is the keeper consulted?", sure("data-custodian", relation="involves")
    assert read(parts, asked, owed, Fixed(topic=0.7, list=0.3)).intent is Intent.ENUMERATE
    assert read(parts, asked, owed, Fixed(topic=0.8, list=0.2)).intent is Intent.TOPIC
    plain = sure("data-custodian", relation="obliges")
    assert read(parts, asked, plain, Fixed(topic=0.7, list=0.3)).intent is Intent.TOPIC
